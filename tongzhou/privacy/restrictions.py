"""Restrictions on a person: in force at once, lapsing after a day unless a second person signs."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongzhou.core.audit import Actor
from tongzhou.core.errors import Refusal
from tongzhou.privacy.keyring import Keyring
from tongzhou.privacy.models import Restriction, RestrictionState

SECOND_SIGNATURE_WITHIN = timedelta(hours=24)
IN_FORCE = (RestrictionState.PROVISIONAL, RestrictionState.CONFIRMED)


def restrict(
    subject_id: int,
    *,
    kind: str,
    rule: str,
    evidence: str,
    ends_on: date,
    actor: Actor,
    now: datetime,
) -> Restriction:
    """Restrict a person at once. The caller writes the audit entry of its own action."""
    if actor.user_id is None:
        raise Refusal(_("Only a person with an account can restrict somebody."))
    if not rule or not evidence.strip():
        raise Refusal(_("Say which rule applies and what it rests on."), field="evidence")
    keyring, [key_id] = Keyring.new()
    restriction = Restriction(
        subject_id=subject_id,
        kind=kind,
        rule=rule,
        key_id=key_id,
        starts_at=now,
        ends_on=ends_on,
        first_by_id=actor.user_id,
        confirm_by=now + SECOND_SIGNATURE_WITHIN,
    )
    keyring.seal(restriction, "evidence", evidence)
    restriction.save(force_insert=True)
    return restriction


def sign_second(restriction: Restriction, *, actor: Actor, now: datetime) -> None:
    """The second of two persons confirms."""
    if restriction.state != RestrictionState.PROVISIONAL:
        raise Refusal(_("This restriction no longer waits for a signature."))
    if now > restriction.confirm_by:
        raise Refusal(_("The 24 hours for the second signature are over. Enrol the person anew."))
    if actor.user_id == restriction.first_by_id:
        raise Refusal(_("The second signature must come from another person."))
    restriction.second_by_id = actor.user_id
    restriction.second_at = now
    restriction.state = RestrictionState.CONFIRMED
    restriction.save(update_fields=["second_by", "second_at", "state"])


def end(restriction: Restriction, *, now: datetime) -> None:
    """Lift a restriction."""
    restriction.state = RestrictionState.ENDED
    restriction.ended_at = now
    restriction.save(update_fields=["state", "ended_at"])


def overdue(now: datetime) -> QuerySet[Restriction]:
    """Restrictions whose second signature did not come in time."""
    return Restriction.objects.filter(state=RestrictionState.PROVISIONAL, confirm_by__lt=now)


def lapse(restriction: Restriction, *, now: datetime) -> None:
    """Nobody signed: it ends, and is seen to have lapsed."""
    restriction.state = RestrictionState.LAPSED
    restriction.ended_at = now
    restriction.save(update_fields=["state", "ended_at"])
