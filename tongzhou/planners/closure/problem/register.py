"""A register of households: by building, or by place where buildings are not mapped."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from tongzhou.formats.streets.extract import Building
from tongzhou.formats.streets.gcj02 import to_wgs84
from tongzhou.planners.closure.problem.plane import Plane

NEAR_METRES = 30.0
HALF_SIDE = 3.0


class BadRegister(Exception):
    """The register cannot be used; the message names line, value and remedy."""


@dataclass(frozen=True, slots=True)
class Register:
    """Households by building id, and `(lon, lat, households)` where only the place is known."""

    by_building: Mapping[str, int] = field(default_factory=dict)
    places: Sequence[tuple[float, float, int]] = ()

    def from_gcj02(self) -> "Register":
        """The same register where its places were in GCJ-02."""
        places = [(*to_wgs84(lon, lat), households) for lon, lat, households in self.places]
        return Register(self.by_building, places)


def read_register(text: str) -> Register:
    """Read CSV with the columns `osm_id,households` or `lon,lat,households`."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    columns = set(reader.fieldnames or ())
    by_place = {"lon", "lat", "households"} <= columns
    if not by_place and not {"osm_id", "households"} <= columns:
        found = ", ".join(sorted(columns)) or "nothing"
        raise BadRegister(
            "The register needs the columns osm_id,households or lon,lat,households; "
            f"it has {found}."
        )
    by_building: dict[str, int] = {}
    places = []
    for line, row in enumerate(reader, start=2):
        count = _count(row["households"], line)
        if by_place:
            places.append((_degrees(row["lon"], line), _degrees(row["lat"], line), count))
        else:
            name = (row["osm_id"] or "").strip()
            key = name if "/" in name else f"way/{name}"
            by_building[key] = by_building.get(key, 0) + count
    return Register(by_building, places)


def _count(text: str | None, line: int) -> int:
    try:
        value = int(text or "")
    except ValueError:
        value = -1
    if value < 0:
        raise BadRegister(f"Line {line}: {text!r} is no number of households; write 0, 1, 2 ...")
    return value


def _degrees(text: str | None, line: int) -> float:
    try:
        return float(text or "")
    except ValueError:
        raise BadRegister(f"Line {line}: {text!r} is no coordinate in degrees.") from None


def place_households(
    register: Register, buildings: Sequence[Building], plane: Plane
) -> tuple[list[Building], dict[str, int]]:
    """Buildings with their households; a place beside no building becomes a small one itself."""
    counts = dict(register.by_building)
    if not register.places:
        return list(buildings), counts
    found = list(buildings)
    points = shapely.points(plane.metres(np.array([p[:2] for p in register.places])))
    nearest = _nearest_building(points, buildings, plane)
    for number, ((_, _, households), point) in enumerate(zip(register.places, points, strict=True)):
        index = nearest.get(number)
        if index is not None:
            name = buildings[index].id
        else:
            name = f"place/{number + 1}"
            square = shapely.box(
                point.x - HALF_SIDE, point.y - HALF_SIDE, point.x + HALF_SIDE, point.y + HALF_SIDE
            )
            tags = {"building": "residential"}
            found.append(Building(name, tags, plane.shape_in_degrees(square)))
        counts[name] = counts.get(name, 0) + households
    return found, counts


def _nearest_building(
    points: np.ndarray, buildings: Sequence[Building], plane: Plane
) -> dict[int, int]:
    if not buildings:
        return {}
    footprints = plane.shape(np.array([b.footprint for b in buildings], dtype=object))
    which, near = shapely.STRtree(footprints).query_nearest(
        points, max_distance=NEAR_METRES, all_matches=False
    )
    return dict(zip(which.tolist(), near.tolist(), strict=True))
