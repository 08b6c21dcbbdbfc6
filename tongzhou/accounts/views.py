"""One's own page, one's sessions, and a new password by link."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tongzhou.ui.errors import Apology

View = Callable[..., HttpResponse]
TOO_MANY = Apology(
    _("Too many tries"),
    _("Very many requests came from this network. Wait a minute, then try again."),
    "clock",
)


def slowed(view: View) -> View:
    """A refusal because of wrong passwords says in its head how many seconds to wait."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        seconds = getattr(request, "sign_in_wait", 0)
        if seconds:
            response.status_code = 429
            response.headers["Retry-After"] = str(seconds)
        return response

    return answering


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """What allauth answers when one address asks too often (handler429)."""
    context = {"apology": TOO_MANY, "code": 429}
    response = render(request, "ui/errors/error.html", context, status=429)
    response.headers["Retry-After"] = "60"
    return response


@require_GET
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """Who one is here, for whom one acts, and how one signs in."""
    return render(request, "accounts/me.html")
