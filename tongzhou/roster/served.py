"""How long somebody served: pure, from what was written down about one duty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tongzhou.roster.choices import Attended, OnDuty

# A night minute counts one and a half: the street office thanks nights more, as overtime pay does.
NIGHT_PERCENT = 150
# Whoever comes early may say so half an hour before.
EARLY = timedelta(minutes=30)
# The next shift may be late. Whoever says later than this that they ended has forgotten to say it
# in time: then the planned end counts, and the coordinator can correct it.
OVERTIME = timedelta(minutes=60)
# Time to hand over before a duty without an end is overdue.
GRACE = timedelta(minutes=15)

BEGINS = frozenset({Attended.PRESENT, Attended.IN, Attended.BACK})
PAUSES = frozenset({Attended.BREAK, Attended.OUT})
STATES = {
    Attended.PRESENT: OnDuty.ON, Attended.IN: OnDuty.ON, Attended.BACK: OnDuty.ON,
    Attended.BREAK: OnDuty.BREAK, Attended.OUT: OnDuty.OVER, Attended.CORRECTED: OnDuty.OVER,
}  # fmt: skip

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing written down; `at` may be off by `doubt` seconds."""

    kind: str
    at: datetime
    doubt: int = 0
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """Minutes on duty, and how many of them at night."""

    minutes: int
    night: int

    @property
    def credited(self) -> int:
        """Minutes with the night counting more."""
        return credited(self.minutes, self.night)


def credited(minutes: int, night: int) -> int:
    """Minutes with the night counting more, in whole minutes."""
    return minutes + night * (NIGHT_PERCENT - 100) // 100


def state(marks: Iterable[Mark]) -> OnDuty:
    """Where somebody is in their duty now, by what was written down last."""
    found = OnDuty.NOT_YET
    for mark in marks:
        is_late_muster = mark.kind == Attended.PRESENT and found != OnDuty.NOT_YET
        if mark.kind in STATES and not is_late_muster:
            found = STATES[Attended(mark.kind)]
    return found


def planned(duty: Span, nights: Iterable[Span]) -> Served:
    """What a duty counts when it was served as planned."""
    return _count([duty], nights)


def served(marks: Sequence[Mark], duty: Span, nights: Sequence[Span]) -> Served | None:
    """Minutes from in to out less breaks; None where it is not known that the duty ended.

    What the coordinator decided last counts before all that was pressed. `marks` are in order.
    """
    decided = [m.minutes for m in marks if m.kind == Attended.CORRECTED and m.minutes is not None]
    if decided:
        return Served(decided[-1], min(decided[-1], planned(duty, nights).night))
    if state(marks) != OnDuty.OVER:
        return None
    starts_at, ends_at = duty
    spans = _spans([(mark, _trusted(mark, duty)) for mark in marks])
    # Somebody who is on duty an hour after its end forgot to say when they went.
    last = max((end for _, end in spans), default=ends_at)
    latest = last if last <= ends_at + OVERTIME else ends_at
    return _count(_clipped(spans, (starts_at, latest)), nights)


def _spans(marks: Iterable[tuple[Mark, datetime]]) -> list[Span]:
    """From each beginning to the pause or end after it."""
    found, since = [], None
    for mark, at in marks:
        if mark.kind in BEGINS and since is None:
            since = at
        elif mark.kind in PAUSES and since is not None:
            found.append((since, at))
            since = None
    return found


def _trusted(mark: Mark, duty: Span) -> datetime:
    """The moment nearest to the plan that the clock's doubt allows."""
    aims = {Attended.PRESENT: duty[0], Attended.IN: duty[0], Attended.OUT: duty[1]}
    aim = aims.get(Attended(mark.kind), mark.at)
    doubt = timedelta(seconds=mark.doubt)
    return min(max(aim, mark.at - doubt), mark.at + doubt)


def _count(spans: Sequence[Span], nights: Iterable[Span]) -> Served:
    dark = [part for night in _merged(nights) for part in _clipped(spans, night)]
    return Served(_minutes(spans), min(_minutes(dark), _minutes(spans)))


def _clipped(spans: Iterable[Span], bounds: Span) -> list[Span]:
    cut = ((max(start, bounds[0]), min(end, bounds[1])) for start, end in spans)
    return [(start, end) for start, end in cut if end > start]


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Nights that overlap count once."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _minutes(spans: Iterable[Span]) -> int:
    """Whole minutes, half of one rounded up: nobody loses an hour by seconds."""
    seconds = sum((end - start for start, end in spans), timedelta()).total_seconds()
    return int(seconds + 30) // 60
