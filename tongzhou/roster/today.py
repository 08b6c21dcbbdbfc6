"""What this room puts on a person's list: sign-ups, empty posts, call-outs, people to tell."""

from collections.abc import Sequence
from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.core.work import Count, Kind, Offer, Urgency, WorkItem
from tongzhou.registry.acting import Acting
from tongzhou.registry.models.tree import in_readers_language
from tongzhou.roster.choices import ALARM_BEFORE, SOON
from tongzhou.roster.queries import waiting

CALL = Kind("volunteer", _("New volunteers"), "people")
OPEN = Kind("handover", _("Duties without an end"), "handover")
EMPTY = Kind("post", _("Posts empty tonight"), "moon")
OUT = Kind("called_out", _("Called out"), "alarm")
TELL = Kind("duty_told", _("To tell of duties"), "phone")
# So that there is time to ask around before the night begins.
EVENING = time(18)
# From so many on they are one card: the page shows where.
FEW = 3


def offer(acting: Acting, *, now: datetime, kinds: frozenset[str], limit: int) -> Offer:
    """For who plans the duties of a committee, and for building directors: five queries."""
    if not _is_theirs(acting):
        return Offer((), (), {})
    calls = waiting.to_call(acting, now=now, limit=limit)
    empty = waiting.empty_tonight(acting, today=clock.local_date(now), limit=limit)
    out = waiting.called_out(acting, now=now, limit=limit)
    tell = waiting.to_tell(acting, now=now, limit=limit)
    open_ones = waiting.without_end(acting, now=now, limit=limit)
    items = [_call(row) for row in calls] if _wanted(CALL, kinds) else []
    ends = [_end(row) for row in open_ones] if len(open_ones) < FEW else [_ends(open_ones)]
    items += ends if _wanted(OPEN, kinds) else []
    cards = [_post(row, now) for row in empty] if len(empty) < FEW else [_posts(empty, now)]
    items += cards if _wanted(EMPTY, kinds) else []
    items += [_out(row, now) for row in out] if _wanted(OUT, kinds) else []
    items += [_tell(row, now) for row in tell] if _wanted(TELL, kinds) else []
    due = clock.at_local(clock.local_date(now), EVENING)
    counts = {
        CALL.key: Count(calls[0].waiting if calls else 0, calls[0].late if calls else 0),
        OPEN.key: Count(len(ends), len(ends)),
        EMPTY.key: Count(len(cards), len(cards) if due < now else 0),
        OUT.key: Count(out[0].waiting if out else 0, out[0].soon if out else 0),
        TELL.key: Count(len(tell), sum(row.first < now for row in tell)),
    }
    return Offer([CALL, OPEN, EMPTY, OUT, TELL], items, counts)


def for_household(acting: Acting, household_id: int, *, now: datetime) -> list[WorkItem]:
    """Nothing: a volunteer is not bound to a door."""
    return []


def _is_theirs(acting: Acting) -> bool:
    plans = acting.is_supervisor or acting.is_coordinator
    return acting.role == Role.BUILDING_DIRECTOR or (acting.role == Role.COMMITTEE_STAFF and plans)


def _wanted(kind: Kind, kinds: frozenset[str]) -> bool:
    return not kinds or kind.key in kinds


def _call(row: waiting.ToCall) -> WorkItem:
    return WorkItem(
        key=f"{CALL.key}-{row.pk:010}",
        kind=CALL.key,
        title=_("Came forward: call and accept"),
        who=row.name,
        door=in_readers_language(row.place or "", row.place_en or ""),
        due_at=row.due_at,
        url=reverse("roster:volunteer", args=[row.pk]),
        volunteer_ids=[row.pk],
    )


def _out(row: waiting.CalledOut, now: datetime) -> WorkItem:
    """An alarm where there is no time for more than the phone."""
    missing = row.people - row.there
    words = ngettext("%(n)d place is empty", "%(n)d places are empty", missing) % {"n": missing}
    kind = in_readers_language(row.kind, row.kind_en)
    is_soon = row.starts_at - now <= ALARM_BEFORE
    return WorkItem(
        key=f"{OUT.key}-{row.pk:010}",
        kind=OUT.key,
        title=_("Called out: find somebody"),
        who="",
        door=in_readers_language(row.post, row.post_en),
        due_at=row.starts_at,
        url=reverse("roster:step_in", args=[row.roster, row.pk]),
        urgency=Urgency.ALARM if is_soon else Urgency.HIGH,
        note=pgettext("between things", ", ").join((kind, words)),
    )


def _tell(row: waiting.ToTell, now: datetime) -> WorkItem:
    words = ngettext(
        "%(n)d person does not know of their duty yet",
        "%(n)d people do not know of their duty yet",
        row.people,
    )
    return WorkItem(
        key=f"{TELL.key}-{row.roster:010}",
        kind=TELL.key,
        title=words % {"n": row.people},
        who="",
        door=in_readers_language(row.committee, row.committee_en),
        due_at=row.first,
        url=reverse("roster:tell", args=[row.roster]),
        urgency=Urgency.HIGH if row.first - now <= SOON else Urgency.NORMAL,
    )


def _end(row: waiting.WithoutEnd) -> WorkItem:
    return WorkItem(
        key=f"{OPEN.key}-{row.pk:010}",
        kind=OPEN.key,
        title=_("The duty is over, and nobody said that it ended"),
        who=row.name,
        door=in_readers_language(row.post, row.post_en),
        due_at=row.ends_at,
        url=f"{reverse('roster:on_duty')}#duty-{row.pk}",
        volunteer_ids=[row.volunteer],
    )


def _ends(rows: Sequence[waiting.WithoutEnd]) -> WorkItem:
    n = rows[0].waiting
    words = ngettext(
        "%(n)d duty is over without an end written down",
        "%(n)d duties are over without an end written down", n,
    )  # fmt: skip
    return WorkItem(
        key=f"{OPEN.key}-all",
        kind=OPEN.key,
        title=words % {"n": n},
        who="",
        door=pgettext("between things", ", ").join(row.name for row in rows[:FEW]),
        due_at=rows[0].ends_at,
        url=reverse("roster:on_duty"),
        volunteer_ids=[row.volunteer for row in rows[:FEW]],
    )


def _posts(rows: Sequence[waiting.Empty], now: datetime) -> WorkItem:
    named = [in_readers_language(row.name, row.name_en) for row in rows[:FEW]]
    words = ngettext(
        "%(n)d post has nobody tonight", "%(n)d posts have nobody tonight", rows[0].waiting
    )
    return WorkItem(
        key=f"{EMPTY.key}-all",
        kind=EMPTY.key,
        title=words % {"n": rows[0].waiting},
        who="",
        door=pgettext("between things", ", ").join(named),
        due_at=clock.at_local(clock.local_date(now), EVENING),
        url=reverse("roster:growth"),
        note=_("Among them these; the page shows all.") if len(rows) > FEW else "",
    )


def _post(row: waiting.Empty, now: datetime) -> WorkItem:
    words = ngettext("%(n)d needed tonight", "%(n)d needed tonight", row.people)
    return WorkItem(
        key=f"{EMPTY.key}-{row.pk:010}",
        kind=EMPTY.key,
        title=_("Nobody offers to stand here tonight"),
        who="",
        door=in_readers_language(row.name, row.name_en),
        due_at=clock.at_local(clock.local_date(now), EVENING),
        url=reverse("roster:post", args=[row.pk]),
        note=words % {"n": row.people},
    )
