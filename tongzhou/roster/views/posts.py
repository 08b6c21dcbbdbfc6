"""Posts: where how many are needed."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.roster import actions
from tongzhou.roster.actions.posts import USUAL_PEOPLE, offered_places
from tongzhou.roster.choices import PostKind
from tongzhou.roster.forms import NeedForm, PostForm
from tongzhou.roster.models import Post, ShiftKind
from tongzhou.roster.queries import posts as queries
from tongzhou.roster.queries.needs import NeedBook, active_shifts, gaps, need_book
from tongzhou.roster.views.shown import LEADERS, SIZES, STAFF, committees, number
from tongzhou.ui import toasts

GATES_OFFERED = 60


@open_to(*LEADERS)
def listing(request: ActingRequest) -> HttpResponse:
    """All posts with what they need today; gates that are none yet offer themselves."""
    now, acting = clock.now(), request.acting
    is_open = request.GET.get("show") != "closed"
    committee = number(request, "committee", 0)
    rows = queries.listing(acting, committee=committee, is_open=is_open)
    page = Paginator(rows, SIZES[1]).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    shifts, book = active_shifts(acting), need_book(acting, [post.pk for post in shown])
    today = clock.local_date(now)
    may_open = acting.role in STAFF
    offered = offered_places(acting, PlaceKind.GATE) if may_open and is_open else []
    context = {
        "page": page, "is_open": is_open, "committee": committee, "now": now, "shifts": shifts,
        "rows": [(post, [book.on(post.pk, s.pk, today) for s in shifts]) for post in shown],
        "may_open": may_open, "count_offered": len(offered),
        "offered": [p for p in offered if committee in (0, p.committee_id)][:GATES_OFFERED],
        "committees": committees(acting) if acting.is_whole_street else (),
    }  # fmt: skip
    return render(request, "roster/posts.html", context)


@open_to(*LEADERS)
def post(request: ActingRequest, pk: int) -> HttpResponse:
    """One post: what it needs, what is still missing, what was set."""
    return show(request, pk)


def show(request: ActingRequest, pk: int, **bound: Any) -> HttpResponse:
    """The page of a post; `bound` are forms that failed, which open again."""
    now, acting = clock.now(), request.acting
    row = queries.record(acting, pk)
    today = clock.local_date(now)
    found = gaps(queries.beside([row]), now=now) if row.is_open else []
    own = [gap for gap in found if gap.post.pk == row.pk]
    shifts, book = active_shifts(acting), need_book(acting, [row.pk])
    context = {
        "row": row, "now": now, "shifts": shifts, "days": by_day(own),
        "missing": sum(gap.missing for gap in own), "may_change": acting.role in STAFF,
        "history": _history(book, row, shifts), "opened": next(iter(bound), ""),
        "need": NeedForm(shifts=shifts, auto_id="need_%s", initial={
            "effective_on": today,
            **{f"people_{s.pk}": book.on(row.pk, s.pk, today) for s in shifts},
        }),
        "edit": PostForm(is_round=row.kind == PostKind.ROUND, auto_id="edit_%s", initial={
            "name": row.name, "name_en": row.name_en, "begins_at": row.begins_at,
            "is_heated": row.is_heated, "needs_leader": row.needs_leader,
        }),
        **bound,
    }  # fmt: skip
    return render(request, "roster/post.html", context, status=422 if bound else 200)


def by_day(found: Sequence[Any]) -> list[tuple[Any, list[Any]]]:
    """Gaps as lines of a day."""
    days: dict[Any, list[Any]] = {}
    for gap in found:
        days.setdefault(gap.day, []).append(gap)
    return list(days.items())


def _history(book: NeedBook, row: Post, shifts: Sequence[ShiftKind]) -> list[Any]:
    return [
        (day, [(shift, people[shift.pk]) for shift in shifts if shift.pk in people])
        for day, people in book.changes(row.pk)
    ]


@open_to(*STAFF)
def new(request: ActingRequest) -> HttpResponse:
    """A round, or a place that is no gate."""
    now, acting = clock.now(), request.acting
    is_round = request.GET.get("what") != "place"
    places = [] if is_round else offered_places(acting, "")
    units = committees(acting) if is_round else []
    form = PostForm(
        request.POST or None, is_round=is_round, shifts=active_shifts(acting),
        committees=units, places=places,
    )  # fmt: skip
    if form.is_valid():
        told, people = form.details(), form.people()
        where = form.cleaned_data.get("committee" if is_round else "place", 0)
        action = actions.open_round if is_round else actions.open_at_place
        if opened := form.run(action, acting, where, told, people=people, now=now):
            toasts.say(request, _("People are looked for here from today on."))
            return redirect("roster:post", opened.pk)
    context = {"form": form, "is_round": is_round, "is_empty": not is_round and not places}
    context["now"] = now
    return render(request, "roster/new_post.html", context, status=422 if form.is_bound else 200)


@open_to(*STAFF)
@require_POST
def from_gate(request: ActingRequest, pk: int) -> HttpResponse:
    """A gate becomes a post with the usual need; the page opens to set it right."""
    now = clock.now()
    people = {shift.pk: USUAL_PEOPLE for shift in active_shifts(request.acting)}
    opened = actions.open_at_place(
        request.acting, pk, actions.PostDetails(), people=people, now=now
    )
    toasts.say(
        request,
        _("A post now, two people in each part of the day. Change it below."),
        undo_url=reverse("roster:close_post", args=[opened.pk]),
    )
    return redirect("roster:post", opened.pk)


@open_to(*STAFF)
@require_POST
def edit(request: ActingRequest, pk: int) -> HttpResponse:
    """What a post is like."""
    row = queries.record(request.acting, pk)
    form = PostForm(request.POST, is_round=row.kind == PostKind.ROUND, auto_id="edit_%s")
    if form.is_valid():
        done = form.run(actions.change_post, request.acting, pk, form.details(), now=clock.now())
        if done:
            toasts.say(request, _("Saved."))
            return redirect("roster:post", pk)
    return show(request, pk, edit=form)


@open_to(*STAFF)
@require_POST
def need(request: ActingRequest, pk: int) -> HttpResponse:
    """How many are needed from a day on."""
    queries.record(request.acting, pk)
    form = NeedForm(request.POST, shifts=active_shifts(request.acting), auto_id="need_%s")
    if form.is_valid():
        done = form.run(
            actions.set_need, request.acting, pk, people=form.people(), now=clock.now(),
            effective_on=form.cleaned_data["effective_on"],
        )  # fmt: skip
        if done:
            toasts.say(request, _("In force from that day on."))
            return redirect("roster:post", pk)
    return show(request, pk, need=form)


@open_to(*STAFF)
@require_POST
def close(request: ActingRequest, pk: int) -> HttpResponse:
    """Nobody is needed there any more."""
    actions.close_post(request.acting, pk, now=clock.now())
    toasts.say(request, _("Closed."), undo_url=reverse("roster:reopen_post", args=[pk]))
    return redirect("roster:post", pk)


@open_to(*STAFF)
@require_POST
def reopen(request: ActingRequest, pk: int) -> HttpResponse:
    """People are needed there again."""
    actions.reopen_post(request.acting, pk, now=clock.now())
    toasts.say(request, _("Open again, with the need it had."))
    return redirect("roster:post", pk)
