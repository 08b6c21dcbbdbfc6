"""The decorator at a view's door: signed in, and in one of the roles."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def open_to(*roles: str) -> Callable[[View], View]:
    """Let only these roles in; for anybody else the page does not exist.

    The roles stay readable on the view as `roles`, for the test that walks every URL.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            acting = request.acting  # type: ignore[attr-defined]
            if not acting or acting.role not in roles:
                raise Http404
            return view(request, *args, **kwargs)

        guarded.roles = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return decorate
