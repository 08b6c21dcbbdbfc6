"""How observations end: co-signed release, another outcome, error, lapse."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from tongzhou.accounts.choices import Role
from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.followup import access
from tongzhou.followup.actions import rows
from tongzhou.followup.actions.schedule import regenerate
from tongzhou.followup.choices import (
    END_STATE,
    OBSERVATION_MOVES,
    RECORDED_OUTCOMES,
    UNSETTLED_ALARMS,
    AlarmState,
    ObservationState,
    Outcome,
)
from tongzhou.followup.models import Observation, Release
from tongzhou.followup.queries.observations import why_not_releasable
from tongzhou.privacy import restrictions
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting

SIGNERS = {Role.COMMITTEE_STAFF: "cadre", Role.HEALTH_WORKER: "medic"}
OTHER = {"cadre": "medic", "medic": "cadre"}


@transaction.atomic
def sign_release(
    acting: Acting, observation_id: int, *, now: datetime, version: int | None = None
) -> Observation:
    """Sign the release as cadre or as medic; with both signatures the person is released."""
    observation = rows.observation(acting, observation_id, roles=SIGNERS, version=version)
    rows.refuse_unless_active(observation)
    if sentence := why_not_releasable(acting, observation, now=now):
        raise Refusal(sentence)
    release = _signed(acting, observation, now=now)
    if release.is_complete:
        _end(observation, Outcome.COMPLETED, acting=acting, now=now)
    else:
        observation.version += 1
        observation.save(update_fields=["version"])
    audit.record(
        "followup.release.signed",
        actor=acting,
        now=now,
        obj=observation,
        side=SIGNERS[Role(acting.role)],
        complete=release.is_complete,
    )
    return observation


def _signed(acting: Acting, observation: Observation, *, now: datetime) -> Release:
    side = SIGNERS[Role(acting.role)]
    release = access.releases(acting).filter(observation=observation).first()
    release = release or Release(observation=observation)
    if getattr(release, f"{side}_id"):
        raise Refusal(_("This side has already signed."))
    if getattr(release, f"{OTHER[side]}_id") == acting.user_id:
        raise Refusal(_("The second signature must come from another person."))
    setattr(release, f"{side}_id", acting.user_id)
    setattr(release, f"{side}_at", now)
    release.save()
    return release


@transaction.atomic
def record_outcome(
    acting: Acting,
    observation_id: int,
    *,
    outcome: str,
    note: str,
    now: datetime,
    version: int | None = None,
) -> Observation:
    """Became a case, lost from sight, moved away or died: the observation ends."""
    if outcome not in RECORDED_OUTCOMES:
        raise Refusal(_("Choose what happened."), field="outcome")
    observation = rows.observation(acting, observation_id, version=version)
    _end(observation, outcome, acting=acting, now=now, note=note)
    audit.record(
        "followup.observation.ended", actor=acting, now=now, obj=observation, outcome=outcome
    )
    return observation


@transaction.atomic
def cancel_as_error(
    acting: Acting, observation_id: int, *, note: str, now: datetime, version: int | None = None
) -> Observation:
    """Entered in error, or with wrong dates: cancelled here, and enrolled anew if need be."""
    if not note.strip():
        raise Refusal(_("Say what was wrong."), field="note")
    observation = rows.observation(acting, observation_id, roles=rows.STAFF, version=version)
    _end(observation, Outcome.ERROR, acting=acting, now=now, note=note)
    access.alarms(acting).filter(observation=observation, state__in=UNSETTLED_ALARMS).update(
        state=AlarmState.WITHDRAWN, settled_at=now, settled_by=acting.user_id
    )
    audit.record("followup.observation.cancelled", actor=acting, now=now, obj=observation)
    return observation


def lapse_unsigned(*, now: datetime) -> int:
    """End the observations that nobody confirmed in time; returns how many. Repeatable."""
    overdue = restrictions.overdue(now).filter(pk=OuterRef("restriction"))
    waiting = access.observations(Acting.system()).filter(
        Exists(overdue), state=ObservationState.ACTIVE
    )
    found = list(waiting.values_list("pk", flat=True))
    for pk in found:
        _lapse(pk, now=now)
    return len(found)


@transaction.atomic
def _lapse(pk: int, *, now: datetime) -> None:
    system = Acting.system()
    observation = rows.observation(system, pk)
    _end(observation, Outcome.LAPSED, acting=system, now=now)
    audit.record("followup.observation.lapsed", actor=system, now=now, obj=observation)


def _end(
    observation: Observation, outcome: str, *, acting: Acting, now: datetime, note: str = ""
) -> None:
    """Set the end, lift the restriction, drop the checks that were still to come."""
    assert observation.restriction is not None
    rows.refuse_unless_active(observation)
    rows.move(observation, END_STATE[outcome], OBSERVATION_MOVES)
    observation.outcome, observation.ended_at = outcome, now
    observation.ended_by_id = acting.user_id
    observation.version += 1
    if note.strip():
        Keyring.of([observation.key_id]).seal(observation, "ending_note", note.strip())
    observation.save(
        update_fields=["state", "outcome", "ended_at", "ended_by", "version", "ending_note"]
    )
    lift = restrictions.lapse if outcome == Outcome.LAPSED else restrictions.end
    lift(observation.restriction, now=now)
    regenerate(observation, now=now)
