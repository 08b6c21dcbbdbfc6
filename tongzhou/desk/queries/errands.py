"""An errand as a sheet: things, money, door."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tongzhou.desk import access
from tongzhou.desk.models import Attachment, Errand, ErrandLine, ServiceRequest
from tongzhou.desk.queries.lists import to_go
from tongzhou.desk.queries.phones import phone_of
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting


@dataclass(frozen=True, slots=True)
class Thing:
    """One line of the list, in words."""

    line: ErrandLine
    text: str


@dataclass(frozen=True, slots=True)
class ErrandSheet:
    """What the runner holds in the hand."""

    errand: Errand
    things: Sequence[Thing]

    @property
    def is_complete(self) -> bool:
        """Whether everything was got."""
        return all(thing.line.is_got for thing in self.things)

    @property
    def cost_fen(self) -> int:
        """What the things got cost together, as far as it was written down."""
        return sum(thing.line.cost_fen or 0 for thing in self.things)


def errand_sheet(acting: Acting, row: ServiceRequest, keyring: Keyring) -> ErrandSheet | None:
    """The errand of a request with its opened lines, or None where nothing is to be fetched."""
    errand = getattr(row, "errand", None)
    return _sheet(acting, errand, keyring) if errand is not None else None


def _sheet(acting: Acting, errand: Errand, keyring: Keyring) -> ErrandSheet:
    lines = access.lines(acting).filter(errand=errand)
    return ErrandSheet(errand, [Thing(line, keyring.read(line, "text")) for line in lines])


@dataclass(frozen=True, slots=True)
class Trip:
    """One door to go to; without a sheet there is only something to bring."""

    row: ServiceRequest
    sheet: ErrandSheet | None


@dataclass(frozen=True, slots=True)
class ErrandPage:
    """Everything the page of one errand shows."""

    row: ServiceRequest
    sheet: ErrandSheet
    details: str
    phone: str
    receipt: Attachment | None


def errand_page(acting: Acting, code: str) -> ErrandPage:
    """One errand with its list and money; 404 when it is not one's own (three queries)."""
    rows = access.requests(acting).filter(errand__in=access.errands(acting)).select_related(
        "errand__runner", "errand__receipt", "household__building__compound", "service", "resident",
        "courier",
    )  # fmt: skip
    row = get_or_404(rows, code=code.upper())
    keyring = Keyring.of([row.key_id, row.resident.key_id if row.resident else None])
    sheet = _sheet(acting, row.errand, keyring)
    return ErrandPage(
        row=row,
        sheet=sheet,
        details=keyring.read(row, "details"),
        phone=phone_of(row, keyring),
        receipt=sheet.errand.receipt,
    )


def trips(acting: Acting) -> list[Trip]:
    """Everything one may go for, in walking order (three queries)."""
    rows = to_go(acting)
    found = sheets(acting, rows)
    return [Trip(row, found.get(row.pk)) for row in rows]


def by_building(found: Sequence[Trip]) -> list[tuple[str, list[Trip]]]:
    """Trips under the names of their buildings, in the same order."""
    return [(place, list(group)) for place, group in groupby(found, key=_building)]


def _building(trip: Trip) -> str:
    household = trip.row.household
    if household is None:
        return ""
    return f"{household.building.compound.label} {household.building.name}"


def sheets(acting: Acting, rows: Sequence[ServiceRequest]) -> dict[int, ErrandSheet]:
    """The sheets of many requests by request id (two queries)."""
    errands = {row.errand.pk: row for row in rows if getattr(row, "errand", None) is not None}
    lines = list(access.lines(acting).filter(errand__in=errands))
    keyring = Keyring.of(row.key_id for row in errands.values())
    by_errand: dict[int, list[Thing]] = {}
    for line in lines:
        by_errand.setdefault(line.errand_id, []).append(Thing(line, keyring.read(line, "text")))
    return {row.pk: ErrandSheet(row.errand, by_errand.get(pk, ())) for pk, row in errands.items()}


def shopping_list(found: Sequence[ErrandSheet]) -> list[tuple[str, list[str]]]:
    """What is still to get, the same thing once with all its amounts."""
    amounts: dict[str, list[str]] = {}
    for sheet in found:
        for thing in sheet.things:
            if not thing.line.is_got:
                amounts.setdefault(thing.text, []).append(thing.line.quantity)
    return sorted((text, [a for a in every if a]) for text, every in amounts.items())
