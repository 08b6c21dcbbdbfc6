"""Puts `request.acting` on every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Membership

SESSION_KEY = "membership"


class ActingMiddleware:
    """`request.acting` is the `Acting` of the signed-in user, or None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.acting = acting_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def acting_of(request: HttpRequest) -> Acting | None:
    """The acting chosen in this session, else the first membership."""
    members: list[Membership] = getattr(request.user, "active_memberships", [])
    if not members:
        return None
    chosen = request.session.get(SESSION_KEY)
    member = next((m for m in members if m.pk == chosen), members[0])
    return Acting.by_membership(member, tuple(m for m in members if m is not member))
