"""Members are marked, helped back in, and leave."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongzhou.accounts import actions as accounts
from tongzhou.accounts.choices import Role
from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Membership
from tongzhou.registry.rights import may_make_supervisors


@transaction.atomic
def mark(
    acting: Acting, member_id: int, *, is_coordinator: bool, is_supervisor: bool, now: datetime
) -> Membership:
    """Make somebody coordinator or supervisor of the committee, or take it away."""
    member = access.get_or_404(access.managed_members(acting), pk=member_id, ended_on=None)
    if member.role != Role.COMMITTEE_STAFF and (is_coordinator or is_supervisor):
        raise Refusal(_("Only committee staff can be coordinator or supervisor."))
    if is_supervisor != member.is_supervisor and not may_make_supervisors(acting):
        raise Refusal(_("Supervisors are named by the street office."), field="is_supervisor")
    member.is_coordinator, member.is_supervisor = is_coordinator, is_supervisor
    member.save(update_fields=["is_coordinator", "is_supervisor"])
    audit.record(
        "registry.member.marked",
        actor=acting,
        now=now,
        obj=member,
        coordinator=is_coordinator,
        supervisor=is_supervisor,
    )
    return member


@transaction.atomic
def end_membership(acting: Acting, member_id: int, *, now: datetime) -> Membership:
    """Somebody no longer acts for a unit: signed out everywhere, their invitations void."""
    member = access.get_or_404(access.managed_members(acting), pk=member_id, ended_on=None)
    member.ended_on = clock.local_date(now)
    member.save(update_fields=["ended_on"])
    accounts.end_sessions_of([member.user_id])
    access.invitations_made_by(member.user_id).update(uses_left=0, expires_at=now)
    if not _acts_as(member.user_id).exists():
        accounts.close_account(member.user, now=now)
    audit.record("registry.member.ended", actor=acting, now=now, obj=member)
    return member


@transaction.atomic
def take_back(acting: Acting, member_id: int, *, now: datetime) -> Membership:
    """Undo that somebody left."""
    members = access.managed_members(acting).filter(ended_on__isnull=False)
    member = access.get_or_404(members, pk=member_id)
    if not member.user.is_active and member.user.left_at is None:
        raise Refusal(_("This account was erased. Make a new invitation."))
    member.ended_on = None
    member.save(update_fields=["ended_on"])
    accounts.reopen_account(member.user)
    audit.record("registry.member.taken_back", actor=acting, now=now, obj=member)
    return member


@transaction.atomic
def help_back_in(
    acting: Acting, member_id: int, *, clears_second_factor: bool, now: datetime
) -> str:
    """Make a link by which a member sets a new password; returns its secret."""
    member = access.get_or_404(access.managed_members(acting), pk=member_id, ended_on=None)
    if not access.is_wholly_managed(acting, member.user_id):
        raise Refusal(
            _("This person also acts for other units. Ask the administrator for the link.")
        )
    return accounts.issue_reset(
        member.user, clears_second_factor=clears_second_factor, actor=acting, now=now
    )


def _acts_as(user_id: int) -> QuerySet[Membership]:
    return access.memberships(Acting.system()).filter(user_id=user_id, ended_on=None)
