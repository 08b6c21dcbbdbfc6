"""Enrol, confirm, prolong, hand over."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.accounts.choices import Role
from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal
from tongzhou.followup import access
from tongzhou.followup.actions import rows
from tongzhou.followup.actions.schedule import regenerate
from tongzhou.followup.choices import RESTRICTION_KIND, Level, ObservationState
from tongzhou.followup.models import Disease, Extension, Observation, Reason
from tongzhou.followup.queries.policy import policy_book
from tongzhou.privacy import restrictions
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Household, Resident


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Who is to be observed and why. `reason` and `disease` are keys of the catalogue.

    `evidence` says what the order rests on (a list received, a result, the person's own word).
    Without `responsible_id` the worker of the building calls, else whoever enrols.
    """

    resident_id: int
    reason: str
    last_exposure_on: date
    evidence: str
    legal_basis: str
    level: str = Level.MEDICAL
    disease: str = ""
    notes: str = ""
    responsible_id: int | None = None


@transaction.atomic
def enrol(acting: Acting, given: Enrolment, *, now: datetime) -> Observation:
    """Put a person under observation at once; it lapses unless a second person signs in 24 h."""
    rows.only(acting, rows.STAFF)
    resident = _resident(acting, given.resident_id)
    end_on = _end_of(acting, resident, given.last_exposure_on, now=now)
    restriction = restrictions.restrict(
        resident.pk,
        kind=RESTRICTION_KIND,
        rule=given.legal_basis,
        evidence=given.evidence,
        ends_on=end_on,
        actor=acting,
        now=now,
    )
    keyring, [key_id] = Keyring.new()
    observation = Observation(
        resident=resident,
        household=resident.household,
        committee=resident.household.committee,
        restriction=restriction,
        disease=_disease(acting, given.disease),
        reason=_reason(acting, given.reason),
        level=given.level,
        legal_basis=given.legal_basis,
        last_exposure_on=given.last_exposure_on,
        end_on=end_on,
        key_id=key_id,
        responsible_id=given.responsible_id or _caller(acting, resident.household),
        enrolled_at=now,
        enrolled_by_id=restriction.first_by_id,
    )
    keyring.seal(observation, "notes", given.notes.strip())
    observation.save(force_insert=True)
    regenerate(observation, now=now)
    audit.record("followup.observation.enrolled", actor=acting, now=now, obj=observation)
    return observation


def _resident(acting: Acting, pk: int) -> Resident:
    found = registry.residents(acting).filter(left_on__isnull=True)
    resident = rows.locked(found.select_related("household__building", "household__committee"), pk)
    if access.observations(acting).filter(resident=pk, state=ObservationState.ACTIVE).exists():
        raise Refusal(_("This person is already under observation."), field="resident")
    return resident


def _end_of(acting: Acting, resident: Resident, exposed_on: date, *, now: datetime) -> date:
    today = clock.local_date(now)
    if exposed_on > today:
        raise Refusal(_("The last exposure cannot lie in the future."), field="last_exposure_on")
    policy = policy_book(acting, resident.household.committee.office_id).on(today)
    end_on = exposed_on + timedelta(days=policy.observation_days)
    if end_on < today:
        sentence = _("%(days)d days after that exposure are already over. Check the date.")
        raise Refusal(sentence % {"days": policy.observation_days}, field="last_exposure_on")
    return end_on


def _disease(acting: Acting, key: str) -> Disease:
    found = access.diseases(acting)
    return registry.get_or_404(found.filter(key=key) if key else found)


def _reason(acting: Acting, key: str) -> Reason:
    return registry.get_or_404(access.reasons(acting), key=key)


def _caller(acting: Acting, household: Household) -> int | None:
    """The worker of the building, else whoever enrols if they are of this committee."""
    workers = registry.memberships(acting).filter(
        role=Role.COMMITTEE_STAFF,
        committee=household.committee_id,
        ended_on__isnull=True,
        buildings=household.building_id,
    )
    worker = workers.order_by("pk").first()
    if worker:
        return worker.pk
    return acting.membership_id if acting.committee_id == household.committee_id else None


@transaction.atomic
def sign_second(
    acting: Acting, observation_id: int, *, now: datetime, version: int | None = None
) -> Observation:
    """The second of two persons confirms the observation."""
    observation = rows.observation(acting, observation_id, version=version)
    rows.refuse_unless_active(observation)
    assert observation.restriction is not None
    restrictions.sign_second(observation.restriction, actor=acting, now=now)
    observation.confirmed_at = now
    observation.version += 1
    observation.save(update_fields=["confirmed_at", "version"])
    audit.record("followup.observation.confirmed", actor=acting, now=now, obj=observation)
    return observation


@transaction.atomic
def extend(
    acting: Acting,
    observation_id: int,
    *,
    days: int,
    reason: str,
    now: datetime,
    version: int | None = None,
) -> Observation:
    """Add days; nothing ever takes days away. A signature under the release no longer counts."""
    observation = rows.observation(acting, observation_id, version=version)
    rows.refuse_unless_active(observation)
    if days < 1:
        raise Refusal(
            _(
                "An observation can only be made longer. If the dates are wrong, cancel it and enrol anew."
            ),
            field="days",
        )
    if not reason.strip():
        raise Refusal(_("Say why the person has to stay longer."), field="reason")
    row = Extension(observation=observation, days=days, key_id=observation.key_id, at=now)
    row.by_id = acting.account_id
    Keyring.of([observation.key_id]).seal(row, "reason", reason.strip())
    row.save(force_insert=True)
    _prolong(observation, days)
    access.releases(acting).filter(observation=observation).delete()
    regenerate(observation, now=now)
    audit.record("followup.observation.extended", actor=acting, now=now, obj=observation, days=days)
    return observation


def _prolong(observation: Observation, days: int) -> None:
    assert observation.restriction is not None
    observation.end_on += timedelta(days=days)
    observation.version += 1
    observation.save(update_fields=["end_on", "version"])
    observation.restriction.ends_on = observation.end_on
    observation.restriction.save(update_fields=["ends_on"])


@transaction.atomic
def hand_over(
    acting: Acting, observation_id: int, *, responsible_id: int, now: datetime
) -> Observation:
    """Another member of the committee calls from now on."""
    observation = rows.observation(acting, observation_id, roles=rows.STAFF)
    rows.refuse_unless_active(observation)
    members = registry.memberships(acting).filter(
        role=Role.COMMITTEE_STAFF, committee=observation.committee_id, ended_on__isnull=True
    )
    observation.responsible = registry.get_or_404(members, pk=responsible_id)
    observation.version += 1
    observation.save(update_fields=["responsible", "version"])
    regenerate(observation, now=now)
    audit.record(
        "followup.observation.handed_over",
        actor=acting,
        now=now,
        obj=observation,
        to=responsible_id,
    )
    return observation
