"""People come by invitation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tongzhou.accounts import actions as accounts
from tongzhou.accounts.choices import Role
from tongzhou.accounts.models import User
from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal
from tongzhou.core.tokens import digest_of, new_token
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Invitation, Membership
from tongzhou.registry.naming import in_letters
from tongzhou.registry.rights import NEEDS_COMMITTEE, roles_given_by

INVITATION = "registry.invitation"
LONGEST = timedelta(days=30)
MOST_USES = 200


@dataclass(frozen=True, slots=True)
class Offered:
    """What an invitation makes of whoever accepts it. Which unit is needed depends on the role."""

    role: Role
    committee_id: int | None = None
    compound_id: int | None = None
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Unit:
    committee_id: int | None = None
    compound_id: int | None = None
    department_id: int | None = None


@transaction.atomic
def invite(
    acting: Acting, offered: Offered, *, uses: int, lasts: timedelta, now: datetime
) -> tuple[Invitation, str]:
    """Make an invitation; returns it with its secret, which is stored nowhere."""
    if acting.user_id is None or offered.role not in roles_given_by(acting):
        raise Refusal(_("You may not invite to this role."))
    if not timedelta(0) < lasts <= LONGEST:
        raise Refusal(_("An invitation lasts at most 30 days."), field="days")
    most = MOST_USES if offered.role == Role.VOLUNTEER else 1
    if not 1 <= uses <= most:
        raise Refusal(_("Only volunteers can share one invitation, at most 200."), field="uses")
    unit = _unit_of(acting, offered)
    token, digest = new_token(INVITATION)
    invitation = Invitation.objects.create(
        digest=digest, role=offered.role, office_id=_office_id(acting), uses_left=uses,
        committee_id=unit.committee_id, compound_id=unit.compound_id,
        department_id=unit.department_id, made_by_id=acting.user_id, made_at=now,
        expires_at=now + lasts,
    )  # fmt: skip
    audit.record(
        "registry.member.invited",
        actor=acting,
        now=now,
        obj=invitation,
        role=offered.role,
        uses=uses,
    )
    return invitation, token


def _office_id(acting: Acting) -> int:
    office = access.office(acting)
    if office is None:
        raise Refusal(_("There is no street office yet."))
    return office.pk


def _unit_of(acting: Acting, offered: Offered) -> _Unit:
    """The unit the role is for, looked up among those the inviter reaches."""
    role = offered.role
    if role == Role.BUILDING_DIRECTOR:
        compound = access.compounds(acting).filter(pk=offered.compound_id or 0).first()
        if compound is None:
            raise Refusal(_("Choose the compound."), field="compound")
        return _Unit(committee_id=compound.committee_id, compound_id=compound.pk)
    if role == Role.DEPARTMENT_DESK:
        department = access.departments(acting).filter(pk=offered.department_id or 0).first()
        if department is None:
            raise Refusal(_("Choose the department."), field="department")
        return _Unit(department_id=department.pk)
    if role in NEEDS_COMMITTEE or (role == Role.HEALTH_WORKER and offered.committee_id):
        return _Unit(committee_id=_committee_id(acting, offered.committee_id))
    return _Unit()


def _committee_id(acting: Acting, chosen: int | None) -> int:
    if acting.committee_id:
        return acting.committee_id
    committee = access.committees(acting).filter(pk=chosen or 0).first()
    if committee is None:
        raise Refusal(_("Choose the committee."), field="committee")
    return committee.pk


@transaction.atomic
def revoke(acting: Acting, invitation_id: int, *, now: datetime) -> None:
    """An invitation that must no longer be used."""
    invitation = access.get_or_404(access.invitations(acting), pk=invitation_id)
    invitation.uses_left, invitation.expires_at = 0, now
    invitation.save(update_fields=["uses_left", "expires_at"])
    audit.record("registry.member.invitation_revoked", actor=acting, now=now, obj=invitation)


def invitation_behind(token: str, *, now: datetime) -> Invitation | None:
    """The invitation with this secret, while it can be used."""
    return access.open_invitations(digest_of(INVITATION, token), now=now).first()


@transaction.atomic
def accept(
    token: str, *, name: str, username: str, password: str | None, now: datetime
) -> Membership:
    """Make an account with the role of an invitation; without password a passkey must follow."""
    invitation = _take_one(token, now=now)
    if not name.strip():
        raise Refusal(_("Write your name."), field="name")
    user = accounts.make_account(username or _user_name_for(name), name, password)
    return _begin(invitation, user, now=now)


@transaction.atomic
def accept_as(acting_user: User, token: str, *, now: datetime) -> Membership:
    """Add the role of an invitation to the account one has already."""
    invitation = _take_one(token, now=now)
    if invitation.made_by_id == acting_user.pk:
        raise Refusal(_("You made this invitation yourself. It is for somebody else."))
    known = access.memberships(Acting.system()).filter(
        user=acting_user, ended_on=None, role=invitation.role, committee=invitation.committee,
        compound=invitation.compound, department=invitation.department,
    )  # fmt: skip
    if known.exists():
        raise Refusal(_("You have this role already."))
    return _begin(invitation, acting_user, now=now)


def _take_one(token: str, *, now: datetime) -> Invitation:
    rows = access.open_invitations(digest_of(INVITATION, token), now=now)
    invitation = rows.first()
    if invitation is None or not rows.update(uses_left=F("uses_left") - 1):
        raise Refusal(_("This invitation was used already or its time is over. Ask for a new one."))
    return invitation


def _begin(invitation: Invitation, user: User, *, now: datetime) -> Membership:
    member = Membership.objects.create(
        user=user, role=invitation.role, office=invitation.office,
        committee=invitation.committee, compound=invitation.compound,
        department=invitation.department, started_on=clock.local_date(now),
    )  # fmt: skip
    audit.record(
        "registry.member.joined",
        actor=Acting.by_membership(member),
        now=now,
        obj=member,
        invitation=invitation.pk,
        invited_by=invitation.made_by_id,
    )
    return member


def _user_name_for(name: str) -> str:
    """The name in pinyin, with a number where somebody has it already: "zhaomin2"."""
    plain = in_letters(name)[:40] or "user"
    candidates = (plain if n == 1 else f"{plain}{n}" for n in count(1))
    return next(c for c in candidates if not accounts.is_taken(c))
