"""The values in force on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from tongzhou.followup import access
from tongzhou.followup.models import Policy
from tongzhou.registry.acting import Acting


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """An office's policies, oldest first; before the first the defaults hold."""

    rows: Sequence[Policy] = ()

    def on(self, day: date) -> Policy:
        """The policy in force on a day."""
        in_force = [p for p in self.rows if p.effective_on <= day]
        return in_force[-1] if in_force else Policy()


def policy_book(acting: Acting, office_id: int) -> PolicyBook:
    """All policies of an office: one query."""
    return PolicyBook(tuple(access.policies(acting).filter(office_id=office_id)))


def policy_value(acting: Acting, field: str, *, office: str, day: str | date) -> Any:
    """An expression for one value in force, so that a query can ask for it along the way.

    `office` is the path to the office's id; `day` a date, or the path to one.
    """
    on = OuterRef(day) if isinstance(day, str) else day
    rows = access.policies(acting).filter(office_id=OuterRef(office), effective_on__lte=on)
    default = getattr(Policy(), field)
    newest = Subquery(rows.order_by("-effective_on").values(field)[:1])
    return Coalesce(newest, Value(default))
