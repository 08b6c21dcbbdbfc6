"""Signing somebody in who has just shown who they are in another way than on the sign-in page."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse

from tongzhou.accounts.models import User


def enter(request: HttpRequest, user: User, *, then: str) -> HttpResponse:
    """Open a session for a fresh account and go on to a page; returns the redirect.

    What was shown counts as shown just now, so that a passkey can be added at once.
    """
    response: HttpResponse = perform_login(request, user, redirect_url=then)
    record_authentication(request, user, method="invitation", reauthenticated=True)
    return response
