"""Middleware of the house."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from tongzhou.core.errors import Refusal

Handler = Callable[[HttpRequest], HttpResponse]


class NoStoreMiddleware:
    """No answer with personal data stays in a browser's or a proxy's cache."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class RefusalMiddleware:
    """A refusal that no form caught: said as a message on the page the person came from."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a `Refusal` into one sentence; leave every other exception alone."""
        if not isinstance(exception, Refusal):
            return None
        if getattr(request, "htmx", False):
            context = {"sentence": exception.sentence}
            return render(request, "ui/components/refusal.html", context, status=422)
        messages.error(request, str(exception.sentence))
        return HttpResponseRedirect(_where_from(request))


def _where_from(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    prefix = f"{request.scheme}://{request.get_host()}/"
    return came_from if came_from.startswith(prefix) else "/"
