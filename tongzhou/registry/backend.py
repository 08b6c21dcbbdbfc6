"""Sign-in that brings the memberships along: one query instead of two on every request."""

from allauth.account.auth_backends import AuthenticationBackend

from tongzhou.accounts.models import User
from tongzhou.registry.models import Membership


class MemberBackend(AuthenticationBackend):
    """Allauth's backend; the user it loads for a request carries `active_memberships`."""

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, with the memberships in force attached."""
        rows = Membership.objects.filter(user_id=user_id, ended_on__isnull=True).order_by("pk")
        members = list(rows.select_related("user", "office", "committee", "compound", "department"))
        user = members[0].user if members else User.objects.filter(pk=user_id).first()
        if user is None or not user.is_active:
            return None
        user.active_memberships = members  # type: ignore[attr-defined]
        return user
