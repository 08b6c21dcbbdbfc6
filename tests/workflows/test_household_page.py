"""The household page: everything for those who care, little for the building director."""

from collections.abc import Callable
from contextlib import ExitStack

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import NOW, TODAY, Cast
from tests.privacy.looks import one_look
from tongzhou.desk.actions.catalogue import load_catalogue
from tongzhou.desk.actions.intake import take_call
from tongzhou.desk.models import Service
from tongzhou.followup.actions import Enrolment, enrol
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions.contacts import note_contact

SignIn = Callable[[Acting], Client]
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
LIMIT = 10
SECRET = "takes insulin"


@pytest.fixture
def lived_in(cast: Cast) -> Cast:
    """Chen Jun has a note, is observed, asked for shopping, and was called."""
    Keyring.of([cast.chen_jun.key_id]).seal(cast.chen_jun, "notes", SECRET)
    cast.chen_jun.save()
    load_catalogue(now=NOW)
    given = Enrolment(
        resident_id=cast.chen_jun.pk, reason="returned", last_exposure_on=TODAY,
        evidence="ticket", legal_basis="Notice No. 1",
    )  # fmt: skip
    enrol(cast.worker, given, now=NOW)
    shopping = Service.objects.get(key="shopping")
    take_call(cast.worker, service=shopping, details="rice", household=cast.chen, now=NOW)
    note_contact(cast.worker, cast.chen.pk, way="call", note="all fine", now=NOW, client_id=None)
    return cast


def page(client: Client, cast: Cast, name: str = "workflows:household") -> str:
    return client.get(reverse(name, args=[cast.chen.pk])).content.decode()


def test_those_who_care_see_people_work_and_story(lived_in: Cast, signed_in: SignIn) -> None:
    shown = page(signed_in(lived_in.worker), lived_in)
    assert "陈军" in shown
    assert SECRET in shown
    assert "Observed" in shown
    assert "all fine" in page(signed_in(lived_in.worker), lived_in, "workflows:story")


def test_the_code_for_the_own_page_is_printed_from_here(lived_in: Cast, signed_in: SignIn) -> None:
    shown = signed_in(lived_in.worker).get(f"/work/household/{lived_in.chen.pk}/").content.decode()
    assert reverse("registry:household_sheet", args=[lived_in.chen.pk]) in shown


def test_the_building_director_sees_no_health_detail(lived_in: Cast, signed_in: SignIn) -> None:
    shown = page(signed_in(lived_in.director), lived_in)
    assert "陈军" in shown
    assert SECRET not in shown
    assert "Observed" not in shown
    assert "Daily check" not in shown


def test_another_committees_household_does_not_exist(lived_in: Cast, signed_in: SignIn) -> None:
    url = reverse("workflows:household", args=[lived_in.chen.pk])
    assert signed_in(lived_in.neighbour_worker).get(url).status_code == 404


def test_who_is_shown_is_written_down_once(lived_in: Cast, signed_in: SignIn) -> None:
    people = [lived_in.chen_jun, lived_in.zhou_min]
    with one_look("workflows.household", residents=people, households=[lived_in.chen]):
        page(signed_in(lived_in.worker), lived_in)


@pytest.mark.parametrize("name", ["workflows:household", "workflows:story"])
def test_a_page_costs_few_statements(lived_in: Cast, signed_in: SignIn, name: str) -> None:
    client = signed_in(lived_in.worker)
    with ExitStack() as stack:
        caught = [stack.enter_context(CaptureQueriesContext(c)) for c in connections.all()]
        page(client, lived_in, name)
    statements = [q["sql"] for c in caught for q in c.captured_queries]
    assert len([s for s in statements if not s.startswith(FRAME)]) <= LIMIT, statements
