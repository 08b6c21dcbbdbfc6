"""What the street office sets: values from a day on, and lists kept as data."""

import json
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongzhou.accounts.choices import Role
from tongzhou.core import audit, clock, jobs
from tongzhou.core.errors import Refusal
from tongzhou.followup import access
from tongzhou.followup.actions.rows import only
from tongzhou.followup.models import Policy
from tongzhou.registry.acting import Acting

REPLAN = "followup.replan"
SETTERS = frozenset({Role.STREET_OFFICER, "system"})


@transaction.atomic
def set_policy(
    acting: Acting, office_id: int, *, effective_on: date, now: datetime, **values: Any
) -> Policy:
    """Put values into force from a day on, today at the earliest; the past keeps its own.

    Values not given are those in force the day before. Observations that run keep their end; a
    job plans their coming checks anew.
    """
    only(acting, SETTERS)
    if effective_on < clock.local_date(now):
        raise Refusal(_("Choose today or a later day."), field="effective_on")
    policy = (
        access.policies(acting).filter(office_id=office_id, effective_on__lte=effective_on).last()
    )
    if policy is None or policy.effective_on < effective_on:
        policy = _following(policy, office_id, effective_on)
    for name, value in values.items():
        setattr(policy, name, value)
    try:
        policy.save()
    except IntegrityError as error:
        raise Refusal(
            _("One or two checks a day, and each window has to close before the next opens.")
        ) from error
    jobs.enqueue(REPLAN, {"office": office_id}, now=now, by=acting.user_id)
    audit.record("followup.policy.set", actor=acting, now=now, obj=policy, fields=sorted(values))
    return policy


def _following(policy: Policy | None, office_id: int, day: date) -> Policy:
    """A new row with the values of the one before it, or the defaults."""
    following = policy or Policy(office_id=office_id)
    following.pk, following.effective_on = None, day
    following._state.adding = True
    return following


def load_catalogue() -> None:
    """Add the diseases, reasons and symptoms that came with this release; change none."""
    text = files("tongzhou.followup").joinpath("data/catalogue.json").read_text("utf-8")
    rows = access.catalogue(Acting.system())
    for name, entries in json.loads(text).items():
        known = set(rows[name].values_list("key", flat=True))
        rows[name].bulk_create(
            rows[name].model(position=number, **entry)
            for number, entry in enumerate(entries, start=1)
            if entry["key"] not in known
        )
