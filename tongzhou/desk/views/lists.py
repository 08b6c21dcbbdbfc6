"""Lists of requests."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.desk import access
from tongzhou.desk.choices import State
from tongzhou.desk.queries import lists
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.doors import ActingRequest, open_to

SIZES = (20, 50, 100)
VIEWS: Mapping[str, Any] = {
    "open": _("Open"),
    "mine": _("Mine"),
    "nobody": _("Nobody's yet"),
    "overdue": _("Overdue"),
    "hold": _("On hold"),
    "answer": _("To be confirmed"),
    "closed": _("Closed"),
}


@open_to(Role.COMMITTEE_STAFF, Role.STREET_OFFICER)
@require_GET
def requests(request: ActingRequest) -> HttpResponse:
    """Requests of the committee (of the street), filtered and sorted."""
    now = clock.now()
    wanted = wanted_of(request)
    page, counts = lists.page_of_requests(
        request.acting, wanted, now=now, number=request.GET.get("page"), size=size_of(request)
    )
    services = list(access.services(request.acting))
    chips = [(key, label, counts[key], key == wanted.view) for key, label in VIEWS.items()]
    _logged(request, "desk.list", page.object_list, now)
    context = {
        "page": page, "wanted": wanted, "chips": chips, "services": services, "now": now,
        "departments": departments_of(services), "states": State.choices, "sizes": SIZES,
        "size": size_of(request),
    }  # fmt: skip
    return render(request, "desk/list.html", context)


@open_to(Role.DEPARTMENT_DESK)
@require_GET
def referred(request: ActingRequest) -> HttpResponse:
    """What was referred to this department."""
    now = clock.now()
    wanted = wanted_of(request)
    page = lists.page_of_referred(
        request.acting, wanted, number=request.GET.get("page"), size=size_of(request)
    )
    record_view(
        request.acting,
        "desk.referred",
        now=now,
        residents=lists.ids_of(page.object_list)["residents"],
    )
    context = {"page": page, "wanted": wanted, "now": now, "sizes": SIZES}
    return render(request, "desk/referred.html", context)


def wanted_of(request: ActingRequest) -> lists.Wanted:
    """What the query of the address asks for; nonsense counts as not asked."""
    get = request.GET
    view = get.get("view", "open")
    return lists.Wanted(
        view=view if view in VIEWS or view == "all" else "open",
        state=get.get("state", "") if get.get("state") in State.values else "",
        service=number_of(get.get("service", "")),
        department=number_of(get.get("department", "")),
        text=get.get("q", "")[:60],
        sort=get.get("sort", ""),
    )


def size_of(request: ActingRequest) -> int:
    """Rows on a page."""
    size = number_of(request.GET.get("size", ""))
    return size if size in SIZES else SIZES[0]


def number_of(text: str) -> int | None:
    """A number typed into an address, or None."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def departments_of(services: Sequence[Any]) -> list[Any]:
    """The departments that services have, each once."""
    return list({s.department_id: s.department for s in services if s.department}.values())


def _logged(request: ActingRequest, page: str, rows: Any, now: Any) -> None:
    record_view(request.acting, page, now=now, **lists.ids_of(rows))
