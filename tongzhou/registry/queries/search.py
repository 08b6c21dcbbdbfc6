"""One box for everything: names, pinyin, initials, phone tails, numbers, doors in many spellings.

Words stand together (AND). A word with digits means a door, or from four digits on the end of a
telephone number, or a whole ID number; any other word means a name, or the place of a door.
Names are compared as text that was written for it (`registry.naming`); numbers only by their
blind indexes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    ExpressionWrapper,
    F,
    IntegerField,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Length

from tongzhou.formats.text import NUMERAL, arabic
from tongzhou.privacy import blind
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Household, Resident
from tongzhou.registry.naming import place_search, reduced

MAX_WORDS = 6
MAX_TEXT = 60
TAIL = 4
MANY = 900  # more are never shown, and are too many for the parameters of one statement
NOBODY = Q(pk__in=[])
# The household as a sum, so that the database reads the search index once instead of jumping to
# the people of ten thousand doors.
HOME = ExpressionWrapper(F("household_id") + Value(0), output_field=BigIntegerField())

_SPOKEN = re.compile(rf"({NUMERAL}+)(?=号|栋|幢|座|楼|单元|门|室)")
_ROOM_WORDS = re.compile(r"(?<=[0-9a-z])(号室|室|房|号|#)$")
_DOOR_WORDS = re.compile(r"(?<=[0-9a-z])(号楼|号院|栋楼|栋|幢|座|楼|单元|号|室|#|/|—|–)-?")
_WORD = re.compile(r"[0-9]+[a-z]?(?:-[0-9]*[a-z]?)*|[^\s0-9,，、;；/]+")
_SPACED_PHONE = re.compile(r"(?<![\d-])(?:\+?86[ -]?)?(1\d{2})[ -](\d{4})[ -](\d{4})(?![\d-])")
_ID_NUMBER = re.compile(r"[a-z]{0,3}\d{6,17}[0-9a-z]?")
_PREFIX_OF_CHINA = re.compile(r"^\+?(?:0086|86)(?=1\d{10}$)")


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found, the best first. Residents carry household, building and compound;
    households carry building, compound, and who lives there as `people`.
    """

    text: str
    residents: Sequence[Resident]
    households: Sequence[Household]

    @property
    def resident_ids(self) -> list[int]:
        """Everybody a page with this result shows."""
        at_doors = (p.pk for h in self.households for p in people_of(h))
        return list(dict.fromkeys([*(r.pk for r in self.residents), *at_doors]))

    @property
    def household_ids(self) -> list[int]:
        """Every door a page with this result shows."""
        homes = [h.pk for h in self.households]
        return list(dict.fromkeys([*homes, *(r.household_id for r in self.residents)]))

    def __bool__(self) -> bool:
        return bool(self.residents or self.households)


def people_of(household: Household) -> list[Resident]:
    """Who lives behind a door that was found."""
    return list(getattr(household, "people", ()))


