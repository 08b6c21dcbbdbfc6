"""Taking out the list of residents."""

from collections.abc import Callable
from io import BytesIO

import python_calamine
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.registry.uploads import upload
from tongzhou.privacy.models import AccessEntry
from tongzhou.registry.acting import Acting

SignIn = Callable[[Acting], Client]


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
