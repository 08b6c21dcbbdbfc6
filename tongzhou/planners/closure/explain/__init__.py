"""What a plan means: regions, fire access, witnesses, and the GeoJSON others rely on."""

from tongzhou.planners.closure.explain.geojson import to_geojson

__all__ = ["to_geojson"]
