"""Puts the invented street into an empty installation."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tongzhou.core import audit
from tongzhou.demo.account_rows import Login, save_staff
from tongzhou.demo.days import DAYS
from tongzhou.demo.registry_rows import save_street
from tongzhou.demo.story import write
from tongzhou.registry import access
from tongzhou.registry.acting import Acting


@transaction.atomic
def load(
    *, residents: int, observations: int, seed: int, until: date, now: datetime
) -> list[Login]:
    """Load everything or nothing; return the logins to show, none if there is an office already.

    `now` is the present moment; the history ends at it, or on `until` if that is an earlier day.
    """
    system = Acting.system()
    if access.office(system):
        return []
    demo = write(
        residents=residents,
        observations=observations,
        seed=seed,
        until=until,
        now=timezone.localtime(now),
    )
    rows = save_street(demo.street)
    _, logins = save_staff(demo.colleagues, rows, since=until - timedelta(days=len(DAYS) - 1))
    audit.record("demo.street.loaded", actor=system, now=now, obj=rows.office, seed=seed)
    return logins
