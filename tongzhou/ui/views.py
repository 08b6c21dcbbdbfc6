"""The interface's own pages: rooms, keys, patterns, language, look."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_GET, require_POST

from tongzhou.core.clock import now
from tongzhou.ui import preferences, samples


@require_GET
@login_required
def rooms(request: HttpRequest) -> HttpResponse:
    """Every room the acting person may enter."""
    return render(request, "ui/rooms.html")


@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    """The picture browsers ask for by themselves where no page names one, as beside a PDF."""
    return HttpResponseRedirect(static("ui/icon.svg"))


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """Which keys do what; also asked for as a part by the `?` key."""
    return render(request, "ui/keys.html")


@require_GET
def patterns(request: HttpRequest) -> HttpResponse:
    """Every component with invented contents."""
    return render(request, "ui/patterns.html", samples.everything(now=now()))


@require_GET
def sample_households(request: HttpRequest) -> HttpResponse:
    """Results for the sample search box."""
    found = samples.doors(request.GET.get("q", ""))
    return render(request, "ui/sample_households.html", {"doors": found})


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie and go back."""
    response = _back(request)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=preferences.YEAR,
            secure=request.is_secure(),
            samesite="Lax",
        )
    return response


@require_POST
def set_look(request: HttpRequest) -> HttpResponse:
    """Remember theme or text size and go back."""
    response = _back(request)
    chosen = {key: request.POST[key] for key in preferences.CHOICES if key in request.POST}
    preferences.remember(response, secure=request.is_secure(), **chosen)
    return response


def _back(request: HttpRequest) -> HttpResponseRedirect:
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if is_ours else "/")
