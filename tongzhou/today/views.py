"""The page a shift begins with."""

from allauth.account.views import login as sign_in
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.today import queries

SIZES = (20, 50, 100, 200)
LAST_PAGE = 25
HEADINGS = {
    "alarm": _("Alarms"),
    "overdue": _("Overdue"),
    "now": _("Now"),
    "later": _("Later today"),
    "coming": _("Coming days"),
}


def front(request: HttpRequest) -> HttpResponseBase:
    """The front door: one's list, or the sign-in page for who has not signed in."""
    if request.user.is_authenticated:
        return today(request)
    return sign_in(request)


@open_to(*Role.values)
def today(request: ActingRequest) -> HttpResponse:
    """What waits for this person, over all rooms."""
    now = clock.now()
    page, size = page_and_size(request)
    kinds = frozenset(request.GET.getlist("kind"))
    work = queries.work_list(request.acting, now=now, kinds=kinds, page=page, size=size)
    record_view(
        request.acting,
        "today.list",
        now=now,
        residents=(r for item in work.items for r in item.resident_ids),
        households=(h for item in work.items for h in item.household_ids),
        volunteers=(v for item in work.items for v in item.volunteer_ids),
    )
    groups = [(name, HEADINGS[name], items) for name, items in work.groups(now)]
    context = {"work": work, "groups": groups, "now": now, "size": size, "sizes": SIZES}
    return render(request, "today/list.html", context)


def page_and_size(request: ActingRequest) -> tuple[int, int]:
    """Page and page size asked for, kept within bounds."""
    page, size = request.GET.get("page", ""), request.GET.get("size", "")
    number = min(max(int(page), 1), LAST_PAGE) if page.isdecimal() else 1
    return number, int(size) if size.isdecimal() and int(size) in SIZES else SIZES[0]
