"""What is wrong in a roster: by cell, and as a workbook to mend."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
import python_calamine
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.registry.rosters import HEADINGS, row, workbook
from tests.registry.uploads import BAD, GOOD, page, post, upload
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import ImportState
from tongzhou.registry.models import Resident, RosterImport
from tongzhou.registry.queries.imports import findings

SignIn = Callable[[Acting], Client]


@pytest.fixture
def client(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.worker)


def test_problems_are_shown_by_cell(client: Client) -> None:
    row = upload(client, workbook(BAD))
    shown = page(client, row)

    assert row.problem_count == 2
    assert "H3" in shown
    assert "There is no such day in the calendar." in shown
    assert "J4" in shown
    assert "Apply the good rows" in shown
    assert "Apply all" not in shown


def test_problems_are_in_the_reader_s_language(client: Client) -> None:
    row = upload(client, workbook(BAD))
    url = reverse("registry:import", args=[row.pk])
    shown = client.get(url, headers={"accept-language": "zh-hans"}).content.decode()

    assert "There is no such day" not in shown


def test_problems_are_filtered_by_column(client: Client) -> None:
    row = upload(client, workbook(BAD))
    url = reverse("registry:import", args=[row.pk])
    shown = client.get(url, {"column": "电话"}).content.decode()

    assert "J4" in shown
    assert "H3" not in shown


def workbook_of(client: Client, upload: RosterImport) -> bytes:
    answer: bytes = client.get(reverse("registry:import_problems", args=[upload.pk])).content
    return answer


def cells_of(content: bytes) -> list[list[str]]:
    sheet = python_calamine.load_workbook(BytesIO(content)).get_sheet_by_index(0)
    return [list(map(str, cells)) for cells in sheet.to_python()]


def test_rows_to_mend_come_whole_and_without_formulas(client: Client) -> None:
    content = workbook_of(client, upload(client, workbook([*BAD, row_with_formula()])))

    head, *rows = cells_of(content)
    assert head == ["Row", "What to do", *HEADINGS]
    assert [cells[0] for cells in rows] == ["3", "4", "5"]
    assert rows[0][1] == "H3 出生日期: There is no such day in the calendar."
    assert rows[0][2:8] == ["柳荫居委会", "柳荫里", "3号楼", "2", "701", "钱二"]
    assert b"<f>" not in ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_mended_rows_are_uploaded_by_themselves(client: Client) -> None:
    first = upload(client, workbook(BAD))
    post(client, "import_apply", first, only_good="1")
    head, qian, sun = cells_of(workbook_of(client, first))
    qian[9], sun[11] = "1962-02-28", "13911112222"

    again = upload(client, workbook([qian, sun], headings=head))
    assert (again.state, again.created, again.problem_count) == (ImportState.READ, 2, 0)
    assert "nobody knows" not in page(client, again)
    post(client, "import_apply", again)
    assert Resident.objects.filter(name__in=["赵一", "钱二", "孙三"]).count() == 3


def test_what_stands_right_of_an_empty_column_is_marked_there(client: Client) -> None:
    shifted = [["", *row("钱二", born="1962-02-30")]]
    content = workbook_of(client, upload(client, workbook(shifted, headings=["", *HEADINGS])))

    assert cells_of(content)[1][1] == "I2 出生日期: There is no such day in the calendar."
    assert cells_of(content)[1][9] == "1962-02-30"


def test_an_empty_cell_that_must_not_be_empty_is_there_to_be_filled(client: Client) -> None:
    content = workbook_of(client, upload(client, workbook([row(compound="")])))

    assert cells_of(content)[1][3] == ""


def row_with_formula() -> list[object]:
    return row("李四", phone="'=1+1")


def test_what_remains_to_mend_can_be_fetched_after_applying(client: Client) -> None:
    row = upload(client, workbook(BAD))
    post(client, "import_apply", row, only_good="1")
    shown = page(client, row)

    assert "Mend the others in the workbook below" in shown
    assert reverse("registry:import_problems", args=[row.pk]) in shown


def test_rows_with_problems_are_not_shown_as_understood(client: Client) -> None:
    row = upload(client, workbook([row_of_nobody_s_committee(), *GOOD]))

    assert [one["name"] for one in findings(row).first] == ["赵一", "钱二"]


def row_of_nobody_s_committee() -> list[object]:
    return row("孙三", committee="火星社区")
