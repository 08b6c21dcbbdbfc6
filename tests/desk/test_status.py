"""The page behind a resident's slip."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast
from tongzhou.desk import actions
from tongzhou.desk.choices import State
from tongzhou.desk.models import ServiceRequest


@pytest.fixture
def url(cast: Cast, permit: ServiceRequest) -> str:
    """Where the slip of a request that is ready leads."""
    actions.mark_ready(cast.worker, permit, now=NOW)
    return reverse("desk:status", args=[actions.issue_link(cast.worker, permit, now=NOW)])


def test_the_resident_confirms_on_the_page_of_the_slip(url: str, permit: ServiceRequest) -> None:
    Client().post(url, {"answer": "solved"})

    permit.refresh_from_db()
    assert permit.state == State.CONFIRMED
    assert Client().get(reverse("desk:status", args=["nothing"])).status_code == 404


def test_a_confirmation_pressed_by_mistake_is_taken_back(url: str, permit: ServiceRequest) -> None:
    resident = Client(headers={"accept-language": "en"})
    shown = resident.post(url, {"answer": "solved"}, follow=True).content.decode()
    assert "Undo" in shown
    resident.post(url)

    permit.refresh_from_db()
    assert permit.state == State.REOPENED
