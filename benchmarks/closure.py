"""The closure planner against doing it by hand, other solvers and other loaders, in one run.

`python benchmarks/closure.py [FILE...] [--json]`. Without files: the real maps in the folder named
by TONGZHOU_MAPS (`../shared/data`), each skipped with a message where it is absent. For each map:
the cost of the usual rules of thumb against the proven optimum, the planner's processor time from
file to checked plan, memory, the time of a change on the map, and loader and minimum cut against
osmnx and networkx (skipped where they are not installed). The stated goals: Beijing in 1 s, Helsinki
in 3 s, Monaco in 5 s, 300 MB, a change in 0.3 s.
"""

import argparse
import importlib.util
import json
import math
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import _closure_rules as by_hand  # noqa: E402

MAPS = {"beijing-haidian.osm.gz": 1.0, "Helsinki.osm.pbf": 3.0, "monaco.osm.pbf": 5.0}
CITY = "wuhan-streets.parquet"
HANDS: dict[str, by_hand.Rule] = {
    "mouths, greedy gates": by_hand.mouths_with_greedy_gates,
    "mouths, best gates": by_hand.mouths_with_best_gates,
    "least cut, then gates": by_hand.least_cut_with_best_gates,
}
CHANGES = 20
Figure = dict[str, Any]


