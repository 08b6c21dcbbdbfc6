"""The rules in force, and what they are from a later day on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BigIntegerField, Q, QuerySet

from tongzhou.core import prepared
from tongzhou.core.prepared import Places
from tongzhou.gates import access
from tongzhou.gates.models import GateRule
from tongzhou.registry.acting import Acting

COMMITTEES = Places("committee", BigIntegerField())


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rows that can hold at a committee's gates, the oldest first."""

    rows: Sequence[GateRule] = ()

    def on(self, day: date) -> GateRule:
        """The rules in force on a day; before the first the defaults hold."""
        begun = [rule for rule in self.rows if rule.effective_on <= day]
        return max(begun, key=_precedence) if begun else GateRule(effective_on=day)

    def after(self, day: date) -> list[GateRule]:
        """Rules that begin later, and really will hold."""
        later = [rule for rule in self.rows if rule.effective_on > day]
        return [rule for rule in later if self.on(rule.effective_on) == rule]

    def before(self, rule: GateRule) -> GateRule:
        """What held on the day before rules began."""
        return self.on(rule.effective_on - timedelta(days=1))


def rule_book(acting: Acting, office_id: int, committee_id: int | None) -> RuleBook:
    """The street's rows and one committee's own: one query."""
    rows = access.rules(acting).filter(office_id=office_id)
    own = rows.filter(committee_id=committee_id) if committee_id else rows.none()
    return RuleBook(tuple(rows.filter(committee=None) | own))


def rule_books(acting: Acting, committees: Collection[int]) -> dict[int, RuleBook]:
    """The book of each of several committees, all of the one street office: one query."""
    rows: list[GateRule] = []
    for room, values in COMMITTEES.batches(sorted(committees)):
        statement = prepared.statement(_of_committees, acting.as_slots(), room)
        rows += statement.instances({**acting.values(), **values})
    found = dict.fromkeys(rows)
    return {
        pk: RuleBook(tuple(rule for rule in found if rule.committee_id in (None, pk)))
        for pk in committees
    }


def _of_committees(acting: Acting, room: int) -> QuerySet[GateRule]:
    own = Q(committee__pk__in=COMMITTEES.slots(room))
    return access.rules(acting).filter(Q(committee=None) | own)


def _precedence(rule: GateRule) -> tuple[date, bool]:
    return (rule.effective_on, rule.committee_id is not None)
