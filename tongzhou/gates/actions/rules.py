"""The street office and the committees set the rules of their gates."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongzhou.accounts.choices import Role
from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal
from tongzhou.gates import access
from tongzhou.gates.actions import rows
from tongzhou.gates.models import GateRule
from tongzhou.gates.queries.rules import rule_book
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting


def may_set(acting: Acting) -> bool:
    """The street office for all, the supervisor of a committee for its own gates."""
    is_head = acting.role == Role.COMMITTEE_STAFF and acting.is_supervisor
    return is_head or acting.role == Role.STREET_OFFICER or acting.is_system


@transaction.atomic
def set_rules(acting: Acting, *, effective_on: date, now: datetime, **values: Any) -> GateRule:
    """Put rules into force from a day on, today at the earliest; what is not given stays."""
    rows.only(acting)
    if not may_set(acting):
        raise Refusal(_("The head of the committee or the street office sets the rules."))
    if effective_on < clock.local_date(now):
        raise Refusal(_("Choose today or a later day."), field="effective_on")
    rule = proposed(acting, effective_on, values)
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError as error:
        raise Refusal(_("The gate has to open before it closes."), field="closes") from error
    audit.record("gates.rules.set", actor=acting, now=now, obj=rule, fields=sorted(values))
    return rule


def proposed(acting: Acting, effective_on: date, values: dict[str, Any]) -> GateRule:
    """The rules as they would be, not stored: to be read before they are put into force."""
    rule = _row(acting, effective_on)
    for name, value in values.items():
        setattr(rule, name, value)
    return rule


def _row(acting: Acting, day: date) -> GateRule:
    """The row of one's own unit for a day: the one there is, or one that follows those in force."""
    office = registry.office(acting)
    office_id, committee_id = office.pk if office else 0, acting.committee_id
    rows_of_day = access.rules(acting).filter(office_id=office_id, effective_on=day)
    own = (
        rows_of_day.filter(committee_id=committee_id)
        if committee_id
        else rows_of_day.filter(committee=None)
    )
    found = own.first()
    if found:
        return found
    rule = rule_book(acting, office_id, committee_id).on(day)
    rule.pk, rule.office_id, rule.committee_id, rule.effective_on = (
        None,
        office_id,
        committee_id,
        day,
    )
    rule._state.adding = True
    return rule
