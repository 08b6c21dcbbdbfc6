"""What all pages of the room share: who may open them, and that it is written down who looked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tongzhou.accounts.choices import Role
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.doors import ActingRequest

STAFF = (Role.COMMITTEE_STAFF, Role.STREET_OFFICER)
CARERS = (*STAFF, Role.HEALTH_WORKER)
SIZES = (20, 50, 100, 200)


class OfSomebody(Protocol):
    """An observation, or a line about one; about nobody once that is erased."""

    @property
    def resident_id(self) -> int | None:
        """Whom it is about."""


def log(
    request: ActingRequest, page: str, observations: Iterable[OfSomebody], *, now: datetime
) -> None:
    """Write down whose observation was shown."""
    residents = [o.resident_id for o in observations if o.resident_id]
    record_view(request.acting, f"followup.{page}", now=now, residents=residents)


def number(request: ActingRequest, name: str, default: int) -> int:
    """A number from the address, or the default."""
    text = request.GET.get(name, "")
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else default


def back(request: ActingRequest, fallback: str) -> HttpResponseRedirect:
    """To the page the person came from, if it is ours."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(came_from if is_ours else reverse(fallback))
