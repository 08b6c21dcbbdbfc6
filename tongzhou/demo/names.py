"""Invented names in the taste of the years their bearers were born in."""

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from tongzhou.demo.data import read


@dataclass(frozen=True, slots=True)
class Taste:
    """How one generation named a son or a daughter."""

    single: float
    first: str
    second: str
    one: str

    def given_name(self, rng: Random) -> str:
        if rng.random() < self.single:
            return rng.choice(self.one)
        first = rng.choice(self.first)
        return first + rng.choice(self.second.replace(first, ""))


@cache
def _surnames() -> tuple[tuple[str, ...], tuple[int, ...]]:
    pairs = [entry.split() for entry in read("names")["surnames"].split(",")]
    return tuple(name for name, _ in pairs), tuple(int(weight) for _, weight in pairs)


@cache
def _taste(year: int, sex: str) -> Taste:
    generation: dict[str, Any] = next(g for g in read("names")["generation"] if year <= g["until"])
    return Taste(single=generation["single"], **generation[sex])


def surname(rng: Random) -> str:
    """Draw a Chinese surname by its frequency."""
    names, weights = _surnames()
    return rng.choices(names, weights)[0]


def chinese_name(rng: Random, *, family: str, sex: str, year: int) -> str:
    """Return `family` with a given name usual for somebody of `sex` born in `year`."""
    return family + _taste(year, sex).given_name(rng)


def dotted_name(rng: Random, *, father: str, sex: str) -> str:
    """Return an Uyghur name: own name, middle dot, the father's own name."""
    return f"{rng.choice(read('names')['dotted'][sex])}·{father}"


def dotted_father(rng: Random) -> str:
    """Draw a father's own name for `dotted_name`."""
    return str(rng.choice(read("names")["dotted"]["father"]))


def latin_family(rng: Random) -> str:
    """Draw a family name for `latin_name`."""
    return str(rng.choice(read("names")["latin"]["family"]))


def latin_name(rng: Random, *, family: str, sex: str) -> str:
    """Return a given name in Latin letters and `family`, as in a passport."""
    return f"{rng.choice(read('names')['latin'][sex])} {family}"
