"""What a roster's faults are called on the screen: sentences for the codes of `formats`.

The English texts are those of `tongzhou.formats` word for word (a test compares them); here they
are marked, so that they exist in Chinese.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CELLS: Mapping[str, Promise] = {
    "empty": _("This cell must not be empty."),
    "door_missing": _("Neither building nor room is given. Fill in at least one of them."),
    "door_is_date": _(
        "The spreadsheet program has turned this into a date. Format the column as text and "
        "type it again."
    ),
    "door_unreadable": _("The door cannot be read. Write building-unit-room, for example 3-2-501."),
    "formula_error": _("The formula in this cell has failed. Replace it with the value itself."),
    "too_long": _("This has {length} characters; at most {limit} are stored."),
    "too_many_cells": _(
        "This row has more cells than there are headings. Put text that holds a separator in "
        "quotation marks."
    ),
    "name_has_digits": _("A name with digits: has something slipped into the wrong column?"),
    "sex_unknown_word": _("Write male or female, or leave the cell empty."),
    "date_two_digit_year": _("The year has two digits only. Write 1962-03-05."),
    "date_incomplete": _("Year, month and day are all needed. Write 1962-03-05 or leave it empty."),
    "date_ambiguous": _("Day and month can be mistaken for each other. Write 1962-03-05."),
    "date_unreadable": _("This is not a date. Write 1962-03-05 or leave the cell empty."),
    "date_impossible": _("There is no such day in the calendar."),
    "date_out_of_range": _("A date of birth lies between {earliest} and {latest}."),
    "id_lost_digits": _(
        "The cell was stored as a number and has lost its last digits. Format the column as "
        "text and type the number again."
    ),
    "id_length": _("An ID number has 18 characters (15 in old papers); this one has {length}."),
    "id_characters": _("An ID number has digits only, the last may be X."),
    "id_date": _(
        "The date of birth inside the ID number does not exist or lies outside {earliest} to "
        "{latest}."
    ),
    "id_check": _(
        "The last character of the ID number does not fit the others: one of them is mistyped."
    ),
    "sex_contradicts_id": _("The ID number says {by_id}."),
    "birth_contradicts_id": _("The ID number says {by_id}."),
    "phone_unreadable": _(
        "This is not a telephone number. Write 11 digits for a mobile, or a landline with its "
        "area code."
    ),
    "id_twice": _("Row {other} has the same ID number but differs."),
    "person_twice": _("Row {other} has the same person at the same door but differs."),
    "committee_unknown": _("No neighbourhood committee of this street office has this name."),
}
"""Why a cell of a roster cannot be taken."""

REGISTRY_CELLS: Mapping[str, Promise] = {
    "committee_unknown_near": _(
        "No neighbourhood committee of this street office has this name. Did you mean “{nearest}”?"
    ),
    "committee_foreign": _("You act for {own}; only its residents can be imported by you."),
    "id_elsewhere": _(
        "This ID number is registered with another committee. Ask the street office to move "
        "the person."
    ),
}
"""The same, for what only the registry can know."""

FILES: Mapping[str, Promise] = {
    "file_too_big": _("The file has {megabytes} MB; at most {limit} MB can be read. Split it."),
    "zip_bomb": _(
        "The file would unpack to far more than a list of people needs. Copy the rows into a "
        "new workbook and try again."
    ),
    "too_complex": _(
        "The file is too large or too complex to be read. Copy the rows into a new workbook, "
        "or split it."
    ),
    "file_missing": _("There is no file at {path}."),
    "file_closed": _("{path} cannot be opened. Is it a folder, or may you not read it?"),
    "file_empty": _("The file is empty."),
    "password": _("The file is protected by a password. Remove the password and save it again."),
    "old_excel": _("This is an old Excel file (.xls). Open it and save it as .xlsx."),
    "web_page": _(
        "This is a web page with the name of a spreadsheet. Open it in a spreadsheet program "
        "and save it as .xlsx."
    ),
    "wrong_kind": _("This is {kind}, not a spreadsheet. Save the list as .xlsx or .csv."),
    "damaged": _("The workbook is damaged and cannot be opened. Save it again as .xlsx."),
    "encoding": _(
        "The characters of the file cannot be read (line {line}). Save it as .xlsx, or as CSV "
        "in UTF-8."
    ),
    "csv_broken": _("The CSV file cannot be read (line {line}). Save it as .xlsx."),
    "sheet_missing": _("There is no sheet named “{sheet}”. The file has: {sheets}."),
    "sheets_empty": _("No sheet of the workbook holds anything."),
    "heading_row_missing": _(
        "No row of headings was found in the first {looked} rows of the sheet “{sheet}”. "
        "Needed at least: {missing}. Other sheets: {others}."
    ),
    "heading_missing": _(
        "The sheet “{sheet}” (headings in row {row}) lacks: {missing}. Found: {found}."
    ),
    "heading_twice": _(
        "The sheet “{sheet}” has two columns of the same meaning: “{first}” ({first_cell}) "
        "and “{second}” ({second_cell}). Remove one of them."
    ),
}
"""Why a whole file cannot be read."""

WORDS: Mapping[str, Promise] = {
    "male": _("male"),
    "female": _("female"),
    "a PDF": _("a PDF"),
    "a picture": _("a picture"),
    "a RAR archive": _("a RAR archive"),
    "a 7z archive": _("a 7z archive"),
    "a gzip archive": _("a gzip archive"),
    "a zip archive": _("a zip archive"),
    "a text document": _("a text document"),
    "a Word document": _("a Word document"),
    "a presentation": _("a presentation"),
    "a workbook in another format (.xlsb or .ods)": _(
        "a workbook in another format (.xlsb or .ods)"
    ),
    "a file of another kind": _("a file of another kind"),
}
"""Values that stand inside a sentence."""


def cell_sentence(code: str, params: Mapping[str, Any]) -> str:
    """The sentence for a cell, in the reader's language."""
    return _filled((CELLS.get(code) or REGISTRY_CELLS[code]), params)


def file_sentence(code: str, params: Mapping[str, Any]) -> str:
    """The sentence for a whole file, in the reader's language."""
    return _filled(FILES[code], params)


def _filled(sentence: Promise, params: Mapping[str, Any]) -> str:
    return str(sentence).format(**{k: str(WORDS.get(v, v)) for k, v in params.items()})
