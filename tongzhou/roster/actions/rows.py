"""Rows an action may change: found through access, locked, as the writer saw them."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from tongzhou.accounts.choices import Role
from tongzhou.core.errors import Refusal, Stale
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.choices import VOLUNTEER_MOVES, Event, VolunteerState
from tongzhou.roster.models import Post, Volunteer, VolunteerEvent

STAFF = access.STAFF
LEADERS = access.LEADERS


def only(acting: Acting, roles: Collection[str]) -> None:
    """Refuse whoever acts in another role."""
    if acting.role not in roles:
        raise Refusal(_("This is not for your role to do. Ask the committee."))


def is_head(acting: Acting) -> bool:
    """The head of a committee, the street office, the house itself."""
    is_first = acting.role == Role.COMMITTEE_STAFF and acting.is_supervisor
    return is_first or acting.role == Role.STREET_OFFICER or acting.is_system


def volunteer(acting: Acting, pk: int, *, version: int | None = None) -> Volunteer:
    """A volunteer to change, held until the transaction ends; `version` is what was seen."""
    only(acting, LEADERS)
    found = get_or_404(access.volunteers(acting).select_for_update(of=("self",)), pk=pk)
    refuse_stale(found, version)
    return found


def refuse_stale(found: Volunteer | Post, version: int | None) -> None:
    """Somebody else was faster."""
    if version is not None and version != found.version:
        raise Stale(_("Somebody changed this a moment ago. Look at it and save again."))


def post(acting: Acting, pk: int, *, version: int | None = None) -> Post:
    """A post to change."""
    only(acting, STAFF)
    found = get_or_404(access.posts(acting).select_for_update(of=("self",)), pk=pk)
    refuse_stale(found, version)
    return found


def move(
    row: Volunteer, state: VolunteerState, event: Event, *, acting: Acting, now: datetime
) -> None:
    """Change the state along its table, and tell it in the story."""
    if state not in VOLUNTEER_MOVES[row.state]:
        raise Stale(_("Somebody else dealt with this a moment ago. Look at it again."))
    row.state, row.version = state, row.version + 1
    row.left_at = now if state == VolunteerState.LEFT else None
    if state != VolunteerState.PAUSED:
        row.paused_until = None
    row.save(
        update_fields=["state", "version", "left_at", "paused_until", "accepted_at", "may_lead"]
    )
    told(row, event, acting=acting, now=now)


def told(row: Volunteer, event: Event, *, acting: Acting, now: datetime) -> None:
    """One line in the story of a volunteer."""
    VolunteerEvent.objects.create(of=row, kind=event, at=now, by_id=acting.user_id)


def by_themselves(row: Volunteer) -> Acting:
    """How somebody acts who opened their own page: no account, in no unit."""
    return Acting(user_id=None, role="resident", unit_label="")
