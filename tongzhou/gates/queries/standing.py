"""Which passes open no gate now: taken away, lost, replaced - or the household stays in.

Who stays in for their health another room knows. Every installed room is asked for a module
`stays_in`; the gate learns ids of passes and never a reason.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q

from tongzhou.core import clock, rooms
from tongzhou.formats.gate_rules import Standing
from tongzhou.gates import access
from tongzhou.gates.choices import PassState
from tongzhou.gates.models import Pass
from tongzhou.gates.queries.rules import rule_books
from tongzhou.registry.acting import Acting

TAKEN = (PassState.LOST, PassState.REVOKED, PassState.REPLACED)


def blocked(committees: Iterable[int], *, now: datetime) -> list[bytes]:
    """Ids of the passes of these committees that would still be good, and are not.

    For the gates' phones, so whoever stands there need not see passes themselves.
    """
    committees = list(committees)
    rows = access.passes(Acting.system()).filter(committee__in=committees, until__gt=now)
    barred = Q(state__in=TAKEN)
    homes = kept_in(committees, now=now)
    if homes:
        barred |= Q(state=PassState.ACTIVE, household__in=homes)
    return [bytes(found) for found in rows.filter(barred).values_list("public_id", flat=True)]


def newest_blocked(committee_id: int, most: int, *, now: datetime) -> list[bytes]:
    """The ids a phone without a network needs first: who stays in, then the newest taken away."""
    rows = access.passes(Acting.system()).filter(committee=committee_id, until__gt=now)
    homes = kept_in([committee_id], now=now)
    kept = rows.filter(state=PassState.ACTIVE, household__in=homes).order_by("-changed_at")
    taken = rows.filter(state__in=TAKEN).order_by("-changed_at")
    found = [
        *(kept.values_list("public_id", flat=True)[:most] if homes else ()),
        *taken.values_list("public_id", flat=True)[:most],
    ]
    return [bytes(each) for each in found[:most]]


def kept_in(committees: Collection[int], *, now: datetime) -> set[int]:
    """Households whose members stay at home, where the committee's rules say that this binds."""
    books = rule_books(Acting.system(), committees)
    today = clock.local_date(now)
    binding = [pk for pk in committees if books[pk].on(today).observed_stay_in]
    if not binding:
        return set()
    return set().union(
        *(room.households(binding, now=now) for room in rooms.with_module("stays_in"))
    )


def standing_of(row: Pass, *, now: datetime) -> Standing:
    """What a gate may know of one pass."""
    if row.state in TAKEN:
        return Standing.BLOCKED
    if row.state == PassState.EXPIRED or row.until <= now:
        return Standing.EXPIRED
    if now < row.issued_at:
        return Standing.NOT_YET
    stays_in = row.household_id in kept_in([row.committee_id], now=now)
    return Standing.BLOCKED if stays_in else Standing.GOOD
