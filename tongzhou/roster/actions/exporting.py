"""The list of hours as a file, to hand in or to hang up."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongzhou.core import audit
from tongzhou.formats.tables import Value, as_csv, as_xlsx
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.acting import Acting
from tongzhou.roster.actions import rows
from tongzhou.roster.queries.hours import Person, Range, by_person

MOST = 20_000


@transaction.atomic
def export_hours(acting: Acting, wanted: Range, *, kind: str, now: datetime) -> bytes:
    """What the page shows, all of it; who is in it can read that it was taken out."""
    rows.only(acting, rows.STAFF)
    people = [Person(**row) for row in by_person(acting, wanted, now=now)[:MOST]]
    shown = [person.pk_of for person in people]
    record_view(acting, "roster.hours_export", now=now, volunteers=shown)
    audit.record("roster.hours.exported", actor=acting, now=now, people=len(people), kind=kind)
    headings = [
        pgettext("of a person", "Name"), _("Committee"), _("Duties"), pgettext("duty", "Hours"),
        _("Of them at night"), _("Counted with the night factor"), _("Not confirmed"),
    ]  # fmt: skip
    if kind == "csv":
        return as_csv(headings, _lines(people))
    return as_xlsx(_("Hours of duty"), headings, _lines(people))


def _lines(people: Iterable[Person]) -> Iterable[list[Value]]:
    for one in people:
        figures = [round(n / 60, 2) for n in (one.served, one.nights, one.credited)]
        yield [one.name, one.unit, one.duties, *figures, one.open]
