"""A temperature at a gate reaches those who care for the household, and nobody else."""

from datetime import datetime, timedelta

import pytest

from tests.cast import NOW, Cast
from tests.followup.conftest import enrolled
from tongzhou.core.fieldwork import Received
from tongzhou.core.ids import uuid7
from tongzhou.desk.actions.catalogue import load_catalogue
from tongzhou.desk.models import ServiceRequest
from tongzhou.followup.models import Alarm
from tongzhou.gates import actions, field
from tongzhou.gates.models import Crossing
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.models import Household, Place


@pytest.fixture
def gate(cast: Cast) -> Place:
    load_catalogue(now=NOW)
    return Place.objects.create(
        name="柳荫巷北口", name_en="", committee=cast.willow, kind=PlaceKind.GATE
    )


def comes_home(
    cast: Cast, gate: Place, home: Household, *, tenths: int, at: datetime = NOW
) -> None:
    passes = home.passes.filter(state="active")
    row = passes.first() or actions.issue(cast.worker, home.pk, now=NOW)
    body = {
        "direction": "in", "pass": bytes(row.public_id).hex(), "how": "scan", "persons": 1,
        "verdict": "go", "tenths": tenths,
    }  # fmt: skip
    entry = Received(id=uuid7(), kind="gate.crossing", at=at, doubt=0, place_id=gate.pk, body=body)
    field.accept(cast.volunteer, entry, now=NOW)


def test_a_fever_of_an_observed_household_is_one_alarm(cast: Cast, gate: Place) -> None:
    observation = enrolled(cast.worker, cast.chen_jun)
    for tenths in (378, 379):
        comes_home(cast, gate, cast.chen, tenths=tenths)
    alarm = Alarm.objects.get()
    assert alarm.observation == observation
    assert "37.8 °C" in Keyring.of([alarm.key_id]).read(alarm, "words")
    assert not ServiceRequest.objects.exists()
    assert Crossing.objects.count() == 2


def test_of_another_household_it_is_an_urgent_visit_once_a_day(cast: Cast, gate: Place) -> None:
    for tenths in (373, 380):
        comes_home(cast, gate, cast.gao, tenths=tenths)
    request = ServiceRequest.objects.get()
    assert (request.household, request.committee) == (cast.gao, cast.willow)
    assert (request.service.key, request.priority) == ("visit", 1)
    assert not Alarm.objects.exists()


def test_below_the_mark_of_the_rules_nobody_is_called(cast: Cast, gate: Place) -> None:
    comes_home(cast, gate, cast.gao, tenths=372)
    assert not ServiceRequest.objects.exists()


def test_what_a_phone_sends_a_week_later_is_kept_and_calls_nobody(cast: Cast, gate: Place) -> None:
    comes_home(cast, gate, cast.gao, tenths=390, at=NOW - timedelta(days=7))
    assert Crossing.objects.count() == 1
    assert not ServiceRequest.objects.exists()
