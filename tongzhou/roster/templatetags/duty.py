"""How long a duty was, as people say it: `{% load duty %}`."""

from django import template

from tongzhou.roster import sentences

register = template.Library()


@register.filter
def lasting(minutes: int | None) -> str:
    """Minutes as hours and minutes."""
    return sentences.lasting(minutes or 0)
