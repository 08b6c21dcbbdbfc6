"""One observation with everything that is known of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Count

from tongzhou.core import clock
from tongzhou.followup import access
from tongzhou.followup.choices import SEEN, CheckState, Source
from tongzhou.followup.models import (
    Alarm,
    Extension,
    FollowUp,
    Need,
    Observation,
    Release,
)
from tongzhou.followup.queries import findings
from tongzhou.followup.queries.catalogue import symptom_labels
from tongzhou.followup.queries.findings import Findings
from tongzhou.followup.queries.observations import objection
from tongzhou.followup.queries.one_check import phone_of
from tongzhou.followup.queries.policy import policy_book
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting

RELATED = (
    "resident", "household__building__compound", "committee__office", "restriction__first_by",
    "restriction__second_by", "disease", "reason", "responsible__user", "enrolled_by", "ended_by",
    "release__cadre", "release__medic",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SeenCheck:
    """A check with what was found, in words."""

    check: FollowUp
    findings: Findings
    symptoms: Sequence[str]
    corrections: int = 0

    @property
    def source(self) -> str:
        """Where the temperature was taken, in words."""
        return str(Source(self.findings.source).label) if self.findings.source else ""


@dataclass(frozen=True, slots=True)
class Told:
    """A row with the text that was sealed in it."""

    row: Alarm | Need | Extension
    text: str
    deed: str = ""


@dataclass(frozen=True)
class Record:
    """Everything the record page shows."""

    observation: Observation
    now: datetime
    phone: str
    evidence: str
    notes: str
    ending_note: str
    checks: Sequence[SeenCheck]
    alarms: Sequence[Told]
    needs: Sequence[Told]
    extensions: Sequence[Told]
    alarm_tenths: int

    @property
    def today(self) -> date:
        """The street's day on which the page is shown."""
        return clock.local_date(self.now)

    @cached_property
    def seen(self) -> list[SeenCheck]:
        """The checks with a temperature, oldest first."""
        return [c for c in reversed(self.past) if c.findings.tenths is not None]

    @cached_property
    def past(self) -> list[SeenCheck]:
        """What has become of the checks so far, newest first."""
        return [c for c in self.checks if c.check.state != CheckState.NOT_PERFORMED]

    @cached_property
    def coming(self) -> list[FollowUp]:
        """Checks still to do, the next first; those beyond the quota have no team."""
        rows = [c.check for c in self.checks if c.check.state == CheckState.NOT_PERFORMED]
        return [c for c in reversed(rows) if not c.is_extra]

    @property
    def next_check(self) -> FollowUp | None:
        """The check whose time has come. The evening's is not asked for in the morning."""
        return next((c for c in self.coming if c.window_start <= self.now), None)

    @property
    def unassigned(self) -> int:
        """How many checks to come have nobody, because the daily quota is used up."""
        return sum(c.team_id is None for c in self.coming)

    @property
    def waits_for_second(self) -> bool:
        """Whether a second person still has to sign."""
        return self.observation.is_active and self.observation.confirmed_at is None

    @property
    def release(self) -> Release | None:
        """The signatures under the release, if any."""
        return getattr(self.observation, "release", None)

    @property
    def objection(self) -> str:
        """What stands against a release now."""
        end_on = self.observation.end_on
        return objection(
            self.observation,
            today=self.today,
            has_last_check=any(
                c.check.state in SEEN and c.check.day >= end_on for c in self.checks
            ),
            has_alarm=any(isinstance(a.row, Alarm) and a.row.is_unsettled for a in self.alarms),
        )

    @property
    def day_number(self) -> int:
        """Which day since the last exposure today is."""
        exposed = self.observation.last_exposure_on
        return (self.today - exposed).days if exposed else 0

    @property
    def day_count(self) -> int:
        """How many days since the last exposure the observation lasts in all."""
        exposed = self.observation.last_exposure_on
        return (self.observation.end_on - exposed).days if exposed else 0


def record(acting: Acting, pk: int, *, now: datetime) -> Record:
    """Read one observation (eight queries); 404 when it is not one's own or erased."""
    rows = access.observations(acting).filter(erased_at__isnull=True)
    observation = get_or_404(rows.select_related(*RELATED), pk=pk)
    keyring = _keys(observation)
    checks = (
        access.follow_ups(acting).filter(observation=observation).select_related("performed_by")
    )
    policy = policy_book(acting, observation.committee.office_id).on(clock.local_date(now))
    return Record(
        observation=observation,
        now=now,
        phone=phone_of(observation, keyring),
        evidence=keyring.read(observation.restriction, "evidence")
        if observation.restriction
        else "",
        notes=keyring.read(observation, "notes"),
        ending_note=keyring.read(observation, "ending_note"),
        checks=_seen(
            checks.annotate(corrections=Count("versions")).order_by("-due_at"), keyring, now
        ),
        alarms=_alarms(acting, observation, keyring),
        needs=_needs(acting, observation, keyring),
        extensions=_extensions(acting, observation, keyring),
        alarm_tenths=policy.alarm_tenths,
    )


def _keys(observation: Observation) -> Keyring:
    sealed = (observation, observation.restriction, observation.resident, observation.household)
    return Keyring.of(row.key_id for row in sealed if row is not None)


def _seen(checks: Iterable[FollowUp], keyring: Keyring, now: datetime) -> list[SeenCheck]:
    found = []
    for check in checks:
        read = findings.read(check, keyring)
        labels = symptom_labels(read.symptoms, now=now) if read.symptoms else []
        found.append(SeenCheck(check, read, labels, check.corrections))  # type: ignore[attr-defined]
    return found


def _alarms(acting: Acting, observation: Observation, keyring: Keyring) -> list[Told]:
    rows = access.alarms(acting).filter(observation=observation)
    related = rows.select_related("acknowledged_by", "handled_by", "settled_by")
    return [
        Told(a, keyring.read(a, "words"), keyring.read(a, "deed"))
        for a in related.order_by("-opened_at")
    ]


def _needs(acting: Acting, observation: Observation, keyring: Keyring) -> list[Told]:
    rows = access.needs(acting).filter(observation=observation).select_related("asked_by")
    return [Told(n, keyring.read(n, "text")) for n in rows.order_by("-asked_at")]


def _extensions(acting: Acting, observation: Observation, keyring: Keyring) -> list[Told]:
    rows = access.extensions(acting).filter(observation=observation).select_related("by")
    return [Told(e, keyring.read(e, "reason")) for e in rows.order_by("at")]
