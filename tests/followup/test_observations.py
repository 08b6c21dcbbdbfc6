"""How an observation begins, is prolonged, and ends."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, TODAY, Cast
from tests.followup.conftest import END, EVIDENCE, EXPOSED, check_of, enrolled
from tongzhou.core.clock import local_date
from tongzhou.core.errors import Refusal, Stale
from tongzhou.core.models import AuditEntry
from tongzhou.followup import actions
from tongzhou.followup.choices import AlarmState, CheckState, ObservationState, Outcome
from tongzhou.followup.models import Alarm, FollowUp, Observation
from tongzhou.followup.queries.observations import releasable
from tongzhou.privacy.keyring import Keyring
from tongzhou.privacy.models import RestrictionState
from tongzhou.privacy.restrictions import restrict
from tongzhou.registry.acting import Acting

LAST_DAY = NOW + (END - TODAY)


def seen_on_the_last_day(cast: Cast, observation: Observation) -> FollowUp:
    check = observation.follow_ups.get(day=END, part="morning")
    return actions.perform(cast.worker, check_of(check), now=LAST_DAY).follow_up


def test_it_is_in_force_at_once_with_rule_evidence_and_end(cast: Cast, chen: Observation) -> None:
    restriction = chen.restriction
    assert restriction is not None
    assert chen.is_active
    assert (restriction.subject_id, restriction.ends_on) == (cast.chen_jun.pk, END)
    assert restriction.state == RestrictionState.PROVISIONAL
    assert Keyring.of([restriction.key_id]).read(restriction, "evidence") == EVIDENCE


def test_the_last_day_is_counted_from_the_last_exposure(chen: Observation) -> None:
    assert chen.end_on == EXPOSED + timedelta(days=14)


@pytest.mark.parametrize(
    ("exposed", "words"),
    [(TODAY + timedelta(days=1), "in the future"), (TODAY - timedelta(days=15), "already over")],
)
def test_impossible_dates_are_refused(cast: Cast, exposed: date, words: str) -> None:
    with pytest.raises(Refusal, match=words) as refusal:
        enrolled(cast.worker, cast.chen_jun, exposed=exposed)
    assert refusal.value.field == "last_exposure_on"


def test_nobody_is_observed_twice_at_once(cast: Cast, chen: Observation) -> None:
    with pytest.raises(Refusal, match="already under observation"):
        enrolled(cast.secretary, cast.chen_jun)
    chen.pk = None
    chen._state.adding = True
    chen.restriction = restrict(
        cast.chen_jun.pk, kind="x", rule="x", evidence="x", ends_on=END, actor=cast.worker, now=NOW
    )
    with (
        pytest.raises(IntegrityError, match=r"resident_id|observation_one_active"),
        transaction.atomic(),
    ):
        chen.save()


def test_somebody_of_another_committee_does_not_exist(cast: Cast) -> None:
    with pytest.raises(Http404):
        enrolled(cast.worker, cast.he_ping)


@pytest.mark.parametrize("who", ["director", "volunteer", "desk", "admin", "medic"])
def test_only_staff_enrol(cast: Cast, who: str) -> None:
    with pytest.raises((Refusal, Http404)):
        enrolled(cast.everyone()[who], cast.chen_jun)


def test_the_second_signature_comes_from_another_person(cast: Cast, chen: Observation) -> None:
    with pytest.raises(Refusal, match="another person"):
        actions.sign_second(cast.worker, chen.pk, now=NOW)
    actions.sign_second(cast.medic, chen.pk, now=NOW)

    chen.restriction.refresh_from_db()  # type: ignore[union-attr]
    assert chen.restriction.state == RestrictionState.CONFIRMED  # type: ignore[union-attr]


def test_without_a_second_signature_it_lapses_after_a_day(cast: Cast, chen: Observation) -> None:
    assert actions.lapse_unsigned(now=NOW + timedelta(hours=24)) == 0
    assert actions.lapse_unsigned(now=NOW + timedelta(hours=24, seconds=1)) == 1
    assert actions.lapse_unsigned(now=NOW + timedelta(days=2)) == 0

    chen.refresh_from_db()
    assert (chen.state, chen.outcome) == (ObservationState.LAPSED, Outcome.LAPSED)
    assert not chen.follow_ups.filter(due_at__gt=NOW + timedelta(days=1, seconds=1)).exists()
    assert chen.restriction.state == RestrictionState.LAPSED  # type: ignore[union-attr]


def test_a_confirmed_observation_does_not_lapse(cast: Cast, chen: Observation) -> None:
    actions.sign_second(cast.secretary, chen.pk, now=NOW)

    assert actions.lapse_unsigned(now=NOW + timedelta(days=3)) == 0


@pytest.mark.parametrize("days", [0, -1, -14])
def test_it_is_never_made_shorter(cast: Cast, chen: Observation, days: int) -> None:
    with pytest.raises(Refusal, match="only be made longer"):
        actions.extend(cast.worker, chen.pk, days=days, reason="better", now=NOW)
    chen.refresh_from_db()
    assert chen.end_on == END


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["extend", "policy", "sign", "release", "perform", "hand_over"]),
        st.integers(-20, 20),
    ),
    max_size=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=DEEDS)
def test_whatever_is_done_the_end_never_comes_sooner(
    cast: Cast, deeds: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        observation = enrolled(cast.worker, cast.chen_jun)
        ends = [observation.end_on]
        for deed, amount in deeds:
            try:
                with transaction.atomic():
                    do(cast, observation, deed, amount)
            except (Refusal, IntegrityError):
                pass
            observation.refresh_from_db()
            ends.append(observation.end_on)
        assert ends == sorted(ends)
        transaction.set_rollback(True)


def do(cast: Cast, observation: Observation, deed: str, amount: int) -> None:
    pk = observation.pk
    if deed == "extend":
        actions.extend(cast.worker, pk, days=amount, reason="why", now=NOW)
    elif deed == "policy":
        actions.set_policy(
            cast.officer, cast.office.pk, effective_on=TODAY, now=NOW, observation_days=abs(amount)
        )
    elif deed == "sign":
        actions.sign_second(cast.secretary, pk, now=NOW)
    elif deed == "release":
        actions.sign_release(cast.medic, pk, now=NOW + timedelta(days=amount))
    elif deed == "perform":
        check = observation.follow_ups.order_by("due_at")[0]
        actions.perform(cast.worker, check_of(check, tenths=365 + amount), now=NOW)
    else:
        member = cast.secretary.membership_id or 0
        actions.hand_over(cast.worker, pk, responsible_id=member, now=NOW)


def test_longer_means_more_checks_and_a_later_end(cast: Cast, chen: Observation) -> None:
    before = set(chen.follow_ups.values_list("pk", flat=True))
    actions.extend(cast.worker, chen.pk, days=7, reason="still coughs", now=NOW)

    chen.refresh_from_db()
    assert chen.end_on == END + timedelta(days=7)
    assert chen.restriction.ends_on == chen.end_on  # type: ignore[union-attr]
    assert before < set(chen.follow_ups.values_list("pk", flat=True))
    assert chen.follow_ups.count() == len(before) + 14


def test_release_before_the_end_is_refused(cast: Cast, chen: Observation) -> None:
    with pytest.raises(Refusal, match="runs until"):
        actions.sign_release(cast.worker, chen.pk, now=NOW)


def test_release_needs_a_check_on_the_last_day_or_after(cast: Cast, chen: Observation) -> None:
    with pytest.raises(Refusal, match="last check is missing"):
        actions.sign_release(cast.worker, chen.pk, now=LAST_DAY)
    refused = chen.follow_ups.get(day=END, part="morning")
    actions.perform(cast.worker, check_of(refused, state=CheckState.REFUSED), now=LAST_DAY)
    assert not releasable(cast.worker, today=local_date(LAST_DAY)).exists()

    call = check_of(FollowUp(pk=0))
    actions.record_call(cast.worker, chen.pk, call, now=LAST_DAY + timedelta(days=1))
    assert releasable(cast.worker, today=local_date(LAST_DAY + timedelta(days=1))).get() == chen


def test_release_is_signed_by_a_cadre_and_a_medic(cast: Cast, chen: Observation) -> None:
    seen_on_the_last_day(cast, chen)
    actions.sign_release(cast.worker, chen.pk, now=LAST_DAY)
    with pytest.raises(Refusal, match="already signed"):
        actions.sign_release(cast.secretary, chen.pk, now=LAST_DAY)
    for who in (cast.officer, cast.director, cast.volunteer):
        with pytest.raises((Refusal, Http404)):
            actions.sign_release(who, chen.pk, now=LAST_DAY)
    chen.refresh_from_db()
    assert chen.is_active

    actions.sign_release(cast.medic, chen.pk, now=LAST_DAY)
    chen.refresh_from_db()
    assert (chen.state, chen.outcome) == (ObservationState.RELEASED, Outcome.COMPLETED)
    assert chen.restriction.state == RestrictionState.ENDED  # type: ignore[union-attr]


def test_one_person_with_two_roles_cannot_sign_for_both(cast: Cast, chen: Observation) -> None:
    seen_on_the_last_day(cast, chen)
    as_medic = Acting(
        user_id=cast.worker.user_id, role="health_worker", unit_label="", is_whole_street=True
    )
    actions.sign_release(cast.worker, chen.pk, now=LAST_DAY)

    with pytest.raises(Refusal, match="another person"):
        actions.sign_release(as_medic, chen.pk, now=LAST_DAY)


def test_an_open_alarm_stands_against_release(cast: Cast, chen: Observation) -> None:
    check = chen.follow_ups.get(day=END, part="morning")
    actions.perform(cast.worker, check_of(check, tenths=379), now=LAST_DAY)
    with pytest.raises(Refusal, match="alarm"):
        actions.sign_release(cast.worker, chen.pk, now=LAST_DAY)

    alarm = Alarm.objects.get()
    actions.handle_alarm(cast.medic, alarm.pk, deed="measured again, 36.6", now=LAST_DAY)
    actions.close_alarm(cast.medic, alarm.pk, now=LAST_DAY)
    actions.sign_release(cast.worker, chen.pk, now=LAST_DAY)


def test_an_extension_voids_the_first_signature(cast: Cast, chen: Observation) -> None:
    seen_on_the_last_day(cast, chen)
    actions.sign_release(cast.worker, chen.pk, now=LAST_DAY)
    actions.extend(cast.medic, chen.pk, days=3, reason="result is late", now=LAST_DAY)

    with pytest.raises(Refusal, match="runs until"):
        actions.sign_release(cast.medic, chen.pk, now=LAST_DAY)


@pytest.mark.parametrize("outcome", ["case", "lost", "moved", "died"])
def test_other_ends_are_recorded_and_lift_the_restriction(
    cast: Cast, chen: Observation, outcome: str
) -> None:
    actions.record_outcome(cast.worker, chen.pk, outcome=outcome, note="told by phone", now=NOW)

    chen.refresh_from_db()
    assert (chen.state, chen.outcome) == (ObservationState.ENDED, outcome)
    assert not chen.follow_ups.filter(state=CheckState.NOT_PERFORMED).exists()
    assert chen.restriction.state == RestrictionState.ENDED  # type: ignore[union-attr]


@pytest.mark.parametrize("outcome", ["completed", "lapsed", "error", "nonsense"])
def test_an_end_that_follows_from_something_else_is_not_recorded_by_hand(
    cast: Cast, chen: Observation, outcome: str
) -> None:
    with pytest.raises(Refusal):
        actions.record_outcome(cast.worker, chen.pk, outcome=outcome, note="", now=NOW)


def test_wrong_dates_are_cancelled_and_the_person_is_enrolled_anew(
    cast: Cast, chen: Observation
) -> None:
    actions.cancel_as_error(cast.worker, chen.pk, note="he came back on the 25th", now=NOW)
    anew = enrolled(cast.worker, cast.chen_jun, exposed=TODAY - timedelta(days=9))

    chen.refresh_from_db()
    assert chen.state == ObservationState.CANCELLED
    assert anew.end_on == TODAY + timedelta(days=5)


def test_what_has_ended_stays_as_it_is(cast: Cast, chen: Observation) -> None:
    actions.record_outcome(cast.worker, chen.pk, outcome="moved", note="", now=NOW)

    with pytest.raises(Refusal, match="has ended"):
        actions.extend(cast.worker, chen.pk, days=1, reason="x", now=NOW)
    with pytest.raises(Refusal, match="has ended"):
        actions.record_outcome(cast.worker, chen.pk, outcome="lost", note="", now=NOW)


def test_who_saw_an_older_version_is_told_so(cast: Cast, chen: Observation) -> None:
    seen = chen.version
    actions.extend(cast.secretary, chen.pk, days=1, reason="x", now=NOW, version=seen)

    with pytest.raises(Stale):
        actions.extend(cast.worker, chen.pk, days=1, reason="x", now=NOW, version=seen)


def test_every_deed_is_one_audit_entry_without_a_name(cast: Cast, chen: Observation) -> None:
    before = AuditEntry.objects.count()
    actions.sign_second(cast.secretary, chen.pk, now=NOW)
    actions.extend(cast.worker, chen.pk, days=2, reason="canary", now=NOW)
    actions.add_need(cast.worker, chen.pk, kind="food", text="canary", now=NOW)

    assert AuditEntry.objects.count() == before + 3
    for entry in AuditEntry.objects.all():
        assert "canary" not in (entry.body or "")
        assert "陈军" not in (entry.body or "")
        assert str(cast.chen_jun.pk) not in (entry.body or "").split()


def test_an_alarm_returns_when_the_fever_does(cast: Cast, chen: Observation) -> None:
    morning, evening, next_morning = chen.follow_ups.order_by("due_at")[:3]
    actions.perform(cast.worker, check_of(morning, tenths=378), now=NOW)
    alarm = Alarm.objects.get()
    actions.acknowledge_alarm(cast.medic, alarm.pk, now=NOW)
    actions.handle_alarm(cast.medic, alarm.pk, deed="rest, drink", now=NOW)
    actions.perform(cast.worker, check_of(evening, tenths=380), now=NOW + timedelta(hours=8))
    alarm.refresh_from_db()
    assert (alarm.state, alarm.times) == (AlarmState.OPEN, 2)

    actions.handle_alarm(cast.medic, alarm.pk, deed="sent to hospital", now=NOW)
    actions.close_alarm(cast.medic, alarm.pk, now=NOW)
    later = NOW + timedelta(days=1)
    actions.perform(cast.worker, check_of(next_morning, tenths=380), now=later)
    assert Alarm.objects.filter(state=AlarmState.OPEN).count() == 1


def test_closing_an_alarm_is_for_health_workers(cast: Cast, first: FollowUp) -> None:
    actions.perform(cast.worker, check_of(first, tenths=390), now=NOW)
    alarm = Alarm.objects.get()
    actions.handle_alarm(cast.worker, alarm.pk, deed="called the doctor", now=NOW)

    with pytest.raises(Refusal):
        actions.close_alarm(cast.worker, alarm.pk, now=NOW)


def test_an_alarm_moves_only_along_its_table(cast: Cast, chen: Observation) -> None:
    alarm = actions.raise_alarm(cast.worker, chen.pk, words="does not answer", now=NOW)

    with pytest.raises(Stale):
        actions.close_alarm(cast.medic, alarm.pk, now=NOW)
    with pytest.raises(Refusal, match="already open"):
        actions.raise_alarm(cast.worker, chen.pk, words="again", now=NOW)


def test_a_need_becomes_an_errand_and_is_met(cast: Cast, chen: Observation) -> None:
    need = actions.add_need(cast.worker, chen.pk, kind="medicine", text="amlodipine", now=NOW)
    actions.link_need_to_errand(cast.worker, need.pk, errand_ref=77, now=NOW)
    need.refresh_from_db()
    assert (need.state, need.errand_ref) == ("errand", 77)
    actions.unlink_need(cast.worker, need.pk, now=NOW)
    actions.meet_need(cast.worker, need.pk, now=NOW)

    with pytest.raises(Stale):
        actions.cancel_need(cast.worker, need.pk, now=NOW)
