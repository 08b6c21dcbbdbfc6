"""The same through the browser and the command line: upload, look, decide."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import python_calamine
from click.testing import CliRunner
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.registry.rosters import csv, row, saved, workbook
from tongzhou.cli import roster as cli
from tongzhou.core import clock, jobs
from tongzhou.formats.identity_numbers import check_character
from tongzhou.privacy import blind
from tongzhou.privacy.models import AccessEntry, SealedFile
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import ImportState
from tongzhou.registry.models import Resident, RosterImport
from tongzhou.registry.queries.imports import findings

SignIn = Callable[[Acting], Client]

GOOD = [row(phone="13911112222"), row("钱二", born="1990-01-01")]
NUMBER = "99010119510602002" + check_character("99010119510602002")
BAD = [row(), row("钱二", born="1962-02-30"), row("孙三", phone="12")]


@pytest.fixture
def client(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.worker)


def upload(
    client: Client, content: bytes, name: str = "roster.xlsx", sheet: str = ""
) -> RosterImport:
    file = SimpleUploadedFile(name, content)
    answer = client.post(reverse("registry:import_upload"), {"file": file, "sheet": sheet})
    assert answer.status_code == 302, answer.content.decode()
    work_off()
    return RosterImport.objects.latest("pk")


def work_off() -> None:
    while jobs.run_one(clock.now()):
        pass


def page(client: Client, row: RosterImport) -> str:
    return client.get(reverse("registry:import", args=[row.pk])).content.decode()


def post(client: Client, name: str, row: RosterImport, **data: str) -> None:
    client.post(reverse(f"registry:{name}", args=[row.pk]), data)
    work_off()
    row.refresh_from_db()


def test_an_upload_is_read_and_nothing_is_stored_yet(client: Client) -> None:
    row = upload(client, workbook(GOOD))

    assert (row.state, row.rows, row.created, row.problem_count) == (ImportState.READ, 2, 2, 0)
    assert not Resident.objects.filter(name="赵一").exists()
    assert "赵一" in page(client, row)
    assert "Apply all" in page(client, row)


def test_it_is_stored_when_one_says_so(client: Client) -> None:
    row = upload(client, workbook(GOOD))
    post(client, "import_apply", row)

    assert row.state == ImportState.APPLIED
    assert Resident.objects.filter(name__in=["赵一", "钱二"]).count() == 2
    again = upload(client, workbook(GOOD))
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert "stored already" in page(client, again)


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


def test_problems_come_as_a_workbook_without_formulas(client: Client) -> None:
    row = upload(client, workbook([*BAD, row_with_formula()]))
    answer = client.get(reverse("registry:import_problems", args=[row.pk]))

    book = python_calamine.load_workbook(BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert [cells[0] for cells in rows[1:3]] == ["H3", "J4"]
    assert b"<f>" not in ZipFile(BytesIO(answer.content)).read("xl/worksheets/sheet1.xml")


def row_with_formula() -> list[object]:
    return row("李四", phone="'=1+1")


def test_all_rows_cannot_be_applied_while_some_are_bad(client: Client) -> None:
    row = upload(client, workbook(BAD))
    post(client, "import_apply", row)

    assert row.state == ImportState.READ
    assert not Resident.objects.filter(name="赵一").exists()


def test_the_good_rows_are_applied_on_request(client: Client) -> None:
    row = upload(client, workbook(BAD))
    post(client, "import_apply", row, only_good="1")

    assert (row.state, row.created, row.problem_count) == (ImportState.APPLIED, 1, 2)
    assert Resident.objects.filter(name="赵一").exists()


def test_what_remains_to_mend_can_be_fetched_after_applying(client: Client) -> None:
    row = upload(client, workbook(BAD))
    post(client, "import_apply", row, only_good="1")
    shown = page(client, row)

    assert "Mend the others in your file" in shown
    assert reverse("registry:import_problems", args=[row.pk]) in shown


def test_the_preview_names_the_file_and_the_sheets_that_were_not_read(client: Client) -> None:
    row = upload(client, workbook(GOOD, more=["二组"]), name="柳荫.xlsx")
    shown = page(client, row)

    assert "柳荫.xlsx" in shown
    assert "The file also has: 二组" in shown
    named = upload(client, workbook(GOOD, more=["二组"]), sheet="花名册")
    assert "The file also has" not in page(client, named)


def test_a_file_without_people_says_so(client: Client) -> None:
    shown = page(client, upload(client, workbook([])))

    assert "No row below the headings names anybody." in shown
    assert "stored already" not in shown


def test_rows_with_problems_are_not_shown_as_understood(client: Client) -> None:
    row = upload(client, workbook([row_of_nobody_s_committee(), *GOOD]))

    assert [one["name"] for one in findings(row).first] == ["赵一", "钱二"]


def row_of_nobody_s_committee() -> list[object]:
    return row("孙三", committee="火星社区")


def test_the_street_changed_since_the_file_was_read(client: Client, cast: Cast) -> None:
    file = upload(client, workbook([row(number=NUMBER), row("钱二")]))
    taken = Resident.objects.filter(committee=cast.locust).first()
    assert taken is not None
    taken.id_index = blind.id_index(NUMBER)
    taken.save(update_fields=["id_index"])
    post(client, "import_apply", file)

    assert (file.state, file.problem_count, file.created) == (ImportState.READ, 1, 1)
    assert "registered with another committee" in page(client, file)


def test_a_decision_is_made_once(client: Client) -> None:
    row = upload(client, workbook(GOOD))
    post(client, "import_apply", row)
    post(client, "import_apply", row)
    post(client, "import_discard", row)

    assert row.state == ImportState.APPLIED


def test_what_is_set_aside_is_gone_at_once(client: Client) -> None:
    row = upload(client, workbook(GOOD))
    [path] = stored_files()
    post(client, "import_discard", row)

    assert row.state == ImportState.DISCARDED
    assert not path.exists()
    assert not SealedFile.objects.exists()
    assert "赵一" not in page(client, row)


def test_the_file_lies_sealed_on_disk(client: Client) -> None:
    upload(client, csv(GOOD))
    [path] = stored_files()

    assert "赵一".encode() not in path.read_bytes()
    assert not list(Path(settings.DATA).glob("roster-*"))


def stored_files() -> list[Path]:
    rows = SealedFile.objects.order_by("-pk")[:1]
    return [Path(settings.DATA) / "files" / r.stored_as.hex[-2:] / r.stored_as.hex for r in rows]


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


def test_another_sheet_can_be_named(client: Client) -> None:
    row = upload(client, workbook(GOOD), sheet="别的")

    assert "There is no sheet named" in page(client, row)


def test_an_upload_belongs_to_its_committee(cast: Cast, client: Client, signed_in: SignIn) -> None:
    row = upload(client, workbook(GOOD))
    other = signed_in(cast.neighbour_worker)

    for name in ("import", "import_progress", "import_problems"):
        assert other.get(reverse(f"registry:{name}", args=[row.pk])).status_code == 404
    for name in ("import_apply", "import_discard"):
        assert other.post(reverse(f"registry:{name}", args=[row.pk])).status_code == 404
    assert signed_in(cast.officer).get(reverse("registry:import", args=[row.pk])).status_code == 200


def test_progress_leads_to_the_page_when_it_is_over(client: Client) -> None:
    row = upload(client, workbook(GOOD))
    answer = client.get(reverse("registry:import_progress", args=[row.pk]))

    assert answer.headers["HX-Redirect"] == reverse("registry:import", args=[row.pk])


def test_a_job_that_died_does_not_wait_for_ever(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("tongzhou.registry.actions.imports.read_roster", fault)
    row = upload(client, workbook(GOOD))

    assert "went wrong on our side" in page(client, row)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_can_be_imported_as_it_is(client: Client, lang: str) -> None:
    content = client.get(reverse("registry:template", args=[lang])).content
    row = upload(client, content)

    assert (row.state, row.rows) == (ImportState.READ, 0)


def test_only_the_supervisor_takes_out_the_list(cast: Cast, signed_in: SignIn) -> None:
    url = reverse("registry:export")
    for acting in (cast.worker, cast.neighbour_worker):
        answer = signed_in(acting).post(url, {"reason": "door-to-door list"})
        assert answer.status_code == 422
    for acting in (cast.officer, cast.volunteer, cast.director):
        assert signed_in(acting).post(url, {"reason": "x"}).status_code == 404


def test_taking_out_the_list_needs_a_reason_and_is_a_look_at_everybody(
    cast: Cast, signed_in: SignIn
) -> None:
    client, url = signed_in(cast.secretary), reverse("registry:export")

    assert client.post(url, {"reason": " "}).status_code == 422
    content = client.post(url, {"reason": "Print for the muster"}).content

    entry = AccessEntry.objects.get(page="registry.export")
    assert entry.reason == "Print for the muster"
    assert entry.subjects.count() == 5
    rows = python_calamine.load_workbook(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert {cells[5] for cells in rows[1:]} == {"王秀英", "李娜", "陈军", "周敏", "高淑兰"}


def test_what_was_taken_out_comes_in_unchanged(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.secretary)
    content = client.post(reverse("registry:export"), {"reason": "check"}).content
    row = upload(client, content)

    assert (row.created, row.updated, row.unchanged, row.problem_count) == (0, 0, 5, 0)


def test_uploads_are_erased_after_a_day(client: Client) -> None:
    from tongzhou.privacy.retention import erase_due

    row = upload(client, workbook(BAD))
    [path] = stored_files()
    erase_due(now=row.uploaded_at + timedelta(days=2))

    row.refresh_from_db()
    assert (row.file, bytes(row.problems)) == (None, b"")
    assert not path.exists()


# --- command line ---------------------------------------------------------------------------


@pytest.fixture
def run(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str]]:
    monkeypatch.setattr(cli, "migrate", lambda: None)

    def run(content: bytes, *options: str) -> tuple[int, str]:
        path = saved(tmp_path, content)
        done = CliRunner().invoke(cli.import_roster, [str(path), *options])
        return done.exit_code, done.stdout

    return run


def test_the_command_says_on_stderr_what_it_left_out(tmp_path: Path, cast: Cast) -> None:
    path = saved(tmp_path, workbook(GOOD, more=["二组"]))
    done = CliRunner().invoke(cli.import_roster, [str(path), "--json"])

    assert "二组" in done.stderr
    assert "二组" not in done.stdout


def test_the_command_tells_bad_input_from_a_refusal(tmp_path: Path, db: None) -> None:
    folder = CliRunner().invoke(cli.import_roster, [str(tmp_path)])
    assert (folder.exit_code, "cannot be opened" in folder.stderr) == (2, True)

    no_office = CliRunner().invoke(cli.import_roster, [str(saved(tmp_path, workbook(GOOD)))])
    assert (no_office.exit_code, "tongzhou init" in no_office.stderr) == (1, True)

    target = str(tmp_path / "missing" / "roster.xlsx")
    template = CliRunner().invoke(cli.export_template, [target])
    assert (template.exit_code, "cannot be written" in template.stderr) == (2, True)


def test_the_command_prints_one_json_object(run: Callable[..., tuple[int, str]]) -> None:
    code, out = run(workbook(GOOD), "--json")

    report = json.loads(out)
    assert code == 0
    assert (report["rows"], report["created"], report["errors"]) == (2, 2, [])


def test_the_command_ends_with_1_when_rows_are_bad(run: Callable[..., tuple[int, str]]) -> None:
    code, out = run(workbook(BAD), "--json")

    assert code == 1
    assert [error["cell"] for error in json.loads(out)["errors"]] == ["H3", "J4"]
    assert not Resident.objects.filter(name="赵一").exists()


def test_the_command_applies_good_rows_on_request(run: Callable[..., tuple[int, str]]) -> None:
    code, out = run(workbook(BAD), "--json", "--apply-good")

    assert (code, json.loads(out)["created"]) == (0, 1)


def test_the_command_ends_with_2_for_a_file_that_is_no_roster(
    run: Callable[..., tuple[int, str]],
) -> None:
    code, out = run(b"%PDF-1.7", "--json")

    assert (code, out) == (2, "")
