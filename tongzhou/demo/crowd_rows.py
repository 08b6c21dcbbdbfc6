"""Thousands more under observation, to measure with: rows at once instead of action by action.

A history of sixty people is played through the actions of the rooms (`play`); five thousand would
take minutes. The rows are the same, but nothing is audited singly and only open needs and alarms
are kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from tongzhou.core import audit
from tongzhou.demo.account_rows import Crew
from tongzhou.demo.checks import ALARM
from tongzhou.demo.data import read
from tongzhou.demo.events import Case, Check, Observation, Release
from tongzhou.demo.observations import STAY
from tongzhou.demo.registry_rows import Rows
from tongzhou.followup import models, plans
from tongzhou.followup.choices import RESTRICTION_KIND, CheckState, ObservationState, Outcome
from tongzhou.followup.queries.findings import Findings, seal
from tongzhou.followup.queries.policy import PolicyBook
from tongzhou.privacy.keyring import Keyring
from tongzhou.privacy.models import Restriction, RestrictionState
from tongzhou.privacy.restrictions import SECOND_SIGNATURE_WITHIN
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Resident

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Stay:
    """One observation of the history with the rows that stand for it."""

    told: Observation
    row: models.Observation
    walk: str


@dataclass(slots=True)
class Crowd:
    """Writes observations with their checks; `now` divides what was from what is planned."""

    rows: Rows
    crew: Crew
    now: datetime
    _disease: models.Disease = field(init=False)
    _reasons: Mapping[str, models.Reason] = field(init=False)

    def __post_init__(self) -> None:
        self._disease = models.Disease.objects.get(position=1)
        self._reasons = {reason.key: reason for reason in models.Reason.objects.all()}

    def save(self, observations: Sequence[Observation]) -> None:
        """Write all of them, with one audit entry."""
        people = Resident.objects.select_related("household__building").in_bulk(
            [self.rows.resident_id(observation.who) for observation in observations]
        )
        keyring, keys = Keyring.new(2 * len(observations))
        restrictions = [
            self._restriction(observation, key, keyring)
            for observation, key in zip(observations, keys[::2], strict=True)
        ]
        Restriction.objects.bulk_create(restrictions, batch_size=BATCH)
        stays = [
            self._stay(observation, people[restriction.subject_id], restriction, key)
            for observation, restriction, key in zip(
                observations, restrictions, keys[1::2], strict=True
            )
        ]
        models.Observation.objects.bulk_create([s.row for s in stays], batch_size=BATCH)
        models.Release.objects.bulk_create(self._releases(stays))
        self._save_checks(stays, keyring)
        system = Acting.system()
        audit.record("demo.crowd.loaded", actor=system, now=self.now, count=len(stays))

    def _restriction(self, told: Observation, key: UUID, keyring: Keyring) -> Restriction:
        is_over = _ended_at(told) is not None
        confirmed = RestrictionState.ENDED if is_over else RestrictionState.CONFIRMED
        row = Restriction(
            subject_id=self.rows.resident_id(told.who),
            kind=RESTRICTION_KIND,
            rule=_legal_basis(),
            key_id=key,
            state=confirmed if told.signed_at else RestrictionState.PROVISIONAL,
            starts_at=told.at,
            ends_on=_end_on(told),
            first_by_id=self.crew.users[told.by].pk,
            confirm_by=told.at + SECOND_SIGNATURE_WITHIN,
            second_by=self.crew.users.get(told.signed_by),
            second_at=told.signed_at,
            ended_at=_ended_at(told),
        )
        keyring.seal(row, "evidence", told.reason_note)
        return row

    def _stay(
        self, told: Observation, person: Resident, restriction: Restriction, key: UUID
    ) -> Stay:
        state, outcome = _state(told)
        row = models.Observation(
            resident=person,
            household_id=person.household_id,
            committee_id=person.committee_id,
            restriction=restriction,
            disease=self._disease,
            reason=self._reasons[told.reason],
            legal_basis=restriction.rule,
            last_exposure_on=told.last_exposure_on,
            end_on=restriction.ends_on,
            key_id=key,
            responsible_id=self.crew.actings[told.by].membership_id,
            enrolled_at=told.at,
            enrolled_by_id=self.crew.users[told.by].pk,
            confirmed_at=told.signed_at,
            state=state,
            outcome=outcome,
            ended_at=_ended_at(told),
        )
        return Stay(told, row, plans.walk_of(person.household))

    def _releases(self, stays: Sequence[Stay]) -> Iterator[models.Release]:
        for stay in stays:
            if isinstance(told := stay.told.ending, Release):
                yield models.Release(
                    observation=stay.row,
                    cadre=self.crew.users[told.by],
                    cadre_at=told.at,
                    medic=self.crew.users.get(told.signed_by),
                    medic_at=told.signed_at,
                )

    def _save_checks(self, stays: Sequence[Stay], keyring: Keyring) -> None:
        made = [pair for stay in stays for pair in self._checks(stay, keyring)]
        models.FollowUp.objects.bulk_create([row for row, _ in made], batch_size=BATCH)
        found = [(row, check) for row, check in made if check]
        models.Alarm.objects.bulk_create(_alarms(found))
        models.Need.objects.bulk_create(_needs(found, keyring))

    def _checks(
        self, stay: Stay, keyring: Keyring
    ) -> Iterator[tuple[models.FollowUp, Check | None]]:
        found = {(check.on, check.slot): check for check in stay.told.checks}
        ended_at = _ended_at(stay.told)
        for slot in plans.slots(PolicyBook(), after=stay.told.at, until=stay.row.end_on):
            if ended_at is None or slot.window_start <= ended_at:
                check = found.get((slot.day, slot.part))
                yield self._check(stay, slot, check, keyring), check

    def _check(
        self, stay: Stay, slot: plans.Slot, check: Check | None, keyring: Keyring
    ) -> models.FollowUp:
        is_over = slot.due_at < self.now
        row = models.FollowUp(
            observation=stay.row,
            committee_id=stay.row.committee_id,
            walk=stay.walk,
            day=slot.day,
            part=slot.part,
            window_start=slot.window_start,
            due_at=slot.due_at,
            team_id=stay.row.responsible_id,
            key_id=stay.row.key_id,
            state=CheckState.MISSED if is_over else CheckState.NOT_PERFORMED,
        )
        if check:
            row.state, row.way, row.performed_at = check.state, check.way, check.at
            row.performed_by = None if check.way == "self" else self.crew.users[check.by]
            row.has_alarm = (check.tenths or 0) >= ALARM
            source = check.source if check.tenths else ""
            seal(row, Findings(check.tenths, source, check.symptoms, check.note), keyring)
        return row


def _legal_basis() -> str:
    return str(read("observations")["legal_basis"]["text"][0])


def _end_on(told: Observation) -> date:
    extra = told.extension.days if told.extension else 0
    return told.last_exposure_on + timedelta(days=STAY + extra)


def _ended_at(told: Observation) -> datetime | None:
    if isinstance(told.ending, Release):
        return told.ending.signed_at
    return told.ending.at if told.ending else None


def _state(told: Observation) -> tuple[str, str]:
    if _ended_at(told) is None:
        return ObservationState.ACTIVE, ""
    if isinstance(told.ending, Case):
        return ObservationState.ENDED, Outcome.CASE
    return ObservationState.RELEASED, Outcome.COMPLETED


def _alarms(found: Sequence[tuple[models.FollowUp, Check]]) -> Iterator[models.Alarm]:
    """The fevers nobody has answered yet; a second one of the same person counts to the first."""
    standing: dict[int, models.Alarm] = {}
    for row, check in found:
        if row.has_alarm and check.alarm is None:
            alarm = standing.setdefault(
                row.observation_id,
                models.Alarm(
                    observation_id=row.observation_id,
                    key_id=row.key_id,
                    opened_at=check.at,
                    times=0,
                ),
            )
            alarm.follow_up, alarm.last_at, alarm.times = row, check.at, alarm.times + 1
    yield from standing.values()


def _needs(
    found: Sequence[tuple[models.FollowUp, Check]], keyring: Keyring
) -> Iterator[models.Need]:
    """What was asked for and nobody has taken on yet."""
    for row, check in found:
        if check.need and check.need.at is None:
            need = models.Need(
                observation_id=row.observation_id,
                follow_up=row,
                kind=check.need.kind,
                key_id=row.key_id,
                asked_at=check.at,
                asked_by=row.performed_by,
            )
            keyring.seal(need, "text", check.need.text)
            yield need
