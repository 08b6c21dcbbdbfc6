"""Making a plan: asked for, worked out in a child process, cancelled, changed by wishes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.closures import access, files
from tongzhou.closures.actions.rows import move, only_staff, plan
from tongzhou.closures.choices import (
    BUDGET_SECONDS,
    MOST_CORNERS,
    ON_SEGMENT,
    BarrierState,
    MapState,
    PinKind,
    PlanState,
)
from tongzhou.closures.models import ClosurePlan, StreetMap
from tongzhou.closures.packing import packed
from tongzhou.closures.queries.maps import households_on_map
from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.core.jobs import Progress, enqueue
from tongzhou.formats.children import ChildFailed, Declined
from tongzhou.planners.closure.worker import make_plan
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting

SOLVE_JOB = "closures.plan.solve"
Corners = list[tuple[float, float]]


class Cancelled(Exception):
    """Somebody took the plan back while it was worked out."""


@transaction.atomic
def make(
    acting: Acting,
    map_id: int,
    *,
    title: str,
    area: str,
    corners: Corners,
    walk_metres: int,
    volunteers: int,
    now: datetime,
) -> ClosurePlan:
    """Ask for a plan; `area` is whole, homes (around one's linked buildings) or drawn."""
    only_staff(acting)
    streets = get_or_404(access.maps(acting), pk=map_id)
    if streets.state != MapState.READY:
        raise Refusal(_("This map cannot be used: it could not be read."))
    row = ClosurePlan(
        map=streets, committee_id=acting.committee_id, title=title.strip(), made_at=now,
        boundary=_polygon(corners) if area == "drawn" else None, is_around_homes=area == "homes",
        walk_metres=walk_metres, volunteers=volunteers, made_by_id=acting.user_id,
        pins=_measured(acting, streets),
    )  # fmt: skip
    if row.is_around_homes and not households_on_map(acting, streets):
        raise Refusal(
            _("No building of yours is linked to this map yet. Link some, or draw the area."),
            field="area",
        )
    row.save()
    _start(acting, row, now=now)
    audit.record("closures.plan.made", actor=acting, now=now, obj=row)
    return row


def _measured(acting: Acting, streets: StreetMap) -> list[dict[str, Any]]:
    """Widths measured at barriers since, as wishes that can be taken back: the newest of a way."""
    rows = access.barriers(acting).filter(
        map=streets, way__isnull=False, is_width_assumed=True, measured_width__isnull=False
    )
    by_way = {row.way: row for row in rows.order_by("built_at", "pk") if row.offers_pin}
    return [
        {"kind": PinKind.WIDTH.value, "way": row.way, "from": row.cut_from, "to": row.cut_to,
         "width": row.measured_width}
        for row in by_way.values()
    ]  # fmt: skip


def _polygon(corners: Corners) -> dict[str, Any]:
    if not 3 <= len(corners) <= MOST_CORNERS:
        raise Refusal(_("Draw the area with at least three corners."), field="corners")
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}


