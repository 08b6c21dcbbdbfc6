"""Puts the invented street into an empty installation."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tongzhou.core import audit, clock
from tongzhou.demo.account_rows import Login, save_staff
from tongzhou.demo.crowd_rows import Crowd
from tongzhou.demo.days import DAYS
from tongzhou.demo.play import play
from tongzhou.demo.registry_rows import save_street
from tongzhou.demo.story import write
from tongzhou.desk.actions import load_catalogue
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions.bulk import refresh_statistics


@transaction.atomic
@transaction.atomic("keys")
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
    rows = save_street(demo.street, demo.district)
    since = until - timedelta(days=len(DAYS) - 1)
    crew, logins = save_staff(demo.colleagues, rows, since=since)
    load_catalogue(now=clock.day_start(since))
    play(demo.story, rows, crew, demo.district, now=now)
    if demo.crowd:
        Crowd(rows, crew, now).save(demo.crowd)
    refresh_statistics()
    audit.record("demo.street.loaded", actor=system, now=now, obj=rows.office, seed=seed)
    return logins
