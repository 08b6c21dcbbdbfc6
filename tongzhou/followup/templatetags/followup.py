"""Small temperature curves and degrees: `{% load followup %}`."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html
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
    points = [(_x(i, len(curve)), _y(tenths)) for i, tenths in enumerate(curve)]
    last_x, last_y = points[-1]
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<path class="limit" d="M0 {}H{}"/><polyline points="{}"/>'
        '<circle class="{}" cx="{}" cy="{}" r="3"/></svg>',
        WIDTH,
        HEIGHT,
        _("Temperatures: %(values)s") % {"values": ", ".join(map(degrees, curve))},
        _y(alarm_tenths),
        WIDTH,
        " ".join(f"{x},{y}" for x, y in points),
        "beyond" if curve[-1] >= alarm_tenths else "",
        last_x,
        last_y,
    )


def _x(index: int, count: int) -> float:
    room = WIDTH - 2 * MARGIN
    return round(MARGIN + room * (index / (count - 1) if count > 1 else 1), 1)


def _y(tenths: int) -> float:
    inside = min(max(tenths, LOWEST), HIGHEST)
    room = HEIGHT - 2 * MARGIN
    return round(MARGIN + room * (HIGHEST - inside) / (HIGHEST - LOWEST), 1)
