"""Alarms: opened by a check or by hand, then acknowledged, handled, closed."""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _

from tongzhou.accounts.choices import Role
from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.followup import access
from tongzhou.followup.actions import rows
from tongzhou.followup.choices import ALARM_MOVES, UNSETTLED_ALARMS, AlarmState
from tongzhou.followup.models import Alarm, FollowUp
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting

CLOSERS = frozenset({Role.HEALTH_WORKER, "system"})


def note_alarm(acting: Acting, check: FollowUp, *, now: datetime) -> int:
    """A check is an alarm: open one, or count it to the one that stands (one statement).

    The check brings `unsettled_alarm`. One that was already handled opens again. Returns the id
    of the alarm that stands now.
    """
    standing: int | None = check.unsettled_alarm  # type: ignore[attr-defined]
    if standing is None:
        return Alarm.objects.create(
            observation_id=check.observation_id,
            follow_up=check,
            key_id=check.key_id,
            opened_at=now,
            last_at=now,
        ).pk
    again = Case(
        When(state=AlarmState.HANDLED, then=Value(AlarmState.OPEN.value)), default=F("state")
    )
    access.alarms(acting).filter(pk=standing).update(
        state=again, times=F("times") + 1, last_at=now, follow_up=check
    )
    return standing


def withdraw_alarm(acting: Acting, check: FollowUp, *, now: datetime) -> None:
    """The entry was wrong: its alarm falls away, unless others stand behind it or it was handled."""
    access.alarms(acting).filter(
        follow_up=check, times=1, state__in=[AlarmState.OPEN, AlarmState.ACKNOWLEDGED]
    ).update(state=AlarmState.WITHDRAWN, settled_at=now, settled_by=acting.user_id)


@transaction.atomic
def raise_alarm(acting: Acting, observation_id: int, *, words: str, now: datetime) -> Alarm:
    """Call the health desk by hand."""
    observation = rows.observation(acting, observation_id)
    if not words.strip():
        raise Refusal(_("Say what worries you."), field="words")
    standing = access.alarms(acting).filter(observation=observation, state__in=UNSETTLED_ALARMS)
    if standing.exists():
        raise Refusal(_("An alarm for this person is already open."), field="words")
    alarm = Alarm(observation=observation, key_id=observation.key_id, opened_at=now, last_at=now)
    Keyring.of([alarm.key_id]).seal(alarm, "words", words.strip())
    alarm.save(force_insert=True)
    audit.record("followup.alarm.raised", actor=acting, now=now, obj=alarm)
    return alarm


@transaction.atomic
def acknowledge_alarm(acting: Acting, alarm_id: int, *, now: datetime) -> Alarm:
    """Somebody has seen it and takes it on."""
    alarm = _moved(acting, alarm_id, AlarmState.ACKNOWLEDGED)
    alarm.acknowledged_at, alarm.acknowledged_by_id = now, acting.user_id
    return _saved(acting, alarm, "acknowledged", now=now)


@transaction.atomic
def handle_alarm(acting: Acting, alarm_id: int, *, deed: str, now: datetime) -> Alarm:
    """Write down what was done."""
    if not deed.strip():
        raise Refusal(_("Say what was done."), field="deed")
    alarm = _moved(acting, alarm_id, AlarmState.HANDLED)
    alarm.handled_at, alarm.handled_by_id = now, acting.user_id
    Keyring.of([alarm.key_id]).seal(alarm, "deed", deed.strip())
    return _saved(acting, alarm, "handled", now=now)


@transaction.atomic
def close_alarm(acting: Acting, alarm_id: int, *, now: datetime) -> Alarm:
    """A health worker is content."""
    rows.only(acting, CLOSERS)
    alarm = _moved(acting, alarm_id, AlarmState.CLOSED)
    alarm.settled_at, alarm.settled_by_id = now, acting.user_id
    return _saved(acting, alarm, "closed", now=now)


def _moved(acting: Acting, alarm_id: int, state: str) -> Alarm:
    rows.only(acting, rows.CARERS)
    alarm = rows.locked(access.alarms(acting), alarm_id)
    rows.move(alarm, state, ALARM_MOVES)
    return alarm


def _saved(acting: Acting, alarm: Alarm, deed: str, *, now: datetime) -> Alarm:
    alarm.save()
    audit.record(f"followup.alarm.{deed}", actor=acting, now=now, obj=alarm)
    return alarm
