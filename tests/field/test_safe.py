"""A phone keeps what it recorded until a backup holds it; a restored server is filled again."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from tests.field.conftest import Opens, Phone
from tongzhou.field import erase, safe, sequence
from tongzhou.field.models import Device, Entry, FieldShift
from tongzhou.field.queries.missing import by_phone
from tongzhou.gates.models import Crossing


@pytest.fixture
def phone(cast: Cast, opens: Opens) -> Phone:
    return opens(cast.volunteer)


def back_up() -> None:
    safe.passed(safe.mark(), now=NOW)


def destroy(*, but: int = 0) -> None:
    """The server as an older backup has it: the first so many records, no others."""
    kept = Entry.objects.filter(seq__lte=but).values("number")
    Crossing.objects.exclude(entry__in=kept).delete()
    Entry.objects.exclude(number__in=kept).delete()
    for device in Device.objects.all():
        sequence.count(device)
        device.save()


def test_nothing_is_safe_before_a_backup_and_everything_after_it(phone: Phone) -> None:
    for _ in range(3):
        phone.write()
    assert phone.send().json()["watermark"] == 0
    back_up()
    assert phone.send().json()["watermark"] == 3


def test_a_backup_that_was_begun_before_a_record_came_says_nothing_of_it(phone: Phone) -> None:
    phone.write()
    phone.send()
    marked = safe.mark()
    phone.write()
    phone.send()
    safe.passed(marked, now=NOW)
    assert phone.send().json()["watermark"] == 1


def test_what_comes_after_a_gap_is_not_safe(phone: Phone) -> None:
    for _ in range(5):
        phone.write()
    phone.send(*(phone.written[n] for n in (0, 1, 4)))
    back_up()
    answer = phone.send(phone.written[4]).json()
    assert (answer["watermark"], answer["gaps"]) == (2, [[3, 4]])


def test_the_server_says_up_to_where_it_knows_a_phone(phone: Phone) -> None:
    for _ in range(4):
        phone.write()
    assert phone.send().json()["last"] == 4
    destroy(but=1)
    assert phone.send(phone.written[0]).json()["last"] == 1
    assert len(phone.send().json()["accepted"]) == Crossing.objects.count() == 4


def test_a_phone_the_restored_server_never_saw_keeps_its_number_and_its_shifts(
    cast: Cast, phone: Phone, opens: Opens
) -> None:
    for _ in range(3):
        phone.write()
    phone.send()
    destroy()
    FieldShift.objects.all().delete()
    Device.objects.all().delete()
    assert phone.send().status_code == 401

    again = opens(cast.volunteer, **phone.remembered)
    assert again.opened["device"]["id"] == phone.opened["device"]["id"]
    answer = again.send(*phone.written).json()
    assert (len(answer["accepted"]), answer["refused"], answer["gaps"]) == (3, [], [])
    assert {each.place for each in Crossing.objects.all()} == {
        FieldShift.objects.get(number=again.opened["shift"]["id"]).place
    }


def test_a_phone_says_no_shift_at_a_place_that_is_not_its_own(
    cast: Cast, phone: Phone, opens: Opens
) -> None:
    FieldShift.objects.all().delete()
    Device.objects.all().delete()
    said = phone.remembered
    said["shifts"] = [said["shifts"][0] | {"place": 99_999}]
    again = opens(cast.volunteer, **said)
    phone.write()
    [refused] = again.send(*phone.written).json()["refused"]
    assert refused["sentence"] == "It does not belong to a shift of this phone."


def test_what_was_erased_by_age_is_neither_missing_nor_asked_for(cast: Cast, phone: Phone) -> None:
    for _ in range(3):
        phone.write()
    phone.send(*phone.written[:2])
    [eraser] = erase.ERASERS
    eraser.erase(eraser.due(NOW + timedelta(days=31)), now=NOW)
    answer = phone.send(phone.written[2]).json()
    assert (answer["watermark"], answer["gaps"]) == (2, [])
    assert by_phone(cast.worker) == []


def test_nobody_takes_over_a_phone_the_restored_server_does_not_know(
    cast: Cast, phone: Phone, opens: Opens
) -> None:
    FieldShift.objects.all().delete()
    Device.objects.all().delete()
    other = opens(cast.worker, **phone.remembered)
    assert other.opened["device"]["id"] != phone.opened["device"]["id"]
