"""Today: one list over all rooms, in order, within ten statements."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, TODAY, Cast
from tests.privacy.looks import one_look
from tongzhou.core import clock
from tongzhou.desk.actions.catalogue import load_catalogue
from tongzhou.desk.actions.intake import take_call
from tongzhou.desk.models import Service
from tongzhou.followup.actions import Enrolment, enrol
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Resident
from tongzhou.today.queries import work_list

FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
LIMIT = 10


@pytest.fixture
def busy(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Somebody observed since this morning, and a call for medicine from a quarter to nine."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    load_catalogue(now=NOW)
    observe(cast, cast.chen_jun)
    call(cast, "medicine")
    return cast


def observe(cast: Cast, who: Resident) -> None:
    given = Enrolment(
        resident_id=who.pk, reason="returned", last_exposure_on=TODAY, evidence="ticket",
        legal_basis="Notice No. 1",
    )  # fmt: skip
    enrol(cast.worker, given, now=NOW)


def call(cast: Cast, service: str) -> None:
    row = Service.objects.get(key=service)
    at = NOW - timedelta(minutes=30)
    take_call(cast.worker, service=row, details="please", household=cast.gao, now=at)


def listed(acting: Acting, *kinds: str) -> list[str]:
    work = work_list(acting, now=NOW, kinds=frozenset(kinds), page=1, size=50)
    return [item.kind for item in work.items]


def test_all_rooms_are_on_one_list_in_order(busy: Cast) -> None:
    work = work_list(busy.worker, now=NOW, kinds=frozenset(), page=1, size=50)
    assert {"check", "desk.errand"} <= {item.kind for item in work.items}
    assert [i.order for i in work.items] == sorted(i.order for i in work.items)
    assert work.waiting >= len(work.items)


def test_a_chip_shows_one_kind_only(busy: Cast) -> None:
    assert set(listed(busy.worker, "check")) == {"check"}


def test_pages_follow_on_one_another_without_a_gap(busy: Cast) -> None:
    whole = work_list(busy.worker, now=NOW, kinds=frozenset(), page=1, size=50).items
    pages = [
        work_list(busy.worker, now=NOW, kinds=frozenset(), page=number, size=1).items
        for number in range(1, len(whole) + 1)
    ]
    assert [item.key for page in pages for item in page] == [item.key for item in whole]


def test_another_committee_has_nothing_of_it(busy: Cast) -> None:
    assert listed(busy.neighbour_worker) == []
    assert listed(busy.volunteer) == []


@pytest.mark.parametrize("size", [20, 200])
def test_the_page_costs_the_same_few_statements_at_any_size(
    busy: Cast, signed_in: Callable[[Acting], Client], size: int
) -> None:
    observe(busy, busy.wang_xiuying)
    for service in ("shopping", "rubbish", "parcel"):
        call(busy, service)
    client = signed_in(busy.worker)
    with ExitStack() as stack:
        caught = [stack.enter_context(CaptureQueriesContext(c)) for c in connections.all()]
        answer = client.get(f"/?size={size}")
    assert answer.status_code == 200
    statements = [q["sql"] for c in caught for q in c.captured_queries]
    assert len([s for s in statements if not s.startswith(FRAME)]) <= LIMIT, statements


def test_who_is_shown_is_written_down_once(
    busy: Cast, signed_in: Callable[[Acting], Client]
) -> None:
    with one_look("today.list", residents=[busy.chen_jun], households=[busy.chen, busy.gao]):
        signed_in(busy.worker).get("/?kind=check&kind=desk.errand")


def test_nothing_is_said_of_what_is_not_there(
    busy: Cast, signed_in: Callable[[Acting], Client]
) -> None:
    page = signed_in(busy.volunteer).get("/").content.decode()
    assert "Nothing waits for you right now." in page
    for wooden in ("0 things", "0 done", "0 overdue"):
        assert wooden not in page


def test_who_has_not_signed_in_finds_the_sign_in_page_at_the_front_door(db: None) -> None:
    answer = Client(headers={"accept-language": "en"}).get("/")
    assert answer.status_code == 200
    assert 'name="password"' in answer.content.decode()
