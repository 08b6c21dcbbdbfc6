"""Files that are not what they should be are refused by name, and before they are unpacked."""

import struct
import zlib
from pathlib import Path

import pytest

from tests.formats.workbooks import HEADINGS, archive, line, workbook
from tongzhou.formats.containers import MAX_ENTRIES, MAX_FILE_BYTES, is_workbook
from tongzhou.formats.errors import FormatError
from tongzhou.formats.sheets import read_sheet

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)

BAD_FILES = {
    "nothing": (b"", "file_empty"),
    "spaces": (b"\xef\xbb\xbf \r\n", "file_empty"),
    "an old Excel file": (OLE, "old_excel"),
    "a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "a Word file": (archive(word__document_dot_xml=b"<w/>"), "wrong_kind"),
    "a presentation": (archive(ppt__presentation_dot_xml=b"<p/>"), "wrong_kind"),
    "an OpenDocument file": (archive(content_dot_xml=b"<o/>"), "wrong_kind"),
    "a binary workbook": (archive(xl__workbook_dot_bin=b"x"), "wrong_kind"),
    "any archive": (archive(photo_dot_jpg=b"x"), "wrong_kind"),
    "half a workbook": (archive(xl__styles_dot_xml=b"<s/>"), "damaged"),
    "a cut workbook": (workbook([HEADINGS, line()])[:-30], "damaged"),
    "no XML inside": (archive(xl__workbook_dot_xml=b"nonsense"), "damaged"),
    "a PDF": (b"%PDF-1.7\n", "wrong_kind"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "wrong_kind"),
    "a web page": (b"\n<HTML><table><tr><td>x</td></tr></table>", "web_page"),
    "bytes": (b"a\x00b\x00\x00\x00c" * 9, "wrong_kind"),
    "no known encoding": (b"name\n\xff\xff\xff\x80\x80", "encoding"),
    "too big a file": (b"a," * (MAX_FILE_BYTES // 2 + 1), "file_too_big"),
}


@pytest.mark.parametrize("what", BAD_FILES)
def test_a_bad_file_is_refused_with_its_reason(what: str) -> None:
    data, code = BAD_FILES[what]
    with pytest.raises(FormatError) as caught:
        read_sheet(data)
    assert caught.value.code == code
    assert "{" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FormatError) as caught:
        read_sheet(tmp_path / "none.xlsx")
    assert caught.value.code == "file_missing"


def test_a_zip_bomb_is_refused_by_what_it_declares() -> None:
    bomb = archive(xl__workbook_dot_xml=b"<w/>", xl__worksheets__sheet1_dot_xml=bytes(32 * 2**20))
    assert refusal(bomb) == "zip_bomb"


def test_a_bomb_of_many_entries_is_refused() -> None:
    data = bytearray(archive(xl__workbook_dot_xml=b"<w/>"))
    end = data.rindex(b"PK\x05\x06")
    struct.pack_into("<HH", data, end + 8, MAX_ENTRIES + 1, MAX_ENTRIES + 1)
    assert refusal(bytes(data)) == "zip_bomb"


def test_entries_that_overlap_are_refused() -> None:
    data = bytearray(archive(xl__workbook_dot_xml=b"<w/>"))
    entry = data.index(b"PK\x01\x02")
    struct.pack_into("<L", data, entry + 20, len(data) + 1)
    assert refusal(bytes(data)) == "zip_bomb"


def test_entities_in_the_xml_are_not_expanded() -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<!DOCTYPE w [<!ENTITY a0 "ha">{levels}]><workbook>&a11;</workbook>'
    assert refusal(archive(xl__workbook_dot_xml=xml.encode())) in ("damaged", "sheets_empty")


def test_bytes_before_the_archive_do_not_matter() -> None:
    assert is_workbook(b"PK\x03\x04" + zlib.compress(b"x") + workbook([HEADINGS]))


def refusal(data: bytes) -> str:
    with pytest.raises(FormatError) as caught:
        read_sheet(data)
    return caught.value.code
