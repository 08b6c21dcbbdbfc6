"""What waits for somebody at the barriers, of all kinds, read by one statement."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf

from tongzhou.accounts.choices import Role
from tongzhou.closures import access
from tongzhou.closures.choices import BarrierKind, BarrierState
from tongzhou.core import clock, prepared
from tongzhou.core.prepared import Slot
from tongzhou.core.work import Urgency
from tongzhou.registry.acting import Acting

WITHIN = timedelta(days=2)
KINDS = {
    Role.COMMITTEE_STAFF: ("alarm", "open", "close", "check", "build", "remove", "review"),
    Role.STREET_OFFICER: ("alarm", "open", "review"),
}
TODAY = Slot("today", DateField())
SINCE = Slot("since", DateTimeField())
UNTIL = Slot("until", DateTimeField())
YES = Value(True, output_field=BooleanField())
NO = Value(False, output_field=BooleanField())
NOTHING = Value("")
# The street on one side or the other, whichever has a name.
NEAR = Coalesce(NullIf("start", NOTHING), "end", output_field=CharField())


class Row(NamedTuple):
    """One line of work; `number` 0 where it is about no single barrier."""

    kind: str
    urgency: int
    due_at: datetime
    ref: int
    is_done: bool
    number: int
    what: str
    where: str
    near: str
    committee: str | None
    committee_en: str | None

    @property
    def key(self) -> str:
        """Names the line on the list."""
        return f"closures.{self.kind}-{self.ref:010}"

    @property
    def order(self) -> tuple[int, datetime, str]:
        """The order of `core.work.WorkItem`."""
        return (self.urgency, self.due_at, self.key)


def kinds_for(acting: Acting) -> tuple[str, ...]:
    """The kinds of work somebody in this role has; everybody helps to open."""
    return KINDS.get(Role(acting.role), ("open",)) if acting.role in Role.values else ()


def of_all_kinds(acting: Acting, *, now: datetime) -> list[Row]:
    """All lines, with what was done today, in no order. One query."""
    today = clock.local_date(now)
    since, until = clock.day_bounds(today)
    found = prepared.statement(_of_all_kinds, acting.as_slots())
    times = {"today": today, "since": since, "until": until}
    return [Row(*row) for row in found.rows(acting.values() | times)]


@dataclass(frozen=True, slots=True)
class _Part:
    kind: str
    urgency: Urgency
    rows: QuerySet
    due: Any
    done: Any = NO

    def columns(self, number: Any, what: Any, where: Any, near: Any = NOTHING) -> QuerySet:
        """The rows with the columns of `Row`."""
        return self.rows.order_by().values_list(
            Value(self.kind, output_field=CharField()),
            Value(int(self.urgency), output_field=IntegerField()),
            self.due, "pk", self.done, number, Cast(what, CharField()), Cast(where, CharField()),
            Cast(near, CharField()), "committee__name", "committee__name_en",
        )  # fmt: skip


def _of_all_kinds(acting: Acting) -> QuerySet:
    kinds = kinds_for(acting)
    zero = Value(0, output_field=IntegerField())
    parts = [_opening(acting).columns(zero, "reason", Value(""))]
    parts += [
        p.columns("number", "kind", "alley", NEAR) for p in _barriers(acting) if p.kind in kinds
    ]
    if "review" in kinds:
        parts.append(_review(acting).columns(zero, Value(""), "title"))
    first, *others = parts
    return first.union(*others, all=True)


def _opening(acting: Acting) -> _Part:
    rows = access.openings(acting).select_related(None).filter(ended_at=None)
    return _Part("open", Urgency.ALARM, rows, "ordered_at")


def _barriers(acting: Acting) -> Iterator[_Part]:
    own = access.barriers(acting)
    built = own.filter(state=BarrierState.BUILT)
    yield _Part("alarm", Urgency.ALARM, built.filter(blocked_at__isnull=False), "blocked_at")
    yield _Part("close", Urgency.HIGH, _left_open(built), "opened_at")
    lanes = built.filter(kind=BarrierKind.FIRE_LANE, blocked_at=None)
    yield _Part("check", Urgency.NORMAL, lanes, UNTIL, _flag(checked_at__gte=SINCE))
    planned = Q(state=BarrierState.PLANNED) | Q(built_at__gte=SINCE, plan__isnull=False)
    done = _flag(state=BarrierState.BUILT)
    mine = own.filter(planned).exclude(state=BarrierState.REMOVED)
    yield _Part("build", Urgency.NORMAL, mine, _later("since"), done)
    goes = Q(state=BarrierState.BUILT) | Q(removed_at__gte=SINCE)
    rows = own.filter(goes, to_remove_at__isnull=False)
    done = _flag(state=BarrierState.REMOVED)
    yield _Part("remove", Urgency.NORMAL, rows, _later("to_remove_at"), done)


def _left_open(built: QuerySet) -> QuerySet:
    """What stands open although no order to open is in force."""
    running = access.openings(Acting.system()).select_related(None).filter(ended_at=None)
    return built.filter(~Exists(running), opened_at__isnull=False)


def _review(acting: Acting) -> _Part:
    """A closure is looked at again on the day that was set when it was adopted."""
    rows = (
        access.plans(acting)
        .select_related(None)
        .filter(adopted_at__isnull=False, superseded_at=None, review_on__lte=TODAY)
    )
    return _Part("review", Urgency.NORMAL, rows, UNTIL)


def _later(name: str) -> ExpressionWrapper:
    return ExpressionWrapper(F(name) + WITHIN, output_field=DateTimeField())


def _flag(**condition: Any) -> Case:
    return Case(When(**condition, then=YES), default=NO, output_field=BooleanField())
