"""How the gates stand, as the committee sees it."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from tests.field.conftest import Opens, Phone, crossing
from tongzhou.gates import actions
from tongzhou.gates.queries.crossings import board
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Place

LIMIT = 10


@pytest.fixture
def busy(cast: Cast, opens: Opens) -> Phone:
    """Three went out, one came back, a visitor, a fever, a queue and a word for the next shift."""
    row = actions.issue(cast.worker, cast.chen.pk, now=NOW - timedelta(hours=2))
    pass_id = bytes(row.public_id).hex()
    phone = opens(cast.volunteer)
    early = NOW - timedelta(minutes=50)
    phone.write(at=early, **crossing(**{"pass": pass_id, "how": "scan", "persons": 2}))
    phone.write(**crossing(word="to the hospital"))
    phone.write(**crossing(**{"pass": pass_id, "direction": "in", "how": "scan", "tenths": 378}))
    phone.write("gate.count", outside=2, queue=6)
    phone.write("gate.handover", note="The lamp is broken.")
    assert not phone.send().json()["refused"]
    return phone


def test_the_board_counts_people_and_not_households(
    cast: Cast, busy: Phone, north_gate: Place
) -> None:
    [gate] = board(cast.worker, now=NOW)
    assert gate.place == north_gate
    assert (gate.went_out, gate.came_in, gate.outside) == (3, 1, 2)
    assert (gate.queue, gate.handover) == (6, "The lamp is broken.")


def test_a_neighbour_committee_sees_none_of_it(cast: Cast, busy: Phone) -> None:
    assert not board(cast.neighbour_worker, now=NOW)


@pytest.mark.parametrize("page", ["/gates/board/", "/gates/crossings/", "/field/", "/field/tray/"])
def test_pages_ask_few_questions(
    cast: Cast, busy: Phone, signed_in: Callable[[Acting], Client], page: str
) -> None:
    client = signed_in(cast.worker)
    client.get(page)
    with ExitStack() as stack:
        caught = [stack.enter_context(CaptureQueriesContext(c)) for c in connections.all()]
        assert client.get(page).status_code == 200
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    asked = [q["sql"] for c in caught for q in c.captured_queries]
    assert len([sql for sql in asked if not sql.startswith(frame)]) <= LIMIT
