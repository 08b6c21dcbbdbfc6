"""What a round reads of its checks: the lines and how many there are, in statements compiled once."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    Exists,
    Max,
    OuterRef,
    Q,
    QuerySet,
)

from tongzhou.core.prepared import Slot
from tongzhou.followup import access
from tongzhou.followup.choices import UNMET_NEEDS, UNSETTLED_ALARMS, CheckState, check_word
from tongzhou.followup.models import FollowUp
from tongzhou.registry.acting import Acting
from tongzhou.registry.models.tree import in_readers_language

# Nobody went is not the same as nobody came to the door: the one is owed, the other was tried.
SHOWN: Mapping[str, Q] = {
    "due": Q(state=CheckState.NOT_PERFORMED),
    "missed": Q(state=CheckState.MISSED, performed_at__isnull=True),
    "unreached": Q(state=CheckState.MISSED, performed_at__isnull=False),
    "done": ~Q(state__in=[CheckState.NOT_PERFORMED, CheckState.MISSED]),
    "alarms": Q(has_alarm=True),
    "unassigned": Q(team__isnull=True, state=CheckState.NOT_PERFORMED),
    "all": Q(),
}
HOME = "observation__household"
# Where the columns of `Row` are found, seen from a check.
COLUMNS = (
    "pk", "part", "window_start", "state", "way", "findings", "key_id", "performed_at", "team_id",
    "alarm_tenths", "observation_id", "observation__end_on", "observation__resident_id",
    "observation__resident__name", f"{HOME}__door", f"{HOME}__unit", f"{HOME}__floor",
    f"{HOME}__building__name", f"{HOME}__building__compound__name",
    f"{HOME}__building__compound__name_en", "performed_by__name", "alarm_open", "need_open",
)  # fmt: skip
# Left open in the statements, which are compiled once.
DAY = Slot("day", DateField())
PART = Slot("part", CharField())
HOUSEHOLD = Slot("household", BigIntegerField())


class Row(NamedTuple):
    """What a list reads of a check, and of the person and the door beside it."""

    pk: int
    part: str
    window_start: datetime
    state: str
    way: str
    findings: bytes
    key_id: UUID
    performed_at: datetime | None
    team_id: int | None
    alarm_tenths: int
    observation_id: int
    end_on: date
    resident_id: int | None
    person: str | None
    door: str | None
    unit: str | None
    floor: int | None
    building: str | None
    compound: str | None
    compound_en: str | None
    caller: str | None
    alarm_open: bool
    need_open: bool

    @property
    def state_word(self) -> str:
        """What became of it, in words."""
        return check_word(self.state, is_recorded=self.performed_at is not None)

    @property
    def is_unreached(self) -> bool:
        """Somebody tried, and nobody answered."""
        return self.state == CheckState.MISSED and self.performed_at is not None

    @property
    def house(self) -> str:
        """Compound and building, in the reader's language."""
        compound = in_readers_language(self.compound or "", self.compound_en or "")
        return f"{compound} · {self.building}" if self.building else ""


class Tally(NamedTuple):
    """The checks of one part of the day in one state, in one committee."""

    committee_id: int
    part: str
    state: str
    total: int
    assigned: int
    tried: int
    with_alarm: int
    closes: datetime

    @property
    def shown(self) -> dict[str, int]:
        """How many of them each filter shows; as `SHOWN` says it."""
        waits, missed = self.state == CheckState.NOT_PERFORMED, self.state == CheckState.MISSED
        return {
            "due": self.total if waits else 0,
            "missed": self.total - self.tried if missed else 0,
            "unreached": self.tried if missed else 0,
            "done": 0 if waits or missed else self.total,
            "alarms": self.with_alarm,
            "unassigned": self.total - self.assigned if waits else 0,
            "all": self.total,
        }


def _of_day(acting: Acting, is_mine: bool) -> QuerySet[FollowUp]:
    rows = access.follow_ups(acting).filter(day=DAY, is_extra=False)
    return rows.filter(team=acting.membership_id) if is_mine else rows


def tallies(acting: Acting, is_mine: bool) -> QuerySet[Any, Any]:
    """How many checks there are today, in the columns of `Tally`.

    Grouped as the index `followup_counts` is: it is read once from end to end, no row is.
    """
    groups = _of_day(acting, is_mine).order_by().values("committee_id", "part", "state")
    return groups.annotate(
        total=Count("*"),
        assigned=Count("team_id"),
        tried=Count("performed_at"),
        with_alarm=Count("pk", filter=Q(has_alarm=True)),
        closes=Max("due_at"),
    ).values_list(*Tally._fields)


def shown(acting: Acting, is_mine: bool, which: str) -> QuerySet[Any, Any]:
    """What one filter shows of a part of the day, in walking order, in the columns of `Row`."""
    wanted = _of_day(acting, is_mine).filter(SHOWN[which], part=PART)
    return _columns(wanted.order_by("walk", "pk"))


def _columns(rows: QuerySet[FollowUp]) -> QuerySet[Any, Any]:
    """Each row with who and where, and whether an alarm or a need stands open.

    Whoever may have the check may know that.
    """
    house, same = Acting.system(), {"observation": OuterRef("observation")}
    alarms = access.alarms(house).filter(state__in=UNSETTLED_ALARMS, **same)
    needs = access.needs(house).filter(state__in=UNMET_NEEDS, **same)
    signs = {"alarm_open": Exists(alarms), "need_open": Exists(needs)}
    return rows.annotate(**signs).values_list(*COLUMNS)


def to_visit(acting: Acting) -> QuerySet[Any, Any]:
    """The day's checks of one household that nobody has made."""
    rows = _of_day(acting, is_mine=False).filter(
        observation__household=HOUSEHOLD, performed_at__isnull=True
    )
    return _columns(rows.order_by("due_at"))
