"""Lines of work with everything a card shows."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tongzhou.desk import access
from tongzhou.desk.choices import CLOSED, Attention
from tongzhou.desk.today.sifting import Work
from tongzhou.registry.acting import Acting

HOUSEHOLD_LIMIT = 50


class Line(NamedTuple):
    """One line of work; `item` is the request's or the call's number."""

    item: int
    kind: str
    urgency: int
    due: datetime
    code: str
    state: str
    service: str
    service_en: str
    resident: str | None
    compound: str | None
    compound_en: str | None
    door: str | None
    household_id: int | None
    resident_id: int | None
    key_id: UUID
    caller_phone: bytes
    resident_key_id: UUID | None
    resident_phone: bytes | None
    assigned: str | None
    department: str | None
    department_en: str | None


# Where the columns from `code` on are found, seen from a request.
COLUMNS = (
    "code", "state", "service__name", "service__name_en", "resident__name",
    "household__building__compound__name", "household__building__compound__name_en",
    "household__door", "household_id", "resident_id", "key_id", "caller_phone",
    "resident__key_id", "resident__phone", "assigned_to__name", "department__name",
    "department__name_en",
)  # fmt: skip


def lines_of(acting: Acting, works: Iterable[Work]) -> list[Line]:
    """The lines of chosen work, in its order (one query)."""
    chosen = [(work.kind, work.row) for work in works]
    wanted = {row.request for _, row in chosen}
    found = access.at_hand(acting).filter(pk__in=wanted).values_list("pk", *COLUMNS)
    shown: Mapping[int, tuple] = {pk: columns for pk, *columns in found}
    return [
        Line(row.item, kind, row.urgency, row.due_at, *shown[row.request])
        for kind, row in chosen
        if row.request in shown
    ]


def of_household(acting: Acting, household_id: int) -> list[Line]:
    """Every open request of a household, whoever works on it (one query)."""
    rows = access.requests(acting).filter(household_id=household_id).exclude(state__in=CLOSED)
    found = rows.order_by("priority", "due_at").values_list(
        "errand__runner_id", "pk", "priority", "due_at", *COLUMNS
    )
    return [
        Line(item, _kind_at_home(acting, runner), *columns)
        for runner, item, *columns in found[:HOUSEHOLD_LIMIT]
    ]


def _kind_at_home(acting: Acting, runner: int | None) -> Attention:
    if acting.role not in access.RUNNERS:
        return Attention.REQUEST
    return Attention.ERRAND if runner == acting.user_id else Attention.DELIVERY
