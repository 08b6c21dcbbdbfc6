"""Certificates of hours: issued, issued anew, revoked."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal, Stale
from tongzhou.core.tokens import new_token
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry import access as registry
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions import rows
from tongzhou.roster.models import Certificate, Volunteer
from tongzhou.roster.queries.certificates import name_on
from tongzhou.roster.queries.hours import Total, own_total

# Whoever revokes says why; where nothing is said, a new paper took its place.
REPLACED = ""


@transaction.atomic
def issue(acting: Acting, pk: int, *, first: date, last: date, now: datetime) -> Certificate:
    """A certificate of what somebody served in some days; the same one where nothing changed."""
    rows.only(acting, rows.STAFF)
    return _issue(rows.volunteer(acting, pk), first, last, acting=acting, now=now)


@transaction.atomic
def issue_own(token: str, *, now: datetime) -> Certificate:
    """The volunteer takes a certificate from their first duty to the last that counts."""
    person, today = access.by_link(token, now=now), clock.local_date(now)
    counted = own_total(person)
    first, last = counted.first or today, counted.last or today
    return _issue(person, first, last, acting=rows.by_themselves(person), now=now)


@transaction.atomic
def reissue(acting: Acting, pk: int, *, now: datetime) -> Certificate:
    """A new paper with a new code and the hours as they are now; the old one does not hold."""
    old = _held(acting, pk)
    person = rows.volunteer(acting, old.volunteer_id)
    _revoke(old, REPLACED, acting=acting, now=now)
    return _issue(person, old.first_on, old.last_on, acting=acting, now=now)


@transaction.atomic
def revoke(acting: Acting, pk: int, *, reason: str, now: datetime) -> Certificate:
    """The paper does not hold any more; whoever checks it reads so."""
    row = _held(acting, pk)
    if not reason.strip():
        raise Refusal(_("Say why it does not hold any more."), field="reason")
    _revoke(row, reason.strip(), acting=acting, now=now)
    return row


def _held(acting: Acting, pk: int) -> Certificate:
    rows.only(acting, rows.STAFF)
    row = get_or_404(access.certificates(acting).select_for_update(of=("self",)), pk=pk)
    if row.revoked_at:
        raise Stale(_("This certificate was revoked already."))
    return row


def _revoke(row: Certificate, reason: str, *, acting: Acting, now: datetime) -> None:
    row.revoked_at, row.revoked_by_id, row.reason = now, acting.user_id, reason[:200]
    row.save(update_fields=["revoked_at", "revoked_by", "reason"])
    audit.record("roster.certificate.revoked", actor=acting, now=now, obj=row)


def _issue(
    person: Volunteer, first: date, last: date, *, acting: Acting, now: datetime
) -> Certificate:
    if last < first or last > clock.local_date(now):
        raise Refusal(_("Choose a first and a last day, none of them in the future."), field="last")
    # Numbers run within a committee and year: one is given at a time.
    list(registry.committees(Acting.system()).filter(pk=person.committee_id).select_for_update())
    counted = own_total(person, first, last)
    if not counted.duties:
        raise Refusal(_("No hours are counted in these days yet."))
    return _same(person, first, last, counted) or _new(
        person, first, last, counted, acting=acting, now=now
    )


def _same(person: Volunteer, first: date, last: date, counted: Total) -> Certificate | None:
    """The paper that says the same already: pressing twice makes one."""
    found = access.own_certificates(person).filter(
        revoked_at__isnull=True, first_on=first, last_on=last, duties=counted.duties,
        minutes=counted.served, night_minutes=counted.nights,
    )  # fmt: skip
    return next((row for row in found.order_by("-pk") if name_on(row) == person.name), None)


def _new(
    person: Volunteer, first: date, last: date, counted: Total, *, acting: Acting, now: datetime
) -> Certificate:
    year = clock.local_date(now).year
    system = Acting.system()
    numbered = access.certificates(system).filter(committee=person.committee_id, year=year)
    token, digest = new_token(access.CERTIFICATE)
    row = Certificate(
        volunteer=person, committee=person.committee, year=year, digest=digest,
        serial=(numbered.aggregate(n=Max("serial"))["n"] or 0) + 1, key_id=person.key_id,
        first_on=first, last_on=last, duties=counted.duties, minutes=counted.served,
        night_minutes=counted.nights, issued_at=now, issued_by_id=acting.user_id,
    )  # fmt: skip
    keyring = Keyring.of([person.key_id])
    keyring.seal(row, "code", token)
    keyring.seal(row, "name", person.name)
    row.save()
    audit.record("roster.certificate.issued", actor=acting, now=now, obj=row)
    return row
