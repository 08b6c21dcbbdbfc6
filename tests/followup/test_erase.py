"""What is left of an observation thirty days after its end."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.cast import NOW, Cast
from tests.followup.conftest import check_of
from tongzhou.core import clock
from tongzhou.followup import actions
from tongzhou.followup.models import FollowUp, FollowUpVersion, Observation
from tongzhou.privacy.keyring import Keyring
from tongzhou.privacy.models import PersonKey, Restriction
from tongzhou.privacy.retention import erase_due

CANARY = "canary-7f3a"
KEPT = timedelta(days=30)


@pytest.fixture
def told(cast: Cast, chen: Observation) -> Observation:
    """An observation full of words, ended this morning."""
    first, second = chen.follow_ups.order_by("due_at")[:2]
    found = check_of(first, tenths=381, note=CANARY, needs=["food"], need_text=CANARY)
    actions.perform(cast.worker, found, now=NOW)
    actions.correct(cast.worker, check_of(first, tenths=382, note=CANARY), now=NOW)
    actions.perform(cast.worker, check_of(second, note=CANARY), now=NOW + timedelta(hours=8))
    alarm = chen.alarms.get()
    actions.handle_alarm(cast.medic, alarm.pk, deed=CANARY, now=NOW)
    actions.extend(cast.worker, chen.pk, days=2, reason=CANARY, now=NOW)
    actions.record_outcome(cast.worker, chen.pk, outcome="case", note=CANARY, now=NOW)
    chen.refresh_from_db()
    return chen


def sealed_columns() -> list[bytes]:
    """Every sealed value of the room."""
    tables = {
        "observation": ("notes", "ending_note"), "followup": ("findings",), "need": ("text",),
        "followupversion": ("findings",), "alarm": ("words", "deed"), "extension": ("reason",),
    }  # fmt: skip
    values = []
    with connection.cursor() as cursor:
        for table, columns in tables.items():
            cursor.execute(f"SELECT {', '.join(columns)} FROM followup_{table}")
            values += [bytes(v) for row in cursor.fetchall() for v in row]
    return values


def test_nothing_is_erased_before_its_time(cast: Cast, told: Observation) -> None:
    assert erase_due(now=NOW + KEPT)["followup.observations"] == 0
    assert any(sealed_columns())


def test_thirty_days_after_the_end_nothing_names_or_describes_the_person(
    cast: Cast, told: Observation
) -> None:
    keys = [told.key_id, told.restriction.key_id]  # type: ignore[union-attr]
    assert erase_due(now=NOW + KEPT + timedelta(seconds=1))["followup.observations"] == 1

    told.refresh_from_db()
    assert (told.resident_id, told.household_id, told.last_exposure_on) == (None, None, None)
    assert not any(sealed_columns())
    assert not PersonKey.objects.filter(key_id__in=keys).exists()
    assert not Restriction.objects.exists()
    assert not FollowUpVersion.objects.exists()
    assert set(FollowUp.objects.values_list("walk", flat=True)) == {""}


def test_what_counts_stays(cast: Cast, told: Observation) -> None:
    before = sorted(told.follow_ups.values_list("pk", "state", "day", "part"))
    erase_due(now=NOW + KEPT + timedelta(days=1))

    assert sorted(told.follow_ups.values_list("pk", "state", "day", "part")) == before
    performed = told.follow_ups.filter(performed_at__isnull=False)
    assert {clock.local_date(f.performed_at) for f in performed if f.performed_at} == {
        clock.local_date(NOW)
    }
    assert {timezone.localtime(f.performed_at).hour for f in performed} == {0}


def test_a_backup_of_the_rows_stays_shut(cast: Cast, told: Observation) -> None:
    first = told.follow_ups.order_by("due_at")[0]
    erase_due(now=NOW + KEPT + timedelta(days=1))

    assert Keyring.of([first.key_id]).read(first, "findings") == ""


def test_erasing_twice_is_erasing_once(cast: Cast, told: Observation) -> None:
    later = NOW + KEPT + timedelta(days=1)
    erase_due(now=later)

    assert erase_due(now=later)["followup.observations"] == 0


def test_what_runs_is_never_erased(cast: Cast, chen: Observation) -> None:
    erase_due(now=NOW + timedelta(days=400))

    chen.refresh_from_db()
    assert chen.resident_id == cast.chen_jun.pk
