"""How the desk's values are written on a page."""

from datetime import datetime
from typing import Any

from django import template

from tongzhou.desk.choices import TONES, State
from tongzhou.registry.models import Household
from tongzhou.ui import times
from tongzhou.ui.templatetags.ui import TONE_ICONS

register = template.Library()
FEN = 100


@register.inclusion_tag("ui/components/status.html")
def state_status(state: str) -> dict[str, Any]:
    """A state as colour, icon and word."""
    tone = TONES[state]
    return {"tone": tone, "label": State(state).label, "icon": TONE_ICONS[tone]}


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as yuan with two digits: 1250 is "12.50"."""
    return "" if fen is None else f"{fen / FEN:.2f}"


@register.filter
def door_of(household: Household | None) -> str:
    """Compound and door in one line; nothing for callers outside the register."""
    return household.place if household else ""


@register.filter
def on_paper(moment: datetime) -> str:
    """Day and clock time in figures: on paper "today" is soon wrong."""
    return times.exact(moment)
