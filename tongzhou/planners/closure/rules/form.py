"""Rules about the file itself: is it this map's plan, can every sentence in it be used?"""

from collections.abc import Iterator

from shapely import Point, STRtree

from tongzhou.planners.closure.problem.register import Register, place_households
from tongzhou.planners.closure.rules.file import CLOSINGS, Spot
from tongzhou.planners.closure.rules.reading import metres, stays_open
from tongzhou.planners.closure.rules.report import Violation
from tongzhou.planners.closure.rules.scene import Scene, found
from tongzhou.planners.closure.rules.streets import key

SMALLEST_METRES2 = 25.0
NEAR_PUBLIC_METRES = 14.0


def input_matches(scene: Scene) -> Iterator[Violation]:
    """The plan was made for this file of streets."""
    told = scene.plan.summary.get("input")
    digest = told.get("streets") if isinstance(told, dict) else None
    if digest and digest != scene.streets.extract.digest:
        yield found("input", "tongzhou.input", "The plan was made for another file of streets.")


def well_formed(scene: Scene) -> Iterator[Violation]:
    """Every feature can be read, and every spot in it is on a segment of the map."""
    yield from scene.plan.malformed
    for closing in scene.plan.closings.values():
        for spot in (closing.main, *closing.cuts):
            yield from _on_map(scene, closing, "cuts", spot)
    for home in scene.plan.buildings:
        if home.door:
            yield from _on_map(scene, f"feature {home.feature}, {home}", "door", home.door)
        for number in home.uses:
            if number not in scene.plan.closings:
                where = f"feature {home.feature}, {home}, gate"
                yield found("well_formed", where, f"No closing has the number {number}.")


def _on_map(scene: Scene, where: object, name: str, spot: Spot) -> Iterator[Violation]:
    if scene.streets.find(spot) is None:
        message = f"Way {spot.way} has no segment from node {spot.start} to node {spot.end}."
        yield found("well_formed", f"{where}, {name}", message)


def cuts_complete(scene: Scene) -> Iterator[Violation]:
    """A closing shuts the segment it stands on."""
    for closing in scene.plan.closings.values():
        main = closing.main
        cuts = {key(cut.way, cut.start, cut.end) for cut in closing.cuts}
        is_known = scene.streets.find(main) is not None
        if is_known and key(main.way, main.start, main.end) not in cuts:
            message = f"The {closing.kind} has no cut for way {main.way} on which it stands."
            yield found("cuts_complete", closing, message)


def complete(scene: Scene) -> Iterator[Violation]:
    """Everybody who lives in the area is in the plan, with as many households as counted."""
    told = {home.id: home for home in scene.plan.buildings}
    for name, least, most in _lived_in(scene):
        if name not in told:
            yield found("complete", name, "People live here, and the plan does not know it.")
        elif not least <= told[name].households <= most:
            message = f"The plan has {told[name].households} households, and there are {least}."
            yield found("complete", told[name], message)


def _lived_in(scene: Scene) -> Iterator[tuple[str, int, int]]:
    """Buildings of the area with the least and most households they may have."""
    streets, homes = scene.streets, scene.profile.homes
    buildings, counts = _registered(scene, scene.register)
    for building in buildings:
        shape = streets.plane.shape(building.footprint)
        if building.footprint.is_empty or shape.area < SMALLEST_METRES2:
            continue
        if not streets.area.contains(shape.centroid):
            continue
        count = counts.get(building.id, 0)
        if scene.register is None and building.tags.get("building") in homes.uses:
            levels = metres(building.tags.get("building:levels")) or homes.levels
            flats = shape.area * levels * homes.use_share / homes.square_metres
            yield building.id, max(1, int(flats - 0.5)), max(1, int(flats + 1.5))
        elif count:
            yield building.id, count, count


def _registered(scene: Scene, register: Register | None) -> tuple[list, dict[str, int]]:
    buildings = list(scene.streets.extract.buildings)
    if register is None:
        return buildings, {}
    return place_households(register, buildings, scene.streets.plane)


def fronts_are_public(scene: Scene) -> Iterator[Violation]:
    """Who is said to live on a public street does: along it, or a few steps from it, or on the
    way that stays open to a hospital, or comes out of the area by the own door.
    """
    streets = scene.streets
    roads = [
        s.line for s in streets.segments if stays_open(s.way, streets.extract, streets.profile)
    ]
    tree, steps = STRtree(roads), scene.graph.walk({**scene.public, **scene.kept_open})
    for home in scene.plan.buildings:
        door = scene.door(home)
        if home.state != "front" or not home.households or door is None:
            continue
        is_near = steps.get(door, float("inf")) <= NEAR_PUBLIC_METRES
        point = _point(scene, home.door)
        if door in scene.outside and not streets.area.contains(point):
            continue
        along = tree.query(point, predicate="dwithin", distance=NEAR_PUBLIC_METRES)
        if not is_near and (door not in scene.outside or not len(along)):
            message = "The door is said to be on a public street, and no public street is there."
            yield found("complete", home, message)


def _point(scene: Scene, spot: Spot | None) -> Point:
    place = scene.streets.find(spot) if spot else None
    if place is None:
        return Point()
    return scene.streets.segments[place[0]].line.interpolate(place[1], normalized=True)


def counts(scene: Scene) -> Iterator[Violation]:
    """The summary's figures are those of the features."""
    plan, summary = scene.plan, scene.plan.summary
    hose = scene.profile.fire.hose_metres
    names = dict(zip(CLOSINGS, ("fences", "fire_lanes", "gates", "keyed_doors"), strict=True))
    actual = {names[kind]: sum(c.kind == kind for c in plan.closings.values()) for kind in CLOSINGS}
    actual["kept"] = len(scene.kept)
    actual["removed"] = sum(len(kinds) for kinds in scene.standing.values()) - len(scene.kept)
    actual["cells"] = plan.cells
    actual["homes"] = len(plan.homes)
    actual["households"] = sum(home.households for home in plan.homes)
    actual["guards"] = sum(closing.guards for closing in plan.closings.values())
    actual["unreachable_by_fire_before"] = sum(
        home.hose is None or home.hose > hose for home in plan.buildings
    )
    for name, value in actual.items():
        if name in summary and summary[name] != value:
            message = f"The summary says {summary[name]}, and the features make {value}."
            yield found("counts", f"tongzhou.{name}", message)
