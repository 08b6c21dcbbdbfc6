"""A pass is lost, revoked, lifted again, or expires.

Revoking for misuse restricts everybody behind the door: it holds at once, and lapses unless a
second person signs within a day.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal
from tongzhou.gates import access
from tongzhou.gates.actions import rows
from tongzhou.gates.choices import RESTRICTION_KIND, Event, Ground, PassState
from tongzhou.gates.models import Pass, PassEvent, PassRestriction
from tongzhou.privacy import restrictions
from tongzhou.privacy.models import Restriction, RestrictionState
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting

RULE = "pass rules: one household, one pass"
BATCH = 1000


@transaction.atomic
def report_lost(acting: Acting, pk: int, *, now: datetime) -> Pass:
    """The pass opens no gate from now on; a new one can be issued at once."""
    row = rows.locked(acting, pk)
    rows.move(row, PassState.LOST, Event.LOST, acting=acting, now=now)
    audit.record("gates.pass.lost", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def revoke(acting: Acting, pk: int, *, ground: str, evidence: str = "", now: datetime) -> Pass:
    """Take a pass away. For misuse with evidence, and with a second signature within a day."""
    row = rows.locked(acting, pk)
    if ground not in Ground.values:
        raise Refusal(_("Say why the pass is revoked."), field="ground")
    row.ground = ground
    rows.move(row, PassState.REVOKED, Event.REVOKED, acting=acting, now=now)
    if ground == Ground.MISUSE:
        _restrict(acting, row, evidence, now=now)
    audit.record("gates.pass.revoked", actor=acting, now=now, obj=row, ground=ground)
    return row


def _restrict(acting: Acting, row: Pass, evidence: str, *, now: datetime) -> None:
    people = registry.residents(acting).filter(household=row.household_id, left_on__isnull=True)
    for subject in people.values_list("pk", flat=True):
        made = restrictions.restrict(
            subject, kind=RESTRICTION_KIND, rule=RULE, evidence=evidence,
            ends_on=clock.local_date(row.until), actor=acting, now=now,
        )  # fmt: skip
        PassRestriction.objects.create(of=row, restriction=made)


@transaction.atomic
def sign_second(acting: Acting, pk: int, *, now: datetime) -> Pass:
    """The second of two persons confirms a revocation."""
    row = rows.locked(acting, pk)
    found = list(_standing(acting, row, RestrictionState.PROVISIONAL))
    if row.state != PassState.REVOKED or not found:
        raise Refusal(_("This pass waits for no signature."))
    for restriction in found:
        restrictions.sign_second(restriction, actor=acting, now=now)
    rows.told(row, Event.CONFIRMED, acting=acting, now=now)
    audit.record("gates.pass.revocation_confirmed", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def restore(acting: Acting, pk: int, *, now: datetime) -> Pass:
    """Lift a revocation: the same pass opens the gate again."""
    row = rows.locked(acting, pk)
    _lift(acting, row, now=now)
    audit.record("gates.pass.restored", actor=acting, now=now, obj=row)
    return row


def lapse_unsigned(*, now: datetime) -> int:
    """Passes whose revocation nobody co-signed are in use again; returns how many. Repeatable."""
    system = Acting.system()
    late = restrictions.overdue(now).filter(kind=RESTRICTION_KIND)
    waiting = access.restrictions(system).filter(restriction__in=late)
    found = sorted(set(waiting.values_list("of_id", flat=True)))
    for pk in found:
        _lapse(system, pk, now=now)
    return len(found)


@transaction.atomic
def _lapse(system: Acting, pk: int, *, now: datetime) -> None:
    row = rows.locked(system, pk)
    for restriction in _standing(system, row, RestrictionState.PROVISIONAL):
        restrictions.lapse(restriction, now=now)
    if row.state == PassState.REVOKED:
        _lift(system, row, now=now)
    audit.record("gates.pass.revocation_lapsed", actor=system, now=now, obj=row)


def _lift(acting: Acting, row: Pass, *, now: datetime) -> None:
    row.ground = ""
    rows.move(row, PassState.ACTIVE, Event.RESTORED, acting=acting, now=now)
    for restriction in _standing(acting, row, *restrictions.IN_FORCE):
        restrictions.end(restriction, now=now)


def _standing(acting: Acting, row: Pass, *states: str) -> Iterable[Restriction]:
    found = access.restrictions(acting).filter(of=row, restriction__state__in=states)
    return [one.restriction for one in found.select_related("restriction")]


@transaction.atomic
def expire(*, now: datetime) -> int:
    """Passes whose time is over; returns how many. Repeatable."""
    system = Acting.system()
    over = access.passes(system).filter(
        state__in=[PassState.ACTIVE, PassState.REVOKED], until__lte=now
    )
    ids = list(over.values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        _expire(ids[start : start + BATCH], now=now)
    if ids:
        audit.record("gates.passes.expired", actor=system, now=now, count=len(ids))
    return len(ids)


def _expire(ids: list[int], *, now: datetime) -> None:
    system = Acting.system()
    bound = access.restrictions(system).filter(
        of__in=ids, restriction__state__in=restrictions.IN_FORCE
    )
    for one in bound.select_related("restriction"):
        restrictions.end(one.restriction, now=now)
    found = access.passes(system).filter(pk__in=ids)
    found.update(state=PassState.EXPIRED, changed_at=now)
    PassEvent.objects.bulk_create(PassEvent(of_id=pk, kind=Event.EXPIRED, at=now) for pk in ids)
