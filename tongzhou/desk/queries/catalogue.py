"""The catalogue by shelf."""

from tongzhou.desk import access
from tongzhou.desk.choices import Category
from tongzhou.desk.models import Service
from tongzhou.registry.acting import Acting


def shelves(acting: Acting) -> list[tuple[str, list[Service]]]:
    """Services with their steps, under the names of their categories (two queries)."""
    rows = list(access.services(acting).prefetch_related("steps"))
    by_shelf = ((c.label, [s for s in rows if s.category == c.value]) for c in Category)
    return [(str(label), services) for label, services in by_shelf if services]
