"""Who crossed here between two moments: for the health desk, with a reason."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from tongzhou.core.ids import uuid7
from tongzhou.gates import actions
from tongzhou.gates.models import Crossing
from tongzhou.privacy.models import AccessEntry
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.models import Place

SignsIn = Callable[[Acting], Client]
NOBODY = "Nobody went through in this span"


def gate_of(cast: Cast) -> Place:
    """The Chens went out at NOW; a phone that is two hours unsure saw Gao Shulan an hour later."""
    gate = Place.objects.create(name="柳荫巷北口", committee=cast.willow, kind=PlaceKind.GATE)
    for home, minutes, doubt in ((cast.chen, 0, 0), (cast.gao, 60, 7200), (cast.wang, 300, 0)):
        Crossing.objects.create(
            entry=uuid7(), place=gate, committee=cast.willow, direction="out", persons=1,
            of=actions.issue(cast.worker, home.pk, now=NOW), how="scan",
            at=NOW + timedelta(minutes=minutes), doubt=doubt,
        )  # fmt: skip
    return gate


def asked(client: Client, gate: Place, **changes: str) -> str:
    around = [(NOW + timedelta(hours=8, minutes=m)).strftime("%Y-%m-%dT%H:%M") for m in (-10, 10)]
    said = {"place": str(gate.pk), "since": around[0], "until": around[1], "reason": "case 4"}
    return client.post("/gates/between/", said | changes).content.decode()


def test_whoever_was_there_or_may_have_been_is_shown(cast: Cast, signed_in: SignsIn) -> None:
    page = asked(signed_in(cast.medic), gate_of(cast))
    assert cast.chen.door in page
    assert cast.gao.door in page
    assert cast.wang.door not in page


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_an_hour_in_which_nobody_went_is_said_in_words(cast: Cast, signed_in: SignsIn) -> None:
    around = {"since": "2020-01-01T08:00", "until": "2020-01-01T09:00"}
    page = asked(signed_in(cast.medic), gate_of(cast), **around)
    assert 'class="rows"' not in page
    assert NOBODY in page


def test_before_anything_is_asked_nothing_is_said_to_be_empty(
    cast: Cast, signed_in: SignsIn
) -> None:
    gate, client = gate_of(cast), signed_in(cast.medic)
    assert NOBODY not in client.get("/gates/between/").content.decode()
    assert NOBODY not in asked(client, gate, reason="")


def test_the_reason_is_written_down_for_the_households(cast: Cast, signed_in: SignsIn) -> None:
    asked(signed_in(cast.medic), gate_of(cast))
    entry = AccessEntry.objects.get(page="gates.between")
    assert (entry.reason, entry.actor_id) == ("case 4", cast.medic.user_id)
    assert {s.household_id for s in entry.subjects.all()} == {cast.chen.pk, cast.gao.pk}


def test_without_a_reason_or_for_days_nothing_is_shown(cast: Cast, signed_in: SignsIn) -> None:
    gate, client = gate_of(cast), signed_in(cast.medic)
    assert cast.chen.door not in asked(client, gate, reason="")
    assert cast.chen.door not in asked(client, gate, until="2031-01-01T00:00")
    assert not AccessEntry.objects.filter(page="gates.between").exists()


def test_a_committee_does_not_search_who_went_when(cast: Cast, signed_in: SignsIn) -> None:
    assert signed_in(cast.worker).get("/gates/between/").status_code == 404
