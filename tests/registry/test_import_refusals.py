"""Files that are no roster: each says what to do."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.registry.rosters import workbook
from tests.registry.uploads import page, upload
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import ImportState
from tongzhou.registry.models import RosterImport

# How every file of the older office programs begins, and every one with a password.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

SignIn = Callable[[Acting], Client]


@pytest.fixture
def client(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.worker)


def zip_bomb() -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", "<x/>")
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04" + b"\0" * 100, "damaged"),
        ("姓名,电话\n王,1\n".encode(), "lacks"),
        (b"a,b\n1,2\n", "No row of headings"),
        (b"\xff\x80,\x81\n" * 9, "characters of the file cannot be read"),
    ],
)
def test_a_file_that_is_no_roster_says_what_to_do(
    client: Client, content: bytes, words: str
) -> None:
    row = upload(client, content)

    assert row.state == ImportState.FAILED
    assert words in page(client, row)


def test_a_zip_bomb_is_refused(client: Client) -> None:
    assert "unpack to far more" in page(client, upload(client, zip_bomb()))


def test_more_than_50_mb_are_refused_before_they_are_kept(client: Client) -> None:
    file = SimpleUploadedFile("big.csv", b"x" * (50 * 2**20 + 1))
    answer = client.post(reverse("registry:import_upload"), {"file": file})

    assert answer.status_code == 422
    assert "50 MB" in answer.content.decode()
    assert not RosterImport.objects.exists()


def test_an_empty_file_is_refused_with_the_form_kept(client: Client) -> None:
    file = SimpleUploadedFile("empty.csv", b"")
    answer = client.post(reverse("registry:import_upload"), {"file": file, "sheet": "花名册"})

    assert answer.status_code == 422
    assert "花名册" in answer.content.decode()


def test_a_workbook_with_a_password_says_how_to_take_it_off(client: Client) -> None:
    sealed = OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600

    assert "protected by a password. Remove the password" in page(client, upload(client, sealed))
    assert "old Excel file" in page(client, upload(client, OLE + b"\0" * 600))


def test_without_headings_anywhere_the_first_sheet_is_named(client: Client) -> None:
    row = upload(client, workbook([], headings=["a"], before={"填写说明": [["先看这里"]]}))

    assert row.state == ImportState.FAILED
    assert "填写说明" in page(client, row)
