"""What a phone wrote arrives once, whole, and in whatever order it comes."""

import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from tests.field.conftest import Opens, Phone, another_id, crossing
from tongzhou.core.models import AuditEntry
from tongzhou.field.models import Device, Entry
from tongzhou.gates.models import Crossing, GateNote
from tongzhou.registry.models import Membership


@pytest.fixture
def phone(cast: Cast, opens: Opens) -> Phone:
    return opens(cast.volunteer)


def test_ten_crossings_arrive_as_ten(phone: Phone) -> None:
    for minute in range(10):
        phone.write(at=NOW - timedelta(minutes=minute))
    answer = phone.send()
    assert len(answer.json()["accepted"]) == Crossing.objects.count() == 10
    assert answer.json()["gaps"] == []


def test_sent_twice_is_stored_once_and_told_twice(phone: Phone) -> None:
    phone.write()
    first, second = phone.send().json(), phone.send().json()
    assert first["accepted"] == second["accepted"] == [phone.written[0]["id"]]
    assert Crossing.objects.count() == Entry.objects.count() == 1
    assert AuditEntry.objects.filter(key="field.entries.received").count() == 1


def test_what_no_room_can_take_is_kept_and_said(phone: Phone) -> None:
    phone.write("gate.levitation")
    phone.write(**crossing(persons=0))
    phone.write(**crossing(wings=2))
    answer = phone.send().json()
    assert [each["sentence"] for each in answer["refused"]] == [
        "This kind of record is not known here.",
        "This record cannot be read (persons). Update the app on this phone.",
        "This record cannot be read (wings). Update the app on this phone.",
    ]
    assert Entry.objects.filter(state="refused").count() == 3
    assert not Crossing.objects.exists()


def test_a_refused_record_holds_up_no_other(phone: Phone) -> None:
    phone.write("gate.levitation")
    phone.write()
    phone.send()
    assert Crossing.objects.count() == 1


def test_missing_numbers_are_told_as_ranges(phone: Phone) -> None:
    for _ in range(9):
        phone.write()
    kept = [phone.written[i] for i in (1, 2, 5, 8)]
    assert phone.send(*kept).json()["gaps"] == [[1, 1], [4, 5], [7, 8]]


def test_one_number_with_two_contents_keeps_both_and_says_so(phone: Phone) -> None:
    entry = phone.write()
    phone.send()
    other = entry | {"id": another_id(), "body": crossing(direction="in")}
    same_id = entry | {"body": crossing(persons=2)}
    for forked in (other, same_id, other):
        [refused] = phone.send(forked).json()["refused"]
        assert refused["sentence"] == "Two different records of this phone have the same number."
    assert Entry.objects.filter(is_fork=True).count() == 2
    assert Crossing.objects.count() == 1


def test_a_phone_whose_clock_is_a_day_slow_is_corrected_and_doubted(phone: Phone) -> None:
    slow = NOW - timedelta(days=1)
    phone.write(at=slow - timedelta(minutes=10))
    phone.send(now=slow)
    stored = Crossing.objects.get()
    assert stored.at == NOW - timedelta(minutes=10)
    assert stored.doubt == 86_400


def test_a_clock_that_is_right_within_seconds_is_taken_at_its_word(phone: Phone) -> None:
    phone.write(at=NOW)
    phone.send(now=NOW - timedelta(seconds=4))
    assert (Crossing.objects.get().at, Crossing.objects.get().doubt) == (NOW, 0)


def test_counts_and_handovers_are_kept(phone: Phone) -> None:
    phone.write("gate.count", outside=14, queue=3)
    phone.write("gate.handover", note="The lamp is broken.", unsent=0)
    assert not phone.send().json()["refused"]
    assert list(GateNote.objects.values_list("kind", "outside", "note")) == [
        ("count", 14, ""),
        ("handover", None, "The lamp is broken."),
    ]


@pytest.mark.parametrize(
    "said",
    [
        [], {}, {"now": "yesterday", "entries": []}, {"now": NOW.isoformat(), "entries": {}},
        {"now": NOW.isoformat(), "entries": [{"id": "1"}]}, {"now": NOW.isoformat(), "more": 1},
        {"now": "2026-01-01T00:00:00", "entries": []},
    ],
)  # fmt: skip
def test_what_is_not_as_agreed_is_refused_with_a_sentence(phone: Phone, said: object) -> None:
    answer = phone.ask("send", said)
    assert answer.status_code == 422
    assert "cannot be read" in answer.json()["sentence"]


