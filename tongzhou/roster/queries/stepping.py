"""Who called out of a shift, and what those asked so far have said."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, QuerySet

from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.models import Asked, CallOut, Shift, Volunteer


def answers(acting: Acting, shift: Shift) -> dict[int, Asked]:
    """The last answer of everybody who was asked for a shift: one query."""
    rows = access.asked(acting).filter(shift=shift).select_related("by").order_by("at", "pk")
    return {one.volunteer_id: one for one in rows}


def called_out(acting: Acting, shift: Shift) -> Sequence[tuple[CallOut, str]]:
    """Who called out of a shift and has not come back, with what they said: two queries."""
    rows = list(
        open_call_outs(acting).filter(assignment__shift=shift)
        .select_related("by", "assignment__volunteer").order_by("at")
    )  # fmt: skip
    keyring = Keyring.of(one.key_id for one in rows)
    return [(one, keyring.read(one, "word") if one.word else "") for one in rows]


def open_call_outs(acting: Acting) -> QuerySet[CallOut]:
    """Call-outs that nobody took back."""
    return access.call_outs(acting).filter(taken_back_at__isnull=True)


def own_call_outs(volunteer: Volunteer, *, now: datetime) -> QuerySet[CallOut]:
    """What whoever opened the own page called out of and could still come back to."""
    rows = open_call_outs(Acting.system()).filter(
        assignment__volunteer=volunteer, assignment__shift__ends_at__gt=now,
        assignment__shift__roster__state="published",
    )  # fmt: skip
    beside = ("assignment__shift__post__place", "assignment__shift__kind")
    return rows.select_related(*beside).order_by(F("assignment__shift__starts_at"))
