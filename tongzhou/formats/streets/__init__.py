"""Streets, buildings and walls as files carry them: OSM, GeoJSON, tables of links."""

from tongzhou.formats.streets.extract import Area, Building, Extract, Line, Way
from tongzhou.formats.streets.reading import read

__all__ = ["Area", "Building", "Extract", "Line", "Way", "read"]
