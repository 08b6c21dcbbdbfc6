"""The roster planner on invented neighbourhoods: rules kept, proofs, and what others make of it.

`python benchmarks/roster.py [COUNT] [--first NUMBER] [--workers 1] [--people N] [--json]`. COUNT small problems
are planned and repaired after call-outs, and the independent checker looks at each roster; exit 1 if
any rule is broken. Then one neighbourhood is planned by hand's way (greedy), by the planner, and by
plain CP-SAT and Timefold, each given ten times the planner's seconds (at most 120).
"""

import argparse
import json
import random
import shutil
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks._figures import is_installed  # noqa: E402
from tongzhou.cli.planning import stdout_for_answers_only  # noqa: E402
from tongzhou.formats.duty_roster import Problem, read_changes, read_problem  # noqa: E402
from tongzhou.planners.roster.generate import Size, generate, small  # noqa: E402
from tongzhou.planners.roster.problem import Scene  # noqa: E402
from tongzhou.planners.roster.rules import check  # noqa: E402
from tongzhou.planners.roster.solve import Step, repair, solve  # noqa: E402
from tongzhou.planners.roster.solve.model import Model  # noqa: E402

SMALL_SECONDS, LARGE_SECONDS = 1.0, 120.0
CENT = 0.01
Figure = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one small problem: broken rules, and whether plan and repair are proven."""

    number: int
    broken: Sequence[str]
    is_planned_best: bool
    is_repair_proven: bool
    bound_is_sound: bool


def outcome(number: int) -> Outcome:
    """Plan a small problem, call a tenth of the people out, repair, check both."""
    given = read_problem(small(number))
    found = solve(given, budget=SMALL_SECONDS)
    planned = check(given, found.duties)
    names = random.Random(number).sample(sorted(given.people), max(1, len(given.people) // 10))
    calls = [{"person": name, "from": "2020-02-04T00:00"} for name in names]
    changes = read_changes({"from": "2020-02-04T00:00", "call_outs": calls}, given)
    mended = repair(given, found.duties, changes, budget=SMALL_SECONDS)
    repaired = check(mended.problem, mended.duties)
    broken = [v.rule for v in (*planned.violations, *repaired.violations)]
    gap = planned.objective - found.bound
    return Outcome(number, broken, gap <= CENT, mended.is_proven, gap >= -CENT)


def neighbourhood(people: int) -> list[Figure]:
    """One neighbourhood, planned in three ways; CP-SAT has ten times the seconds."""
    given = read_problem(generate(1, Size(people, max(2, people // 15))))
    first: list[tuple[float, Step]] = []
    began = time.process_time()
    found = solve(given, budget=LARGE_SECONDS, progress=lambda step: first.append((time.process_time() - began, step)))  # fmt: skip
    seconds = time.process_time() - began
    ours, greedy = check(given, found.duties), check(given, first[0][1].duties)
    long = min(LARGE_SECONDS, 10.0 * seconds)
    name = f"roster of {people} people"
    return [
        _figure(f"{name}: first roster", round(first[0][0], 2), "s CPU"),
        _figure(f"{name}: final roster", round(seconds, 2), "s CPU"),
        _figure(f"{name}: cost", ours.objective, "", "greedy", greedy.objective),
        _figure(f"{name}: cost", ours.objective, "", "plain CP-SAT, 10x the time", plain(given, long)),
        _figure(f"{name}: cost", ours.objective, "", "Timefold, 10x the time", by_timefold(given, long)),
        _figure(f"{name}: proven gap", round(100 * (ours.objective - found.bound) / max(1.0, ours.objective), 3), "%"),
        _figure(f"{name}: empty places", ours.terms["unfilled"].count, "", "greedy", greedy.terms["unfilled"].count),
        *_mended(given, found.duties, name),
    ]  # fmt: skip


def plain(given: Problem, seconds: float) -> float | None:
    """What the same programme costs solved by CP-SAT; nothing if it finds no roster."""
    if not is_installed("ortools"):
        return None
    from benchmarks._cp_sat import solved

    model = Model(Scene(given))
    found = solved(model.programme, seed=0, seconds=seconds, work=seconds)
    return check(given, model.duties(found.values)).objective if found.values else None


def by_timefold(given: Problem, seconds: float) -> float | None:
    """What the roster of Timefold costs; nothing if it breaks a rule."""
    if not is_installed("timefold"):
        return None
    if shutil.which("java") is None:
        print("timefold needs Java, which is not here: skipped", file=sys.stderr)
        return None
    from benchmarks._timefold import solved

    found = check(given, solved(given, seconds))
    return found.objective if found.ok else None


def _mended(given: Problem, published: frozenset[Any], name: str) -> list[Figure]:
    """Call-outs of one in twenty."""
    names = random.Random(1).sample(sorted(given.people), max(1, len(given.people) // 20))
    calls = [{"person": each, "from": "2020-02-05T07:00"} for each in names]
    changes = read_changes({"from": "2020-02-05T06:40", "call_outs": calls}, given)
    began = time.process_time()
    found = repair(given, published, changes, budget=LARGE_SECONDS)
    seconds = time.process_time() - began
    return [
        _figure(f"{name}: repair of 5 %", round(seconds, 2), "s CPU"),
        _figure(f"{name}: repair proven", float(found.is_proven), ""),
        _figure(f"{name}: duties lost", len(found.lost), ""),
        _figure(f"{name}: duties added, removed, moved",
                len(found.added) + len(found.removed) + len(found.moved), ""),
    ]  # fmt: skip


def main() -> int:
    """Print the figures; exit code 1 if a rule is broken or a bound is not sound."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", nargs="?", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--people", type=int, default=150, help="of the neighbourhood; 0: none")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    numbers = range(options.first, options.first + options.count)
    with stdout_for_answers_only():
        with ProcessPoolExecutor(options.workers) as pool:
            outcomes = list(pool.map(outcome, numbers, chunksize=5))
        figures = _counted(outcomes)
        if options.people:
            figures += neighbourhood(options.people)
    print(json.dumps(figures) if options.json else _as_text(figures))
    return 0 if all(not each.broken and each.bound_is_sound for each in outcomes) else 1


def _counted(outcomes: Sequence[Outcome]) -> list[Figure]:
    for each in outcomes:
        if each.broken or not each.bound_is_sound:
            print(f"{each.number}: {each.broken}, sound {each.bound_is_sound}", file=sys.stderr)
    return [
        _figure("small rosters", len(outcomes), ""),
        _figure("small rosters: broken rules", sum(len(each.broken) for each in outcomes), ""),
        _figure("small rosters: proven best", sum(o.is_planned_best for o in outcomes), ""),
        _figure("small rosters: repairs proven", sum(o.is_repair_proven for o in outcomes), ""),
        _figure(
            "small rosters: bounds above cost", sum(not o.bound_is_sound for o in outcomes), ""
        ),
    ]


def _figure(
    name: str, value: float, unit: str, baseline: str | None = None, other: float | None = None
) -> Figure:
    ratio = value / other if other else None
    return {
        "name": name, "value": value, "unit": unit, "baseline": baseline, "baseline_value": other,
        "ratio": ratio,
    }  # fmt: skip


def _beside(figure: Figure) -> str:
    if figure["baseline"] is None:
        return ""
    value = figure["baseline_value"]
    return f"  ({figure['baseline']}: {'none found' if value is None else f'{value:,.6g}'})"


def _as_text(figures: Sequence[Figure]) -> str:
    return "\n".join(
        f"{f['name']:54} {f['value']:>12,.6g} {f['unit']}" + _beside(f) for f in figures
    )


if __name__ == "__main__":
    sys.exit(main())
