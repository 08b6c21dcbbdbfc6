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
