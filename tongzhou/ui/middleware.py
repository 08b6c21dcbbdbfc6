"""Between browser and server: which form arrived, and where to go when the session ended."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect

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
    return not _is_to_sign_in(response)


class SignInMiddleware:
    """A part asked for after the session ended opens sign-in as a page, not inside the page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.headers.get("HX-Request") and _is_to_sign_in(response):
            return HttpResponseClientRedirect(_sign_in_and_back(request))
        return response


def _sign_in_and_back(request: HttpRequest) -> str:
    shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    target = shown._replace(scheme="", netloc="", fragment="").geturl() or "/"
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': target})}"


def _is_to_sign_in(response: HttpResponse) -> bool:
    is_redirect = response.status_code in (302, 303)
    target = response.headers.get("Location", "")
    return is_redirect and target.startswith(resolve_url(settings.LOGIN_URL))