def test_more_than_a_batch_is_refused(phone: Phone) -> None:
    for _ in range(51):
        phone.write()
    assert phone.send().status_code == 422
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "said", ["", "Field", "Field x.y", "Field 6a24ad9d-03ba-48c9-95d2-ef4d8e7e8447.x"]
)
def test_who_has_no_secret_is_told_that_its_time_is_over(phone: Phone, said: str) -> None:
    answer = phone.client.post(
        "/field/api/send", "{}", "application/json", headers={"authorization": said}
    )
    assert (answer.status_code, answer.json()) == (401, {"ended": True})


def test_who_guesses_secrets_is_slowed_down_and_a_right_phone_is_not(phone: Phone) -> None:
    guess = {"authorization": f"Field {phone.opened['device']['id']}.guess"}
    said = [
        phone.client.post("/field/api/send", "{}", "application/json", headers=guess).status_code
        for _ in range(61)
    ]
    assert (set(said[:60]), said[60]) == ({401}, 429)
    phone.write()
    assert phone.send().status_code == 200


def test_an_office_full_of_phones_that_are_over_learns_it_at_once(cast: Cast, phone: Phone) -> None:
    """They share one address, and no phone may keep its names because others asked before it."""
    Membership.objects.filter(user=cast.volunteer.account_id).update(ended_on=NOW.date())
    unknown = {"authorization": f"Field {another_id()}.secret"}
    for _ in range(70):
        assert phone.send().json() == {"ended": True}
        answer = phone.client.post("/field/api/send", "{}", "application/json", headers=unknown)
        assert answer.status_code == 401


def test_a_body_of_megabytes_is_not_read(phone: Phone) -> None:
    answer = phone.ask("send", {"now": NOW.isoformat(), "entries": ["x" * 2**20]})
    assert (answer.status_code, bool(answer.json()["sentence"])) == (413, True)


def test_a_volunteer_who_left_has_a_phone_that_is_over(cast: Cast, phone: Phone) -> None:
    phone.write()
    Membership.objects.filter(user=cast.volunteer.account_id).update(ended_on=NOW.date())
    assert phone.send().status_code == 401
    assert phone.ask("refresh", {"now": NOW.isoformat()}).status_code == 401


def test_a_new_shift_on_the_same_phone_makes_the_old_secret_worthless(
    cast: Cast, phone: Phone, opens: Opens
) -> None:
    again = opens(cast.volunteer, device=phone.opened["device"]["id"])
    assert again.opened["device"]["id"] == phone.opened["device"]["id"]
    assert phone.send(phone.write()).status_code == 401
    again.seq = phone.seq
    assert again.send(again.write()).status_code == 200
    assert Device.objects.count() == 1


def test_nobody_takes_over_the_phone_of_another(cast: Cast, phone: Phone, opens: Opens) -> None:
    other = opens(cast.worker, device=phone.opened["device"]["id"])
    assert other.opened["device"]["id"] != phone.opened["device"]["id"]


def test_what_was_recorded_lies_sealed(phone: Phone) -> None:
    phone.write(**crossing(word="He Ping asked"))
    phone.send()
    assert b"He Ping" not in bytes(Entry.objects.get().body)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.integers(1, 12))
def test_lost_answers_repeats_and_disorder_store_each_record_once(
    cast: Cast, opens: Opens, seed: int, count: int
) -> None:
    chance = random.Random(seed)
    phone = opens(cast.volunteer)
    already = Crossing.objects.count()
    entries = [phone.write(at=NOW - timedelta(minutes=n)) for n in range(count)]
    waiting = {entry["id"]: entry for entry in entries}
    while waiting:
        batch = chance.sample(list(waiting.values()), chance.randint(1, len(waiting)))
        repeated = batch + chance.sample(entries, chance.randint(0, 2) if count > 1 else 0)
        answer = phone.send(*repeated).json()
        assert not answer["refused"]
        if chance.random() < 0.3:
            continue  # the answer was lost on the way
        for number in answer["accepted"]:
            waiting.pop(number, None)
    assert Crossing.objects.count() - already == count
    assert phone.send(entries[0]).json()["gaps"] == []
