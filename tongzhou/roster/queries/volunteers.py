"""The list of volunteers, and one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db.models import Count, Q, QuerySet

from tongzhou.privacy import blind
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.registry.naming import reduced
from tongzhou.roster import access
from tongzhou.roster.choices import WEEKDAYS, VolunteerState
from tongzhou.roster.models import Post, ShiftKind, Volunteer, VolunteerEvent

SORTS = {"name": "search", "joined": "joined_at", "kind": "kind", "gate": "wish__name"}
BESIDE = ("committee", "compound", "wish__place")
WORDS = 4


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is asked for; zero and "" are everything."""

    state: str = VolunteerState.NEW
    text: str = ""
    kind: str = ""
    gate: int = 0
    committee: int = 0
    sort: str = ""


def counts(acting: Acting, wanted: Filter) -> Mapping[str, int]:
    """How many there are in each state, whatever else is asked for: one query."""
    rows = _matching(acting, wanted).order_by().values_list("state").annotate(n=Count("pk"))
    return dict.fromkeys(VolunteerState.values, 0) | dict(rows)


def listing(acting: Acting, wanted: Filter) -> QuerySet[Volunteer]:
    """Volunteers in one state, in a chosen order; the newest first where none is chosen."""
    rows = _matching(acting, wanted).filter(state=wanted.state).select_related(*BESIDE)
    column = SORTS.get(wanted.sort.removeprefix("-"))
    if column is None:
        return rows.order_by("-joined_at", "-pk")
    return rows.order_by(f"-{column}" if wanted.sort.startswith("-") else column, "pk")


def _matching(acting: Acting, wanted: Filter) -> QuerySet[Volunteer]:
    rows = access.volunteers(acting)
    equal = {"kind": wanted.kind, "wish": wanted.gate, "committee": wanted.committee}
    rows = rows.filter(**{name: value for name, value in equal.items() if value})
    for word in reduced(wanted.text).split()[:WORDS]:
        rows = rows.filter(_word(word))
    return rows


def _word(word: str) -> Q:
    """A name in characters, pinyin or initials; from four digits on the end of a number."""
    if word.isdecimal() and len(word) >= blind.TAIL:
        whole = Q(phone_index=blind.phone_index(word))
        return whole if len(word) > blind.TAIL else Q(phone_tail_index=blind.phone_tail_index(word))
    return Q(search__contains=word)


def phones(rows: Sequence[Volunteer]) -> Mapping[int, str]:
    """Their numbers, for those who call them: one query."""
    keyring = Keyring.of(row.key_id for row in rows)
    return {row.pk: keyring.read(row, "phone") for row in rows}


@dataclass(frozen=True, slots=True)
class DayOffered:
    """A day of the week with the parts of it somebody can give; liked ones are marked."""

    weekday: int
    shifts: Sequence[tuple[ShiftKind, bool]]

    @property
    def word(self) -> str:
        """The day of the week."""
        return str(WEEKDAYS[self.weekday][1])


@dataclass(frozen=True, slots=True)
class Record:
    """Everything about one volunteer."""

    volunteer: Volunteer
    phone: str
    health: str
    together: str
    notes: str
    offered: Sequence[DayOffered]
    story: Sequence[VolunteerEvent]

    @property
    def weekdays(self) -> list[int]:
        """Days of the week they can give."""
        return [day.weekday for day in self.offered]

    @property
    def shifts(self) -> list[ShiftKind]:
        """Parts of the day they can give, on whatever day."""
        return list(dict.fromkeys(shift for day in self.offered for shift, _ in day.shifts))

    @property
    def likes(self) -> list[ShiftKind]:
        """Those of them they prefer."""
        liked = (shift for day in self.offered for shift, is_liked in day.shifts if is_liked)
        return list(dict.fromkeys(liked))

    @property
    def tries(self) -> list[VolunteerEvent]:
        """Calls nobody answered, the newest first."""
        return [line for line in self.story if line.kind == "unreached"]


def record(acting: Acting, pk: int) -> Record:
    """One volunteer one may know: four queries."""
    row = get_or_404(access.volunteers(acting).select_related(*BESIDE), pk=pk)
    return _record(row)


def own_record(row: Volunteer) -> Record:
    """The same, for whoever opened their own page."""
    return _record(row)


def _record(row: Volunteer) -> Record:
    keyring = Keyring.of([row.key_id])
    health, together, notes = (keyring.read(row, n) for n in ("health", "together", "notes"))
    story = access.own_events(row).select_related("by").order_by("-at", "-pk")
    return Record(
        row, keyring.read(row, "phone"), health, together, notes, _offered(row), list(story)
    )


def _offered(row: Volunteer) -> list[DayOffered]:
    rows = access.own_offers(row).select_related("shift").order_by("weekday", "shift__starts")
    pairs = ((o.weekday, (o.shift, o.is_liked)) for o in rows if o.shift.is_active)
    return [
        DayOffered(day, [pair for _, pair in group]) for day, group in groupby(pairs, itemgetter(0))
    ]


def gates_to_choose(committee_id: int) -> list[Post]:
    """Where somebody of a committee can stand: one query."""
    rows = access.posts_on_posters(committee_id).select_related("place")
    return list(rows.order_by("kind", "compound", "pk"))
