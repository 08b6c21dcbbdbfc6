"""Addresses inside the Today page that keep the rest of the query."""

from typing import Any

from django import template
from django.template.context import Context

from tongzhou.today.queries import Chip, WorkList

register = template.Library()


@register.simple_tag(takes_context=True)
def kind_url(context: Context, chip: Chip) -> str:
    """Show only this kind, or all again when it is the chosen one."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    query.setlist("kind", [] if chip.is_chosen else [chip.kind.key])
    return f"?{query.urlencode()}"


@register.inclusion_tag("today/turn_pages.html", takes_context=True)
def turn_pages(context: Context, work: WorkList, size: int) -> dict[str, Any]:
    """Earlier and later, without counting what lies behind."""

    def address(page: int) -> str:
        query = context["request"].GET.copy()
        query["page"] = str(page)
        return f"?{query.urlencode()}"

    return {
        "earlier": address(work.page - 1) if work.page > 1 else "",
        "later": address(work.page + 1) if work.has_next else "",
        "page": work.page,
    }
