"""Small temperature curves and degrees: `{% load followup %}`."""

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

WIDTH, HEIGHT, MARGIN = 112, 30, 4
LOWEST, HIGHEST = 355, 395


@register.filter
def degrees(tenths: int | None) -> str:
    """Tenths of a degree Celsius as people read them: 365 is "36.5"."""
    return "" if tenths is None else f"{tenths / 10:.1f}"


@register.filter
def celsius(tenths: int | None) -> str:
    """The same with its unit: "36.5 °C"."""
    return "" if tenths is None else f"{degrees(tenths)} °C"


@register.simple_tag
def spark(curve: Sequence[int], alarm_tenths: int) -> str:
    """The last temperatures as a line, the alarm line behind it; all people on one scale."""
    if not curve:
        return ""
    points = [f"{x},{_y(tenths)}" for x, tenths in zip(_xs(len(curve)), curve, strict=True)]
    last_x, last_y = points[-1].split(",")
    values = ", ".join(map(degrees, curve))
    label = escape(_("Temperatures: %(values)s") % {"values": values})
    # A list draws fifty: all but the label are numbers, so that nothing else needs escaping.
    return SafeString(
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">'
        f'<path class="limit" d="M0 {_y(alarm_tenths)}H{WIDTH}"/>'
        f'<polyline points="{" ".join(points)}"/>'
        f'<circle class="{"beyond" if curve[-1] >= alarm_tenths else ""}"'
        f' cx="{last_x}" cy="{last_y}" r="3"/></svg>'
    )


@lru_cache(maxsize=64)
def _xs(count: int) -> tuple[float, ...]:
    """Where the points of a curve stand from left to right."""
    return tuple(_x(index, count) for index in range(count))


def _x(index: int, count: int) -> float:
    room = WIDTH - 2 * MARGIN
    return round(MARGIN + room * (index / (count - 1) if count > 1 else 1), 1)


@lru_cache(maxsize=256)
def _y(tenths: int) -> float:
    inside = min(max(tenths, LOWEST), HIGHEST)
    room = HEIGHT - 2 * MARGIN
    return round(MARGIN + room * (HIGHEST - inside) / (HIGHEST - LOWEST), 1)
