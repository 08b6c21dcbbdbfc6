"""Why a file cannot be read: a stable code, an English sentence that says what to do, values."""

from typing import Any, ClassVar


class FormatError(Exception):
    """A whole file is refused; `code` is stable and `params` fill the sentence of that code."""

    sentences: ClassVar[dict[str, str]] = {}

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(self.sentences[code].format(**params))
        self.code = code
        self.params = params


class UnsafeFile(FormatError):
    """Opening the file could exhaust the machine."""

    sentences: ClassVar[dict[str, str]] = {
        "file_too_big": "The file has {megabytes} MB; at most {limit} MB can be read. Split it.",
        "zip_bomb": "The file would unpack to far more than a list of people needs. "
        "Copy the rows into a new workbook and try again.",
        "too_complex": "The file is too large or too complex to be read. "
        "Copy the rows into a new workbook, or split it.",
    }


class UnreadableFile(FormatError):
    """The file is not a spreadsheet, or not one that can be opened."""

    sentences: ClassVar[dict[str, str]] = {
        "file_missing": "There is no file at {path}.",
        "file_closed": "{path} cannot be opened. Is it a folder, or may you not read it?",
        "file_empty": "The file is empty.",
        "password": "The file is protected by a password. Remove the password and save it again.",
        "old_excel": "This is an old Excel file (.xls). Open it and save it as .xlsx.",
        "web_page": "This is a web page with the name of a spreadsheet. "
        "Open it in a spreadsheet program and save it as .xlsx.",
        "wrong_kind": "This is {kind}, not a spreadsheet. Save the list as .xlsx or .csv.",
        "damaged": "The workbook is damaged and cannot be opened. Save it again as .xlsx.",
        "encoding": "The characters of the file cannot be read (line {line}). "
        "Save it as .xlsx, or as CSV in UTF-8.",
        "csv_broken": "The CSV file cannot be read (line {line}). Save it as .xlsx.",
        "sheet_missing": "There is no sheet named “{sheet}”. The file has: {sheets}.",
        "sheets_empty": "No sheet of the workbook holds anything.",
    }


class WrongHeadings(FormatError):
    """The sheet can be opened but it is not clear what its columns mean."""

    sentences: ClassVar[dict[str, str]] = {
        "heading_row_missing": "No row of headings was found in the first {looked} rows of the "
        "sheet “{sheet}”. Needed at least: {missing}. Other sheets: {others}.",
        "heading_missing": "The sheet “{sheet}” (headings in row {row}) lacks: {missing}. "
        "Found: {found}.",
        "heading_twice": "The sheet “{sheet}” has two columns of the same meaning: “{first}” "
        "({first_cell}) and “{second}” ({second_cell}). Remove one of them.",
    }


_KINDS = (UnsafeFile, UnreadableFile, WrongHeadings)
SENTENCES: dict[str, str] = {
    code: sentence for kind in _KINDS for code, sentence in kind.sentences.items()
}


def error_from(code: str, params: dict[str, Any]) -> FormatError:
    """Build the error again from what `code` and `params` of another one said."""
    kind = next(kind for kind in _KINDS if code in kind.sentences)
    return kind(code, **params)
