"""What does not fit together at the gates, for whoever looks at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, DateTimeField, F, Q, QuerySet, Window

from tongzhou.accounts.choices import Role
from tongzhou.core import prepared
from tongzhou.core.prepared import Slot
from tongzhou.gates import access
from tongzhou.gates.choices import FindingState
from tongzhou.gates.models import GateFinding
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting

# Whoever has to look, looks within a day.
WITHIN = timedelta(days=1)
LATE = Slot("late", DateTimeField())
BESIDE = (
    "place", "of", "recorder", "by", "first__place", "first__by", "second__place", "second__by",
)  # fmt: skip


def listing(acting: Acting, state: str, *, place: int | None) -> QuerySet[GateFinding]:
    """Findings in one state, the newest first."""
    rows = access.findings(acting).filter(state=state).select_related(*BESIDE)
    if place is not None:
        rows = rows.filter(Q(place=place) | Q(first__place=place))
    return rows.order_by("-at", "-pk")


def record(acting: Acting, pk: int) -> GateFinding:
    """One finding with both its entries: one query."""
    return get_or_404(access.findings(acting).select_related(*BESIDE), pk=pk)


def waiting_by_place(acting: Acting) -> Mapping[int, int]:
    """How many wait at each gate: one query."""
    rows = access.findings(acting).filter(state=FindingState.OPEN).order_by()
    return dict(rows.values("place_id").annotate(n=Count("pk")).values_list("place_id", "n"))


class Waiting(NamedTuple):
    """One line of work, with how many there are in all and how many of them are late."""

    pk: int
    kind: str
    code: str | None
    place: str
    place_en: str
    changed_at: datetime
    waiting: int
    late: int

    @property
    def due_at(self) -> datetime:
        """By when somebody should have looked."""
        return self.changed_at + WITHIN


@dataclass(frozen=True, slots=True)
class Line:
    """What the work list shows."""

    rows: list[Waiting]
    waiting: int
    late: int


def is_theirs(acting: Acting) -> bool:
    """The head of a committee has it on the list; everybody finds it on the board."""
    return acting.role == Role.COMMITTEE_STAFF and acting.is_supervisor


def work(acting: Acting, *, now: datetime, limit: int) -> Line:
    """What waits longest, and complete counts: one query."""
    late = {"late": now - WITHIN}
    statement = prepared.statement(_waiting, acting.as_slots())
    rows = [Waiting(*row) for row in statement.rows(acting.values() | late, size=limit)]
    return Line(rows, rows[0].waiting if rows else 0, rows[0].late if rows else 0)


def _waiting(acting: Acting) -> QuerySet:
    rows = access.findings(acting).filter(state=FindingState.OPEN).order_by("changed_at", "pk")
    counted = rows.annotate(
        waiting=Window(Count("pk")), late=Window(Count("pk", filter=Q(changed_at__lt=LATE)))
    )
    return counted.values_list(
        "pk", "kind", F("of__code"), "place__name", "place__name_en", "changed_at", "waiting",
        "late",
    )  # fmt: skip
