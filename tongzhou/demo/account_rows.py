"""The staff as accounts with memberships.

Everybody in one demo has the same password, made anew for each installation and hashed once: sixty
hashes would cost the first start more than the whole street, and protect nobody who exists.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.contrib.auth.hashers import make_password

from tongzhou.accounts.models import User
from tongzhou.core.ids import readable_code
from tongzhou.demo.registry_rows import Rows
from tongzhou.demo.staff import Colleague
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Membership

# Who is shown at the start: the story's own people, one of every role.
SHOWN = (
    "grid1.huaian",
    "secretary.xinyuan",
    "director.huaian1",
    "volunteer.huaian",
    "desk.civil",
    "health1",
    "officer",
    "admin",
)


@dataclass(frozen=True, slots=True)
class Crew:
    """The staff by user name: accounts, and how everybody acts."""

    users: dict[str, User]
    actings: dict[str, Acting]


class Login(TypedDict):
    """One line of demo-logins.json."""

    role: str
    username: str
    password: str
    unit: str


def save_staff(
    colleagues: Sequence[Colleague], rows: Rows, *, since: date
) -> tuple[Crew, list[Login]]:
    """Write accounts with memberships; return them with the logins to show."""
    password = f"boat-{readable_code(4)}-{readable_code(4)}".lower()
    users = _save_users(colleagues, make_password(password))
    members = _save_memberships(colleagues, users, rows, since)
    crew = Crew(
        users={user.username: user for user in users},
        actings={member.user.username: Acting.by_membership(member) for member in members},
    )
    logins = [_login(crew.actings[username], username, password) for username in SHOWN]
    return crew, logins


def _save_users(colleagues: Sequence[Colleague], hashed: str) -> list[User]:
    return User.objects.bulk_create(
        User(username=colleague.username, name=colleague.name, password=hashed)
        for colleague in colleagues
    )


def _save_memberships(
    colleagues: Sequence[Colleague], users: Sequence[User], rows: Rows, since: date
) -> list[Membership]:
    members = Membership.objects.bulk_create(
        _membership(colleague, user, rows, since)
        for colleague, user in zip(colleagues, users, strict=True)
    )
    in_charge = Membership.buildings.through
    in_charge.objects.bulk_create(
        in_charge(membership=member, building=building)
        for colleague, member in zip(colleagues, members, strict=True)
        for (compound, _), building in rows.buildings.items()
        if compound in colleague.compounds
    )
    return members


def _membership(colleague: Colleague, user: User, rows: Rows, since: date) -> Membership:
    return Membership(
        user=user,
        role=colleague.role,
        office=rows.office,
        committee=rows.committees.get(colleague.committee),
        compound=rows.compounds.get(colleague.compound),
        department=rows.departments.get(colleague.department),
        title=colleague.title,
        is_coordinator=colleague.is_coordinator,
        is_supervisor=colleague.is_supervisor,
        started_on=since,
    )


def _login(acting: Acting, username: str, password: str) -> Login:
    return Login(
        role=str(acting.role), username=username, password=password, unit=acting.unit_label
    )
