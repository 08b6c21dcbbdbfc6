"""Rules about the fence: nobody gets in but by a gate, nobody's way is longer than lawful."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from tongzhou.planners.closure.rules.file import Closing, Dwelling
from tongzhou.planners.closure.rules.report import Violation
from tongzhou.planners.closure.rules.scene import Scene, found

SHARE = 1.02
METRES = 15.0
"""A sidewalk that counts as its road is up to this much longer or shorter than the road."""
ROUNDING = 0.1
FAR = float("inf")


def sealed(scene: Scene) -> Iterator[Violation]:
    """With every gate shut, no way leads from public ground to a home."""
    for home in scene.plan.homes:
        door = scene.door(home)
        if door is not None and door in scene.outside:
            message = (
                f"From public ground one walks {scene.outside[door]:.0f} m to this door "
                "without passing a closing."
            )
            yield found("sealed", home, message)


def gate_is_real(scene: Scene) -> Iterator[Violation]:
    """A gate has public ground before it and not another closing."""
    for closing in scene.plan.closings.values():
        if not closing.is_passage or scene.is_open(closing):
            continue
        low, high = scene.graph.sides[closing.number][0]
        if low in scene.outside and high in scene.outside:
            continue  # a gate in the open harms nobody; what it leaves open is a leak
        message = f"The {closing.kind} leads from one closed place to another, to no street."
        yield found("gate_is_real", closing, message)


def way_out(scene: Scene) -> Iterator[Violation]:
    """Every home reaches its gates inside and the public street from there, not too far."""
    users: dict[int, list[Dwelling]] = defaultdict(list)
    for home in scene.plan.homes:
        if not home.uses and home.id not in scene.disconnected:
            yield found("way_out", home, "This home has no gate.")
        for number in home.uses:
            users[number].append(home)
    for number, homes in sorted(users.items()):
        closing = scene.plan.closings[number]
        if not closing.is_passage:
            message = f"Feature {closing.feature} is a {closing.kind}, and nobody gets through."
            yield from (found("way_out", home, message) for home in homes)
        elif scene.is_open(closing):
            behind = _behind(scene, closing)
            for home in homes:
                yield from _walk(scene, home, closing, behind)


def _behind(scene: Scene, closing: Closing) -> Mapping[int, float]:
    """Metres from public ground through one gate to everything that is behind it."""
    starts: dict[int, float] = {}
    for pair in scene.graph.sides[closing.number]:
        for outer, inner in (pair, pair[::-1]):
            if outer in scene.outside and inner not in scene.outside:
                starts[inner] = scene.outside[outer]
    return scene.graph.walk(starts)


def _walk(
    scene: Scene, home: Dwelling, closing: Closing, behind: Mapping[int, float]
) -> Iterator[Violation]:
    door, told = scene.door(home), home.uses[closing.number][1]
    measured = FAR if door is None else behind.get(door, FAR)
    if door in scene.outside:
        return  # reported as a leak
    if measured == FAR:
        message = f"From here no way inside leads to feature {closing.feature}."
        yield found("way_out", home, message)
    elif measured > told * SHARE + METRES:
        message = f"The way out is {measured:.0f} m long, and the plan says {told:.0f} m."
        yield found("way_out", home, message)
    yield from _within_limit(scene, home, told)


def _within_limit(scene: Scene, home: Dwelling, told: float) -> Iterator[Violation]:
    walking, before = scene.profile.walking, home.before or 0.0
    door = scene.door(home)
    today = FAR if door is None else scene.before.get(door, FAR)
    if before > today * SHARE + METRES:
        message = f"Today's way out is {today:.0f} m long, and the plan says {before:.0f} m."
        yield found("way_out", home, message)
    limit = max(walking.limit_metres, walking.detour * before)
    if told > limit + ROUNDING:
        message = f"The way out is {told:.0f} m long; {limit:.0f} m are allowed."
        yield found("way_out", home, message)
