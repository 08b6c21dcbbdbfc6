"""A phone numbers its records without gaps: what came, and what of it never did.

Up to the watermark nothing is asked for: a backup holds it, or its time was over.
"""

from collections.abc import Sequence

from django.db.models import Count, F, Max, Min, QuerySet, Window
from django.db.models.functions import Lead

from tongzhou.field import access
from tongzhou.field.models import Device, Entry
from tongzhou.registry.acting import Acting

GAPS_TOLD = 20


def arrived(device: Device, numbers: Sequence[int]) -> None:
    """Carry on `highest` and `missing`: nearly always what comes next came next. Not saved."""
    if not numbers:
        return
    following = list(range(device.highest + 1, device.highest + 1 + len(numbers)))
    if not device.missing and sorted(numbers) == following:
        device.highest = following[-1]
    else:
        count(device)


def count(device: Device) -> None:
    """`highest` and `missing` from the rows. Not saved."""
    found = _rows(device).aggregate(highest=Max("seq"), count=Count("pk"))
    device.highest = found["highest"] or device.watermark
    device.missing = device.highest - device.watermark - found["count"]


def gaps_of(device: Device) -> list[tuple[int, int]]:
    """Numbers of the sequence that never arrived, as ranges, the first of them."""
    if not device.missing:
        return []
    rows, beginning = _rows(device), device.watermark + 1
    first = rows.aggregate(first=Min("seq"))["first"] or beginning
    steps = rows.order_by("seq").annotate(following=Window(Lead("seq"), order_by="seq"))
    jumps = steps.filter(following__gt=F("seq") + 1).values_list("seq", "following")
    lost = [(beginning, first - 1)] if first > beginning else []
    return [*lost, *((a + 1, b - 1) for a, b in jumps[:GAPS_TOLD])][:GAPS_TOLD]


def _rows(device: Device) -> QuerySet[Entry]:
    rows = access.entries(Acting.system()).filter(device=device, is_fork=False)
    return rows.filter(seq__gt=device.watermark)
