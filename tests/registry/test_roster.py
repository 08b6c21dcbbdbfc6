"""A roster comes in: what is new, what changes, what stays, and what is wrong by cell."""

import gc
import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from tests.registry.rosters import csv, row, saved, workbook
from tongzhou.core.errors import Refusal
from tongzhou.core.models import AuditEntry
from tongzhou.formats import worker
from tongzhou.formats.children import Limits, Told
from tongzhou.formats.errors import SENTENCES
from tongzhou.formats.identity_numbers import check_character
from tongzhou.formats.reasons import REASONS
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions.roster import import_file
from tongzhou.registry.models import (
    Building,
    Committee,
    Compound,
    Household,
    Resident,
    StreetOffice,
)
from tongzhou.registry.sentences import CELLS, FILES

Report = dict[str, Any]


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred rosters; that a child process answers the same, `tests/formats` shows."""
    monkeypatch.setattr(worker, "ask", answered_here)


def answered_here(module: str, task: dict[str, Any], *, limits: Limits, told: Told) -> Any:
    assert module == worker.__name__
    try:
        answer = worker._work(task, lambda _kind, step: told(step))
    finally:
        gc.enable()
    return json.loads(json.dumps(answer))


def bring(
    folder: Path,
    content: bytes,
    acting: Acting | None = None,
    *,
    dry_run: bool = False,
    apply_good: bool = False,
) -> Report:
    return import_file(
        saved(folder, content), sheet=None, dry_run=dry_run, apply_good=apply_good,
        acting=acting or Acting.system(), now=NOW,
    )  # fmt: skip


def counts(report: Report) -> tuple[int, int, int]:
    return report["created"], report["updated"], report["unchanged"]


def number_of(body: str) -> str:
    return body + check_character(body)


WANG = number_of("99010119510602002")


def test_new_people_and_doors_are_added(cast: Cast, tmp_path: Path) -> None:
    told = row(sex="女", born="1962-03-05", phone="13911112222", relation="户主", notes="听力不好")
    report = bring(tmp_path, workbook([told, row("钱二", relation="长子")]))

    assert counts(report) == (2, 0, 0)
    person = Resident.objects.select_related("household__building").get(name="赵一")
    assert (person.sex, str(person.birth_on), person.relation) == ("f", "1962-03-05", "head")
    assert person.household.door == "3号楼2单元701"
    assert person.household.building == cast.wang.building
    keyring = Keyring.of([person.key_id])
    assert keyring.read(person, "phone") == "13911112222"
    assert keyring.read(person, "notes") == "听力不好"
    assert person.household.floor == 7


def test_an_unknown_compound_and_building_are_made(cast: Cast, tmp_path: Path) -> None:
    report = bring(tmp_path, workbook([row(compound="新苑", building="8栋", room="1203")]))

    assert report["created"] == 1
    building = Building.objects.select_related("compound").get(name="8号楼")
    assert (building.compound.name, building.compound.committee) == ("新苑", cast.willow)
    assert Household.objects.get(building=building).floor == 12


def test_the_compound_is_known_by_its_english_name_too(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, workbook([row(compound="willow  LANE")]))

    assert Compound.objects.filter(committee=cast.willow).count() == 1


def test_the_same_file_twice_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    rows = [
        row(number=number_of("99010119620305002"), phone="13911112222", notes="备注"),
        row("钱二", born="1990-01-01"),
        row("孙三"),
    ]
    first = bring(tmp_path, workbook(rows))
    second = bring(tmp_path, workbook(rows))

    assert counts(first) == (3, 0, 0)
    assert counts(second) == (0, 0, 3)


def test_people_of_the_cast_are_recognised_by_door_name_and_birth(
    cast: Cast, tmp_path: Path
) -> None:
    report = bring(tmp_path, workbook([row("王秀英", room="501", born="1951-06-02", number=WANG)]))

    assert counts(report) == (0, 1, 0)
    cast.wang_xiuying.refresh_from_db()
    assert Keyring.of([cast.wang_xiuying.key_id]).read(cast.wang_xiuying, "id_number") == WANG


def test_a_birth_date_unknown_so_far_is_filled_in(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, workbook([row("赵一")]))
    report = bring(tmp_path, workbook([row("赵一", born="1990-01-01")]))

    assert counts(report) == (0, 1, 0)
    assert Resident.objects.filter(name="赵一").count() == 1


def test_two_of_one_name_with_other_birth_dates_are_two(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, workbook([row("赵一", born="1960-01-01")]))
    report = bring(tmp_path, workbook([row("赵一", born="1990-01-01")]))

    assert counts(report) == (1, 0, 0)


def test_an_empty_cell_never_erases_what_is_stored(cast: Cast, tmp_path: Path) -> None:
    full = row(born="1962-03-05", phone="13911112222", sex="女", relation="户主", notes="敲门")
    bring(tmp_path, workbook([full]))
    report = bring(tmp_path, workbook([row(born="1962-03-05")]))

    assert counts(report) == (0, 0, 1)
    person = Resident.objects.get(name="赵一")
    keyring = Keyring.of([person.key_id])
    assert keyring.read(person, "phone") == "13911112222"
    assert (person.sex, person.relation, keyring.read(person, "notes")) == ("f", "head", "敲门")


def test_a_known_id_number_behind_another_door_moves_the_person(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, workbook([row(number=WANG)]))
    report = bring(tmp_path, workbook([row(number=WANG, room="702")]))

    assert counts(report) == (0, 1, 0)
    assert report["moved"] == 1
    person = Resident.objects.select_related("household").get(name="赵一")
    assert person.household.room == "702"


def test_the_street_moves_people_between_committees(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, workbook([row(number=WANG)]))
    elsewhere = row(
        number=WANG, committee="槐安", compound="槐安花园", building="1号楼", room="802"
    )
    report = bring(tmp_path, workbook([elsewhere]), cast.officer)

    assert report["moved"] == 1
    assert Resident.objects.get(name="赵一").committee == cast.locust


def test_a_committee_does_not_take_people_from_another(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, workbook([row(number=WANG)]))
    taken = row(number=WANG, committee="槐安", compound="槐安花园")
    report = bring(tmp_path, workbook([taken]), cast.neighbour_worker)

    [error] = report["errors"]
    assert (error["cell"], error["value"]) == ("I2", WANG)
    assert "another committee" in error["reason"]
    assert Resident.objects.get(name="赵一").committee == cast.willow


def test_who_is_named_again_lives_here_again(cast: Cast, tmp_path: Path) -> None:
    cast.li_na.left_on = NOW.date()
    cast.li_na.save()
    report = bring(tmp_path, workbook([row("李娜", room="501", born="1991-04-09")]))

    assert counts(report) == (0, 1, 0)
    cast.li_na.refresh_from_db()
    assert cast.li_na.left_on is None


def test_an_unknown_committee_is_named_with_the_nearest(cast: Cast, tmp_path: Path) -> None:
    report = bring(tmp_path, workbook([row(), row("钱二", committee="柳阴居委会")]))

    [error] = report["errors"]
    assert (error["cell"], error["column"], error["value"]) == ("A3", "居委会", "柳阴居委会")
    assert "柳荫居委会" in error["reason"]
    assert not Resident.objects.filter(name="赵一").exists()


@pytest.mark.parametrize(
    "name", ["柳荫", "柳荫社区", "柳荫居委会", "柳荫社区居民委员会", "Willow committee", "willow"]
)
def test_a_committee_has_many_spellings(cast: Cast, tmp_path: Path, name: str) -> None:
    assert bring(tmp_path, workbook([row(committee=name)]))["created"] == 1


def test_a_committee_imports_its_own_people_only(cast: Cast, tmp_path: Path) -> None:
    rows = [row(), row("钱二", committee="槐安居委会", compound="槐安花园")]
    report = bring(tmp_path, workbook(rows), cast.worker, apply_good=True)

    assert counts(report) == (1, 0, 0)
    [error] = report["errors"]
    assert error["cell"] == "A3"
    assert not Resident.objects.filter(name="钱二").exists()


@pytest.mark.parametrize("who", ["volunteer", "desk", "admin", "director", "medic"])
def test_nobody_else_imports(cast: Cast, tmp_path: Path, who: str) -> None:
    with pytest.raises(Refusal):
        bring(tmp_path, workbook([row()]), getattr(cast, who))


def test_the_first_roster_names_the_committees_of_a_new_office(db: None, tmp_path: Path) -> None:
    StreetOffice.objects.create(name="同安街道办事处")
    rows = [row(), row("钱二", committee="柳荫社区"), row("孙三", committee="槐安社区")]
    report = bring(tmp_path, workbook(rows))

    assert report["created"] == 3
    assert set(Committee.objects.values_list("name", flat=True)) == {"柳荫居委会", "槐安社区"}
    assert bring(tmp_path, workbook([row(committee="新园")]))["errors"]


def test_without_an_office_there_is_nothing_to_import_into(db: None, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="tongzhou init"):
        bring(tmp_path, workbook([row()]))


def test_with_errors_nothing_is_written(cast: Cast, tmp_path: Path) -> None:
    report = bring(tmp_path, workbook([row(), row("钱二", born="1962-02-30")]))

    assert counts(report) == (0, 0, 0)
    assert report["rows"] == 2
    assert [error["cell"] for error in report["errors"]] == ["H3"]
    assert not Resident.objects.filter(name="赵一").exists()


def test_the_good_rows_are_applied_on_request(cast: Cast, tmp_path: Path) -> None:
    rows = [row(), row("钱二", born="1962-02-30"), row("孙三", phone="12")]
    report = bring(tmp_path, workbook(rows), apply_good=True)

    assert counts(report) == (1, 0, 0)
    assert {error["cell"] for error in report["errors"]} == {"H3", "J4"}
    assert Resident.objects.filter(name="赵一").exists()


def test_a_dry_run_counts_and_writes_nothing(cast: Cast, tmp_path: Path) -> None:
    report = bring(tmp_path, workbook([row(), row("钱二")]), dry_run=True)

    assert counts(report) == (2, 0, 0)
    assert not Resident.objects.filter(name="赵一").exists()
    assert not AuditEntry.objects.exists()


def test_one_import_is_one_audit_entry_without_anybody_in_it(cast: Cast, tmp_path: Path) -> None:
    bring(tmp_path, workbook([row(phone="13911112222")]), cast.worker)

    entry = AuditEntry.objects.get()
    assert entry.key == "registry.roster.imported"
    assert '"created": 1' in (entry.body or "")
    assert "赵一" not in (entry.body or "")


def test_an_import_that_fails_midway_leaves_nothing(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("tongzhou.registry.actions.roster_writing.add_residents", fail)
    with pytest.raises(RuntimeError):
        bring(tmp_path, workbook([row(compound="新苑")]))

    assert not Compound.objects.filter(name="新苑").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_any_usual_encoding(cast: Cast, tmp_path: Path, encoding: str) -> None:
    assert bring(tmp_path, csv([row(phone="13911112222")], encoding))["created"] == 1


BAD_CELLS = {
    "compound": ("B2", row(compound="")),
    "name": ("F2", row("赵1")),
    "sex": ("G2", row(sex="良")),
    "born": ("H2", row(born="1962-13-01")),
    "born later": ("H2", row(born="2062-01-01")),
    "short number": ("I2", row(number="99010119620305")),
    "mistyped number": ("I2", row(number=WANG[:-1] + ("1" if WANG[-1] != "1" else "2"))),
    "number as number": ("I2", row(number=990101195106020000)),
    "sex against number": ("G2", row(number=WANG, sex="男")),
    "birth against number": ("H2", row(number=WANG, born="1962-03-05")),
    "phone": ("J2", row(phone="1390000")),
    "door": ("E2", row(building="", room="")),
}


@pytest.mark.parametrize("fault", BAD_CELLS)
def test_a_bad_cell_is_named(cast: Cast, tmp_path: Path, fault: str) -> None:
    cell, cells = BAD_CELLS[fault]
    report = bring(tmp_path, workbook([cells]))

    assert [error["cell"] for error in report["errors"]] == [cell]
    assert report["errors"][0]["reason"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
        (b"PK\x03\x04" + b"\0" * 100, "damaged"),
        ("姓名,电话\n王秀英,13900000501\n".encode(), "小区"),
        (b"a,b\n1,2\n", "headings"),
        (b"\xff\x80,\x81\n" * 9, "characters"),
    ],
)
def test_a_file_that_is_no_roster_is_refused(
    cast: Cast, tmp_path: Path, content: bytes, words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        bring(tmp_path, content)


def test_every_sentence_of_the_formats_is_marked_word_for_word() -> None:
    assert {code: str(text) for code, text in CELLS.items()} == REASONS
    assert {code: str(text) for code, text in FILES.items()} == SENTENCES


surnames, rooms = st.sampled_from("赵钱孙李"), st.sampled_from(["101", "102"])
births = st.sampled_from(["", "1960-01-01", "1990-02-02"])
people = st.lists(st.tuples(surnames, rooms, births), min_size=1, max_size=6, unique=True)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(told=people, data=st.data())
def test_twice_is_unchanged_and_the_order_of_rows_does_not_matter(
    cast: Cast, tmp_path: Path, told: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    rows = [row(f"{name}一", room=room, born=born) for name, room, born in told]
    mixed = data.draw(st.permutations(rows))
    bring(tmp_path, csv(rows))
    stored = Resident.objects.count()

    report = bring(tmp_path, csv(mixed))

    assert counts(report) == (0, 0, len(rows))
    assert Resident.objects.count() == stored


def test_any_order_of_sure_and_likely_rows_stores_the_same(cast: Cast, tmp_path: Path) -> None:
    known = [row("赵一"), row("钱二", born="1960-01-01")]
    later = [row("赵一", born="1990-02-02"), row("钱二"), row("赵一", born="1960-01-01")]
    seen = set()
    for order in itertools.permutations(later):
        Resident.objects.filter(name__in=["赵一", "钱二"]).delete()
        bring(tmp_path, csv(known))
        bring(tmp_path, csv(order))
        stored = Resident.objects.filter(name__in=["赵一", "钱二"])
        seen.add(tuple(sorted(map(str, stored.values_list("name", "birth_on")))))
    assert len(seen) == 1
