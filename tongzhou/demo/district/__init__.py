"""The map of the invented street: drawn from a seed, nobody's real ground."""

from tongzhou.demo.district.drawing import District, draw

__all__ = ["District", "draw"]
