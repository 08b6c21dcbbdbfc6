"""Recording, correcting and taking back checks."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import NOW, Cast
from tests.followup.conftest import check_of, enrolled
from tongzhou.core.errors import Refusal, Stale
from tongzhou.core.models import AuditEntry
from tongzhou.followup import actions
from tongzhou.followup.choices import AlarmState, CheckState, NeedState, Way
from tongzhou.followup.models import Alarm, FollowUp, FollowUpVersion, Need, Observation
from tongzhou.followup.queries import findings
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting


def found(row: FollowUp) -> findings.Findings:
    row.refresh_from_db()
    return findings.read(row, Keyring.of([row.key_id]))


def test_a_check_keeps_what_was_found_under_seal(cast: Cast, first: FollowUp) -> None:
    actions.perform(cast.worker, check_of(first, tenths=368, note="slept badly"), now=NOW)

    assert found(first).tenths == 368
    assert first.state == CheckState.SEEN_OK
    assert (first.performed_at, first.performed_by_id) == (NOW, cast.worker.user_id)
    assert b"slept" not in bytes(first.findings)


@pytest.mark.parametrize(("tenths", "alarms"), [(372, 0), (373, 1), (390, 1)])
def test_an_alarm_begins_at_exactly_37_3(
    cast: Cast, first: FollowUp, tenths: int, alarms: int
) -> None:
    actions.perform(cast.worker, check_of(first, tenths=tenths), now=NOW)

    assert Alarm.objects.filter(state=AlarmState.OPEN).count() == alarms


def test_the_threshold_is_the_one_in_force_on_the_day(cast: Cast, first: FollowUp) -> None:
    today = first.day
    actions.set_policy(cast.officer, cast.office.pk, effective_on=today, now=NOW, alarm_tenths=370)
    actions.replan(cast.office.pk, now=NOW)
    actions.perform(cast.worker, check_of(first, tenths=370), now=NOW)

    assert Alarm.objects.count() == 1


def test_a_symptom_on_the_alarm_list_is_an_alarm_and_a_cough_is_not(
    cast: Cast, chen: Observation
) -> None:
    morning, evening = chen.follow_ups.order_by("due_at")[:2]
    actions.perform(cast.worker, check_of(morning, symptoms=["cough"]), now=NOW)
    assert Alarm.objects.count() == 0
    actions.perform(cast.worker, check_of(evening, symptoms=["short_of_breath"]), now=NOW)

    assert Alarm.objects.count() == 1


def test_whoever_has_a_symptom_is_not_well_whatever_was_pressed(
    cast: Cast, first: FollowUp
) -> None:
    recorded = actions.perform(cast.worker, check_of(first, symptoms=["cough"]), now=NOW)

    assert recorded.follow_up.state == CheckState.SEEN_NOT_OK


def test_sent_twice_it_is_stored_once(cast: Cast, first: FollowUp) -> None:
    check = check_of(first, needs=["food"], need_text="rice")
    once = actions.perform(cast.worker, check, now=NOW)
    entries = AuditEntry.objects.count()
    again = actions.perform(cast.worker, check, now=NOW + timedelta(minutes=5))

    assert (once.is_new, again.is_new) == (True, False)
    assert AuditEntry.objects.count() == entries
    assert Need.objects.count() == 1
    first.refresh_from_db()
    assert first.performed_at == NOW


def test_two_people_at_once_the_second_is_told(cast: Cast, first: FollowUp) -> None:
    actions.perform(cast.worker, check_of(first), now=NOW)

    with pytest.raises(Stale, match="already recorded"):
        actions.perform(cast.secretary, check_of(first, tenths=380), now=NOW)
    assert found(first).tenths == 365


def test_one_id_for_two_checks_is_refused(cast: Cast, chen: Observation) -> None:
    morning, evening = chen.follow_ups.order_by("due_at")[:2]
    client_id = uuid4()
    actions.perform(cast.worker, check_of(morning, client_id=client_id), now=NOW)

    with pytest.raises(Refusal, match="another check"):
        actions.perform(cast.worker, check_of(evening, client_id=client_id), now=NOW)


def test_a_check_of_tomorrow_cannot_be_recorded_today(cast: Cast, chen: Observation) -> None:
    tomorrow = chen.follow_ups.order_by("due_at")[2]

    with pytest.raises(Refusal, match="later day"):
        actions.perform(cast.worker, check_of(tomorrow), now=NOW)


@pytest.mark.parametrize("tenths", [339, 431, 0, -365])
def test_a_temperature_no_thermometer_shows_is_refused(
    cast: Cast, first: FollowUp, tenths: int
) -> None:
    with pytest.raises(Refusal) as refusal:
        actions.perform(cast.worker, check_of(first, tenths=tenths), now=NOW)
    assert refusal.value.field == "celsius"


def test_a_visit_is_saved_as_a_whole_or_not_at_all(cast: Cast, chen: Observation) -> None:
    zhou = enrolled(cast.worker, cast.zhou_min)
    his, hers = chen.follow_ups.order_by("due_at")[0], zhou.follow_ups.order_by("due_at")[0]

    with pytest.raises(Refusal):
        actions.perform_many(cast.worker, [check_of(his), check_of(hers, tenths=500)], now=NOW)
    his.refresh_from_db()
    assert his.state == CheckState.NOT_PERFORMED

    before = AuditEntry.objects.count()
    recorded = actions.perform_many(cast.worker, [check_of(his), check_of(hers)], now=NOW)
    assert [r.follow_up.state for r in recorded] == [CheckState.SEEN_OK] * 2
    assert AuditEntry.objects.count() == before + 1


def test_a_correction_keeps_what_was_said_before(cast: Cast, first: FollowUp) -> None:
    actions.perform(cast.worker, check_of(first, tenths=395), now=NOW)
    actions.correct(cast.secretary, check_of(first, tenths=365), now=NOW + timedelta(hours=1))

    assert found(first).tenths == 365
    earlier = FollowUpVersion.objects.get()
    assert findings.read(earlier, Keyring.of([earlier.key_id])).tenths == 395
    assert earlier.performed_by_id == cast.worker.user_id
    assert Alarm.objects.get().state == AlarmState.WITHDRAWN


def test_a_correction_can_raise_the_alarm_that_was_overlooked(cast: Cast, first: FollowUp) -> None:
    actions.perform(cast.worker, check_of(first), now=NOW)
    actions.correct(cast.worker, check_of(first, tenths=385), now=NOW)

    assert Alarm.objects.get().state == AlarmState.OPEN


def test_an_entry_is_taken_back_within_ten_minutes_by_who_made_it(
    cast: Cast, first: FollowUp
) -> None:
    check = check_of(first, tenths=380, needs=["water"])
    actions.perform(cast.worker, check, now=NOW)
    with pytest.raises(Refusal, match="Only who recorded"):
        actions.undo(cast.secretary, first.pk, now=NOW)
    with pytest.raises(Refusal, match="ten minutes"):
        actions.undo(cast.worker, first.pk, now=NOW + timedelta(minutes=10, seconds=1))

    actions.undo(cast.worker, first.pk, now=NOW + timedelta(minutes=10))

    assert found(first) == findings.EMPTY
    assert first.state == CheckState.NOT_PERFORMED
    assert FollowUpVersion.objects.get().cause == "undone"
    assert Alarm.objects.get().state == AlarmState.WITHDRAWN
    assert Need.objects.get().state == NeedState.CANCELLED


def test_what_was_taken_back_stays_so_when_the_phone_sends_it_again(
    cast: Cast, first: FollowUp
) -> None:
    check = check_of(first)
    actions.perform(cast.worker, check, now=NOW)
    actions.undo(cast.worker, first.pk, now=NOW)
    actions.perform(cast.worker, check, now=NOW)
    first.refresh_from_db()
    assert first.state == CheckState.NOT_PERFORMED

    actions.perform(cast.worker, check_of(first), now=NOW)
    first.refresh_from_db()
    assert first.state == CheckState.SEEN_OK


def test_a_household_reports_into_the_window_that_has_begun(cast: Cast, first: FollowUp) -> None:
    own = Acting.household(cast.chen.pk)
    recorded = actions.self_report(
        own, first.observation_id, tenths=366, symptoms=[], client_id=uuid4(), now=NOW
    )

    assert recorded.follow_up.pk == first.pk
    assert (recorded.follow_up.way, recorded.follow_up.performed_by_id) == (Way.SELF, None)


def test_a_second_report_is_kept_beside_the_first_and_the_same_one_is_not(
    cast: Cast, chen: Observation
) -> None:
    own, client_id = Acting.household(cast.chen.pk), uuid4()
    count = chen.follow_ups.count()
    for sent in (uuid4(), client_id, client_id):
        actions.self_report(own, chen.pk, tenths=366, symptoms=["cough"], client_id=sent, now=NOW)

    assert chen.follow_ups.count() == count + 1
    assert chen.follow_ups.filter(way=Way.SELF).count() == 2


def test_a_call_after_the_end_is_still_kept(cast: Cast, chen: Observation) -> None:
    actions.record_outcome(cast.worker, chen.pk, outcome="moved", note="to his son", now=NOW)
    later = NOW + timedelta(days=20)
    recorded = actions.record_call(
        cast.worker, chen.pk, check_of(FollowUp(pk=0), tenths=366), now=later
    )

    assert recorded.follow_up.is_extra
    assert recorded.is_new
