"""Hours of duty: by person over some days, one person's duties, one duty corrected, the list as a file."""

from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.roster.actions import exporting, thanking
from tongzhou.roster.actions import hours as actions
from tongzhou.roster.forms_hours import CorrectForm, IssueForm, RevokeForm
from tongzhou.roster.queries import certificates, on_duty
from tongzhou.roster.queries import hours as queries
from tongzhou.roster.queries import thanks as thanked
from tongzhou.roster.queries.hours import Range
from tongzhou.roster.queries.marks import as_planned
from tongzhou.roster.views.shown import LEADERS, SIZES, STAFF, committees, log, number
from tongzhou.ui import toasts

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@open_to(*LEADERS)
def listing(request: ActingRequest) -> HttpResponse:
    """Who served how long; what nobody confirmed yet stands first."""
    now, acting = clock.now(), request.acting
    wanted = wanted_of(request, now)
    total = queries.total(queries.asked(acting, wanted, now=now))
    pages = Paginator(queries.by_person(acting, wanted, now=now), SIZES[1])
    # Known already: counting the lines would add everything up once more.
    pages.count = total.listed
    page = pages.get_page(request.GET.get("page"))
    waiting = queries.waiting(acting, wanted, now=now)
    shown = {row["pk_of"] for row in page} | {line.row.volunteer_id for line in waiting.lines}
    record_view(acting, "roster.hours", now=now, volunteers=shown)
    context = {
        "page": page, "rows": [queries.Person(**row) for row in page], "wanted": wanted, "now": now,
        "total": total, "waiting": waiting,
        "may_decide": acting.role in STAFF, "is_all": request.GET.get("tick") == "all",
        "committees": committees(acting) if acting.is_whole_street else (),
    }  # fmt: skip
    return render(request, "roster/hours.html", context)


@open_to(*STAFF)
@require_POST
def confirm(request: ActingRequest) -> HttpResponse:
    """Count what is ticked as planned, or as nothing."""
    ticked = [int(pk) for pk in request.POST.getlist("duty") if pk.isdecimal() and len(pk) < 19]
    came = request.POST.get("came") != "0"
    n = actions.confirm(request.acting, ticked, came=came, now=clock.now())
    counted = ngettext("%(n)d duty confirmed.", "%(n)d duties confirmed.", n)
    nothing = ngettext(
        "%(n)d duty counts nothing. Who began stays on the list.",
        "%(n)d duties count nothing. Who began stays on the list.", n,
    )  # fmt: skip
    toasts.say(request, (counted if came else nothing) % {"n": n})
    asked = request.GET.copy()
    asked.pop("tick", None)
    return redirect(f"{reverse('roster:hours')}?{asked.urlencode()}")


@open_to(*STAFF)
@require_POST
def export(request: ActingRequest) -> HttpResponse:
    """The list as it was asked for, as a workbook or as CSV."""
    now, kind = clock.now(), request.POST.get("as", "xlsx")
    kind = kind if kind in KINDS else "xlsx"
    wanted = wanted_of(request, now)
    content = exporting.export_hours(request.acting, wanted, kind=kind, now=now)
    name = f"hours-{wanted.first:%Y%m%d}-{wanted.last:%Y%m%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=KINDS[kind], headers=headers)


@open_to(*LEADERS)
def person(request: ActingRequest, pk: int) -> HttpResponse:
    """The duties of one person, and the certificates of them."""
    now, acting = clock.now(), request.acting
    row = queries.volunteer(acting, pk)
    log(request, "hours_of", [row], now=now)
    may_decide, today = acting.role in STAFF, clock.local_date(now)
    duties = queries.of_person(acting, row, now=now)
    total = queries.total(duties)
    page = Paginator(duties, SIZES[0]).get_page(request.GET.get("page"))
    days = {"first": total.first or today, "last": total.last or today}
    context = {
        "row": row, "page": page, "lines": on_duty.lines(acting, list(page), now=now), "now": now,
        "total": total, "is_listed": queries.is_listed(acting, row), "may_decide": may_decide,
        "papers": certificates.of_person(row) if may_decide else (),
        "issue": IssueForm(initial=days, auto_id="issue_%s"), "revoke": RevokeForm(auto_id=False),
    }  # fmt: skip
    return render(request, "roster/hours_of.html", context)


@open_to(*LEADERS)
def duty(request: ActingRequest, pk: int) -> HttpResponse:
    """One duty: all that was ever said about it, and the correction."""
    now, acting = clock.now(), request.acting
    row = queries.duty(acting, pk)
    form = CorrectForm(request.POST or None, initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        done = form.run(actions.correct, acting, pk, **form.told(), now=now)
        if done:
            toasts.say(request, _("Corrected."))
            return redirect("roster:hours_of", row.volunteer_id)
    log(request, "hours_of", [row.volunteer], now=now)
    [line] = on_duty.lines(acting, [row], now=now)
    context = {
        "row": row, "line": line, "form": form, "now": now, "may_decide": acting.role in STAFF,
        "story": queries.story(acting, row), "planned": as_planned([row])[row.pk],
    }  # fmt: skip
    return render(request, "roster/duty.html", context, status=422 if form.is_bound else 200)


def _initial(row: Any) -> dict[str, int]:
    minutes = (row.shift.ends_at - row.shift.starts_at).total_seconds() // 60
    hours, rest = divmod(int(minutes) if row.minutes is None else row.minutes, 60)
    return {"hours": hours, "minutes": rest}


@open_to(*LEADERS)
@require_POST
def agree(request: ActingRequest, pk: int) -> HttpResponse:
    """They were asked whether they may be thanked by name."""
    may = request.POST.get("may") == "1"
    thanking.agree(request.acting, pk, may=may, now=clock.now())
    said = _("They are thanked by name.") if may else _("They are thanked without their name.")
    toasts.say(request, said)
    return redirect("roster:hours_of", pk)


@open_to(*LEADERS)
def thanks(request: ActingRequest) -> HttpResponse:
    """Whom the bulletin thanks: by name who agreed, the others as a number."""
    now, acting = clock.now(), request.acting
    wanted = wanted_of(request, now)
    found = thanked.thanks(acting, first=wanted.first, last=wanted.last, committee=wanted.committee)
    record_view(acting, "roster.thanks", now=now, volunteers=[pk for pk, _name in found.names])
    context = {
        "found": found, "wanted": wanted, "now": now,
        "committees": committees(acting) if acting.is_whole_street else (),
    }  # fmt: skip
    return render(request, "roster/thanks.html", context)


def wanted_of(request: ActingRequest, now: datetime) -> Range:
    """What the address asks for; this month where nothing is asked."""
    today = clock.local_date(now)
    first = _day(request, "first", today.replace(day=1))
    return Range(
        first=first, last=max(first, _day(request, "last", today)),
        text=request.GET.get("q", "")[:60], committee=number(request, "committee", 0),
        sort=request.GET.get("sort", ""),
    )  # fmt: skip


def _day(request: ActingRequest, name: str, default: date) -> date:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return default
