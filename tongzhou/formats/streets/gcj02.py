"""Coordinates of Chinese map vendors (GCJ-02) to WGS 84, to about half a metre.

GCJ-02 shifts WGS 84 by a published polynomial with sines; there is no closed inverse, so it is
found by repeating: what a guess is shifted by is taken off the given place.
"""

import math

import shapely
from shapely import Geometry

AXIS = 6_378_245.0  # Krasovsky 1940, metres
SQUARED_ECCENTRICITY = 0.006_693_421_622_965_943
ROUNDS = 6


def to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """Longitude and latitude of WGS 84 for a place in GCJ-02."""
    east, north = lon, lat
    for _ in range(ROUNDS):
        d_lon, d_lat = _shift(east, north)
        east, north = lon - d_lon, lat - d_lat
    return east, north


def shape_to_wgs84(shape: Geometry) -> Geometry:
    """A shape in GCJ-02 as one in WGS 84."""
    return shapely.transform(shape, lambda places: [to_wgs84(*place) for place in places])


def _shift(lon: float, lat: float) -> tuple[float, float]:
    """What GCJ-02 adds to a place of WGS 84, in degrees."""
    x, y = lon - 105.0, lat - 35.0
    phi = math.radians(lat)
    curve = 1 - SQUARED_ECCENTRICITY * math.sin(phi) ** 2
    north = _northward(x, y) * 180 / (AXIS * (1 - SQUARED_ECCENTRICITY) / curve**1.5 * math.pi)
    east = _eastward(x, y) * 180 / (AXIS / math.sqrt(curve) * math.cos(phi) * math.pi)
    return east, north


def _ripple(value: float) -> float:
    return 20 * math.sin(6 * math.pi * value) + 20 * math.sin(2 * math.pi * value)


def _northward(x: float, y: float) -> float:
    metres = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    waves = _ripple(x) + 20 * math.sin(math.pi * y) + 40 * math.sin(math.pi * y / 3)
    long_waves = 160 * math.sin(math.pi * y / 12) + 320 * math.sin(math.pi * y / 30)
    return metres + (waves + long_waves) * 2 / 3


def _eastward(x: float, y: float) -> float:
    metres = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    waves = _ripple(x) + 20 * math.sin(math.pi * x) + 40 * math.sin(math.pi * x / 3)
    long_waves = 150 * math.sin(math.pi * x / 12) + 300 * math.sin(math.pi * x / 30)
    return metres + (waves + long_waves) * 2 / 3
