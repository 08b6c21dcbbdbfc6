"""A plan is adopted: its barriers begin their lives, those of older plans stay or are marked."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tongzhou.closures import access
from tongzhou.closures.actions.rows import note, plan
from tongzhou.closures.choices import (
    LIVE,
    REVIEW_DAYS,
    SHIFTS_A_DAY,
    BarrierKind,
    BarrierState,
    Deed,
)
from tongzhou.closures.models import Barrier, ClosurePlan
from tongzhou.closures.queries.adopting import Closing, Consequences, consequences, may_adopt
from tongzhou.closures.queries.corners import Corners
from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.models import Place


@transaction.atomic
def adopt(acting: Acting, pk: int, *, now: datetime, review_on: date | None = None) -> Consequences:
    """From now on the barriers of this plan count."""
    row = plan(acting, pk)
    if not may_adopt(acting, row):
        raise Refusal(
            _("Plans are adopted by the street officer, and by a supervisor for the own committee.")
        )
    if not row.is_ready:
        raise Refusal(_("Only a plan that was worked out and checked can be adopted."))
    if row.is_in_force:
        raise Refusal(_("This plan is in force already."))
    found = consequences(acting, row)
    if found.is_unplaced:
        raise Refusal(
            _("Nobody knows whose barriers these are: link buildings of each committee to the map.")
        )
    _keep(acting, row, found, now=now)
    _supersede(acting, found, now=now)
    row.adopted_at, row.adopted_by_id, row.superseded_at = now, acting.user_id, None
    row.review_on = review_on or clock.local_date(now) + timedelta(days=REVIEW_DAYS)
    row.save()
    audit.record(
        "closures.plan.adopted", actor=acting, now=now, obj=row, built=len(found.to_build),
        stays=len(found.stays), goes=len(found.goes),
    )  # fmt: skip
    return found


@transaction.atomic
def keep_until(acting: Acting, pk: int, *, review_on: date, now: datetime) -> ClosurePlan:
    """Looked at and still needed: the next look is on this day."""
    row = plan(acting, pk)
    if not may_adopt(acting, row):
        raise Refusal(
            _("Plans are adopted by the street officer, and by a supervisor for the own committee.")
        )
    if not row.is_in_force:
        raise Refusal(_("Only a plan in force is looked at again."))
    if review_on <= clock.local_date(now):
        raise Refusal(_("Choose a day to come."), field="review_on")
    row.review_on = review_on
    row.save(update_fields=["review_on"])
    audit.record("closures.plan.reviewed", actor=acting, now=now, obj=row, until=review_on)
    return row


def _keep(acting: Acting, row: ClosurePlan, found: Consequences, *, now: datetime) -> None:
    for barrier, closing in found.stays:
        barrier.plan, barrier.to_remove_at = row, None
        _where(barrier, row, closing)
        barrier.save()
        note(acting, barrier, Deed.KEPT, now=now)
    for barrier in found.goes:
        _let_go(acting, barrier, now=now)
    corners, numbers = Corners.of(row.map), next_numbers(acting)
    for closing in found.to_build:
        _begin(acting, row, closing, corners, numbers, now=now)


def _let_go(acting: Acting, barrier: Barrier, *, now: datetime) -> None:
    """What stands is to be removed; what was never built is over."""
    if barrier.is_built:
        if barrier.to_remove_at is None:
            barrier.to_remove_at = now
            note(acting, barrier, Deed.TO_REMOVE, now=now)
    else:
        barrier.state, barrier.removed_at = BarrierState.REMOVED, now
        note(acting, barrier, Deed.REMOVED, now=now, text=_("never built"))
    barrier.save()
    keep_place(barrier, now=now)


def _begin(
    acting: Acting, row: ClosurePlan, closing: Closing, corners: Corners,
    numbers: dict[int, int], *, now: datetime,
) -> None:  # fmt: skip
    assert closing.committee_id is not None
    numbers[closing.committee_id] += 1
    start, end = corners.around(closing.given)
    if not (start or end or closing.given["name"]):
        start = corners.landmark(closing.at)
    barrier = Barrier(
        committee_id=closing.committee_id, number=numbers[closing.committee_id], plan=row,
        kind=closing.given["kind"], alley=closing.given["name"][:80], start=start[:80],
        end=end[:80], width=closing.given["width"],
        is_width_assumed=closing.given["width_assumed"], since=now,
    )  # fmt: skip
    _where(barrier, row, closing)
    begin(acting, barrier, Deed.ADOPTED, now=now)


def begin(acting: Acting, barrier: Barrier, deed: Deed, *, now: datetime, **more: Any) -> None:
    """A barrier enters the list; a gate is a place where people stand."""
    if barrier.kind == BarrierKind.GATE:
        barrier.place = _place(barrier)
    barrier.save(force_insert=True)
    note(acting, barrier, deed, now=now, **more)


def _where(barrier: Barrier, row: ClosurePlan, closing: Closing) -> None:
    given = closing.given
    barrier.map = row.map
    barrier.way, barrier.fraction = given["osm_way"], given["fraction"]
    barrier.cut_from, barrier.cut_to = given["osm_from"], given["osm_to"]
    barrier.longitude, barrier.latitude = closing.at
    barrier.households = given["households"]
    barrier.guards = -(-given["guards"] // SHIFTS_A_DAY)


def _place(barrier: Barrier) -> Place:
    near = barrier.alley or barrier.start or barrier.end  # a number alone tells nobody where to go
    words = {"alley": near[:60], "number": barrier.number}
    return Place.objects.create(
        committee_id=barrier.committee_id, kind=PlaceKind.GATE,
        name="{alley}{number}号卡口".format(**words),
        name_en="Gate {number} {alley}".format(**words).strip(),
        longitude=barrier.longitude, latitude=barrier.latitude,
    )  # fmt: skip


def keep_place(barrier: Barrier, *, now: datetime) -> None:
    """A gate that is gone is offered to nobody any more; one that was taken back is again."""
    if barrier.place:
        barrier.place.ended_on = clock.local_date(now) if barrier.is_removed else None
        barrier.place.save(update_fields=["ended_on"])


def _supersede(acting: Acting, found: Consequences, *, now: datetime) -> None:
    """An older plan is over when none of its barriers is left in force."""
    left = access.barriers(Acting.system()).filter(
        plan__in=found.replaced, state__in=LIVE, to_remove_at=None
    )
    living = set(left.values_list("plan_id", flat=True))
    over = access.plans(Acting.system()).filter(pk__in=found.replaced - living)
    for row in over.filter(superseded_at=None):
        row.superseded_at = now
        row.save(update_fields=["superseded_at"])
        audit.record("closures.plan.superseded", actor=acting, now=now, obj=row)


def next_numbers(acting: Acting) -> dict[int, int]:
    """The highest number given in each committee so far."""
    rows = access.barriers(acting).order_by().values_list("committee")
    return defaultdict(
        int, rows.annotate(highest=Max("number")).values_list("committee", "highest")
    )
