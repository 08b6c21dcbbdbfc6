"""One visit: checks, deliveries and a note, all or nothing."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, TODAY, Cast
from tests.privacy.looks import one_look
from tongzhou.core import clock
from tongzhou.desk.actions import moves
from tongzhou.desk.actions.catalogue import load_catalogue
from tongzhou.desk.actions.intake import take_call
from tongzhou.desk.models import Service, ServiceRequest
from tongzhou.followup.actions import Enrolment, enrol
from tongzhou.followup.models import FollowUp
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Contact

SignIn = Callable[[Acting], Client]
MORNING = NOW + timedelta(minutes=30)


@pytest.fixture
def request_ready(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> ServiceRequest:
    """Chen Jun is observed, and his shopping is ready to be brought."""
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    load_catalogue(now=NOW)
    enrol(
        cast.worker,
        Enrolment(
            resident_id=cast.chen_jun.pk, reason="returned", last_exposure_on=TODAY,
            evidence="ticket", legal_basis="Notice No. 1",
        ),
        now=NOW,
    )  # fmt: skip
    shopping = Service.objects.get(key="shopping")
    row = take_call(cast.worker, service=shopping, details="rice", household=cast.chen, now=NOW)
    moves.start_work(cast.worker, row, now=NOW)
    return moves.mark_ready(cast.worker, row, now=NOW)


def typed(row: ServiceRequest, **other: object) -> dict[str, object]:
    check = FollowUp.objects.filter(day=TODAY, part="morning").get()
    prefix = f"check-{check.pk}-"
    return {
        f"{prefix}state": "seen_ok",
        f"{prefix}celsius": "36.6",
        f"{prefix}client_id": str(uuid4()),
        "delivered": [row.pk],
        "note": "Talked at the door, they are fine.",
        "client_id": str(uuid4()),
    } | other


def test_everything_of_one_visit_is_saved_together(
    cast: Cast, signed_in: SignIn, request_ready: ServiceRequest
) -> None:
    url = reverse("workflows:visit", args=[cast.chen.pk])
    assert signed_in(cast.worker).get(url).status_code == 200
    answer = signed_in(cast.worker).post(url, typed(request_ready))
    assert answer.status_code == 302
    assert FollowUp.objects.get(state="seen_ok").way == "door"
    request_ready.refresh_from_db()
    assert request_ready.state == "delivered"
    assert Contact.objects.get().way == "visit"


def test_one_wrong_value_saves_nothing_and_keeps_what_was_typed(
    cast: Cast, signed_in: SignIn, request_ready: ServiceRequest
) -> None:
    check = FollowUp.objects.filter(day=TODAY, part="morning").get()
    wrong = typed(request_ready, **{f"check-{check.pk}-celsius": "hot"})
    answer = signed_in(cast.worker).post(reverse("workflows:visit", args=[cast.chen.pk]), wrong)
    assert answer.status_code == 422
    assert "Talked at the door" in answer.content.decode()
    assert not Contact.objects.exists()
    assert not FollowUp.objects.filter(state="seen_ok").exists()


def test_an_empty_visit_is_refused_in_words(
    cast: Cast, signed_in: SignIn, request_ready: ServiceRequest
) -> None:
    url = reverse("workflows:visit", args=[cast.chen.pk])
    answer = signed_in(cast.worker).post(url, {"note": " "})
    assert answer.status_code == 422
    assert "Nothing is filled in yet" in answer.content.decode()


def test_a_visit_to_another_committees_door_does_not_exist(
    cast: Cast, signed_in: SignIn, request_ready: ServiceRequest
) -> None:
    url = reverse("workflows:visit", args=[cast.chen.pk])
    assert signed_in(cast.neighbour_worker).get(url).status_code == 404


def test_a_state_pressed_by_mistake_is_taken_back_by_not_asked(
    cast: Cast, signed_in: SignIn, request_ready: ServiceRequest
) -> None:
    check = FollowUp.objects.filter(day=TODAY, part="morning").get()
    url, state = reverse("workflows:visit", args=[cast.chen.pk]), f"check-{check.pk}-state"
    page = signed_in(cast.worker).get(url).content.decode()
    [way_back] = [tag for tag in page.split("<input") if f'name="{state}" value=""' in tag]
    assert "checked" in way_back.split(">")[0]
    assert "not asked" in way_back
    signed_in(cast.worker).post(url, typed(request_ready, **{state: ""}))
    check.refresh_from_db()
    assert check.state == "not_performed"


def test_after_the_morning_visit_the_evening_is_asked_only_on_request(
    cast: Cast, signed_in: SignIn, request_ready: ServiceRequest
) -> None:
    url = reverse("workflows:visit", args=[cast.chen.pk])
    evening = FollowUp.objects.filter(day=TODAY, part="evening").get()
    signed_in(cast.worker).post(url, typed(request_ready))
    with one_look("workflows.visit", households=[cast.chen]):
        page = signed_in(cast.worker).get(url).content.decode()
    assert "Nobody is left to ask now; the next check is this evening from 16:00." in page
    assert f"check-{evening.pk}-state" not in page
    early = f"{url}?early=1"
    assert "?early=1" in page
    with one_look("workflows.visit", households=[cast.chen], residents=[cast.chen_jun]):
        assert f"check-{evening.pk}-state" in signed_in(cast.worker).get(early).content.decode()
    prefix = f"check-{evening.pk}-"
    signed_in(cast.worker).post(early, {f"{prefix}state": "seen_ok", f"{prefix}celsius": "36.7"})
    evening.refresh_from_db()
    assert evening.state == "seen_ok"


def test_who_was_already_asked_stands_aside_for_who_was_not(
    cast: Cast, signed_in: SignIn, request_ready: ServiceRequest
) -> None:
    enrol(
        cast.worker,
        Enrolment(
            resident_id=cast.zhou_min.pk, reason="returned", last_exposure_on=TODAY,
            evidence="ticket", legal_basis="Notice No. 1",
        ),
        now=NOW,
    )  # fmt: skip
    morning = FollowUp.objects.filter(day=TODAY, part="morning")
    seen = morning.get(observation__resident=cast.chen_jun)
    url, prefix = reverse("workflows:visit", args=[cast.chen.pk]), f"check-{seen.pk}-"
    signed_in(cast.worker).post(url, {f"{prefix}state": "seen_ok", f"{prefix}celsius": "36.6"})
    page = signed_in(cast.worker).get(url).content.decode()
    other = morning.get(observation__resident=cast.zhou_min)
    assert f"check-{other.pk}-state" in page
    assert page.count('class="check-visit') == 1
    assert "The others need not be asked now; their next check is this evening from 16:00." in page
