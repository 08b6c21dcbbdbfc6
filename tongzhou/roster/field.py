"""The muster on a phone without a network: the roll of the next part of the day, names and no numbers."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import pgettext, pgettext_lazy

from tongzhou.accounts.choices import Role
from tongzhou.core.fieldwork import Body, Profile, Received
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.acting import Acting
from tongzhou.roster.actions.fieldwork import take_tap
from tongzhou.roster.choices import Roll
from tongzhou.roster.queries import muster as queries

PROFILES = (
    Profile(
        "muster", pgettext_lazy("field profile", "Muster"), "people",
        frozenset({Role.COMMITTEE_STAFF, Role.BUILDING_DIRECTOR}),
    ),
)  # fmt: skip
KINDS = frozenset({"roster.mark"})
TAPS = (Roll.PRESENT, Roll.UNFIT, Roll.MISSING)
COLDEST, HOTTEST = 340, 430


def pack(acting: Acting, profile: str, place_id: int | None, *, now: datetime) -> dict[str, Any]:
    """Who is expected in the part of the day that begins next, by post; five queries."""
    next_one = queries.current(acting, now=now)
    if next_one is None:
        return {"list": [], "when": "", "phone": ""}
    day, kind = next_one
    found = queries.roll(acting, queries.When(acting.committee_id or 0, day, kind.pk))
    people = [one.row.volunteer_id for one in found.people]
    record_view(acting, "roster.muster", now=now, volunteers=people)
    return {
        "list": [_line(group, one) for group in found.groups for one in group.people],
        "when": f"{date_format(day, pgettext('day of a shift', 'D j M'))} {kind.label}",
        "phone": "",
    }


def _line(group: queries.Group, one: queries.Called) -> dict[str, Any]:
    return {
        "duty": one.row.pk,
        "post": group.shift.post.label,
        "name": one.row.volunteer.name,
        "leads": one.row.volunteer.may_lead,
        "state": one.state.value,
    }


def accept(acting: Acting, received: Received, *, now: datetime) -> None:
    """One tap, at the moment it was made."""
    body = Body(received.body)
    duty, said = body.number("duty", 1, 2**62), body.choice("said", TAPS)
    tenths = body.perhaps("tenths", COLDEST, HOTTEST)
    body.end()
    take_tap(
        acting, duty, Roll(said), entry=received.id, at=min(received.at, now),
        doubt=received.doubt, now=now, celsius=None if tenths is None else Decimal(tenths) / 10,
    )  # fmt: skip
