"""Makes rosters in a child process, for whoever must not wait.

Three tasks: `plan` a roster, `explain` one that is there, which may be the best one so far of a
plan that somebody stopped, and `repair` a published one.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from math import isfinite
from typing import TYPE_CHECKING, Any

from tongzhou.formats.children import Declined, Limits, Say, Told, ask, serve

if TYPE_CHECKING:
    from tongzhou.planners.roster.solve import Step

MEMORY = 3 * 2**30
SPARE_SECONDS = 120
TICK_SECONDS = 1.0


def make_roster(
    problem: Mapping[str, Any], *, seed: int, budget: float, told: Told
) -> dict[str, Any]:
    """A checked roster as `explain.to_json` writes it; the problem is what a file would hold.

    `told` hears at least every second a mapping with `stage`, `cost` and `bound` (None while there
    is none), once for each better roster with its `duties` too.
    """
    task = {"do": "plan", "problem": problem, "seed": seed, "budget": budget}
    limits = Limits(MEMORY, int(budget) * 2 + SPARE_SECONDS)
    return dict(ask(__name__, task, limits=limits, told=told))


def explain_roster(
    problem: Mapping[str, Any], duties: list[dict[str, Any]], *, bound: float | None, told: Told
) -> dict[str, Any]:
    """The same of duties that are there already."""
    task = {"do": "explain", "problem": problem, "assignments": duties, "bound": bound}
    return dict(ask(__name__, task, limits=Limits(MEMORY, SPARE_SECONDS), told=told))


def repair_roster(
    problem: Mapping[str, Any], duties: list[dict[str, Any]], changes: Mapping[str, Any], *,
    seed: int, budget: float, told: Told,
) -> dict[str, Any]:  # fmt: skip
    """A checked repair of published duties, as `explain.repaired_to_json` writes it.

    `changes` is what a file of changes would hold; `told` hears every second that it goes on.
    """
    task = {
        "do": "repair", "problem": problem, "assignments": duties, "changes": changes,
        "seed": seed, "budget": budget,
    }  # fmt: skip
    limits = Limits(MEMORY, int(budget) * 2 + SPARE_SECONDS)
    return dict(ask(__name__, task, limits=limits, told=told))


def _work(task: dict[str, Any], say: Say) -> dict[str, Any]:
    from tongzhou.formats.duty_roster import read_problem, read_roster
    from tongzhou.planners.roster.explain import to_json

    problem = read_problem(task["problem"])
    with _ticking(say) as tell:
        if task["do"] == "repair":
            content = _repaired(problem, task)
        elif task["do"] == "explain":
            there = read_roster({"assignments": task["assignments"]}, problem)
            content = to_json(problem, there, bound=task["bound"])
        else:
            duties, bound = _solved(problem, task, tell)
            content = to_json(problem, duties, bound=bound)
    if content["violations"]:
        first = content["violations"][0]
        raise Declined("check_failed", {"rule": first["rule"], "where": first["where"]})
    return content


def _repaired(problem: Any, task: Mapping[str, Any]) -> dict[str, Any]:
    from tongzhou.formats.duty_roster import read_changes, read_roster
    from tongzhou.planners.roster.explain import repaired_to_json
    from tongzhou.planners.roster.solve import repair

    published = read_roster({"assignments": task["assignments"]}, problem)
    changes = read_changes(task["changes"], problem)
    found = repair(problem, published, changes, seed=task["seed"], budget=task["budget"])
    return repaired_to_json(found)


Tell = Callable[[dict[str, Any]], None]


def _solved(problem: Any, task: Mapping[str, Any], tell: Tell) -> tuple[Any, float]:
    from tongzhou.formats.duty_roster import duties_to_json
    from tongzhou.planners.roster.rules import check
    from tongzhou.planners.roster.solve import solve

    def progress(step: "Step") -> None:
        tell({
            "stage": step.name,
            "cost": round(check(problem, step.duties).objective, 2),
            "bound": round(step.bound, 2) if isfinite(step.bound) else None,
            "duties": duties_to_json(step.duties),
        })  # fmt: skip

    found = solve(problem, seed=task["seed"], budget=task["budget"], progress=progress)
    return found.duties, found.bound


@contextmanager
def _ticking(say: Say) -> Iterator[Tell]:
    """Say how far it is, and say it again every second, so that somebody can end it meanwhile."""
    last: dict[str, Any] = {"stage": "reading", "cost": None, "bound": None}
    lock, over = threading.Lock(), threading.Event()

    def speak(more: Mapping[str, Any]) -> None:
        with lock:
            say("progress", {**last, **more})

    def tell(step: dict[str, Any]) -> None:
        duties = {"duties": step.pop("duties")}
        last.update(step)
        speak(duties)

    def tick() -> None:
        while not over.wait(TICK_SECONDS):
            speak({})

    beat = threading.Thread(target=tick, daemon=True)
    beat.start()
    try:
        yield tell
    finally:
        over.set()
        beat.join()


if __name__ == "__main__":
    serve(_work)
