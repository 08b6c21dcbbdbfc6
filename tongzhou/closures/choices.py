"""States and the tables along which they change, and the kinds of pins."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST_BYTES = 80 * 2**20
WALK_METRES = 400
BUDGET_SECONDS = 120
MOST_CORNERS = 500


class MapState(models.TextChoices):
    """Life of a map."""

    READING = "reading", pgettext_lazy("street map", "being read")
    READY = "ready", pgettext_lazy("street map", "ready")
    FAILED = "failed", pgettext_lazy("street map", "could not be read")


class PlanState(models.TextChoices):
    """Life of a closure plan."""

    DRAFT = "draft", pgettext_lazy("closure plan", "draft")
    QUEUED = "queued", pgettext_lazy("closure plan", "waiting to be worked out")
    RUNNING = "running", pgettext_lazy("closure plan", "being worked out")
    READY = "ready", pgettext_lazy("closure plan", "ready")
    FAILED = "failed", pgettext_lazy("closure plan", "no plan found")


PLAN_MOVES: Mapping[str, frozenset[str]] = {
    PlanState.DRAFT: frozenset({PlanState.QUEUED}),
    PlanState.QUEUED: frozenset({PlanState.RUNNING, PlanState.DRAFT, PlanState.FAILED}),
    PlanState.RUNNING: frozenset(
        {PlanState.RUNNING, PlanState.READY, PlanState.FAILED, PlanState.DRAFT}
    ),
    PlanState.READY: frozenset({PlanState.QUEUED}),
    PlanState.FAILED: frozenset({PlanState.QUEUED}),
}
BUSY = (PlanState.QUEUED, PlanState.RUNNING)


class PinKind(models.TextChoices):
    """A wish that the planner has to keep, whatever it costs."""

    GATES = "gates", _("a gate here")
    OPEN = "open", _("never close here")
    CLOSED = "closed", _("close here")
    PUBLIC = "public", _("the street stays public")
    WIDTH = "width", _("measured width")


ON_SEGMENT = (PinKind.GATES, PinKind.OPEN, PinKind.CLOSED)


class BarrierKind(models.TextChoices):
    """What stands in an alley."""

    GATE = "gate", _("guarded gate")
    FIRE_LANE = "fire_lane", _("fire lane")
    FENCE = "fence", _("fence")
    KEYED_DOOR = "keyed_door", _("keyed door")


class BarrierState(models.TextChoices):
    """Life of a barrier."""

    PLANNED = "planned", pgettext_lazy("barrier", "to be built")
    BUILT = "built", pgettext_lazy("barrier", "stands")
    REMOVED = "removed", pgettext_lazy("barrier", "removed")


BARRIER_MOVES: Mapping[str, frozenset[str]] = {
    BarrierState.PLANNED: frozenset({BarrierState.BUILT, BarrierState.REMOVED}),
    BarrierState.BUILT: frozenset({BarrierState.REMOVED, BarrierState.PLANNED}),
    BarrierState.REMOVED: frozenset({BarrierState.BUILT, BarrierState.PLANNED}),
}
LIVE = (BarrierState.PLANNED, BarrierState.BUILT)
# Fire lanes are opened first and gates next; whoever has time takes down the rest.
OPENING_ORDER = (
    BarrierKind.FIRE_LANE, BarrierKind.GATE, BarrierKind.KEYED_DOOR, BarrierKind.FENCE,
)  # fmt: skip
# Whatever is guarded stays guarded until the rest is gone.
REMOVAL_ORDER = (
    BarrierKind.FIRE_LANE, BarrierKind.FENCE, BarrierKind.KEYED_DOOR, BarrierKind.GATE,
)  # fmt: skip


class Deed(models.TextChoices):
    """What happened to a barrier."""

    ADOPTED = "adopted", pgettext_lazy("barrier", "planned")
    KEPT = "kept", pgettext_lazy("barrier", "stays in the newer plan")
    ENTERED = "entered", pgettext_lazy("barrier", "entered by hand")
    BUILT = "built", pgettext_lazy("barrier", "built")
    MEASURED = "measured", pgettext_lazy("barrier", "measured")
    CHECKED = "checked", pgettext_lazy("barrier", "checked: free")
    BLOCKED = "blocked", pgettext_lazy("barrier", "blocked")
    CLEARED = "cleared", pgettext_lazy("barrier", "free again")
    TO_REMOVE = "to_remove", pgettext_lazy("barrier", "no longer in the plan: to be removed")
    REMOVED = "removed", pgettext_lazy("barrier", "removed")
    OPENED = "opened", pgettext_lazy("barrier", "opened in an emergency")
    CLOSED = "closed", pgettext_lazy("barrier", "closed again")
    KEY = "key", pgettext_lazy("barrier", "key holder changed")
    UNDONE = "undone", pgettext_lazy("barrier", "taken back")


UNDOABLE = (Deed.BUILT, Deed.REMOVED, Deed.OPENED)
REVIEW_DAYS = 14
SHIFTS_A_DAY = 6
