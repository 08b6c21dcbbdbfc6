"""What kind of file lies before us, decided from its bytes without unpacking anything."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from tongzhou.formats.errors import UnreadableFile, UnsafeFile

MAX_FILE_BYTES = 50 * 2**20
MAX_UNPACKED_BYTES = 600 * 2**20
MAX_ENTRIES = 5_000
# Sheet XML shrinks to a tenth or a fiftieth; only made-up content reaches one three-hundredth.
MAX_RATIO = 300
RATIO_MATTERS_FROM = 16 * 2**20

_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_WEB = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta")
_MAGIC = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x1f\x8b": "a gzip archive",
    b"{\\rtf": "a text document",
}


class Entry(NamedTuple):
    """One file in a zip archive, as the central directory declares it; sizes in bytes."""

    name: str
    packed: int
    unpacked: int


def is_workbook(data: bytes) -> bool:
    """Tell an XLSX workbook (True) from text that may be CSV (False).

    Raises UnreadableFile for any other kind, UnsafeFile for what must not be opened.
    """
    if not data.strip(b"\x00 \r\n\t"):
        raise UnreadableFile("file_empty")
    if len(data) > MAX_FILE_BYTES:
        raise too_big(len(data))
    if data.startswith(_OLE):
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise UnreadableFile("password" if is_encrypted else "old_excel")
    if data.startswith(_ZIP):
        _check_archive(data)
        return True
    _refuse_other_kinds(data)
    return False


def too_big(size: int) -> UnsafeFile:
    """The error for a file of `size` bytes."""
    limit = MAX_FILE_BYTES // 2**20
    return UnsafeFile("file_too_big", megabytes=-(-size // 2**20), limit=limit)


def _refuse_other_kinds(data: bytes) -> None:
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableFile("wrong_kind", kind=kind)
    if data[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_WEB):
        raise UnreadableFile("web_page")


def _check_archive(data: bytes) -> None:
    entries = list(_entries(data))
    packed = sum(entry.packed for entry in entries)
    unpacked = sum(entry.unpacked for entry in entries)
    ratio_is_absurd = unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * packed
    # More packed bytes than the file has: entries that overlap, unpacked once for each.
    if unpacked > MAX_UNPACKED_BYTES or ratio_is_absurd or packed > len(data):
        raise UnsafeFile("zip_bomb")
    _check_content({entry.name for entry in entries})


def _check_content(names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "word/document.xml" in names:
        raise UnreadableFile("wrong_kind", kind="a Word document")
    if "ppt/presentation.xml" in names:
        raise UnreadableFile("wrong_kind", kind="a presentation")
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise UnreadableFile("wrong_kind", kind="a workbook in another format (.xlsb or .ods)")
    if any(name.startswith("xl/") for name in names):
        raise UnreadableFile("damaged")
    raise UnreadableFile("wrong_kind", kind="a zip archive")


def _entries(data: bytes) -> Iterator[Entry]:
    """Read the central directory only (PKWARE APPNOTE 4.3.12 and 4.3.16), nothing is inflated."""
    at = data.rfind(b"PK\x05\x06", -(_END.size + 0xFFFF))
    if at < 0 or at + _END.size > len(data):
        raise UnreadableFile("damaged")
    _, _, _, _, count, size, _, _ = _END.unpack_from(data, at)
    if count > MAX_ENTRIES:
        raise UnsafeFile("zip_bomb")
    # Counted back from the end record, so that bytes put before the archive do not matter.
    at -= size
    for _ in range(count):
        if at < 0 or data[at : at + 4] != b"PK\x01\x02" or at + _ENTRY.size > len(data):
            raise UnreadableFile("damaged")
        fields = _ENTRY.unpack_from(data, at)
        packed, unpacked, name_size, extra_size, comment_size = fields[8:13]
        start = at + _ENTRY.size
        name = data[start : start + name_size].decode("utf-8", "replace").replace("\\", "/")
        yield Entry(name, packed, unpacked)
        at = start + name_size + extra_size + comment_size
