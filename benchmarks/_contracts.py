"""The public format of contract rosters (Curtois and Qu, 2014): read strictly, checked rule by rule.

A roster is one row of shift names (or "") per employee; the checker derives each rule from the file.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

OFF = ""
Rows = Mapping[str, Sequence[str]]
SECTIONS = (
    "HORIZON", "SHIFTS", "STAFF", "DAYS_OFF", "SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS", "COVER",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contract:
    """What one employee may work, in minutes, shifts, days and weekends."""

    most: Mapping[str, int]
    minutes: tuple[int, int]
    in_a_row: tuple[int, int]
    least_off: int
    weekends: int
    days_off: frozenset[int]


@dataclass(frozen=True, slots=True)
class Instance:
    """One file. Requests are by employee, day and shift; cover is (needed, under, over)."""

    days: int
    minutes: Mapping[str, int]
    not_before: Mapping[str, frozenset[str]]
    staff: Mapping[str, Contract]
    wanted: Mapping[tuple[str, int, str], int]
    unwanted: Mapping[tuple[str, int, str], int]
    cover: Mapping[tuple[int, str], tuple[int, int, int]]


def read(path: Path) -> Instance:
    """The instance of a file."""
    rows = _rows(path)
    shifts = {row[0]: row for row in rows["SHIFTS"]}
    off = {row[0]: frozenset(map(int, filter(None, row[1:]))) for row in rows["DAYS_OFF"]}
    return Instance(
        days=int(rows["HORIZON"][0][0]),
        minutes={name: int(row[1]) for name, row in shifts.items()},
        not_before={n: frozenset(filter(None, row[2].split("|"))) for n, row in shifts.items()},
        staff={row[0]: _contract(row, off.get(row[0], frozenset())) for row in rows["STAFF"]},
        wanted={(e, int(d), s): int(w) for e, d, s, w in rows["SHIFT_ON_REQUESTS"]},
        unwanted={(e, int(d), s): int(w) for e, d, s, w in rows["SHIFT_OFF_REQUESTS"]},
        cover={(int(d), s): (int(n), int(u), int(o)) for d, s, n, u, o in rows["COVER"]},
    )


def _rows(path: Path) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {name: [] for name in SECTIONS}
    section = ""
    for line in map(str.strip, path.read_text("utf-8").splitlines()):
        if line.startswith("SECTION_"):
            section = line.removeprefix("SECTION_")
        elif line and not line.startswith("#"):
            found[section].append([cell.strip() for cell in line.split(",")])
    return found


def _contract(row: Sequence[str], off: frozenset[int]) -> Contract:
    most = {name: int(count) for name, count in (part.split("=") for part in row[1].split("|"))}
    high, low, longest, shortest, least_off, weekends = map(int, row[2:8])
    return Contract(most, (low, high), (shortest, longest), least_off, weekends, off)


def cost(given: Instance, rows: Rows) -> int:
    """Requests not met, and too few or too many on a shift."""
    found = sum(w for (e, d, s), w in given.wanted.items() if rows[e][d] != s)
    found += sum(w for (e, d, s), w in given.unwanted.items() if rows[e][d] == s)
    there = Counter((day, shift) for row in rows.values() for day, shift in enumerate(row) if shift)
    for place, (needed, under, over) in given.cover.items():
        found += under * max(0, needed - there[place]) + over * max(0, there[place] - needed)
    return found


def violations(given: Instance, rows: Rows) -> list[str]:
    """Each broken rule as a sentence."""
    return [
        f"{name}: {what}"
        for name, who in given.staff.items()
        for what in _broken(given, who, rows[name])
    ]


def _broken(given: Instance, who: Contract, row: Sequence[str]) -> Iterator[str]:
    if len(row) != given.days:
        yield f"{len(row)} days"
        return
    yield from (f"day off {day}" for day in who.days_off if row[day])
    for day, (one, then) in enumerate(pairwise(row)):
        if one and then in given.not_before[one]:
            yield f"{then} follows {one} on day {day}"
    counts = Counter(shift for shift in row if shift)
    yield from (f"{n} {s}" for s, n in counts.items() if n > who.most.get(s, given.days))
    worked = sum(given.minutes[shift] for shift in row if shift)
    if not who.minutes[0] <= worked <= who.minutes[1]:
        yield f"{worked} minutes"
    weekends = sum(any(row[day : day + 2]) for day in range(5, given.days, 7))
    if weekends > who.weekends:
        yield f"{weekends} weekends"
    yield from _runs(given, who, row)


def _runs(given: Instance, who: Contract, row: Sequence[str]) -> Iterator[str]:
    """Runs of work and of rest; those at either end of the horizon may go on beyond it."""
    day = 0
    for works, run in groupby(row, key=bool):
        length = len(list(run))
        is_inner = day > 0 and day + length < given.days
        shortest = who.in_a_row[0] if works else who.least_off
        if (works and length > who.in_a_row[1]) or (is_inner and length < shortest):
            yield f"{length} days of {'work' if works else 'rest'} from day {day}"
        day += length
