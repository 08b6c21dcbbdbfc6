"""Invented families: who lives together behind one door."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any, ClassVar

from tongzhou.demo import names
from tongzhou.demo.data import read
from tongzhou.demo.people import Person, PersonMaker


@dataclass(frozen=True, slots=True)
class Family:
    """The people of one household, head first; `key` names a family whose story is told.

    `language` is in registry words (zh, dialect, ug, en); empty text means not known.
    """

    people: tuple[Person, ...]
    language: str = "zh"
    landline: str = ""
    may_open: str = ""
    notes: str = ""
    key: str = ""

    def cut(self, size: int) -> "Family":
        """Return the family with at most `size` members."""
        return replace(self, people=self.people[:size])


@dataclass(slots=True)
class FamilyMaker:
    """Draws families so that the whole street has the ages of an old district."""

    rng: Random
    people: PersonMaker

    def draw(self, compound_kind: str) -> Family:
        """Draw a family of the sort that lives in a tower, walkup or courtyard."""
        weights = read("families")["weights"][compound_kind]
        (kind,) = self.rng.choices(list(weights), list(weights.values()))
        people = tuple(self._kinds[kind](self))
        language = {"uyghur": "ug", "foreign": "en"}.get(kind) or self._language(people)
        return Family(people, language=language, landline=self._landline(people))

    def cast(self, entry: dict[str, Any]) -> Family:
        """Make a family of the story from its table entry."""
        people = tuple(self.people.told(**member) for member in entry["people"])
        told = {name: entry[name] for name in ("language", "may_open", "notes") if name in entry}
        return Family(people, key=entry["key"], **told)

    def _landline(self, people: tuple[Person, ...]) -> str:
        is_old = max(person.age(self.people.until) for person in people) >= 65
        has_mobile = any(person.phone for person in people)
        share = 0.9 if not has_mobile else 0.5 if is_old else 0.05
        return self.people.numbers.landline() if self._is(share) else ""

    def _language(self, people: tuple[Person, ...]) -> str:
        is_old = min(person.age(self.people.until) for person in people) >= 70
        return "dialect" if self._is(0.45 if is_old else 0.05) else "zh"

    def _is(self, share: float) -> bool:
        return self.rng.random() < share

    def _between(self, low: int, high: int) -> int:
        return self.rng.randint(low, max(low, high))

    def _sex(self) -> str:
        return "m" if self._is(0.51) else "f"

    def _couple(self, age: int, family: str) -> list[Person]:
        """Make a head of `age` years called `family`, and a spouse of about that age."""
        head_sex, other_sex = ("m", "f") if self._is(0.78) else ("f", "m")
        other_age = max(20, age + self._between(-4, 2))
        return [
            self.people.person(head_sex, age, "head", family),
            self.people.person(other_sex, other_age, "spouse"),
        ]

    def _children(self, mother_age: int, family: str, relation: str) -> list[Person]:
        oldest = min(22, mother_age - self._between(23, 33))
        oldest = oldest if oldest >= 0 else self._between(0, 4)
        ages = [oldest, self._between(0, oldest - 2)]
        count = 2 if oldest >= 3 and self._is(0.24) else 1
        return [self.people.person(self._sex(), age, relation, family) for age in ages[:count]]

    def _elder_alone(self) -> list[Person]:
        sex = "f" if self._is(0.72) else "m"
        elder = self.people.person(sex, self._between(67, 93), "head")
        return [replace(elder, needs=("lives_alone", *elder.needs))]

    def _elder_couple(self) -> list[Person]:
        return self._couple(self._between(60, 87), names.surname(self.rng))

    def _young_couple(self) -> list[Person]:
        pair = self._couple(self._between(26, 58), names.surname(self.rng))
        return [self._perhaps_pregnant(person) for person in pair]

    def _perhaps_pregnant(self, person: Person) -> Person:
        may_be = person.sex == "f" and 24 <= person.age(self.people.until) <= 38
        return replace(person, needs=("pregnant",)) if may_be and self._is(0.07) else person

    def _nuclear(self) -> list[Person]:
        family, age = names.surname(self.rng), self._between(27, 50)
        return self._couple(age, family) + self._children(age - 1, family, "child")

    def _three_generations(self) -> list[Person]:
        family, age = names.surname(self.rng), self._between(56, 76)
        middle = age - self._between(24, 30)
        old = self._couple(age, family)[: 2 if self._is(0.75) else 1]
        son = self.people.person("m", middle, "child", family)
        wife = self.people.person("f", max(21, middle - 1), "child_in_law")
        return [*old, son, wife, *self._children(middle - 1, family, "grandchild")]

    def _single(self) -> list[Person]:
        return [self.people.person(self._sex(), self._between(22, 62), "head")]

    def _grown_child(self) -> list[Person]:
        family, age = names.surname(self.rng), self._between(52, 80)
        parents = self._couple(age, family)[: 2 if self._is(0.7) else 1]
        child_age = age - self._between(24, 31)
        return [*parents, self.people.person(self._sex(), child_age, "child", family)]

    def _tenants(self) -> list[Person]:
        relations = ["head"] + ["tenant"] * self._between(1, 3)
        return [self.people.person(self._sex(), self._between(19, 36), r) for r in relations]

    def _uyghur(self) -> list[Person]:
        age = self._between(27, 48)
        head = self._dotted("m", age, "head", names.dotted_father(self.rng))
        wife = self._dotted("f", age - 2, "spouse", names.dotted_father(self.rng))
        own_name = head.name.split("·")[0]
        return [head, wife, self._dotted(self._sex(), max(0, age - 26), "child", own_name)]

    def _dotted(self, sex: str, age: int, relation: str, father: str) -> Person:
        name = names.dotted_name(self.rng, father=father, sex=sex)
        return self.people.named(name, sex, self.people.born(age), relation)

    def _foreign(self) -> list[Person]:
        family = names.latin_family(self.rng)
        count, age = self._between(1, 2), self._between(24, 55)
        return [
            self._latin(sex, age, relation, family)
            for sex, relation in [("m", "head"), ("f", "spouse")][:count]
        ]

    def _latin(self, sex: str, age: int, relation: str, family: str) -> Person:
        name = names.latin_name(self.rng, family=family, sex=sex)
        return self.people.named(name, sex, self.people.born(age), relation)

    _kinds: ClassVar[dict[str, Callable[["FamilyMaker"], list[Person]]]] = {
        "elder_alone": _elder_alone,
        "elder_couple": _elder_couple,
        "couple": _young_couple,
        "nuclear": _nuclear,
        "three_generations": _three_generations,
        "single": _single,
        "grown_child": _grown_child,
        "tenants": _tenants,
        "uyghur": _uyghur,
        "foreign": _foreign,
    }
