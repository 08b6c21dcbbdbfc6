"""Pages for what went wrong: one plain sentence and what to do next."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Apology:
    """What an error page says."""

    title: str | Promise
    sentence: str | Promise
    icon: str = "warning"


APOLOGIES = {
    400: Apology(
        _("This request could not be read"),
        _("The address or the form was cut short on the way. Go back and try once more."),
    ),
    403: Apology(
        _("This is not open to you"),
        _("Your role does not include this page. Ask your coordinator if you need it."),
        "lock",
    ),
    404: Apology(
        _("Nothing is here"),
        _("It may be closed, or it belongs to another unit. Search for it by name or door."),
        "search",
    ),
    500: Apology(
        _("Something broke on our side"),
        _("What was saved is safe. Try again in a minute, or tell the administrator the time."),
        "alarm",
    ),
    503: Apology(
        _("Back in a moment"),
        _("The system is busy or being looked after. This page can be loaded again in a minute."),
        "clock",
    ),
}
FORM_EXPIRED = Apology(
    _("This form was open too long"),
    _("For safety it was not saved. Go back: what you typed is still there; then save again."),
    "refresh",
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler for 400."""
    return _apologise(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler for 403."""
    return _apologise(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler for 404."""
    return _apologise(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Handler for 500: draws without context processors, which may be what broke."""
    context = {"apology": APOLOGIES[500], "code": 500}
    return HttpResponse(render_to_string("ui/errors/plain.html", context), status=500)


def unavailable(request: HttpRequest, retry_after: int = 60) -> HttpResponse:
    """503 with the number of seconds after which to try again."""
    context = {"apology": APOLOGIES[503], "code": 503}
    response = HttpResponse(render_to_string("ui/errors/plain.html", context), status=503)
    response.headers["Retry-After"] = str(retry_after)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose protection ran out (setting CSRF_FAILURE_VIEW)."""
    context = {"apology": FORM_EXPIRED, "code": 403}
    return render(request, "ui/errors/error.html", context, status=403)


def _apologise(request: HttpRequest, code: int) -> HttpResponse:
    context = {"apology": APOLOGIES[code], "code": code}
    return render(request, "ui/errors/error.html", context, status=code)
