"""Invented residents, with the numbers, phones and frailties that go with their age."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tongzhou.demo import names
from tongzhou.demo.data import read
from tongzhou.demo.numbers import Numbers

# Has a mobile phone from this age on; before it only some children have one.
GROWN_UP = 16

# Need, from which age on, share of people. The rest (infant, pregnant, alone) follows the family.
FRAILTIES = (
    ("chronic", 58, 0.33),
    ("wheelchair", 72, 0.03),
    ("bedridden", 80, 0.03),
    ("dementia", 80, 0.04),
    ("hard_of_hearing", 76, 0.12),
    ("dialysis", 45, 0.003),
    ("blind", 30, 0.003),
)
MOBILES = ((12, 0.5), (GROWN_UP, 0.98), (60, 0.88), (76, 0.55))


@dataclass(frozen=True, slots=True)
class Person:
    """One resident; empty numbers mean that there is none. Sex and relation in registry words."""

    name: str
    sex: str
    born_on: date
    relation: str
    id_number: str = ""
    phone: str = ""
    needs: tuple[str, ...] = ()

    def age(self, day: date) -> int:
        had_birthday = (day.month, day.day) >= (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - (not had_birthday)

    @property
    def note(self) -> str:
        """What helpers must know about this person, in Chinese."""
        words = read("families")["notes"]
        return "；".join(words[need] for need in self.needs)


@dataclass(slots=True)
class PersonMaker:
    """Draws people who live on the street on the day `until`."""

    rng: Random
    until: date
    numbers: Numbers = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = Numbers(self.rng)

    def person(self, sex: str, age: int, relation: str, family: str = "") -> Person:
        """Draw somebody with a Chinese name; without `family` the surname is drawn too."""
        born_on = self.born(age)
        family = family or names.surname(self.rng)
        name = names.chinese_name(self.rng, family=family, sex=sex, year=born_on.year)
        return self.named(name, sex, born_on, relation)

    def named(self, name: str, sex: str, born_on: date, relation: str) -> Person:
        """Make somebody of this name; who has Latin letters in it has no identity number."""
        age = (self.until - born_on).days // 365
        return Person(
            name,
            sex,
            born_on,
            relation,
            id_number="" if name.isascii() else self.numbers.identity(born_on, sex),
            phone=self._mobile(age),
            needs=self._needs(age),
        )

    def told(
        self, *, name: str, sex: str, age: int, relation: str, needs: tuple[str, ...] = ()
    ) -> Person:
        """Make somebody of the story, as the table of the cast has them."""
        born_on = self.born(age)
        identity = "" if name.isascii() else self.numbers.identity(born_on, sex)
        phone = self.numbers.mobile() if age >= GROWN_UP else ""
        return Person(name, sex, born_on, relation, identity, phone, tuple(needs))

    def born(self, age: int) -> date:
        """Draw a birthday of somebody who is `age` years old now."""
        # A quarter of a day a year, rounded up, keeps the age right over leap years.
        return self.until - timedelta(days=age * 365 + (age + 3) // 4 + self.rng.randrange(360))

    def _mobile(self, age: int) -> str:
        share = max(
            ((from_age, share) for from_age, share in MOBILES if age >= from_age), default=(0, 0.0)
        )[1]
        return self.numbers.mobile() if self.rng.random() < share else ""

    def _needs(self, age: int) -> tuple[str, ...]:
        if age == 0:
            return ("infant",)
        return tuple(
            need
            for need, from_age, share in FRAILTIES
            if age >= from_age and self.rng.random() < share
        )
