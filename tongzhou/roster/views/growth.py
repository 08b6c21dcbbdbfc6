"""How many take part, day after day, and what is still missing in the week to come."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tongzhou.core import clock
from tongzhou.registry.acting import Acting
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.roster.choices import Kind
from tongzhou.roster.models import Post
from tongzhou.roster.queries import growth as queries
from tongzhou.roster.queries import posts
from tongzhou.roster.queries.needs import Gap, gaps
from tongzhou.roster.views.shown import LEADERS, committees, number
from tongzhou.ui.charts import Bar, Point
from tongzhou.ui.times import day_word


@open_to(*LEADERS)
def growth(request: ActingRequest) -> HttpResponse:
    """The last two weeks and the next one."""
    now, acting = clock.now(), request.acting
    units = list(committees(acting))
    asked = number(request, "committee", 0)
    committee = asked if asked in [unit.pk for unit in units] else 0
    days = queries.growth(acting, committee=committee, today=clock.local_date(now))
    today = clock.local_date(now)
    mine = list(posts.listing(acting, committee=committee))
    found = gaps(posts.beside(mine), now=now)
    is_street = acting.is_whole_street and not committee
    context = {
        "points": [Point(day_word(d.day, today=today), d.on_list) for d in days],
        "sentence": _sentence(days), "kinds": _bars(acting, committee), "now": now,
        "committees": units if acting.is_whole_street else (), "committee": committee,
        "table": [] if is_street else _table(mine, found),
        "summary": _by_committee(found) if is_street else [], "missing": _missing(mine, found),
        "dates": sorted({gap.day for gap in found}),
        "units": [u for u in units if committee in (0, u.pk)],
    }  # fmt: skip
    return render(request, "roster/growth.html", context)


def _sentence(days: Sequence[queries.Day]) -> str:
    words = {"now": days[-1].on_list, "before": days[-8].on_list, "came": days[-1].came}
    return (
        _("%(now)s on the list, %(came)s of them came today; a week ago there were %(before)s.")
        % words
    )


def _bars(acting: Acting, committee: int) -> list[Bar]:
    found = queries.by_kind(acting, committee=committee)
    ordered = sorted(found.items(), key=lambda pair: -pair[1])
    return [Bar(str(Kind(kind).label), number) for kind, number in ordered]


def _missing(mine: Sequence[Post], found: Sequence[Gap]) -> int:
    own = {post.pk for post in mine}
    return sum(gap.missing for gap in found if gap.post.pk in own)


def _by_committee(found: Sequence[Gap]) -> list[dict[str, Any]]:
    """What each committee of the street lacks on which day; the one with most first."""
    lines: dict[Any, Counter[date]] = {}
    for gap in found:
        lines.setdefault(gap.post.committee, Counter())[gap.day] += gap.missing
    rows = [
        {"committee": unit, "days": list(days.values()), "missing": days.total()}
        for unit, days in lines.items()
    ]
    return sorted(rows, key=lambda row: -row["missing"])


def _table(mine: Sequence[Post], found: Sequence[Gap]) -> list[dict[str, Any]]:
    """Posts with their parts of the day as rows; those with most missing first."""
    lines: dict[int, dict[int, list[Gap]]] = {post.pk: {} for post in mine}
    for gap in found:
        if gap.post.pk in lines:
            lines[gap.post.pk].setdefault(gap.shift.pk, []).append(gap)
    table = [
        {
            "post": post,
            "missing": sum(gap.missing for row in lines[post.pk].values() for gap in row),
            "rows": [row for row in lines[post.pk].values() if any(gap.need for gap in row)],
        }
        for post in mine
    ]
    return sorted(table, key=lambda entry: -entry["missing"])