@transaction.atomic
def set_limits(
    acting: Acting, pk: int, *, walk_metres: int, volunteers: int, now: datetime
) -> ClosurePlan:
    """Work it out again with another walk or another number of people."""
    row = plan(acting, pk)
    row.walk_metres, row.volunteers = walk_metres, volunteers
    _again(acting, row, now=now)
    audit.record("closures.plan.limits", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def add_pin(
    acting: Acting, pk: int, *, kind: str, way: int, start: int, end: int,
    width: float | None, now: datetime,
) -> ClosurePlan:  # fmt: skip
    """A wish the planner must keep; a newer one at the same place takes its place."""
    row = plan(acting, pk)
    if kind == PinKind.WIDTH and not width:
        raise Refusal(_("Write the width in metres."), field="width")
    pin = {"kind": kind, "way": way, "from": start, "to": end}
    if kind == PinKind.WIDTH:
        pin["width"] = width
    row.pins = [old for old in row.pins if not _is_same_place(old, pin)] + [pin]
    _again(acting, row, now=now)
    audit.record("closures.plan.pin", actor=acting, now=now, obj=row, **pin)
    return row


def _is_same_place(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    if old["way"] != new["way"]:
        return False
    if old["kind"] in ON_SEGMENT and new["kind"] in ON_SEGMENT:
        return {old["from"], old["to"]} == {new["from"], new["to"]}
    return bool(old["kind"] == new["kind"])


@transaction.atomic
def remove_pin(acting: Acting, pk: int, *, position: int, now: datetime) -> ClosurePlan:
    """Take a wish back."""
    row = plan(acting, pk)
    if position >= len(row.pins):
        raise Refusal(_("This wish was taken back already."))
    pin = row.pins.pop(position)
    _again(acting, row, now=now)
    audit.record("closures.plan.unpin", actor=acting, now=now, obj=row, **pin)
    return row


@transaction.atomic
def solve_again(acting: Acting, pk: int, *, now: datetime) -> ClosurePlan:
    """Work it out once more, for instance after it was cancelled."""
    row = plan(acting, pk)
    _again(acting, row, now=now)
    audit.record("closures.plan.again", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def cancel(acting: Acting, pk: int, *, now: datetime) -> ClosurePlan:
    """Stop working it out; the child process ends within a second or two."""
    row = plan(acting, pk)
    move(row, PlanState.DRAFT)
    row.job = None
    row.save(update_fields=["state", "job"])
    audit.record("closures.plan.cancelled", actor=acting, now=now, obj=row)
    return row


def _again(acting: Acting, row: ClosurePlan, *, now: datetime) -> None:
    if row.adopted_at:
        raise Refusal(_("An adopted plan stays as it is. Make a new plan instead."))
    if row.is_busy:
        raise Refusal(_("The plan is being worked out. Wait a moment, or cancel it first."))
    if row.summary and not row.failure:
        row.previous_cost = row.summary["cost"]
    _start(acting, row, now=now)


def _start(acting: Acting, row: ClosurePlan, *, now: datetime) -> None:
    move(row, PlanState.QUEUED)
    row.progress = []
    row.job = enqueue(SOLVE_JOB, {"plan": row.pk}, now=now, by=acting.user_id)
    row.save()


# --- in the background ----------------------------------------------------------------------


def solve_in_background(
    payload: Mapping[str, Any], progress: Progress, *, now: datetime
) -> dict[str, Any]:
    """Work a plan out; the database is free meanwhile."""
    rows = access.plans(Acting.system()).filter(pk=payload["plan"], job=progress.job_id)
    row = rows.first()
    if row is None or not row.is_busy:
        return {}
    rows.update(state=PlanState.RUNNING)
    path = files.streets(row.map.digest, row.map.suffix)

    def told(said: list[float]) -> None:
        progress.report(int(said[0]), int(said[1]))
        if not rows.filter(state=PlanState.RUNNING).update(progress=said):
            raise Cancelled

    try:
        order = _order(row, row.map)
        found = make_plan(path, order, told=told)
    except Cancelled:
        return {"cancelled": True}
    except Declined as declined:
        return _failed(rows, {"code": declined.code, "params": declined.params})
    except ChildFailed:
        return _failed(rows, {"code": "fault"})
    found["standing"] = [pin["barrier"] for pin in order["pins"] if "barrier" in pin]
    return _stored(rows, found, now=now)


def _order(row: ClosurePlan, streets: StreetMap) -> dict[str, Any]:
    everybody = households_on_map(Acting.system(), streets)
    own = everybody
    if row.committee_id:
        own = households_on_map(Acting.system(), streets, committee_id=row.committee_id)
    return {
        "boundary": row.boundary, "around": sorted(own) if row.is_around_homes else [],
        "households": everybody, "profile": row.profile, "seed": row.seed,
        "pins": [
            *(pin for pin in row.pins if pin["kind"] != PinKind.PUBLIC), *_standing(row, streets),
        ],
        "budget": BUDGET_SECONDS,
    }  # fmt: skip


def _standing(row: ClosurePlan, streets: StreetMap) -> list[dict[str, Any]]:
    """What stands on this map already, as far as adopting the plan would keep it or take it down."""
    rows = access.barriers(Acting.system()).filter(
        map=streets, state=BarrierState.BUILT, way__isnull=False, fraction__isnull=False
    )
    if row.committee_id:
        rows = rows.filter(committee_id=row.committee_id)
    return [
        {"kind": "built", "way": b.way, "from": b.cut_from, "to": b.cut_to,
         "fraction": b.fraction, "what": b.kind, "barrier": b.pk}
        for b in rows.order_by("pk").only("way", "cut_from", "cut_to", "fraction", "kind")
    ]  # fmt: skip


def _failed(rows: Any, failure: dict[str, Any]) -> dict[str, Any]:
    rows.update(state=PlanState.FAILED, failure=failure)
    return {"failed": failure["code"]}


def _stored(rows: Any, found: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    """A plan that passed its check, or a failure with the homes that cannot be served."""
    summary = found["plan"]["tongzhou"]
    if not found["ok"]:
        homes = [home for failure in summary["failures"] for home in failure["buildings"]]
        return _failed(
            rows, {"code": "infeasible", "homes": homes, "relaxation": found["relaxation"]}
        )
    rows.update(
        state=PlanState.READY, result=packed(found), failure={}, solved_at=now,
        summary={k: v for k, v in summary.items() if k not in ("area", "terms", "disconnected")},
    )  # fmt: skip
    return {"cost": summary["cost"]}
