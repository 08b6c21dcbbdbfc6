"""Cards about duties: call-outs, empty places, who has not come, who went without a word."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from tongzhou.core.work import Count, Kind, Text, Urgency, WorkItem
from tongzhou.registry.acting import Acting
from tongzhou.registry.models.tree import in_readers_language
from tongzhou.roster.choices import ALARM_BEFORE, SOON
from tongzhou.roster.queries import waiting
from tongzhou.roster.queries.muster import When
from tongzhou.roster.today.cards import FEW, Cards

OUT = Kind("called_out", _("Called out"), "alarm")
GAP = Kind("duty_gap", _("Empty places tonight"), "moon")
LATE = Kind("duty_late", _("Not come to their duty"), "people")
TELL = Kind("duty_told", _("To tell of duties"), "phone")
OPEN = Kind("handover", _("Duties without an end"), "handover")


def called_out(acting: Acting, *, now: datetime, limit: int) -> Cards:
    """Places that call-outs left empty: one query."""
    rows = waiting.called_out(acting, now=now, limit=limit)
    count = Count(rows[0].waiting if rows else 0, rows[0].soon if rows else 0)
    return Cards(OUT, [_out(row, now) for row in rows], count)


def gaps(acting: Acting, *, now: datetime, limit: int) -> Cards:
    """Other empty places of the hours to come, many as one card: one query."""
    rows = waiting.gaps(acting, now=now, limit=limit)
    cards = [_gap(row) for row in rows] if len(rows) < FEW else [_gaps(rows)]
    return Cards(GAP, cards, Count(len(cards), sum(row.due_at < now for row in cards)))


def not_come(acting: Acting, *, now: datetime, limit: int) -> Cards:
    """Who should have begun and of whom nobody wrote anything down: one query."""
    rows = waiting.not_come(acting, now=now, limit=limit)
    cards = [_late(row) for row in rows] if len(rows) < FEW else [_lates(rows)]
    return Cards(LATE, cards, Count(len(cards), len(cards)))


def to_tell(acting: Acting, *, now: datetime, limit: int) -> Cards:
    """Rosters with people to tell: one query."""
    rows = waiting.to_tell(acting, now=now, limit=limit)
    late = sum(row.first < now for row in rows)
    return Cards(TELL, [_tell(row, now) for row in rows], Count(len(rows), late))


def without_end(acting: Acting, *, now: datetime, limit: int) -> Cards:
    """Duties that are over without a word, many as one card: one query."""
    rows = waiting.without_end(acting, now=now, limit=limit)
    cards = [_end(row) for row in rows] if len(rows) < FEW else [_ends(rows)]
    return Cards(OPEN, cards, Count(len(cards), len(cards)))


def _out(row: waiting.CalledOut, now: datetime) -> WorkItem:
    """An alarm where there is no time for more than the phone."""
    is_soon = row.starts_at - now <= ALARM_BEFORE
    urgency = Urgency.ALARM if is_soon else Urgency.HIGH
    return _empty(OUT, row, _("Called out: find somebody"), urgency)


def _gap(row: waiting.CalledOut) -> WorkItem:
    return _empty(GAP, row, _("Nobody stands here: find somebody"), Urgency.HIGH)


def _empty(kind: Kind, row: waiting.CalledOut, title: Text, urgency: Urgency) -> WorkItem:
    missing = row.people - row.there
    words = ngettext("%(n)d place is empty", "%(n)d places are empty", missing) % {"n": missing}
    part = in_readers_language(row.kind, row.kind_en)
    return WorkItem(
        key=f"{kind.key}-{row.pk:010}",
        kind=kind.key,
        title=title,
        who="",
        door=in_readers_language(row.post, row.post_en),
        due_at=row.starts_at,
        url=reverse("roster:step_in", args=[row.roster, row.pk]),
        urgency=urgency,
        note=pgettext("between things", ", ").join((part, words)),
    )


def _gaps(rows: Sequence[waiting.CalledOut]) -> WorkItem:
    n = rows[0].waiting
    words = ngettext("%(n)d duty has empty places", "%(n)d duties have empty places", n)
    named = [in_readers_language(row.post, row.post_en) for row in rows[:FEW]]
    return WorkItem(
        key=f"{GAP.key}-all",
        kind=GAP.key,
        title=words % {"n": n},
        who="",
        door=pgettext("between things", ", ").join(named),
        due_at=rows[0].starts_at,
        url=reverse("roster:roster_gaps", args=[rows[0].roster]),
        urgency=Urgency.HIGH,
        note=_("Among them these; the page shows all.") if n > FEW else "",
    )


def _late(row: waiting.NotCome) -> WorkItem:
    return WorkItem(
        key=f"{LATE.key}-{row.pk:010}",
        kind=LATE.key,
        title=_("Has not come: call them, or find somebody"),
        who=row.name,
        door=in_readers_language(row.post, row.post_en),
        due_at=row.starts_at,
        url=_roll_of(row),
        urgency=Urgency.HIGH,
        volunteer_ids=[row.volunteer],
    )


def _lates(rows: Sequence[waiting.NotCome]) -> WorkItem:
    n = rows[0].waiting
    words = ngettext(
        "%(n)d person has not come to their duty", "%(n)d people have not come to their duty", n
    )
    return WorkItem(
        key=f"{LATE.key}-all",
        kind=LATE.key,
        title=words % {"n": n},
        who="",
        door=pgettext("between things", ", ").join(row.name for row in rows[:FEW]),
        due_at=rows[0].starts_at,
        url=_roll_of(rows[0]),
        urgency=Urgency.HIGH,
        volunteer_ids=[row.volunteer for row in rows[:FEW]],
    )


def _roll_of(row: waiting.NotCome) -> str:
    """The roll somebody is on, at their post."""
    asked = When(row.committee, row.on, row.kind).query
    return f"{reverse('roster:muster')}?{asked}#duty-{row.pk}"


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
