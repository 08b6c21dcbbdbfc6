"""The day's checks from door to door."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from tongzhou.core import clock
from tongzhou.followup import access
from tongzhou.followup.choices import (
    UNMET_NEEDS,
    UNSETTLED_ALARMS,
    USUAL_TENTHS,
    CheckState,
    Part,
)
from tongzhou.followup.models import FollowUp
from tongzhou.followup.queries import curves, findings
from tongzhou.followup.queries.findings import Findings
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting
from tongzhou.ui.times import day_word

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
# What a list reads of a row, and of the person and the door beside it.
READ = (
    "day", "part", "window_start", "due_at", "state", "way", "has_alarm", "findings", "key_id",
    "performed_at", "team_id", "alarm_tenths", "version", "observation__end_on",
    "observation__resident_id", "observation__household_id",
)  # fmt: skip
HOUSEHOLD = "observation__household"
BESIDE = {
    "person": F("observation__resident__name"),
    "door": F(f"{HOUSEHOLD}__door"),
    "unit": F(f"{HOUSEHOLD}__unit"),
    "floor": F(f"{HOUSEHOLD}__floor"),
    "building": F(f"{HOUSEHOLD}__building__name"),
    "compound": F(f"{HOUSEHOLD}__building__compound__name"),
    "compound_en": F(f"{HOUSEHOLD}__building__compound__name_en"),
    "caller": F("performed_by__name"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants to see of a day's round; without a part the one of this hour."""

    part: str
    shown: str
    is_mine: bool
    page: int
    size: int


@dataclass(frozen=True, slots=True)
class Line:
    """One check on the round with what is known of the person."""

    check: FollowUp
    name: str
    door: str
    until: str
    findings: Findings
    curve: Sequence[int]
    by: str = ""
    has_alarm: bool = False
    has_need: bool = False

    @property
    def celsius(self) -> str:
        """What the form begins with: the last value, else 36.5; nothing after a fever."""
        last = self.curve[-1] if self.curve else USUAL_TENTHS
        return f"{last / 10:.1f}" if last < self.check.alarm_tenths else ""


@dataclass(frozen=True, slots=True)
class Stop:
    """The lines of one floor of one building."""

    floor: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Round:
    """One page of a round with the counts of what else there is."""

    lines: Sequence[Line]
    counts: Mapping[str, Mapping[str, int]]
    part: str
    day: date

    def stops(self) -> Iterator[tuple[str, list[Stop]]]:
        """Buildings in walking order, each with its floors."""
        for building, lines in groupby(self.lines, key=lambda line: _building(line.check)):
            floors = groupby(lines, key=lambda line: _floor(line.check))
            yield building, [Stop(floor, list(found)) for floor, found in floors]


def day_round(acting: Acting, chosen: Choice, *, now: datetime) -> Round:
    """One page of today's round: four queries at any page size."""
    day = clock.local_date(now)
    rows = access.follow_ups(acting).filter(day=day, is_extra=False)
    if chosen.is_mine:
        rows = rows.filter(team=acting.membership_id)
    counts, closes = _counted(rows)
    part = chosen.part or _part_of(now, closes)
    first = (chosen.page - 1) * chosen.size
    wanted = rows.filter(SHOWN[chosen.shown], part=part).order_by("walk", "pk")
    found = list(_with_signs(wanted)[first : first + chosen.size])
    return Round(lines_of(acting, found, now=now), counts, part, day)


def _counted(
    rows: QuerySet[FollowUp],
) -> tuple[dict[str, dict[str, int]], dict[str, datetime]]:
    """How many checks each filter shows, and when the last closes, by part of the day."""
    wanted = {name: Count("pk", filter=condition) for name, condition in SHOWN.items() if condition}
    found = rows.order_by().values("part").annotate(all=Count("pk"), closes=Max("due_at"), **wanted)
    counts = {part: dict.fromkeys(SHOWN, 0) for part in Part.values}
    closes = {}
    for row in found:
        closes[row["part"]] = row["closes"]
        counts[row["part"]] = {name: row[name] for name in SHOWN}  # type: ignore[literal-required]
    return counts, closes


def _part_of(now: datetime, closes: Mapping[str, datetime]) -> str:
    """The part of the day whose round is walked at this hour."""
    return next((p for p in Part.values if p in closes and now <= closes[p]), Part.EVENING)


def _with_signs(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """Each row with who and where, and whether an alarm or a need stands open.

    Whoever may have the check may know that.
    """
    house, same = Acting.system(), {"observation": OuterRef("observation")}
    alarms = access.alarms(house).filter(state__in=UNSETTLED_ALARMS, **same)
    needs = access.needs(house).filter(state__in=UNMET_NEEDS, **same)
    signs = {"alarm_open": Exists(alarms), "need_open": Exists(needs)}
    return rows.select_related("observation").only(*READ).annotate(**BESIDE, **signs)


def lines_of(acting: Acting, checks: Sequence[Any], *, now: datetime) -> list[Line]:
    """Open what was found, and the recent temperatures: two queries."""
    today = clock.local_date(now)
    sealed = curves.sealed_curves(acting, (c.observation_id for c in checks), now=now)
    keyring = Keyring.of(c.key_id for c in checks)
    words = {day: day_word(day, today=today) for day in {c.observation.end_on for c in checks}}
    return [
        Line(
            check=check,
            name=check.person or "",
            door=check.door or "",
            until=words[check.observation.end_on],
            findings=findings.read(check, keyring),
            curve=curves.opened(sealed.get(check.observation_id, ()), check.key_id, keyring),
            by=check.caller or "",
            has_alarm=check.alarm_open,
            has_need=check.need_open,
        )
        for check in checks
    ]


def visit_lines(acting: Acting, household_id: int, *, now: datetime) -> list[Line]:
    """The check of each observed member that a visit now would fill, in order of names.

    The one whose window has begun, else the day's next; members already seen are left out.
    """
    day = clock.local_date(now)
    rows = access.follow_ups(acting).filter(
        observation__household=household_id, day=day, is_extra=False, performed_at__isnull=True
    )
    by_person: dict[int, FollowUp] = {}
    for row in _with_signs(rows).order_by("due_at"):
        if row.observation_id not in by_person or row.window_start <= now:
            by_person[row.observation_id] = row
    found = sorted(by_person.values(), key=lambda c: c.observation.resident_id or 0)
    return lines_of(acting, found, now=now)


def _building(check: Any) -> str:
    in_english = (get_language() or "").startswith("en")
    compound = check.compound_en if in_english and check.compound_en else check.compound
    return f"{compound} · {check.building}" if check.building else ""


def _floor(check: Any) -> str:
    return f"{check.unit}-{check.floor}"
