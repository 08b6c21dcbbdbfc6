"""A refused record is put right on the phone; a fever that keeps somebody back is told of."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from tests.field.conftest import Opens, Phone, another_id, crossing
from tongzhou.field.models import Entry
from tongzhou.gates import access, actions
from tongzhou.gates.models import Crossing
from tongzhou.registry.acting import Acting

SignsIn = Callable[[Acting], Client]


@pytest.fixture
def phone(cast: Cast, opens: Opens) -> Phone:
    return opens(cast.volunteer)


def test_a_record_put_right_replaces_the_refused_one(phone: Phone) -> None:
    wrong = phone.write(**crossing(tenths=990))
    assert phone.send().json()["refused"]
    right = phone.write(**crossing(tenths=366)) | {"mends": wrong["id"]}
    assert phone.send(right).json()["accepted"] == [right["id"]]
    assert phone.send(right).json()["accepted"] == [right["id"]]

    assert Crossing.objects.get().tenths == 366
    old = Entry.objects.get(number=wrong["id"])
    assert (old.state, old.word) == ("set_aside", "put right on the phone, and sent anew")


def test_a_record_puts_right_only_what_the_same_phone_sent(
    cast: Cast, phone: Phone, opens: Opens
) -> None:
    theirs = phone.write(**crossing(persons=0))
    phone.send()
    other = opens(cast.worker)
    other.send(other.write() | {"mends": theirs["id"]})
    assert Entry.objects.get(number=theirs["id"]).state == "refused"
    assert other.send(other.write() | {"mends": another_id()}).status_code == 200


def test_who_was_kept_back_with_a_fever_did_not_go_and_is_on_the_list_of_fevers(
    cast: Cast, phone: Phone, signed_in: SignsIn
) -> None:
    card = actions.issue(cast.worker, cast.chen.pk, now=NOW)
    said: dict[str, Any] = {"direction": "out", "pass": bytes(card.public_id).hex(), "persons": 1}
    phone.write("gate.turned_back", **said, tenths=384, first_tenths=381)
    assert phone.send().json()["refused"] == []
    assert not access.crossings(cast.worker).exists()
    assert access.fevers(cast.medic).get().celsius == "38.4 °C"
    shown = signed_in(cast.medic).get("/gates/fevers/").content.decode()
    assert "38.4 °C" in shown
    assert "kept back" in shown
    assert "Nobody yet" in signed_in(cast.worker).get("/gates/crossings/").content.decode()
