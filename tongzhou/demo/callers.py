"""Who on the street would say what, and on whose telephone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from tongzhou.demo.people import GROWN_UP, Person
from tongzhou.demo.street import Household, Street, Who

_BY_NEED = {
    "alone": {"lives_alone"},
    "infant": {"infant"},
    "pregnant": {"pregnant"},
    "chronic": {"chronic"},
    "dialysis": {"dialysis"},
    "disabled": {"wheelchair", "blind"},
}


@dataclass(slots=True)
class Callers:
    """The residents of the street by the sort of caller; nobody is taken twice too soon."""

    street: Street
    rng: Random
    _waiting: dict[str, list[Who]]

    def __init__(self, street: Street, rng: Random) -> None:
        self.street, self.rng, self._waiting = street, rng, {}
        for household in street.households:
            for member, person in enumerate(household.family.people):
                for sort in _sorts(household, person, street.until):
                    self._waiting.setdefault(sort, []).append(Who(household.number, member))
        for waiting in self._waiting.values():
            rng.shuffle(waiting)

    def draw(self, sort: str) -> Who:
        """Return somebody of this sort (of any, if the street has none) and put them last."""
        waiting = self._waiting.get(sort) or self._waiting["any"]
        who = waiting.pop()
        waiting.insert(0, who)
        return who

    def speaker(self, subject: Who) -> tuple[str, str]:
        """Return name and number of who phones: the subject or somebody of the family."""
        family = self.street.households[subject.household].family
        person = family.people[subject.member]
        with_phone = [p for p in family.people if p.phone and p.age(self.street.until) >= GROWN_UP]
        if person in with_phone or not with_phone:
            return person.name, person.phone or family.landline
        speaker = self.rng.choice(with_phone)
        return speaker.name, speaker.phone


def _sorts(household: Household, person: Person, day: date) -> Iterator[str]:
    yield from (sort for sort, needs in _BY_NEED.items() if needs & set(person.needs))
    age = person.age(day)
    if household.family.language in {"ug", "en"}:
        yield {"ug": "uyghur", "en": "foreign"}[household.family.language]
    elif household.family.key:
        return
    if age >= 65 and len(household.family.people) > 1:
        yield "elder"
    if 25 <= age < 60:
        yield "adult"
    if 6 <= age <= 15:
        yield "parent"
    if person.relation == "tenant":
        yield "tenant"
    if age >= GROWN_UP:
        yield "any"
