"""Tells the browser which of its forms arrived, so that it may forget its draft."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

Handler = Callable[[HttpRequest], HttpResponse]
COOKIE = "saved"
SECONDS = 300


class SavedMiddleware:
    """A posted form with a `client_id` that ends in a redirect was stored: name it in a cookie.

    Stands last in MIDDLEWARE, so that it hears of an exception before others turn it into a
    redirect. A redirect to sign-in is no success either.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        client_id = request.POST.get("client_id", "") if request.method == "POST" else ""
        if client_id and _is_success(request, response):
            response.set_cookie(
                COOKIE,
                client_id[:64],
                max_age=SECONDS,
                secure=request.is_secure(),
                samesite="Lax",
            )
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Remember that this request failed, whatever answer is made of it."""
        request.has_failed = True  # type: ignore[attr-defined]


def _is_success(request: HttpRequest, response: HttpResponse) -> bool:
    if getattr(request, "has_failed", False) or response.status_code not in (302, 303):
        return False
    return not response.headers.get("Location", "").startswith(resolve_url(settings.LOGIN_URL))
