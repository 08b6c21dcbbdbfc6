"""Degrees to metres and back, around one point: exact enough for a street (1 in 10,000)."""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry

METRES_A_DEGREE = 111_320.0
NORTHWARD = 110_574.0


@dataclass(frozen=True, slots=True)
class Plane:
    """A flat metre grid whose origin is a longitude and latitude."""

    lon: float
    lat: float

    @property
    def _scale(self) -> np.ndarray:
        east = METRES_A_DEGREE * math.cos(math.radians(self.lat))
        return np.array([east, NORTHWARD])

    def metres(self, degrees: np.ndarray) -> np.ndarray:
        """An n x 2 array of longitude and latitude as east and north in metres."""
        return (np.asarray(degrees) - [self.lon, self.lat]) * self._scale

    def degrees(self, metres: np.ndarray) -> np.ndarray:
        """The way back."""
        return np.asarray(metres) / self._scale + [self.lon, self.lat]

    def shape(self, geometry: Geometry) -> Geometry:
        """A shape in degrees as one in metres."""
        return shapely.transform(geometry, self.metres)

    def shape_in_degrees(self, geometry: Geometry) -> Geometry:
        """A shape in metres as one in degrees."""
        return shapely.transform(geometry, self.degrees)
