"""What every page needs for its frame."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tongzhou.ui import nav, preferences


def frame(request: HttpRequest) -> dict[str, Any]:
    """Navigation for the acting role and the chosen look."""
    return {
        "preferences": preferences.read(request),
        "leaving_scripts": SimpleLazyObject(nav.leaving_scripts),
        "nav_frame": SimpleLazyObject(lambda: nav.links(nav.FRAME, role(request), request.path)),
        "nav_rooms": SimpleLazyObject(
            lambda: nav.links(nav.room_entries(), role(request), request.path)
        ),
    }


def role(request: HttpRequest) -> str:
    """The role this request acts in; empty before sign-in."""
    acting = getattr(request, "acting", None)
    return str(getattr(acting, "role", "") or "")
