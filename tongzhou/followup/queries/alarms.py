"""Alarms for the health desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, IntegerField, Value, When

from tongzhou.core import clock
from tongzhou.followup import access
from tongzhou.followup.choices import UNSETTLED_ALARMS, AlarmState
from tongzhou.followup.models import Alarm
from tongzhou.followup.queries import curves, findings
from tongzhou.followup.queries.catalogue import symptom_labels
from tongzhou.followup.queries.findings import EMPTY, Findings
from tongzhou.followup.queries.one_check import key_ids, phone_of
from tongzhou.followup.queries.policy import policy_value
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting

ORDER = {AlarmState.OPEN: 0, AlarmState.ACKNOWLEDGED: 1, AlarmState.HANDLED: 2}


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """An alarm with what raised it and how to reach the person."""

    alarm: Alarm
    findings: Findings
    symptoms: Sequence[str]
    curve: Sequence[int]
    alarm_tenths: int
    phone: str
    words: str
    deed: str


def alarm_lines(
    acting: Acting, *, is_settled: bool, now: datetime, first: int, size: int
) -> list[AlarmLine]:
    """One page of alarms (three queries): those nobody has seen first, or the latest settled."""
    rows = access.alarms(acting).filter(observation__erased_at__isnull=True)
    if is_settled:
        rows = rows.exclude(state__in=UNSETTLED_ALARMS).order_by("-settled_at", "-pk")
    else:
        whens = [When(state=state, then=Value(rank)) for state, rank in ORDER.items()]
        rank = Case(*whens, default=Value(3), output_field=IntegerField())
        rows = rows.filter(state__in=UNSETTLED_ALARMS).order_by(rank, "last_at", "pk")
    related = (
        "observation__resident", "observation__household__building__compound",
        "observation__committee", "follow_up", "acknowledged_by", "handled_by", "settled_by",
    )  # fmt: skip
    threshold = policy_value(
        acting,
        "alarm_tenths",
        office="observation__committee__office_id",
        day=clock.local_date(now),
    )
    found = list(
        rows.select_related(*related).annotate(alarm_tenths=threshold)[first : first + size]
    )
    return _opened(acting, found, now=now)


def counts(acting: Acting) -> int:
    """How many alarms still need somebody."""
    return access.alarms(acting).filter(state__in=UNSETTLED_ALARMS).count()


def _opened(acting: Acting, found: Sequence[Alarm], *, now: datetime) -> list[AlarmLine]:
    sealed = curves.sealed_curves(acting, (a.observation_id for a in found), now=now)
    keyring = Keyring.of(key for a in found for key in (a.key_id, *key_ids(a.observation)))
    return [_line(a, sealed.get(a.observation_id, ()), keyring, now=now) for a in found]


def _line(alarm: Alarm, sealed: Sequence[bytes], keyring: Keyring, *, now: datetime) -> AlarmLine:
    read = findings.read(alarm.follow_up, keyring) if alarm.follow_up else EMPTY
    return AlarmLine(
        alarm=alarm,
        findings=read,
        symptoms=symptom_labels(read.symptoms, now=now) if read.symptoms else [],
        curve=curves.opened(sealed, alarm.key_id, keyring),
        alarm_tenths=alarm.alarm_tenths,  # type: ignore[attr-defined]
        phone=phone_of(alarm.observation, keyring),
        words=keyring.read(alarm, "words"),
        deed=keyring.read(alarm, "deed"),
    )
