"""The engines of the roster planner on public contract rosters, beside plain CP-SAT and greedy.

`python benchmarks/rostering.py FILE... [--budget SECONDS] [--json] [--out DIR]`. The programme of a file
is written with the planner's own building blocks and branched by HiGHS; CP-SAT gets the same programme
and the same seconds. Greedy takes day by day who breaks nothing and costs least. Every roster passes
a checker that derives each rule from the raw file, or is told as none.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from math import isfinite
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks._contracts import OFF, Contract, Instance, cost, read, violations  # noqa: E402
from benchmarks._figures import is_installed  # noqa: E402
from tongzhou.cli.planning import stdout_for_answers_only  # noqa: E402
from tongzhou.planners.roster.solve.branch import branched  # noqa: E402
from tongzhou.planners.roster.solve.programme import Programme  # noqa: E402
from tongzhou.planners.roster.solve.solution import NOTHING, Solution  # noqa: E402

Roster = dict[str, list[str]]
Figure = dict[str, Any]


class Model:
    """A column for each employee, day and shift that may be; `busy` says whether a day is worked."""

    def __init__(self, given: Instance) -> None:
        self.given, self.programme = given, Programme()
        self.works: dict[tuple[str, int, str], int] = {}
        self.busy: dict[tuple[str, int], int] = {}
        for name, who in given.staff.items():
            self._columns(name, who)
            self._follows(name)
            self._totals(name, who)
            self._runs(name, who)
            self._weekends(name, who)
        self._cover()

    def roster(self, values: Sequence[float]) -> Roster:
        """The rows of a solution."""
        rows = {name: [OFF] * self.given.days for name in self.given.staff}
        for (name, day, shift), column in self.works.items():
            if values[column] > 0.5:
                rows[name][day] = shift
        return rows

    def _columns(self, name: str, who: Contract) -> None:
        given, programme = self.given, self.programme
        for day in range(given.days):
            busy = programme.column(0.0, 0.0, float(day not in who.days_off))
            self.busy[name, day] = busy
            terms = [(busy, -1.0)]
            for shift in given.minutes:
                key = (name, day, shift)
                wanted = given.wanted.get(key, 0)
                programme.constant += wanted
                if day not in who.days_off and who.most.get(shift, given.days):
                    self.works[key] = programme.column(given.unwanted.get(key, 0) - wanted)
                    terms.append((self.works[key], 1.0))
            programme.row(terms, 0.0, 0.0)

    def _follows(self, name: str) -> None:
        for (who, day, shift), column in self.works.items():
            if who == name and (after := self.given.not_before[shift]):
                then = [self.works.get((name, day + 1, other)) for other in after]
                terms = [(other, 1.0) for other in then if other is not None]
                self.programme.row([(column, 1.0), *terms], high=1.0)

    def _totals(self, name: str, who: Contract) -> None:
        own = defaultdict(list)
        for day in range(self.given.days):
            for shift in self.given.minutes:
                if (column := self.works.get((name, day, shift))) is not None:
                    own[shift].append(column)
        for shift, columns in own.items():
            most = who.most.get(shift, self.given.days)
            if most < self.given.days:
                self.programme.row([(c, 1.0) for c in columns], high=float(most))
        minutes = [(c, float(self.given.minutes[s])) for s, columns in own.items() for c in columns]
        self.programme.row(minutes, float(who.minutes[0]), float(who.minutes[1]))

    def _runs(self, name: str, who: Contract) -> None:
        """No run too long, and none inside the horizon too short, of work or of rest."""
        busy, days = [self.busy[name, day] for day in range(self.given.days)], self.given.days
        shortest, longest = who.in_a_row
        for day in range(days - longest):
            self.programme.row(
                [(c, 1.0) for c in busy[day : day + longest + 1]], high=float(longest)
            )
        for length in range(1, shortest):
            for day in range(days - length - 1):
                run = [(c, 1.0) for c in busy[day + 1 : day + 1 + length]]
                ends = [(busy[day], -1.0), (busy[day + 1 + length], -1.0)]
                self.programme.row(run + ends, high=float(length - 1))
        for length in range(1, who.least_off):
            for day in range(days - length - 1):
                run = [(c, -1.0) for c in busy[day + 1 : day + 1 + length]]
                ends = [(busy[day], 1.0), (busy[day + 1 + length], 1.0)]
                self.programme.row(run + ends, high=1.0)

    def _weekends(self, name: str, who: Contract) -> None:
        terms = []
        for day in range(5, self.given.days, 7):
            weekend = self.programme.column()
            terms.append((weekend, 1.0))
            for each in range(day, min(day + 2, self.given.days)):
                self.programme.row([(self.busy[name, each], 1.0), (weekend, -1.0)], high=0.0)
        self.programme.row(terms, high=float(who.weekends))

    def _cover(self) -> None:
        there = defaultdict(list)
        for (_, day, shift), column in self.works.items():
            there[day, shift].append((column, 1.0))
        many = float(len(self.given.staff))
        for place, (needed, under, over) in self.given.cover.items():
            short = self.programme.column(float(under), 0.0, float(needed))
            more = self.programme.column(float(over), 0.0, many)
            terms = [*there[place], (short, 1.0), (more, -1.0)]
            self.programme.row(terms, float(needed), float(needed))


def greedy(given: Instance) -> Roster | None:
    """Employee by employee, each day the cheapest shift from which the contract can still be met."""
    rows: Roster = {}
    there: dict[tuple[int, str], int] = defaultdict(int)
    for name, who in given.staff.items():
        single = Instance(
            given.days, given.minutes, given.not_before, {name: who},
            {k: w for k, w in given.wanted.items() if k[0] == name},
            {k: w for k, w in given.unwanted.items() if k[0] == name},
            {k: (max(0, n - there[k]), u, o) for k, (n, u, o) in given.cover.items()},
        )  # fmt: skip
        model = Model(single)
        found = branched(model.programme, seed=0, seconds=5.0)
        if not found.values:
            return None
        rows |= model.roster(found.values)
        for day, shift in enumerate(rows[name]):
            there[day, shift] += bool(shift)
    return rows


def by_cp_sat(model: Model, seconds: float) -> Solution:
    """The same programme solved by CP-SAT; nothing where it is not installed."""
    if not is_installed("ortools"):
        return NOTHING
    from benchmarks._cp_sat import solved

    return solved(model.programme, seed=0, seconds=seconds, work=seconds)


def figures(path: Path, budget: float, out: Path | None) -> list[Figure]:
    """One file, three ways."""
    given = read(path)
    model = Model(given)
    began = time.process_time()
    ours = branched(model.programme, seed=0, seconds=budget)
    seconds = time.process_time() - began
    plain = by_cp_sat(model, budget)
    mine, theirs = _cost(given, model, ours), _cost(given, model, plain)
    by_hand = greedy(given)
    hand = cost(given, by_hand) if by_hand and not violations(given, by_hand) else None
    if out is not None and ours.values:
        out.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"roster": model.roster(ours.values)})
        (out / f"{path.stem}.json").write_text(text, "utf-8")
    return [
        _figure(f"{path.stem}: cost", mine, "", "plain CP-SAT", theirs),
        _figure(f"{path.stem}: cost", mine, "", "greedy", hand),
        _figure(
            f"{path.stem}: bound", _finite(ours.bound), "", "plain CP-SAT", _finite(plain.bound)
        ),
        _figure(f"{path.stem}: time", round(seconds, 1), "s CPU"),
    ]


def _finite(bound: float) -> float | None:
    return round(bound, 3) if isfinite(bound) else None


def _cost(given: Instance, model: Model, found: Solution) -> int | None:
    if not found.values:
        return None
    rows = model.roster(found.values)
    if broken := violations(given, rows):
        print("; ".join(broken[:5]), file=sys.stderr)
        return None
    return cost(given, rows)


def _figure(
    name: str,
    value: float | None,
    unit: str,
    baseline: str | None = None,
    other: float | None = None,
) -> Figure:
    ratio = value / other if other and value is not None else None
    return {
        "name": name, "value": value, "unit": unit, "baseline": baseline, "baseline_value": other,
        "ratio": ratio,
    }  # fmt: skip


def main() -> int:
    """Print the figures of each file; exit code 1 if one of them has no roster."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--budget", type=float, default=60.0)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    print("Timefold: skipped here, benchmarks/roster.py compares with it.", file=sys.stderr)
    with stdout_for_answers_only():
        found = [f for path in options.files for f in figures(path, options.budget, options.out)]
    show: Callable[[Figure], str] = lambda f: (  # noqa: E731
        f"{f['name']:24} {f['value']} {f['unit']}"
        + (f" ({f['baseline']}: {f['baseline_value']})" if f["baseline"] else "")
    )
    print(json.dumps(found) if options.json else "\n".join(map(show, found)))
    return 0 if all(f["value"] is not None for f in found) else 1


if __name__ == "__main__":
    sys.exit(main())
