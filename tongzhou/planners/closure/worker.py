"""Reads streets and makes closure plans in a child process, for whoever must not wait or trust.

Three tasks: `read` a file of streets into facts and a map to draw, `plan` a closure with its proof,
its reasons and the table of walking limits, and nothing else.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tongzhou.formats.children import Declined, Limits, Say, Told, ask, serve

if TYPE_CHECKING:
    from shapely import Geometry

    from tongzhou.formats.streets import Extract
    from tongzhou.planners.closure.problem import Pins, Problem, Profile
    from tongzhou.planners.closure.problem.register import Register
    from tongzhou.planners.closure.solve import Plan

MEMORY = 3 * 2**30
READ_SECONDS = 300
AROUND_METRES = 25.0
TICK_SECONDS = 1.0
LIMITS_TRIED = (0.5, 0.75, 1.0, 1.5, 2.0)
LOOSER = (1.25, 1.5, 2.0, 3.0, 5.0)
UNFENCED = {"gates": {"volunteers": 0}}


def read_streets(path: Path, *, told: Told) -> dict[str, Any]:
    """Facts and map of a file of streets; raises `Declined` with a code of `UnusableStreets`."""
    task = {"do": "read", "path": str(path.absolute())}
    return dict(ask(__name__, task, limits=Limits(MEMORY, READ_SECONDS), told=told))


def make_plan(path: Path, order: Mapping[str, Any], *, told: Told) -> dict[str, Any]:
    """A checked plan; `order` has boundary, around, households, profile, pins, seed, budget.

    `told` hears `(cells done, cells, cost, bound)` at least every second.
    """
    task = {"do": "plan", "path": str(path.absolute()), **order}
    seconds = int(order["budget"]) * 4 + READ_SECONDS
    return dict(ask(__name__, task, limits=Limits(MEMORY, seconds), told=told))


def _work(task: dict[str, Any], say: Say) -> dict[str, Any]:
    extract = _extract(Path(task["path"]))
    if task["do"] == "read":
        from tongzhou.planners.closure.explain.drawing import facts

        return facts(extract)
    with _ticking(say) as progress:
        return _Planning.of(extract, task).made(progress)


def _extract(path: Path) -> "Extract":
    from tongzhou.formats.streets import read
    from tongzhou.formats.streets.errors import UnusableStreets

    try:
        return read(path)
    except UnusableStreets as error:
        raise Declined(error.code, {k: str(v) for k, v in error.params.items()}) from error


Progress = Callable[[int, int, float, float], None]


@contextmanager
def _ticking(say: Say) -> Iterator[Progress]:
    """Say how far it is, and say it again every second, so that somebody can end it meanwhile."""
    last: list[float] = [0, 0, 0.0, 0.0]
    lock, over = threading.Lock(), threading.Event()

    def speak() -> None:
        with lock:
            say("progress", last)

    def progress(done: int, total: int, cost: float, bound: float) -> None:
        last[:] = [done, total, round(cost, 2), round(bound, 2)]
        speak()

    def tick() -> None:
        while not over.wait(TICK_SECONDS):
            speak()

    beat = threading.Thread(target=tick, daemon=True)
    beat.start()
    try:
        yield progress
    finally:
        over.set()
        beat.join()


class _Planning:
    """One order on one extract."""

    def __init__(
        self, extract: "Extract", task: Mapping[str, Any], boundary: "Geometry | None"
    ) -> None:
        self.extract = extract
        self.task = task
        self.boundary = boundary
        self.pins = _pins(task["pins"])

    @classmethod
    def of(cls, extract: "Extract", task: Mapping[str, Any]) -> "_Planning":
        return cls(extract, task, _boundary(extract, task))

    def made(self, progress: Progress) -> dict[str, Any]:
        profile = _profile(self.task["profile"])
        register = self._register(profile)
        problem = self._problem(profile, register)
        plan = self._solved(problem, progress)
        if plan.status == "infeasible":
            return {"plan": self._geojson(problem, plan), "ok": False,
                    "relaxation": self._relaxation(plan, register)}  # fmt: skip
        return self._checked(problem, plan, register)

    def _checked(
        self, problem: "Problem", plan: "Plan", register: "Register | None"
    ) -> dict[str, Any]:
        from shapely.geometry import mapping

        from tongzhou.planners.closure.explain.certificate import certificate
        from tongzhou.planners.closure.explain.drawing import reasons_of
        from tongzhou.planners.closure.problem.pins import as_json
        from tongzhou.planners.closure.rules import check

        geojson = self._geojson(problem, plan)
        report = check(
            self.extract, geojson, problem.profile, boundary=self.boundary, register=register,
            pins=self.pins,
        )  # fmt: skip
        if not report.ok:
            first = report.violations[0]
            raise Declined("check_failed", {"rule": first.rule, "where": first.where})
        return {
            "plan": geojson,
            "ok": True,
            "certificate": certificate(problem, geojson),
            "reasons": reasons_of(problem, plan),
            "limits": list(self._limits(register)),
            "households": dict(register.by_building) if register else {},
            "boundary": mapping(self.boundary) if self.boundary else None,
            "pins": as_json(self.pins),
        }

    def _geojson(self, problem: "Problem", plan: "Plan") -> dict[str, Any]:
        from tongzhou.planners.closure.explain import to_geojson

        return to_geojson(problem, plan)

    def _problem(self, profile: "Profile", register: "Register | None") -> "Problem":
        from tongzhou.planners.closure.problem import build
        from tongzhou.planners.closure.problem.build import BadArea

        try:
            problem = build(
                self.extract, profile, boundary=self.boundary, register=register, pins=self.pins
            )
        except BadArea as error:
            raise Declined("area", {}) from error
        if not problem.homes:
            raise Declined("no_homes", {})
        return problem

    def _register(self, profile: "Profile") -> "Register | None":
        """Households counted in the registry, else as the footprint has them."""
        from tongzhou.planners.closure.problem.register import Register

        counted = self.task["households"]
        if not counted:
            return None
        estimated = {h.id: h.households for h in self._problem(profile, None).houses}
        return Register(estimated | counted)

    def _solved(self, problem: "Problem", progress: Progress | None) -> "Plan":
        from tongzhou.planners.closure.solve import solve

        return solve(problem, seed=self.task["seed"], budget=self.task["budget"], progress=progress)

    def _limits(self, register: "Register | None") -> Iterator[dict[str, Any]]:
        """What other limits of walking would mean."""
        asked = _profile(self.task["profile"]).walking.limit_metres
        for factor in LIMITS_TRIED:
            yield self._row(round(asked * factor, -1), register)

    def _row(self, metres: float, register: "Register | None") -> dict[str, Any]:
        problem = self._problem(self._with({"walking": {"limit_metres": metres}}), register)
        plan = self._solved(problem, None)
        kinds = [stand.kind for stand in plan.stands]
        shifts = problem.profile.costs.shifts_a_day
        return {
            "metres": metres, "status": plan.status, "cost": round(plan.objective),
            "gates": kinds.count("gate"), "fences": kinds.count("fence"),
            "fire_lanes": kinds.count("fire_lane"),
            "guards": sum(stand.levels for stand in plan.stands) * shifts,
            "longest": round(max((door.metres for door in plan.doors), default=0)),
        }  # fmt: skip

    def _with(self, changes: Mapping[str, Any]) -> "Profile":
        given = {name: dict(table) for name, table in self.task["profile"].items()}
        for name, table in changes.items():
            given[name] = given.get(name, {}) | table
        return _profile(given)

    def _relaxation(self, plan: "Plan", register: "Register | None") -> dict[str, Any]:
        """The cheapest single rule that, given up, makes a plan possible."""
        asked = _profile(self.task["profile"])
        wishes: list[tuple[str, float, Mapping[str, Any]]] = [
            ("walk", round(asked.walking.limit_metres * factor, -1), {}) for factor in LOOSER
        ]
        if asked.gates.volunteers:
            wishes.insert(0, ("volunteers", 0, UNFENCED))
        for rule, value, changes in wishes:
            wanted = changes or {"walking": {"limit_metres": value}}
            found = self._solved(self._problem(self._with(wanted), register), None)
            if found.status != "infeasible":
                shifts = asked.costs.shifts_a_day
                guards = sum(stand.levels for stand in found.stands) * shifts
                return {"rule": rule, "metres": value, "guards": guards,
                        "cost": round(found.objective)}  # fmt: skip
        return {"rule": "pins"}


def _profile(given: Mapping[str, Any]) -> "Profile":
    from tongzhou.planners.closure.problem import BadProfile, Profile

    try:
        return Profile.over_defaults(given)
    except BadProfile as error:
        raise Declined("profile", {"why": str(error)}) from error


def _pins(given: Sequence[Mapping[str, Any]]) -> "Pins":
    """Pins as the page keeps them: kind, way, from, to and, of a measured way, its width."""
    from tongzhou.planners.closure.problem import Pins, Spot

    spots: dict[str, set[Spot]] = {"gates": set(), "open": set(), "closed": set(), "built": set()}
    for pin in given:
        if pin["kind"] in spots:
            spots[pin["kind"]].add(
                Spot(
                    pin["way"],
                    pin["from"],
                    pin["to"],
                    pin.get("fraction", 0.5),
                    pin.get("what", ""),
                )
            )
    widths = {pin["way"]: float(pin["width"]) for pin in given if pin["kind"] == "width"}
    return Pins(
        **{name: frozenset(found) for name, found in spots.items()},
        widths=tuple(sorted(widths.items())),
    )


def _boundary(extract: "Extract", task: Mapping[str, Any]) -> "Geometry | None":
    import shapely
    from shapely.geometry import shape

    if task["boundary"]:
        try:
            drawn = shapely.make_valid(shape(task["boundary"]))
        except (ValueError, KeyError, TypeError, shapely.GEOSException) as error:
            raise Declined("area", {}) from error
        return drawn
    wanted = frozenset(task["around"])
    shapes = [b.footprint for b in extract.buildings if b.id in wanted]
    if not shapes:
        return None
    hull = shapely.convex_hull(shapely.union_all(shapes))
    return shapely.buffer(hull, AROUND_METRES / 100_000, quad_segs=2)


if __name__ == "__main__":
    serve(_work)
