"""Pages for everybody: come forward, and what is still missing at the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tongzhou.core import clock
from tongzhou.privacy.retention import days_kept
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Committee
from tongzhou.roster import access, actions
from tongzhou.roster.forms import JoinForm
from tongzhou.roster.models import Post, ShiftKind
from tongzhou.roster.queries import posts as queries
from tongzhou.roster.queries.needs import Gap, gaps
from tongzhou.roster.views.posts import by_day
from tongzhou.roster.views.shown import choices_for


@dataclass(frozen=True, slots=True)
class Line:
    """What is missing in one part of one day, at all places together."""

    shift: ShiftKind
    gaps: Sequence[Gap]

    @property
    def missing(self) -> int:
        """How many people."""
        return sum(gap.missing for gap in self.gaps)


def committee_of(pk: int) -> Committee:
    """The committee whose page is open to everybody, or 404."""
    return registry.get_or_404(registry.committees(Acting.system()), pk=pk)


def post_of(committee: Committee, pk: int) -> Post:
    """One of its open posts, or 404."""
    return registry.get_or_404(access.posts_on_posters(committee.pk), pk=pk)


def join(request: HttpRequest, committee: int) -> HttpResponse:
    """Come forward for a committee."""
    return _join(request, committee_of(committee), None)


def join_at(request: HttpRequest, committee: int, post: int) -> HttpResponse:
    """Come forward for one gate; where it is closed by now, the committee's page opens."""
    unit = committee_of(committee)
    found = access.posts_on_posters(unit.pk).filter(pk=post).first()
    if found is None:
        return redirect("roster:join", unit.pk)
    return _join(request, unit, found)


def _join(request: HttpRequest, unit: Committee, at: Post | None) -> HttpResponse:
    now = clock.now()
    initial = {"wish": at.pk if at else None, "compound": at.compound_id if at else None}
    days = days_kept("volunteer", on=clock.local_date(now))
    form = JoinForm(request.POST or None, initial=initial, days=days, **choices_for(unit.pk))
    if request.method == "POST" and not ratelimit.consume(request, action="roster_join"):
        form.add_error(None, _("Too many attempts from this network. Wait a minute and try again."))
        return _page(request, unit, at, form, status=429)
    if form.is_valid():
        joined = form.run(
            actions.join, unit.pk, form.details(), now=now,
            has_consented=form.cleaned_data["consent"],
        )  # fmt: skip
        if joined:
            return redirect(f"{reverse('roster:own', args=[joined[1]])}?new")
    return _page(request, unit, at, form, status=422 if form.is_bound else 200)


def _page(
    request: HttpRequest, unit: Committee, at: Post | None, form: JoinForm, *, status: int
) -> HttpResponse:
    context: dict[str, Any] = {"committee": unit, "at": at, "form": form, "now": clock.now()}
    return render(request, "roster/join.html", context, status=status)


def needed(request: HttpRequest, committee: int) -> HttpResponse:
    """What is still missing at all gates of a committee: a page for the door."""
    return _needed(request, committee_of(committee), None)


def needed_at(request: HttpRequest, committee: int, post: int) -> HttpResponse:
    """What is still missing at one gate."""
    unit = committee_of(committee)
    return _needed(request, unit, post_of(unit, post))


def _needed(request: HttpRequest, unit: Committee, at: Post | None) -> HttpResponse:
    now = clock.now()
    found = gaps(queries.on_posters(unit.pk), now=now)
    shown = [g for g in found if g.missing > 0 and (at is None or g.post.pk == at.pk)]
    context = {
        "committee": unit, "at": at, "days": _lines(shown), "now": now,
        "missing": sum(gap.missing for gap in shown), "join_url": join_url(request, unit, at),
    }  # fmt: skip
    return render(request, "roster/needed.html", context)


def _lines(found: Sequence[Gap]) -> list[tuple[date, list[Line]]]:
    """One line for each part of a day, with the places beside it."""
    return [
        (day, [Line(shift, list(own)) for shift, own in groupby(gaps_of_day, attrgetter("shift"))])
        for day, gaps_of_day in by_day(found)
    ]


def join_url(request: HttpRequest, unit: Committee, at: Post | None) -> str:
    """What the QR of a poster says."""
    name, given = ("roster:join_at", [unit.pk, at.pk]) if at else ("roster:join", [unit.pk])
    return request.build_absolute_uri(reverse(name, args=given))
