"""Rosters: the list, one with its days, people, shares and gaps, and how far the planner is."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from tongzhou.core import clock
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.acting import Acting
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.roster import sentences
from tongzhou.roster.actions import rosters as actions
from tongzhou.roster.actions.steps import is_busy
from tongzhou.roster.choices import BY_HAND, PLAN_SECONDS
from tongzhou.roster.forms_rosters import RosterForm
from tongzhou.roster.models import Roster
from tongzhou.roster.queries import rosters as queries
from tongzhou.roster.queries import telling
from tongzhou.roster.views.shown import LEADERS, SIZES, STAFF, committees, number
from tongzhou.ui import toasts


@open_to(*LEADERS)
def listing(request: ActingRequest) -> HttpResponse:
    """Rosters to come, or those that are over; a new one is one press."""
    return show_list(request)


def show_list(request: ActingRequest, form: RosterForm | None = None) -> HttpResponse:
    """The list; `form` is one that failed."""
    now, acting = clock.now(), request.acting
    today, is_over = clock.local_date(now), request.GET.get("show") == "over"
    rows = queries.listing(acting, is_over=is_over, today=today)
    page = Paginator(rows, SIZES[0]).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    filled = queries.counts([row.pk for row in shown])
    may_plan = acting.role in STAFF
    if form is None and may_plan:
        form = _new_form(acting, shown, today)
    context = {
        "page": page, "is_over": is_over, "now": now, "form": form, "may_plan": may_plan,
        "rows": [(row, *filled.get(row.pk, (0, 0)), is_busy(row)) for row in shown],
        "failed": form is not None and form.is_bound,
    }  # fmt: skip
    return render(request, "roster/rosters.html", context, status=422 if context["failed"] else 200)


def _new_form(acting: Acting, shown: Sequence[Roster], today: date) -> RosterForm:
    """What is planned next: the days after the last roster, else the week to come."""
    monday = today + timedelta(days=7 - today.weekday())
    is_one = not acting.is_whole_street
    after = max((row.ends_on for row in shown if is_one), default=monday - timedelta(days=1))
    initial = {"starts_on": max(after + timedelta(days=1), today)}
    return RosterForm(committees=list(committees(acting)), initial=initial)


@open_to(*STAFF)
@require_POST
def ask(request: ActingRequest) -> HttpResponse:
    """Have a roster planned."""
    form = RosterForm(request.POST, committees=list(committees(request.acting)))
    if form.is_valid():
        row = form.run(actions.ask, request.acting, now=clock.now(), **form.cleaned_data)
        if row:
            return redirect("roster:roster", row.pk)
    return show_list(request, form)


# --- one roster ------------------------------------------------------------------------------


@open_to(*LEADERS)
def roster(request: ActingRequest, pk: int) -> HttpResponse:
    """Who stands where, a day at a time."""
    now, acting = clock.now(), request.acting
    row = queries.record(acting, pk)
    day = _day(request, row, clock.local_date(now))
    found = queries.board(acting, row, day)
    moved = number(request, "move", 0)
    moving = queries.assignment(acting, row, moved) if moved else None
    shown = found.people | ({moving.volunteer_id} if moving else set())
    _log(request, "roster", shown, now=now)
    context = {
        **frame(request, row, now=now, view="board"), "board": found, "day": day,
        "days": queries.days(acting, row), "moving": moving,
    }  # fmt: skip
    return render(request, "roster/roster.html", context)


@open_to(*LEADERS)
def people(request: ActingRequest, pk: int) -> HttpResponse:
    """People and days."""
    now, acting, text = clock.now(), request.acting, request.GET.get("q", "")
    row = queries.record(acting, pk)
    rows = queries.people(acting, row, text=text)
    page = Paginator(rows, SIZES[1]).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    duties = queries.duties_of(acting, row, [person.pk for person in shown])
    dates = [row.starts_on + timedelta(days=n) for n in range(row.days)]
    _log(request, "roster", {person.pk for person in shown}, now=now)
    context = {
        **frame(request, row, now=now, view="people"), "page": page, "text": text, "dates": dates,
        "rows": [
            (person, [duties[person.pk][day] if person.pk in duties else () for day in dates])
            for person in shown
        ],
    }  # fmt: skip
    return render(request, "roster/roster_people.html", context)


@open_to(*LEADERS)
def fairness(request: ActingRequest, pk: int) -> HttpResponse:
    """Who carries how much, beside the fair share."""
    now, acting, text = clock.now(), request.acting, request.GET.get("q", "")
    row = queries.record(acting, pk)
    shares = queries.shares(acting, row, text=text)
    page = Paginator(shares, SIZES[1]).get_page(request.GET.get("page"))
    shown = queries.with_names(acting, list(page))
    _log(request, "roster", {share.pk for share, _ in shown}, now=now)
    context = {
        **frame(request, row, now=now, view="fairness"), "page": page, "text": text, "rows": shown,
        "above": sum(share.is_above for share in shares),
        "below": sum(share.is_below for share in shares), "all": len(shares),
    }  # fmt: skip
    return render(request, "roster/roster_fairness.html", context)


@open_to(*LEADERS)
def gaps(request: ActingRequest, pk: int) -> HttpResponse:
    """Places that are empty, why, and who is nearest."""
    now, acting = clock.now(), request.acting
    row = queries.record(acting, pk)
    page = Paginator(queries.gaps(acting, row, now=now), SIZES[1]).get_page(request.GET.get("page"))
    found = queries.explained(acting, list(page.object_list))
    _log(request, "roster", {p.pk for gap in found for p, _ in gap.nearest}, now=now)
    context = {
        **frame(request, row, now=now, view="gaps"), "page": page,
        "rows": [(gap, sentences.why_empty(gap.counts), _near(gap)) for gap in found],
    }  # fmt: skip
    return render(request, "roster/roster_gaps.html", context)


def _near(gap: queries.Gap) -> list[tuple[Any, str]]:
    return [
        (person, sentences.listed(map(sentences.breaks, rules))) for person, rules in gap.nearest
    ]


def frame(request: ActingRequest, row: Roster, *, now: datetime, view: str) -> dict[str, Any]:
    """What every page of a roster shows: its state, its figures, the way to its other pages."""
    acting = request.acting
    may_change = acting.role in STAFF and row.state != "withdrawn"
    last = queries.last_edit(acting, row) if may_change else None
    views = [
        ("board", reverse("roster:roster", args=[row.pk]), _("Posts and shifts"), "pin"),
        ("people", reverse("roster:roster_people", args=[row.pk]), _("People and days"), "people"),
        ("fairness", reverse("roster:roster_fairness", args=[row.pk]), _("Fair shares"), "heart"),
        ("gaps", reverse("roster:roster_gaps", args=[row.pk]), _("Empty places"), "warning"),
    ]  # fmt: skip
    to_tell = 0
    if row.state == "published":
        to_tell = telling.count(acting, row, now=now)
        views.append(
            ("tell", reverse("roster:tell", args=[row.pk]), _("To tell"), "phone"),
        )
    return {
        "row": row, "now": now, "view": view, "may_change": may_change, "is_busy": is_busy(row),
        "failure": sentences.failure(row.failure) if row.failure else "",
        "undo": last.version if last and last.kind in BY_HAND else 0,
        "entries": [
            {
                "url": url, "label": label, "icon": icon, "is_current": name == view,
                "count": to_tell if name == "tell" else None,
            }
            for name, url, label, icon in views
        ],
        **_progress(row),
    }  # fmt: skip


def _progress(row: Roster) -> dict[str, Any]:
    """How far the planner is, in words: stage, cost so far, what no roster can cost less than."""
    stages = {
        "reading": _("Reading who offers what"),
        "first": _("A first roster is there; looking for a better one"),
        "best": _("Explaining the roster"),
    }
    said = row.progress
    done = row.job.done if row.job else 0
    stage = said.get("stage", "")
    cost, bound = said.get("cost"), said.get("bound")
    words = [stages.get(stage, _("Waiting for its turn"))]
    if cost is not None:
        words.append(_("cost so far %(cost)s") % {"cost": round(cost)})
    if bound is not None and cost:
        share = max(0, min(100, round(100 * bound / cost)))
        words.append(
            _("at least %(bound)s (%(share)s %%)") % {"bound": round(bound), "share": share}
        )
    return {
        "stage": words[0], "note": pgettext("between things", ", ").join(words[1:]),
        "done": done, "seconds": PLAN_SECONDS, "is_stopping": "stop" in said,
        "may_stop": cost is not None and "stop" not in said,
    }  # fmt: skip


@open_to(*LEADERS)
def progress(request: ActingRequest, pk: int) -> HttpResponse:
    """How far it is; when it is over the page itself comes."""
    row = queries.record(request.acting, pk)
    if not is_busy(row):
        return HttpResponseClientRedirect(reverse("roster:roster", args=[pk]))
    context = {"row": row, "may_change": request.acting.role in STAFF, **_progress(row)}
    return render(request, "roster/roster_progress.html", context)


@open_to(*STAFF)
@require_POST
def again(request: ActingRequest, pk: int) -> HttpResponse:
    """Plan it anew."""
    actions.plan_again(request.acting, pk, now=clock.now())
    return redirect("roster:roster", pk)


@open_to(*STAFF)
@require_POST
def stop(request: ActingRequest, pk: int) -> HttpResponse:
    """Take what there is."""
    actions.stop(request.acting, pk, now=clock.now())
    toasts.say(request, _("It ends in a moment; the best roster so far is taken."))
    return redirect("roster:roster", pk)


def _day(request: ActingRequest, row: Roster, today: date) -> date:
    asked = request.GET.get("day", "")
    try:
        day = date.fromisoformat(asked) if asked else today
    except ValueError:
        day = today
    return day if row.starts_on <= day <= row.ends_on else row.starts_on


def _log(request: ActingRequest, page: str, shown: set[int], *, now: datetime) -> None:
    record_view(request.acting, f"roster.{page}", now=now, volunteers=sorted(shown))
