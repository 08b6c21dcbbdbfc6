"""The list of an errand."""

from collections.abc import Sequence
from dataclasses import dataclass

from tongzhou.desk.models import Errand, ErrandLine, ServiceRequest
from tongzhou.privacy.keyring import Keyring


@dataclass(frozen=True, slots=True)
class ErrandItem:
    """One thing to buy or to fetch, and how much of it, in words."""

    text: str
    quantity: str = ""


def make_errand(row: ServiceRequest, items: Sequence[ErrandItem], *, keyring: Keyring) -> Errand:
    """An errand with its list, for a request just stored."""
    errand = Errand.objects.create(request=row)
    ErrandLine.objects.bulk_create(
        _line(errand, row, order, item, keyring) for order, item in enumerate(items, start=1)
    )
    return errand


def _line(
    errand: Errand, row: ServiceRequest, order: int, item: ErrandItem, keyring: Keyring
) -> ErrandLine:
    line = ErrandLine(errand=errand, order=order, quantity=item.quantity[:40], key_id=row.key_id)
    keyring.seal(line, "text", item.text.strip())
    return line
