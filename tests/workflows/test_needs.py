"""A need becomes an errand in one press, and is met when the errand is brought."""

from datetime import timedelta

import pytest

from tests.cast import NOW, TODAY, Cast
from tongzhou.desk.actions import moves
from tongzhou.desk.actions.catalogue import load_catalogue
from tongzhou.desk.models import ServiceRequest
from tongzhou.followup.actions import Enrolment, add_need, enrol
from tongzhou.followup.models import Need
from tongzhou.workflows.actions.needs import request_for_need, settle_needs

LATER = NOW + timedelta(hours=3)


@pytest.fixture
def need(cast: Cast) -> Need:
    """Chen Jun is observed since this morning and needs food."""
    load_catalogue(now=NOW)
    observation = enrol(
        cast.worker,
        Enrolment(
            resident_id=cast.chen_jun.pk, reason="returned", last_exposure_on=TODAY,
            evidence="ticket of 2 February", legal_basis="Notice No. 1",
        ),
        now=NOW,
    )  # fmt: skip
    return add_need(cast.worker, observation.pk, kind="food", text="大米十斤", now=NOW)


def test_one_press_makes_an_errand_with_what_was_said(cast: Cast, need: Need) -> None:
    made = request_for_need(cast.worker, need.pk, now=NOW)
    assert made.household == cast.chen
    assert made.service.key == "shopping"
    need.refresh_from_db()
    assert (need.state, need.errand_ref) == ("errand", made.pk)


def test_pressed_twice_it_is_made_once(cast: Cast, need: Need) -> None:
    first = request_for_need(cast.worker, need.pk, now=NOW)
    assert request_for_need(cast.worker, need.pk, now=LATER) == first
    assert ServiceRequest.objects.count() == 1


def test_what_was_brought_is_no_longer_needed(cast: Cast, need: Need) -> None:
    made = request_for_need(cast.worker, need.pk, now=NOW)
    moves.start_work(cast.worker, made, now=LATER)
    moves.send_out(cast.worker, made, now=LATER)
    moves.deliver(cast.worker, made, now=LATER)
    assert settle_needs(now=LATER) == 1
    need.refresh_from_db()
    assert need.state == "met"
    assert settle_needs(now=LATER) == 0


def test_an_errand_that_came_to_nothing_opens_the_need_again(cast: Cast, need: Need) -> None:
    made = request_for_need(cast.worker, need.pk, now=NOW)
    moves.withdraw(cast.worker, made, now=LATER)
    assert settle_needs(now=LATER) == 1
    need.refresh_from_db()
    assert (need.state, need.errand_ref) == ("open", None)
