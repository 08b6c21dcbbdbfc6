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

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Length

from tongzhou.formats.text import NUMERAL, arabic
from tongzhou.privacy import blind
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Household, Resident
from tongzhou.registry.naming import reduced

MAX_WORDS = 6
MAX_TEXT = 60
TAIL = 4
NOBODY = Q(pk__in=[])

_SPOKEN = re.compile(rf"({NUMERAL}+)(?=号|栋|幢|座|楼|单元|门|室)")
_DOOR_WORDS = re.compile(r"(?<=[0-9a-z])(号楼|号院|栋楼|栋|幢|座|楼|单元|号室|号|室|房|#|/|—|–)")
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
    """Find residents and doors one may know (at most four queries)."""
    words = words_of(text)
    if not words:
        return SearchResult(text, (), ())
    return SearchResult(text, _residents(acting, words, limit), _households(acting, words, limit))


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word: small letters; a door word has its numbers."""

    text: str
    numbers: tuple[str, ...] = ()

    @property
    def digits(self) -> str:
        """The word as the end of a telephone number, or ""."""
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
        plain = _DOOR_WORDS.sub("-", spoken)
        found += [_word(piece) for piece in _WORD.findall(plain) if piece.strip("-.#")]
    return found[:MAX_WORDS]


def _word(piece: str) -> Word:
    if not piece[0].isdigit():
        return Word(piece.strip("-"))
    numbers = tuple(piece.split("-"))
    return Word(piece, numbers if numbers[-1] or len(numbers) == 2 else numbers[:-1])


# --- residents ------------------------------------------------------------------------------


def _residents(acting: Acting, words: Sequence[Word], limit: int) -> list[Resident]:
    if all(word.numbers and not (word.digits or word.is_id_number) for word in words):
        return []  # a door and nothing else: its household says who lives there
    wanted = reduce(and_, (_person(acting, word, len(words) > 1) for word in words))
    rows = access.residents(acting).filter(wanted, left_on=None)
    rows = rows.select_related("household__building__compound")
    return _true_tails(list(_ranked(rows, words)[:limit]), words)


def _person(acting: Acting, word: Word, is_with_others: bool) -> Q:
    """Residents a word can mean; beside other words it can also mean where they live."""
    if not word.numbers:
        named = Q(search__contains=word.text)
    else:
        named = _numbered(word)
    if is_with_others:
        homes = access.households(acting).filter(_door(word)).values("pk")
        named |= Q(household_id__in=homes)
    return named


def _numbered(word: Word) -> Q:
    found = NOBODY
    if word.is_id_number:
        found |= Q(id_index=blind.id_index(word.text))
    if word.digits:
        found |= Q(phone_tail_index=blind.phone_tail_index(word.digits))
    return found


def _ranked(rows: QuerySet[Resident], words: Sequence[Word]) -> QuerySet[Resident]:
    """The whole name first, then names and pinyin that begin so, then the rest; short ones first."""
    name = next((word.text for word in words if not word.numbers), "")
    if not name:
        return rows.order_by("pk")
    rank = Case(
        When(name=name, then=0),
        When(search__startswith=name, then=1),
        When(search__contains=f" {name}", then=2),
        default=3,
        output_field=IntegerField(),
    )
    return rows.order_by(rank, Length("name"), "pk")


def _true_tails(found: list[Resident], words: Sequence[Word]) -> list[Resident]:
    """Keep those whose number really ends so: the index knows the last four digits only."""
    tails = [word for word in words if len(word.digits) > TAIL]
    if not tails or not found:
        return found
    keyring = Keyring.of(person.key_id for person in found)
    return [p for p in found if all(_is_meant(p, w, keyring) for w in tails)]


def _is_meant(person: Resident, word: Word, keyring: Keyring) -> bool:
    if word.is_id_number and person.id_index == blind.id_index(word.text):
        return True
    digits = "".join(c for c in keyring.read(person, "phone") if c.isdigit())
    return digits.endswith(word.digits)


# --- households -----------------------------------------------------------------------------


def _households(acting: Acting, words: Sequence[Word], limit: int) -> list[Household]:
    wanted = reduce(and_, (_door(word) for word in words))
    rows = access.households(acting).filter(wanted).select_related("building__compound")
    last = words[-1].numbers[-1] if words[-1].numbers else ""
    rank = Case(
        When(search__endswith=f"-{last}" if last else " ", then=0),
        default=1,
        output_field=IntegerField(),
    )
    rows = rows.order_by(rank, "building__compound_id", "building__walk_order", "floor", "room")
    members = access.residents(acting).filter(left_on=None).order_by("pk")
    found = rows.prefetch_related(Prefetch("residents", members, to_attr="people"))[:limit]
    return _true_household_tails(list(found), words)


def _door(word: Word) -> Q:
    """Households a word can mean: by place, by door, by the end of their own telephone number."""
    if not word.numbers:
        return Q(search__contains=word.text)
    patterns = _patterns(word.numbers)
    found = reduce(or_, (_like(pattern) for pattern in patterns), NOBODY)
    if word.digits:
        found |= Q(phone_tail_index=blind.phone_tail_index(word.digits))
    return found


def _patterns(numbers: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Pairs of texts that follow one another in a door's key "#3-2-501"."""
    match numbers:
        case [one]:
            return [(f"#{one}", ""), (f"-{one}", "")]
        case [one, ""]:  # 3号楼 or 2单元
            return [(f"#{one}-", ""), (f"-{one}-", "")]
        case [one, two]:  # building and room, building and unit, unit and room
            return [(f"#{one}-", f"-{two}"), (f"#{one}-{two}", ""), (f"-{one}-{two}", "")]
        case _:
            return [(f"#{'-'.join(numbers)}", "")]


def _like(pattern: tuple[str, str]) -> Q:
    first, then = pattern
    return Q(search__contains=first) & Q(search__contains=then) if then else Q(search__contains=first)


def _true_household_tails(found: list[Household], words: Sequence[Word]) -> list[Household]:
    tails = [word for word in words if len(word.digits) > TAIL]
    if not tails or not found:
        return found
    keyring = Keyring.of(household.key_id for household in found)
    return [h for h in found if all(_household_is_meant(h, w, keyring) for w in tails)]


def _household_is_meant(household: Household, word: Word, keyring: Keyring) -> bool:
    digits = "".join(c for c in keyring.read(household, "phone") if c.isdigit())
    if digits.endswith(word.digits):
        return True
    return any(first in household.search for first, _ in _patterns(word.numbers))
