"""A household's own page: opened by its secret link, for that household alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, TODAY, Cast
from tongzhou.core import clock
from tongzhou.desk.actions import moves
from tongzhou.desk.actions.catalogue import load_catalogue
from tongzhou.desk.models import Service, ServiceRequest
from tongzhou.followup.actions import Enrolment, enrol
from tongzhou.followup.models import Alarm, FollowUp
from tongzhou.registry.actions.links import make_link

EVENING = NOW + timedelta(hours=8)


@pytest.fixture
def token(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    """The link on Chen Jun's paper; the street's clock stands at the evening of 3 February."""
    monkeypatch.setattr(clock, "now", lambda: EVENING)
    load_catalogue(now=NOW)
    return make_link(cast.worker, cast.chen.pk, now=NOW)


def ask(token: str, **given: object) -> object:
    service = Service.objects.get(key="shopping")
    return Client().post(
        reverse("own:ask", args=[token]),
        {"service": service.pk, "details": "大米", "client_id": str(uuid4())} | given,
    )


def test_an_invented_link_opens_nothing(token: str) -> None:
    for name in ("own:page", "own:looked"):
        assert Client().get(reverse(name, args=["invented-link"])).status_code == 404


def test_a_household_asks_once_even_when_the_phone_sends_twice(cast: Cast, token: str) -> None:
    same = str(uuid4())
    for _ in range(2):
        ask(token, client_id=same)
    [request] = ServiceRequest.objects.all()
    assert (request.household, request.channel) == (cast.chen, "page")


def test_an_empty_request_comes_back_with_what_was_typed(token: str) -> None:
    answer = ask(token, service="", details="大米十斤")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "大米十斤" in answer.content.decode()  # type: ignore[attr-defined]


def test_only_the_own_requests_are_shown_and_answered(cast: Cast, token: str) -> None:
    ask(token)
    own = ServiceRequest.objects.get()
    moves.start_work(cast.worker, own, now=EVENING)
    moves.mark_ready(cast.worker, own, now=EVENING)
    other = make_link(cast.worker, cast.wang.pk, now=NOW)
    answer = reverse("own:answer", args=[other, own.pk])
    assert Client().post(answer, {"answer": "solved"}).status_code == 404
    Client().post(reverse("own:answer", args=[token, own.pk]), {"answer": "solved"})
    own.refresh_from_db()
    assert own.state == "confirmed"


def test_nothing_is_chosen_before_the_household_chooses(token: str) -> None:
    page = Client(headers={"accept-language": "en"}).get(reverse("own:page", args=[token]))
    assert '<option value="" selected>Please choose</option>' in page.content.decode()


def test_a_yes_pressed_by_mistake_is_taken_back(cast: Cast, token: str) -> None:
    ask(token)
    row = ServiceRequest.objects.get()
    moves.mark_ready(cast.worker, row, now=EVENING)
    client, url = Client(), reverse("own:answer", args=[token, row.pk])
    said = client.post(url, {"answer": "solved"}, follow=True)
    assert f'action="{url}"' in said.content.decode()
    client.post(url)
    row.refresh_from_db()
    assert row.state == "reopened"


def test_a_fever_told_by_the_household_is_an_alarm(cast: Cast, token: str) -> None:
    observation = enrol(
        cast.worker,
        Enrolment(
            resident_id=cast.chen_jun.pk, reason="returned", last_exposure_on=TODAY,
            evidence="ticket", legal_basis="Notice No. 1",
        ),
        now=NOW,
    )  # fmt: skip
    prefix = f"{observation.pk}-"
    Client().post(
        reverse("own:report", args=[token, observation.pk]),
        {f"{prefix}tenths": "38.1", f"{prefix}client_id": str(uuid4())},
    )
    assert Alarm.objects.get().observation == observation
    assert FollowUp.objects.filter(way="self", has_alarm=True).count() == 1


def test_the_page_shows_numbers_half_covered(cast: Cast, token: str) -> None:
    page = Client().get(reverse("own:page", args=[token])).content.decode()
    assert "13900000302" not in page
    assert "*******0302" in page
