"""The closure planner against trying everything, on many small invented neighbourhoods.

`python benchmarks/closure_fuzz.py [N] [--first NUMBER] [--workers 2] [--freely] [--built] [--json]`. Each number
from the first on is a neighbourhood of at most 14 free nodes: planned, answered by a search that
tries every fence line with every set of gates, flooded from the public streets, checked, its proof
verified. Exit 1 if any two are of different minds; each such number is told with what it is about.
`--freely` also asks what a plan would cost if people could walk any way inside the fence, and not
only the way that is shortest today. `--built` puts barriers here and there that stand already.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.planners.closure.brute.compare import FEN, VERDICTS, Outcome, compared  # noqa: E402

MANY = 1000
Figure = dict[str, Any]


def main() -> int:
    """Print the counts; exit code 1 on any disagreement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", nargs="?", type=int, default=MANY)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--freely", action="store_true")
    parser.add_argument("--built", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    began = time.monotonic()
    numbers = range(options.first, options.first + options.count)
    with ProcessPoolExecutor(options.workers) as pool:
        work = pool.map(
            partial(compared, freely=options.freely, is_built=options.built), numbers, chunksize=5
        )
        outcomes = list(_told(work, options.count))
    figures = _figures(outcomes, time.monotonic() - began)
    print(json.dumps(figures) if options.json else _as_text(figures))
    return 0 if all(outcome.is_agreed for outcome in outcomes) else 1


def _told(outcomes: Iterable[Outcome], count: int) -> Iterable[Outcome]:
    """The same, with what is wrong and how far it is on the other channel."""
    for done, outcome in enumerate(outcomes, start=1):
        if not outcome.is_agreed:
            what = "; ".join(outcome.complaints) or f"{outcome.planned} against {outcome.least}"
            print(f"{outcome.number}: {outcome.verdict}: {what}", file=sys.stderr)
        if done % 100 == 0:
            print(f"{done} of {count}", file=sys.stderr)
        yield outcome


def _figures(outcomes: Sequence[Outcome], seconds: float) -> list[Figure]:
    counts = {verdict: sum(o.verdict == verdict for o in outcomes) for verdict in VERDICTS}
    counts |= {
        "not proven": sum(not o.is_proven for o in outcomes),
        "leaks": sum(len(o.leaks) for o in outcomes),
        "lost fire access": sum(len(o.lost_to_engines) for o in outcomes),
        "refused by the checker": sum(bool(o.broken_rules) for o in outcomes),
        "proof refused": sum(bool(o.faults_of_proof) for o in outcomes),
        "most free nodes": max((o.free_nodes for o in outcomes), default=0),
    }
    if freely := [o.least - o.freely for o in outcomes if o.freely is not None]:
        counts["cheaper by another way inside"] = sum(saved > FEN for saved in freely)
    figures = [_figure(name, count, "neighbourhoods") for name, count in counts.items()]
    return [*figures, _figure("time", round(seconds, 1), "s")]


def _figure(name: str, value: float, unit: str) -> Figure:
    return {
        "name": f"closure, brute force: {name}",
        "value": value,
        "unit": unit,
        "baseline": None,
        "baseline_value": None,
        "ratio": None,
    }


def _as_text(figures: Sequence[Figure]) -> str:
    return "\n".join(f"{f['name']:54} {f['value']:>8,} {f['unit']}" for f in figures)


if __name__ == "__main__":
    sys.exit(main())
