"""One's own page, one's sessions, and a new password by link."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from tongzhou.accounts import actions, queries
from tongzhou.accounts.choices import Role
from tongzhou.accounts.forms import NewPasswordForm
from tongzhou.accounts.models import User
from tongzhou.core import clock
from tongzhou.ui import toasts
from tongzhou.ui.errors import Apology

View = Callable[..., HttpResponseBase]
TOO_MANY = Apology(
    gettext_lazy("Too many tries"),
    gettext_lazy("Very many requests came from this network. Wait a minute, then try again."),
    "clock",
)


def slowed(view: View) -> View:
    """A refusal because of wrong passwords says in its head how many seconds to wait."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
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
    acting = getattr(request, "acting", None)
    label = Role(acting.role).label if acting else ""
    return render(request, "accounts/me.html", {"role_label": label})


@require_GET
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    rows = queries.sessions_of(_user(request), request.session.session_key or "")
    return render(request, "accounts/sessions.html", {"sessions": rows})


@require_POST
@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one other browser out."""
    if not actions.end_session(_user(request), pk, now=clock.now()):
        raise Http404
    toasts.say(request, _("That browser is signed out."))
    return redirect("accounts:sessions")


@require_POST
@login_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign all other browsers out."""
    key = request.session.session_key or ""
    count = actions.end_other_sessions(_user(request), key, now=clock.now())
    said = ngettext("%(count)d browser is signed out.", "%(count)d browsers are signed out.", count)
    toasts.say(request, said % {"count": count})
    return redirect("accounts:sessions")


def reset(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password with a link handed over by somebody in charge."""
    now = clock.now()
    link = actions.valid_reset(token, now=now)
    form = NewPasswordForm(request.POST or None)
    if link and form.is_valid():
        password = form.cleaned_data["password"]
        if form.run(actions.use_reset, token, password=password, now=now):
            toasts.say(request, _("The new password is set. Sign in with it."))
            return redirect("account_login")
    context = {"link": link, "form": form}
    return render(request, "accounts/reset.html", context, status=200 if link else 410)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
