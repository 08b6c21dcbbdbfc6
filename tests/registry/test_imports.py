"""A roster through the pages: upload, look, decide."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.registry.rosters import HEADINGS, Row, csv, row, workbook
from tests.registry.uploads import BAD, GOOD, page, post, upload
from tongzhou.formats.identity_numbers import check_character
from tongzhou.privacy import blind
from tongzhou.privacy.models import SealedFile
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import ImportState
from tongzhou.registry.models import Resident

SignIn = Callable[[Acting], Client]

NUMBER = "99010119510602002" + check_character("99010119510602002")


@pytest.fixture
def client(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.worker)


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


def test_the_preview_names_the_file_and_the_sheets_that_were_not_read(client: Client) -> None:
    row = upload(client, workbook(GOOD, more=["二组"]), name="柳荫.xlsx")
    shown = page(client, row)

    assert "柳荫.xlsx" in shown
    assert "The file also has: 二组" in shown
    named = upload(client, workbook(GOOD, more=["二组"]), sheet="花名册")
    assert "The file also has" not in page(client, named)


def test_a_sheet_of_instructions_before_the_people_is_passed_over(client: Client) -> None:
    told = {"填写说明": [["姓名要写全"], ["一人一行"]]}
    row = upload(client, workbook(GOOD, before=told))

    assert (row.state, row.created) == (ImportState.READ, 2)
    shown = page(client, row)
    assert "The sheet “填写说明” has no headings of a roster and was passed over" in shown
    assert "The file also has" not in shown
    post(client, "import_apply", row)
    assert Resident.objects.filter(name="赵一").exists()


def test_a_hidden_sheet_is_not_taken_for_the_people(client: Client) -> None:
    told: dict[str, list[Row]] = {"填写说明": [["一人一行"]], "去年": [HEADINGS, row("去年人")]}
    file = upload(client, workbook(GOOD, before=told, hidden=["去年"]))

    assert file.created == 2
    assert "去年人" not in page(client, file)


def test_a_file_without_people_says_so(client: Client) -> None:
    shown = page(client, upload(client, workbook([])))

    assert "No row below the headings names anybody." in shown
    assert "stored already" not in shown


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

    monkeypatch.setattr("tongzhou.registry.actions.roster_reading.read_roster", fault)
    row = upload(client, workbook(GOOD))

    assert "went wrong on our side" in page(client, row)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_can_be_imported_as_it_is(client: Client, lang: str) -> None:
    content = client.get(reverse("registry:template", args=[lang])).content
    row = upload(client, content)

    assert (row.state, row.rows) == (ImportState.READ, 0)


def test_uploads_are_erased_after_a_day(client: Client) -> None:
    from tongzhou.privacy.retention import erase_due

    row = upload(client, workbook(BAD))
    [path] = stored_files()
    erase_due(now=row.uploaded_at + timedelta(days=2))

    row.refresh_from_db()
    assert (row.file, bytes(row.problems)) == (None, b"")
    assert not path.exists()
