"""Volunteers as the planner knows them: what they offer, what they may, what they did before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from tongzhou.formats.duty_roster import History, Pair, Person, Settings, Slot
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting
from tongzhou.registry.naming import reduced
from tongzhou.roster import access
from tongzhou.roster.choices import VolunteerState
from tongzhou.roster.models import Volunteer
from tongzhou.roster.queries.duties import Standing

REMEMBERED_DAYS = 28
INDOORS = "in"
MOST_A_WEEK = 5
SHORTEST_NAME = 2
Offers = Mapping[int, Mapping[tuple[int, int], bool]]
"""By volunteer: weekday and part of the day, and whether it is liked."""


def offers_of(volunteers: Collection[int]) -> Offers:
    """What they offer: one query."""
    found: dict[int, dict[tuple[int, int], bool]] = defaultdict(dict)
    rows = access.offers(Acting.system()).filter(volunteer__in=volunteers)
    for volunteer, weekday, kind, is_liked in rows.values_list(
        "volunteer_id", "weekday", "shift_id", "is_liked"
    ):
        found[volunteer][weekday, kind] = is_liked
    return found


def home_of(row: Volunteer) -> str:
    """Where they live; whoever needs warmth or a seat is kept apart, since they reach less."""
    place = str(row.compound_id or 0)
    return place if row.may_cold and row.may_stand else f"{place} {INDOORS}"


def person(
    row: Volunteer,
    *,
    days: Mapping[int, date],
    kinds: Collection[int],
    offered: Mapping[tuple[int, int], bool],
    blocked: Iterable[Slot] = (),
    before: History | None = None,
    posts: Collection[int] = (),
) -> Person:
    """One volunteer over some days, by their number in the plan."""
    unavailable = {
        Slot(number, str(kind))
        for number, day in days.items()
        for kind in kinds
        if (day.weekday(), kind) not in offered or not is_there(row, day)
    }
    return Person(
        id=str(row.pk),
        home=home_of(row),
        roles=frozenset({row.kind}),
        skills=frozenset(),
        is_leader=row.may_lead,
        born=_born(row),
        may_night=row.may_nights and row.birth_year is not None,
        may_cold=row.may_cold,
        max_per_week=_most(row, next(iter(days.values()))),
        max_nights=2,
        unavailable=frozenset(unavailable).union(blocked),
        likes=frozenset(
            str(kind) for (_, kind), liked in offered.items() if liked and kind in kinds
        ),
        dislikes=frozenset(),
        standing_post=str(row.wish_id) if row.wish_id in posts else None,
        history=before or History(),
    )


def is_there(row: Volunteer, day: date) -> bool:
    """Whether they take part on a day: a pause ends on the day told."""
    if row.state == VolunteerState.PAUSED:
        return row.paused_until is not None and row.paused_until <= day
    return row.state == VolunteerState.ACTIVE


def _born(row: Volunteer) -> date | None:
    """As young as the year allows: whoever may be under age is; nobody is called old too early."""
    return date(row.birth_year + 1, 1, 1) if row.birth_year else None


def _most(row: Volunteer, day: date) -> int:
    """Duties a week: fewer from the year in which somebody may count as old."""
    settings = Settings()
    is_elder = row.birth_year is not None and day.year - row.birth_year >= settings.elder_age
    return settings.elder_max_per_week if is_elder else MOST_A_WEEK


def histories(rows: Iterable[Standing], *, first: date) -> dict[int, History]:
    """Nights, weekend duties and hours of the weeks before."""
    since = first - timedelta(days=REMEMBERED_DAYS)
    found: dict[int, History] = {}
    for row in rows:
        if since <= row.on < first:
            old = found.get(row.volunteer, History())
            hours = (row.ends_at - row.starts_at).total_seconds() / 3600.0
            found[row.volunteer] = History(
                old.nights + row.is_night, old.weekends + (row.on.weekday() >= 5), old.hours + hours
            )
    return found


def pairs_of(people: Sequence[Volunteer]) -> list[Pair]:
    """Who wishes to stand with whom: where the words name one other volunteer, and only one."""
    keyring = Keyring.of(row.key_id for row in people)
    names: dict[str, list[int]] = defaultdict(list)
    for row in people:
        names[reduced(row.name)].append(row.pk)
    found: set[frozenset[int]] = set()
    for row in people:
        wish = reduced(keyring.read(row, "together"))
        for name, owners in names.items() if wish else ():
            if len(owners) == 1 and len(name) >= SHORTEST_NAME and name in wish:
                found.add(frozenset({row.pk, *owners}))
    couples = sorted(tuple(sorted(both)) for both in found if len(both) == 2)
    return [Pair(str(a), str(b), is_never=False) for a, b in couples]
