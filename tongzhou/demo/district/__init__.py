"""The map of the invented street: drawn from a seed, nobody's real ground."""

from tongzhou.demo.district.drawing import District, draw
from tongzhou.demo.district.mouths import Mouth

__all__ = ["District", "Mouth", "draw"]
