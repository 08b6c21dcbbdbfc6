"""The number of statements a page takes does not grow with what is on it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import NOW, Cast
from tongzhou.desk import actions, queries, today
from tongzhou.desk.models import ServiceRequest
from tongzhou.registry.acting import Acting

Take = Callable[..., ServiceRequest]
SignIn = Callable[[Acting], Client]
PAGES = {"list": 10, "callbacks": 8, "errands": 8, "referred": 8}


def statements(client: Client, url: str) -> int:
    """Statements a page takes, without the marks of transactions."""
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    marks = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not q["sql"].startswith(marks) for q in caught.captured_queries)


def fill(cast: Cast, taken: Take, count: int) -> None:
    """Requests in many states, with errands, papers and calls."""
    for number in range(count):
        kind = ("birth_permit", "shopping", "repair")[number % 3]
        row = taken(kind, items=[actions.ErrandItem("大米")] if kind == "shopping" else ())
        if kind == "birth_permit":
            actions.refer(cast.worker, row, now=NOW)
        if kind == "repair":
            actions.mark_ready(cast.worker, row, outcome="修好了", now=NOW)


@pytest.mark.parametrize("name", PAGES)
def test_a_list_takes_as_many_statements_for_fifty_rows_as_for_five(
    cast: Cast, signed_in: SignIn, taken: Take, name: str
) -> None:
    client = signed_in(cast.health_desk if name == "referred" else cast.worker)
    url = f"{reverse(f'desk:{name}')}?size=100"
    fill(cast, taken, 6)
    few = statements(client, url)
    fill(cast, taken, 45)

    assert statements(client, url) == few
    assert few <= PAGES[name]


def test_a_record_takes_as_many_statements_for_fifty_notes_as_for_five(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest
) -> None:
    client, url = signed_in(cast.worker), reverse("desk:request", args=[permit.code])
    actions.start_work(cast.worker, permit, now=NOW)
    few = statements(client, url)
    for number in range(50):
        actions.add_note(cast.worker, permit, text=f"第{number}次", now=NOW)
        actions.add_document(cast.worker, permit, name=f"材料{number}", now=NOW)

    assert statements(client, url) == few
    assert few <= 14


@pytest.mark.parametrize("who", ["worker", "secretary", "officer", "health_desk", "director"])
def test_the_work_list_asks_three_times(
    cast: Cast, taken: Take, django_assert_max_num_queries: Any, who: str
) -> None:
    fill(cast, taken, 12)
    with django_assert_max_num_queries(3):
        offer = today.offer(
            getattr(cast, who), now=NOW + timedelta(hours=1), kinds=frozenset(), limit=50
        )

    waiting = sum(count.waiting for count in offer.counts.values())
    assert waiting == len(offer.items)


def test_a_household_is_told_in_one_statement_and_its_story_in_two(
    cast: Cast, taken: Take, django_assert_num_queries: Any
) -> None:
    fill(cast, taken, 12)
    with django_assert_num_queries(1):
        items = today.for_household(cast.worker, cast.wang.pk, now=NOW)
    with CaptureQueriesContext(connection) as caught:
        lines = queries.story(cast.worker, cast.wang.pk, limit=10)

    assert len(items) == 12
    assert len(lines) == 10
    assert len(caught.captured_queries) <= 2
