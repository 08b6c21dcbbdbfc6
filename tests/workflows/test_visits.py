"""One visit: checks, deliveries and a note, all or nothing."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, TODAY, Cast
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