def people(acting: Acting, text: str, *, limit: int) -> SearchResult:
    """Find residents and doors one may know (at most ten queries, those for keys included)."""
    search = _Search(acting, words_of(text))
    if not search.words:
        return SearchResult(text, (), ())
    households = search.households(limit)
    if len(households) == limit and search.is_about_doors:
        return SearchResult(text, (), households)
    return SearchResult(text, search.residents(limit), households)


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word: small letters; a number has its parts, a place before a door `has_door`."""

    text: str
    numbers: tuple[str, ...] = ()
    has_door: bool = False

    @property
    def digits(self) -> str:
        """The word as the end of a telephone number, or "". Only area codes stand before a dash."""
        if "-" in self.text and not self.text.startswith("0"):
            return ""
        digits = self.text.replace("-", "")
        return digits if digits.isdigit() and len(digits) >= TAIL else ""

    @property
    def is_id_number(self) -> bool:
        """Whether the word may be a whole ID number."""
        return len(self.text) >= 7 and _ID_NUMBER.fullmatch(self.text) is not None


def words_of(text: str) -> list[Word]:
    """Split what was typed: "柳荫里3号楼501" is 柳荫里 and 3-501, "lyl501" is lyl and 501."""
    text = _SPACED_PHONE.sub(r"\1\2\3", reduced(text[:MAX_TEXT]))
    found: list[Word] = []
    for part in text.split():
        part = _PREFIX_OF_CHINA.sub("", part)
        if len(part) >= 7 and _ID_NUMBER.fullmatch(part):
            found.append(Word(part, (part,)))
            continue
        spoken = _SPOKEN.sub(lambda numeral: arabic(numeral[1]), part)
        plain = _DOOR_WORDS.sub("-", _ROOM_WORDS.sub("", spoken))
        pieces = [piece for piece in _WORD.findall(plain) if piece.strip("-.#")]
        found += [_word(piece, has_door=piece != pieces[-1]) for piece in pieces]
    return found[:MAX_WORDS]


def _word(piece: str, *, has_door: bool) -> Word:
    if not piece[0].isdigit():
        return Word(piece.strip("-"), has_door=has_door)
    numbers = tuple(piece.split("-"))
    return Word(piece, numbers if numbers[-1] or len(numbers) == 2 else numbers[:-1])


class _Search:
    """One search: what its numbers and places mean is found first, then people and doors."""

    def __init__(self, acting: Acting, words: Sequence[Word]) -> None:
        self.acting = acting
        self.words = words
        numbers = [word for word in words if word.numbers]
        self.places = places_of(acting, [word.text for word in words if not word.numbers])
        self.owners = {word: _owners(access.residents(acting), word) for word in numbers}
        self.lines = {word: _owners(access.households(acting), word) for word in numbers}
        self.names = [word for word in words if not word.numbers and not self._is_only_place(word)]

    @property
    def is_about_doors(self) -> bool:
        """A place with a number, "lyl 5": people of such initials come once doors are few."""
        return bool(self.owners and self.names) and not any(self.owners.values())

    def _is_only_place(self, word: Word) -> bool:
        return word.has_door and word.text in self.places

    def residents(self, limit: int) -> list[Resident]:
        """People by name or number; a door alone says who lives there by itself."""
        if not self.names and not any(self.owners.values()):
            return []
        wanted = reduce(and_, map(self._person, self.words))
        rows = access.residents(self.acting).alias(home=HOME).filter(wanted, left_on=None)
        # First the numbers of rows, which an index tells; then the rows of the few shown.
        best = list(_ranked(rows, self.names).values_list("pk", flat=True)[:limit])
        shown = access.residents(self.acting).select_related("household__building__compound")
        found = shown.in_bulk(best) if best else {}
        return [found[pk] for pk in best]

    def _person(self, word: Word) -> Q:
        """Residents a word can mean; beside other words it can also mean where they live."""
        if word.numbers:
            named = Q(pk__in=self.owners[word])
        else:
            named = Q(search__contains=word.text) if word in self.names else NOBODY
        door = self._door(word) if self.names and len(self.words) > 1 else None
        if door is None:
            return named
        homes = access.households(self.acting).filter(door)
        return named | Q(home__in=homes.values("pk"))

    def households(self, limit: int) -> list[Household]:
        """Doors, when every word can be one; with who lives there as `people`."""
        doors = list(map(self._door, self.words))
        if None in doors:
            return []
        rows = access.households(self.acting).filter(*filter(None, doors))
        if not any(word.numbers for word in self.words):
            rows = rows.filter(building_id__in=self._first_buildings(limit))
        rows = _in_walking_order(rows, self.words[-1]).select_related("building__compound")
        return _with_people(self.acting, list(rows[:limit]))

    def _first_buildings(self, limit: int) -> list[int]:
        """Of a whole compound only the first doors are shown: no need to sort all of them."""
        places = (self.places[word.text] for word in self.words)
        rows = access.buildings(self.acting).filter(*places)
        rows = rows.order_by("compound", "walk_order", "pk")
        return list(rows.values_list("pk", flat=True)[:limit])

    def _door(self, word: Word) -> Q | None:
        """Households a word can mean, or None where it is no place at all."""
        if not word.numbers:
            place = self.places.get(word.text)
            if place is None:
                return None
            return Q(building__in=access.buildings(self.acting).filter(place).values("pk"))
        own_line = self.lines[word]
        return door_of(word) | Q(pk__in=own_line) if own_line else door_of(word)


# --- places and names -----------------------------------------------------------------------


def places_of(acting: Acting, names: Sequence[str]) -> dict[str, Q]:
    """For each word that names a compound or a building: the condition for its buildings."""
    names = [name for name in names if not _is_letter(name)]
    if not names:
        return {}
    compounds = access.compounds(acting).values_list("pk", "name", "name_en")
    found = [(pk, f" {place_search(name, name_en)}") for pk, name, name_en in compounds]
    places: dict[str, Q] = {}
    for name in names:
        begins = f" {name}" if name.isascii() else name
        ids = [pk for pk, search in found if begins in search]
        if ids:
            places[name] = Q(compound_id__in=ids)
    unplaced = [n for n in names if n not in places and len(n) > 1 and not n.isascii()]
    return places | _buildings(acting, unplaced)


def _is_letter(name: str) -> bool:
    """One letter is the beginning of everything: it is not worth ranking."""
    return len(name) == 1 and name.isascii()


def _buildings(acting: Acting, names: Sequence[str]) -> dict[str, Q]:
    """Buildings that have a name instead of a number (东楼)."""
    if not names:
        return {}
    wanted = reduce(or_, (Q(name__contains=name) for name in names))
    rows = list(access.buildings(acting).filter(wanted).values_list("pk", "name"))
    ids = {name: [pk for pk, called in rows if name in called] for name in names}
    return {name: Q(pk__in=found) for name, found in ids.items() if found}


def _ranked(rows: QuerySet[Resident], names: Sequence[Word]) -> QuerySet[Resident]:
    """The whole name first, then what begins so, then the rest; short names before long ones."""
    if not names:
        return rows.order_by("pk")
    name = names[0].text
    if _is_letter(name):
        return rows.order_by("committee_id", "search")
    rank = Case(
        When(search__startswith=f"{name} ", then=0),
        When(search__startswith=name, then=1),
        When(search__contains=f" {name}", then=2),
        default=3,
        output_field=IntegerField(),
    )
    return rows.order_by(rank, Length("search"), "pk")


# --- numbers --------------------------------------------------------------------------------


def _owners(rows: QuerySet[Any], word: Word) -> list[int]:
    """Whose ID number this is, or whose telephone number ends so.

    The index knows the last four digits only; longer ends are compared with the number itself.
    """
    found: list[int] = []
    if word.is_id_number and rows.model is Resident:
        index = blind.id_index(word.text)
        found += rows.filter(id_index=index, left_on=None).values_list("pk", flat=True)
    if not word.digits:
        return found
    with_tail = rows.filter(phone_tail_index=blind.phone_tail_index(word.digits))
    if len(word.digits) == TAIL:
        return [*found, *with_tail.values_list("pk", flat=True)[:MANY]]
    candidates = list(with_tail.only("pk", "key_id", "phone")[:MANY])
    keyring = Keyring.of(row.key_id for row in candidates)
    return [*found, *(row.pk for row in candidates if _ends_so(keyring.read(row, "phone"), word))]


def _ends_so(phone: str, word: Word) -> bool:
    return "".join(c for c in phone if c.isdigit()).endswith(word.digits)


# --- doors ----------------------------------------------------------------------------------


def _in_walking_order(rows: QuerySet[Household], last: Word) -> QuerySet[Household]:
    """Doors whose room is the last number first, the rest as one walks."""
    order = ("building__compound_id", "building__walk_order", "unit", "floor", "room")
    if not last.numbers:
        return rows.order_by(*order)
    is_room = When(search__endswith=f"-{last.numbers[-1]}", then=0)
    return rows.order_by(Case(is_room, default=1, output_field=IntegerField()), *order)


def _with_people(acting: Acting, households: list[Household]) -> list[Household]:
    """Attach who lives there as `people`; who left is sorted out here, where it costs nothing."""
    prefetch_related_objects(
        households, Prefetch("residents", access.residents(acting).order_by("pk"), to_attr="people")
    )
    for household in households:
        household.people = [p for p in people_of(household) if p.left_on is None]  # type: ignore[attr-defined]
    return households


def door_of(word: Word) -> Q:
    """The condition for doors a number can mean."""
    return reduce(or_, (_like(*pattern) for pattern in _patterns(word.numbers)))


def _patterns(numbers: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Pairs of texts that both stand in a door's key "#-3-2-501"."""
    match numbers:
        case [one] | [one, ""]:  # any part; 3号楼 and 2单元 end in a dash
            return [("-".join(["", *numbers]), "")]
        case [one, two]:  # building and room, building and unit; unit and room
            return [(f"#-{one}-", f"-{two}"), (f"-{one}-{two}", "")]
        case _:
            return [(f"#-{'-'.join(numbers)}", "")]


def _like(first: str, then: str) -> Q:
    found = Q(search__contains=first)
    return found & Q(search__contains=then) if then else found
