"""The day's checks from door to door."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from tongzhou.core import clock, prepared
from tongzhou.followup.choices import USUAL_TENTHS, Part, Way
from tongzhou.followup.models import FollowUp
from tongzhou.followup.queries import curves, findings, round_rows
from tongzhou.followup.queries.findings import Findings
from tongzhou.followup.queries.round_rows import SHOWN, Row, Tally
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting
from tongzhou.ui.times import day_word


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

    check: Row | FollowUp
    name: str
    door: str
    until: str
    findings: Findings
    curve: Sequence[int]
    place: tuple[str, str] = ("", "")
    resident_id: int | None = None
    by: str = ""
    has_alarm: bool = False
    has_need: bool = False

    @property
    def celsius(self) -> str:
        """What the form begins with: the last value, else 36.5; nothing after a fever."""
        last = self.curve[-1] if self.curve else USUAL_TENTHS
        return f"{last / 10:.1f}" if last < self.check.alarm_tenths else ""

    @property
    def who_asked(self) -> str:
        """Who recorded the check; of a report from home it says so."""
        return str(Way.SELF.label) if self.check.way == Way.SELF else self.by


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
        for house, lines in groupby(self.lines, key=lambda line: line.place[0]):
            floors = groupby(lines, key=lambda line: line.place[1])
            yield house, [Stop(floor, list(found)) for floor, found in floors]


def day_round(acting: Acting, chosen: Choice, *, now: datetime) -> Round:
    """One page of today's round: four queries at any page size."""
    day = clock.local_date(now)
    values = acting.values() | {"day": day}
    asks = acting.as_slots(), chosen.is_mine
    counts, closes = _counted(prepared.statement(round_rows.tallies, *asks).rows(values))
    part = chosen.part or _part_of(now, closes)
    found = prepared.statement(round_rows.shown, *asks, chosen.shown).rows(
        values | {"part": part}, first=(chosen.page - 1) * chosen.size, size=chosen.size
    )
    return Round(lines_of(acting, [Row(*row) for row in found], now=now), counts, part, day)


def _counted(
    rows: Iterable[Sequence[Any]],
) -> tuple[dict[str, dict[str, int]], dict[str, datetime]]:
    """How many checks each filter shows, and when the last closes, by part of the day."""
    counts = {part: dict.fromkeys(SHOWN, 0) for part in Part.values}
    closes: dict[str, datetime] = {}
    for tally in (Tally(*row) for row in rows):
        closes[tally.part] = max(tally.closes, closes.get(tally.part, tally.closes))
        for name, count in tally.shown.items():
            counts[tally.part][name] += count
    return counts, closes


def _part_of(now: datetime, closes: Mapping[str, datetime]) -> str:
    """The part of the day whose round is walked at this hour."""
    return next((p for p in Part.values if p in closes and now <= closes[p]), Part.EVENING)


def lines_of(acting: Acting, checks: Sequence[Row], *, now: datetime) -> list[Line]:
    """Open what was found, and the recent temperatures: two queries."""
    sealed = curves.sealed_curves(acting, (c.observation_id for c in checks), now=now)
    keyring = Keyring.of(c.key_id for c in checks)
    words = {day: until_word(day, now=now) for day in {c.end_on for c in checks}}
    return [
        Line(
            check=check,
            name=check.person or "",
            door=check.door or "",
            until=words[check.end_on],
            findings=findings.of_check(check.findings, check.key_id, keyring),
            curve=curves.opened(sealed.get(check.observation_id, ()), check.key_id, keyring),
            place=(check.house, f"{check.unit}-{check.floor}"),
            resident_id=check.resident_id,
            by=check.caller or "",
            has_alarm=check.alarm_open,
            has_need=check.need_open,
        )
        for check in checks
    ]


def until_word(end_on: date, *, now: datetime) -> str:
    """Until when somebody stays at home, in words."""
    return _("until %(day)s") % {"day": day_word(end_on, today=clock.local_date(now))}


def visit_lines(acting: Acting, household_id: int, *, now: datetime) -> list[Line]:
    """The check of each observed member that a visit now would fill, in order of names.

    The one whose window has begun, else the day's next; members already seen are left out.
    """
    values = {"day": clock.local_date(now), "household": household_id}
    found = prepared.statement(round_rows.to_visit, acting.as_slots()).rows(
        acting.values() | values
    )
    by_person: dict[int, Row] = {}
    for row in (Row(*columns) for columns in found):
        if row.observation_id not in by_person or row.window_start <= now:
            by_person[row.observation_id] = row
    checks = sorted(by_person.values(), key=lambda row: row.resident_id or 0)
    return lines_of(acting, checks, now=now)