def main() -> None:
    """Measure each map in a process of its own, so that its memory is its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(list(_measured(options.files[0]))))
        return
    folder = Path(os.environ.get("TONGZHOU_MAPS", ROOT.parent / "shared" / "data"))
    files = options.files or [folder / name for name in [*MAPS, CITY]]
    figures = [figure for file in files for figure in _in_a_process(file)]
    print(json.dumps(figures, ensure_ascii=False) if options.json else _as_text(figures))


def _in_a_process(file: Path) -> list[Figure]:
    if not file.is_file():
        print(f"{file.name} is not there: skipped", file=sys.stderr)
        return []
    command = [sys.executable, __file__, str(file), "--one"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    figures: list[Figure] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _measured(file: Path) -> Iterator[Figure]:
    if file.name == CITY:
        yield from _city(file)
        return
    from tongzhou.formats.streets import read
    from tongzhou.planners.closure.explain import to_geojson
    from tongzhou.planners.closure.problem import Profile, build
    from tongzhou.planners.closure.rules import check
    from tongzhou.planners.closure.solve import Known, solve

    name, known = file.name.split(".")[0], Known()
    began = time.process_time()
    extract = read(file)
    loading = time.process_time() - began
    problem = build(extract, Profile.read())
    plan = solve(problem, known=known)
    took = time.process_time() - began
    report = check(extract, to_geojson(problem, plan), problem.profile)
    goal = MAPS.get(file.name)
    yield _figure(f"{name}: plan", took, "s CPU", "goal" if goal else None, goal)
    yield _figure(f"{name}: checked", time.process_time() - began, "s CPU", "plan", took)
    yield _figure(f"{name}: gap", 100 * plan.gap, "%", None, None)
    yield _figure(f"{name}: broken rules", len(report.violations), "rules", None, None)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield _figure(f"{name}: peak memory", peak, "MB", "goal", 300)
    for rule, hand in HANDS.items():
        cost = by_hand.cost_of(problem, hand)
        if math.isfinite(cost):
            yield _figure(f"{name}: cost", plan.objective, "yuan", rule, cost)
        else:
            print(f"{name}: {rule} finds no lawful plan", file=sys.stderr)
    yield from _changes(name, problem, plan, known)
    yield from _loaders(name, file, loading)
    yield from _cuts(name, problem)


def _changes(name: str, problem: Any, plan: Any, known: Any) -> Iterator[Figure]:
    """A barrier is forbidden where the plan has it; only its cell is solved again."""
    from tongzhou.planners.closure.problem import Pins, Spot
    from tongzhou.planners.closure.solve import solve

    chance, spent = random.Random(1), []
    for stand in chance.sample(list(plan.stands), min(CHANGES, len(plan.stands))):
        cut = problem.edges[stand.edge].cut
        pins = Pins(open=frozenset({Spot(cut.way, cut.start, cut.end, cut.middle)}))
        began = time.process_time()
        solve(replace(problem, pins=pins), known=known)
        spent.append(time.process_time() - began)
    spent.sort()
    yield _figure(f"{name}: a change, p95", spent[int(0.95 * len(spent))], "s CPU", "goal", 0.3)
    yield _figure(f"{name}: a change, worst", spent[-1], "s CPU", "goal", 2.0)


def _loaders(name: str, file: Path, ours: float) -> Iterator[Figure]:
    """Against osmnx, which reads plain XML only: other files are unpacked for it, unmeasured."""
    if importlib.util.find_spec("osmnx") is None:
        print("osmnx is not installed (requirements/bench.txt): skipped", file=sys.stderr)
        return
    import tempfile

    import osmium
    import osmnx

    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.osm"
        with osmium.SimpleWriter(str(plain)) as writer:
            for thing in osmium.FileProcessor(str(file)):
                writer.add(thing)
        began = time.process_time()
        try:
            osmnx.graph_from_xml(plain)
            osmnx.features_from_xml(plain, tags={"building": True})
        except ValueError as error:
            print(f"{name}: osmnx cannot read it: {error}", file=sys.stderr)
            return
        theirs = time.process_time() - began
    yield _figure(f"{name}: loading", ours, "s CPU", "osmnx", theirs)


def _cuts(name: str, problem: Any) -> Iterator[Figure]:
    if importlib.util.find_spec("networkx") is None:
        print("networkx is not installed (requirements/bench.txt): skipped", file=sys.stderr)
        return
    import networkx

    from tongzhou.planners.closure.explain.witnesses import intrusion_ways

    ours = _spent(lambda: intrusion_ways(problem))
    graph = networkx.Graph()
    for edge in problem.edges:
        u = "public" if problem.is_public[edge.u] else edge.u
        v = "public" if problem.is_public[edge.v] else edge.v
        if u != v:
            known = graph.get_edge_data(u, v, {"capacity": 0})["capacity"]
            graph.add_edge(u, v, capacity=known + 1)
    for home in problem.homes:
        graph.add_edge(home.node, "homes", capacity=len(problem.edges))
    theirs = _spent(lambda: networkx.minimum_cut(graph, "public", "homes"))
    yield _figure(f"{name}: least number of closings", ours, "s CPU", "networkx", theirs)


def _city(file: Path) -> Iterator[Figure]:
    """A whole city of made-up homes, one for each 60 m of its small streets."""
    from tongzhou.formats.streets import read
    from tongzhou.planners.closure.problem import Profile, build
    from tongzhou.planners.closure.problem.register import Register
    from tongzhou.planners.closure.solve import solve

    profile = Profile.over_defaults({"walking": {"limit_metres": 500.0}})
    extract = read(file)
    places = list(_made_up_homes(extract, profile.public.classes))
    began = time.process_time()
    problem = build(extract, profile, register=Register({}, places))
    plan = solve(problem, budget=600)
    took = time.process_time() - began
    yield _figure("city: homes", len(problem.homes), "nodes", None, None)
    yield _figure("city: cells", plan.cells, "cells", None, None)
    yield _figure("city: plan", took, "s CPU", "goal", 60)
    yield _figure("city: gap", 100 * plan.gap, "%", None, None)


def _made_up_homes(extract: Any, public: Any) -> Iterator[tuple[float, float, int]]:
    chance = random.Random(3)
    for way in extract.ways:
        if way.tags["highway"] in public:
            continue
        (lon, lat), (to_lon, to_lat) = (extract.nodes[ref] for ref in way.nodes)
        metres = math.hypot((to_lon - lon) * 95_900, (to_lat - lat) * 110_574)
        count = int(metres // 60)
        for i in range(1, count + 1):
            part = i / (count + 1)
            place = lon + (to_lon - lon) * part, lat + (to_lat - lat) * part
            if chance.random() < 0.8:
                yield (*place, chance.randint(10, 60))


def _spent(deed: Callable[[], Any]) -> float:
    began = time.process_time()
    deed()
    return time.process_time() - began


def _figure(
    name: str, value: float, unit: str, baseline: str | None, baseline_value: float | None
) -> Figure:
    return {
        "name": name,
        "value": round(value, 4),
        "unit": unit,
        "baseline": baseline,
        "baseline_value": None if baseline_value is None else round(baseline_value, 4),
        "ratio": round(value / baseline_value, 4) if baseline_value else None,
    }


def _as_text(figures: list[Figure]) -> str:
    return "\n".join(
        f"{f['name']:40} {f['value']:>14,} {f['unit']:8} "
        + (f"{f['ratio']} x {f['baseline']} ({f['baseline_value']:,})" if f["ratio"] else "")
        for f in figures
    )


if __name__ == "__main__":
    main()
