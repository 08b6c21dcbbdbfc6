"""Who may give which role. Nobody gives more than they may, and nobody gives to themselves."""

from tongzhou.accounts.choices import Role
from tongzhou.registry.acting import Acting

EVERY_ROLE = frozenset(Role)
BY_SUPERVISOR = frozenset({Role.COMMITTEE_STAFF, Role.BUILDING_DIRECTOR, Role.VOLUNTEER})
MANAGERS = (Role.COMMITTEE_STAFF, Role.STREET_OFFICER, Role.ADMINISTRATOR)

NEEDS_COMMITTEE = frozenset({Role.COMMITTEE_STAFF, Role.VOLUNTEER})


def roles_given_by(acting: Acting) -> frozenset[Role]:
    """Roles this person may invite to and take away; empty for most."""
    if acting.role == Role.ADMINISTRATOR:
        return EVERY_ROLE
    if acting.role == Role.STREET_OFFICER:
        return EVERY_ROLE - {Role.ADMINISTRATOR}
    if acting.role == Role.COMMITTEE_STAFF and acting.is_supervisor:
        return BY_SUPERVISOR
    return frozenset()


def may_see_looks(acting: Acting) -> bool:
    """Who looked at a resident is read by those who answer for the committee."""
    return acting.role == Role.STREET_OFFICER or (
        acting.role == Role.COMMITTEE_STAFF and acting.is_supervisor
    )


def may_make_supervisors(acting: Acting) -> bool:
    """A supervisor answers for a committee: named from above, not by colleagues."""
    return acting.role in {Role.ADMINISTRATOR, Role.STREET_OFFICER}
