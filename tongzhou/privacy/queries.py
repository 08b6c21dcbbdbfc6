"""Reads of privacy: who looked at somebody, and how long what is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.core.personal import Eraser
from tongzhou.privacy import retention
from tongzhou.privacy.access_log import views_of, views_of_volunteer
from tongzhou.privacy.models import AccessEntry, Erasure, RetentionRule
from tongzhou.privacy.page_words import in_plain_words
from tongzhou.privacy.retention_words import CLASSES

RECENT = timedelta(days=30)
NO_WORDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Look:
    """One page that was shown, as the person it was about may read it."""

    at: datetime
    who: str
    page: str
    reason: str


def who_looked(
    residents: Iterable[int],
    households: Iterable[int],
    *,
    limit: int,
    before: datetime | None = None,
    unit_words: Mapping[str, str] = NO_WORDS,
) -> list[Look]:
    """The newest looks at these people (before a moment), newest first; one query.

    Colleagues are named by role, unit and a number that stays theirs, never by name. An entry
    holds the Chinese name its unit had; `unit_words` has it in the reader's language.
    """
    rows = views_of(residents, households)
    if before:
        rows = rows.filter(at__lt=before)
    return [_look(entry, unit_words) for entry in rows[:limit]]


def who_looked_at_volunteer(
    volunteer_id: int, *, limit: int, unit_words: Mapping[str, str] = NO_WORDS
) -> list[Look]:
    """The newest looks at somebody who stands duty, newest first; one query."""
    rows = views_of_volunteer(volunteer_id)[:limit]
    return [_look(entry, unit_words) for entry in rows]


def _look(entry: AccessEntry, unit_words: Mapping[str, str]) -> Look:
    who = staff_label(entry, unit_words)
    return Look(entry.at, who, in_plain_words(entry.page), entry.reason)


def staff_label(entry: AccessEntry, unit_words: Mapping[str, str] = NO_WORDS) -> str:
    """Who looked: "Committee staff No. 12, Willow Committee"."""
    if entry.actor_id is None:
        return _("your own household, by its link") if entry.role == "resident" else _("the system")
    role = Role(entry.role).label if entry.role in Role.values else entry.role
    unit = unit_words.get(entry.unit, entry.unit)
    words = {"role": role, "number": entry.actor_id, "unit": unit}
    if not entry.unit:
        return _("%(role)s No. %(number)d") % words
    return _("%(role)s No. %(number)d, %(unit)s") % words


@dataclass(frozen=True, slots=True)
class Kept:
    """A class of personal data with its rule and what the nightly erasure does."""

    retention: str
    label: str | Promise
    purpose: str | Promise
    counted_from: str | Promise
    days: int
    default_days: int
    next_days: int | None
    next_on: date | None
    due_tonight: int
    erased_lately: int
    last_erased_at: datetime | None


def retention_table(*, now: datetime) -> list[Kept]:
    """Every class of personal data the house keeps."""
    today = clock.local_date(now)
    coming = {r.retention: r for r in _coming_rules(today)}
    erasers = list(retention.all_erasers())
    lately = _erased_since(now - RECENT)
    return [_kept(name, today, now, coming.get(name), erasers, lately) for name in CLASSES]


def _coming_rules(today: date) -> Iterable[RetentionRule]:
    """Rules not yet in force, the next of each class last, so that it wins in a dictionary."""
    return RetentionRule.objects.filter(effective_on__gt=today).order_by("-effective_on")


def _erased_since(moment: datetime) -> Mapping[str, tuple[int, datetime]]:
    counts: dict[str, tuple[int, datetime]] = {}
    rows = Erasure.objects.filter(at__gte=moment).values_list("eraser", "count", "at")
    for eraser, count, at in rows.order_by("at"):
        counts[eraser] = (counts.get(eraser, (0, at))[0] + count, at)
    return counts


def _kept(
    name: str,
    today: date,
    now: datetime,
    coming: RetentionRule | None,
    erasers: Iterable[Eraser],
    lately: Mapping[str, tuple[int, datetime]],
) -> Kept:
    own = [e for e in erasers if e.retention == name]
    days = retention.days_kept(name, on=today)
    erased = [lately[e.name] for e in own if e.name in lately]
    words = CLASSES[name]
    return Kept(
        retention=name,
        label=words.label,
        purpose=words.purpose,
        counted_from=words.counted_from,
        days=days,
        default_days=retention.DEFAULT_DAYS[name],
        next_days=coming.days if coming else None,
        next_on=coming.effective_on if coming else None,
        due_tonight=sum(len(e.due(now - timedelta(days=days))) for e in own),
        erased_lately=sum(count for count, _at in erased),
        last_erased_at=max((at for _count, at in erased), default=None),
    )
