"""A batch of a phone takes the same few statements however many entries it holds."""

from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast, household, resident
from tests.field.conftest import Opens, Phone, crossing
from tests.field.test_packs import sealed
from tongzhou.core import rooms
from tongzhou.core.errors import Refusal
from tongzhou.core.models import AuditEntry
from tongzhou.field.models import Entry
from tongzhou.gates import actions
from tongzhou.gates.models import Crossing, GateNote
from tongzhou.registry.models import Building

FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT pg_advisory")
MOST = 17


@pytest.fixture
def passes(cast: Cast) -> list[str]:
    """Forty households with a pass."""
    house = Building.objects.create(compound=cast.willow_lane, name="9号楼", walk_order=9)
    shown = []
    for number in range(40):
        home = household(house, "1", f"{number + 1}01")
        resident(home, f"居民{number}", "f", NOW.date(), "")
        row = actions.issue(cast.worker, home.pk, now=NOW - timedelta(hours=3))
        shown.append(bytes(row.public_id).hex())
    return shown


def write(phone: Phone, passes: list[str], seal: dict[str, Any]) -> None:
    """One of each kind for each pass: out, home, a visitor, a count."""
    for number, shown in enumerate(passes):
        at = NOW - timedelta(minutes=90 - number)
        phone.write(at=at, **crossing(**{"pass": shown, "how": "scan"}))
        back = crossing(**{"pass": shown, "how": "scan", "direction": "in"})
        phone.write(at=at + timedelta(minutes=30), **back)
    visitor: dict[str, Any] = {"direction": "in", "persons": 1, "tenths": 365}
    phone.write("gate.visitor", **visitor, sealed=sealed(b"{}", seal))
    phone.write("gate.count", outside=2, queue=0)


def cost(phone: Phone, *entries: dict[str, Any]) -> int:
    with ExitStack() as stack:
        caught = [stack.enter_context(CaptureQueriesContext(c)) for c in connections.all()]
        assert not phone.send(*entries).json()["refused"]
    asked = [q["sql"] for c in caught for q in c.captured_queries]
    return len([sql for sql in asked if not sql.startswith(FRAME)])


def test_a_full_batch_costs_what_a_small_one_costs(
    cast: Cast, opens: Opens, passes: list[str]
) -> None:
    small, large = opens(cast.volunteer), opens(cast.worker)
    write(small, passes[:1], small.opened["server_key"])
    write(large, passes[1:25], large.opened["server_key"])
    assert (len(small.written), len(large.written)) == (4, 50)
    few = cost(small)
    assert cost(large) == few <= MOST
    assert Crossing.objects.count() == 52
    assert AuditEntry.objects.filter(key="field.entries.received").count() == 2


def test_what_cannot_be_read_in_a_batch_holds_up_nothing_else(
    cast: Cast, opens: Opens, passes: list[str]
) -> None:
    phone = opens(cast.volunteer)
    write(phone, passes[:2], phone.opened["server_key"])
    phone.write(**crossing(**{"pass": "no hex"}))
    phone.write("gate.visitor", direction="in", persons=1, tenths=None, sealed="x")
    phone.write("desk.delivered", request=0, how="hand", note="")
    refused = phone.send().json()["refused"]
    assert [each["id"] for each in refused] == [entry["id"] for entry in phone.written[-3:]]
    assert Crossing.objects.count() == 5
    assert GateNote.objects.count() == 1
    assert Entry.objects.filter(state="refused").count() == 3


def test_a_fever_that_can_be_told_to_nobody_waits_in_the_tray(
    cast: Cast, opens: Opens, passes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    [corridor] = rooms.with_module("fevers")

    def nobody(*args: object, **kwargs: object) -> None:
        raise Refusal("Nobody is there.")

    monkeypatch.setattr(corridor, "noticed", nobody)
    phone = opens(cast.volunteer)
    phone.write(**crossing(**{"pass": passes[0], "how": "scan"}))
    phone.write(**crossing(**{"pass": passes[1], "how": "scan", "tenths": 385}))
    [refused] = phone.send().json()["refused"]
    assert (refused["id"], refused["sentence"]) == (phone.written[1]["id"], "Nobody is there.")
    assert Crossing.objects.count() == 1
