"""Invents problems by number: compounds, gates, people with their limits and wishes.

The mix of people is that of one neighbourhood in the story (staff, party members, building
directors, veterans, low-income volunteers, residents); the same number gives the same problem.
"""

import math
import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

START = date(2020, 2, 3)
METRES_PER_MINUTE, STREET_FACTOR = 75.0, 1.3
SIDE = 1500.0
SHIFTS = (("morning", "07:00", False), ("afternoon", "13:00", False), ("evening", "19:00", False),
          ("night", "01:00", True))  # fmt: skip
# role, share, days offered, duties a week, how often a leader, how often fit for nights
ROLES = (
    ("staff", 0.10, 0.95, 6, 1.0, 0.9),
    ("party member", 0.30, 0.55, 5, 0.7, 0.85),
    ("director", 0.10, 0.55, 4, 1.0, 0.25),
    ("veteran", 0.10, 0.60, 5, 1.0, 0.8),
    ("low income", 0.10, 0.75, 6, 0.15, 0.8),
    ("resident", 0.30, 0.35, 4, 0.1, 0.5),
)
SKILL = "thermometer"


@dataclass(frozen=True, slots=True)
class Size:
    """How large an invented neighbourhood is."""

    people: int = 600
    posts: int = 40
    days: int = 7
    homes: int = 12
    side: float = SIDE


def generate(seed: int, size: Size | None = None) -> dict[str, Any]:
    """The problem of a number, as the content of a file."""
    return _Neighbourhood(random.Random(seed), size or Size()).content()  # noqa: S311


def small(seed: int) -> dict[str, Any]:
    """A small problem of a number; every size and length comes up."""
    rng = random.Random(seed)  # noqa: S311
    people = rng.randint(3, 40)
    size = Size(
        people, rng.randint(1, 1 + people // 6), rng.randint(1, 15), rng.randint(1, 4), 900.0
    )
    return _Neighbourhood(rng, size).content()


class _Neighbourhood:
    def __init__(self, rng: random.Random, size: Size) -> None:
        self.rng, self.size = rng, size
        spread = size.side
        self.homes = [self._place(spread) for _ in range(size.homes)]
        self.gates = [self._place(spread) for _ in range(size.posts)]

    def content(self) -> dict[str, Any]:
        posts = [self._post(number) for number in range(self.size.posts)]
        people = [self._person(number) for number in range(self.size.people)]
        return {
            "start": START.isoformat(),
            "days": self.size.days,
            "shifts": [{"id": i, "start": s, "hours": 6, "night": n} for i, s, n in SHIFTS],
            "people": people,
            "posts": posts,
            "walk_minutes": self._walks(),
            "pairs": self._pairs(),
            "pinned": self._pinned(people, posts),
            "settings": {},
        }

    def _place(self, spread: float) -> tuple[float, float]:
        return self.rng.uniform(0, spread), self.rng.uniform(0, spread)

    def _post(self, number: int) -> dict[str, Any]:
        day = 3 if number % 4 == 0 else 2
        required = dict(zip((name for name, *_ in SHIFTS), (day, day, 2, 2), strict=True))
        return {
            "id": f"gate {number + 1}",
            "heated": self.rng.random() < 0.6,
            "required": required,
            "leader_required": True,
            "skills": {SKILL: 1} if self.rng.random() < 0.1 else {},
        }

    def _person(self, number: int) -> dict[str, Any]:
        rng = self.rng
        role, _, days, most, leader, night = self._role(number)
        age = int(min(78, max(16, rng.gauss(58 if role in ("director", "veteran") else 42, 10))))
        is_ill = rng.random() < 0.07
        born = START - timedelta(days=365 * age + rng.randrange(365))
        person = {
            "id": f"p{number + 1}",
            "home": f"home {rng.randrange(self.size.homes) + 1}",
            "roles": [role],
            "skills": [SKILL] if rng.random() < 0.3 else [],
            "leader": rng.random() < leader,
            "born": born.isoformat(),
            "night_ok": not is_ill and rng.random() < night,
            "cold_ok": not is_ill and age < 65,
            "max_per_week": max(2, most - (age >= 60)),
            "max_nights": 3 if role == "staff" else 2,
            "unavailable": self._unavailable(role, days),
            "history": {"nights": rng.randrange(3), "weekends": rng.randrange(2), "hours": 0},
        }
        return person | self._wishes()

    def _role(self, number: int) -> tuple[str, float, float, int, float, float]:
        at = (number + 0.5) / self.size.people
        for role in ROLES:
            at -= role[1]
            if at <= 0:
                return role
        return ROLES[-1]

    def _unavailable(self, role: str, days: float) -> list[list[Any]]:
        rng, names = self.rng, [name for name, *_ in SHIFTS]
        count = max(2, round(7 * min(1.0, days + rng.uniform(-0.1, 0.25))))
        week = set(rng.sample(range(7), k=min(7, count)))
        offered = set(names)
        if role == "party member" and rng.random() < 0.6:
            offered.discard("morning")
        if role == "resident":
            offered = set(rng.sample(names, k=2))
        return [
            [day, name]
            for day in range(self.size.days)
            for name in names
            if day % 7 not in week or name not in offered
        ]

    def _wishes(self) -> dict[str, Any]:
        rng, names = self.rng, [name for name, *_ in SHIFTS]
        dislikes = [name for name in names if rng.random() < 0.2]
        likes = [name for name in names if name not in dislikes and rng.random() < 0.15]
        wishes: dict[str, Any] = {"likes": likes, "dislikes": dislikes}
        if rng.random() < 0.3:
            wishes["standing_post"] = f"gate {rng.randrange(self.size.posts) + 1}"
        return wishes

    def _walks(self) -> dict[str, dict[str, float]]:
        def minutes(home: tuple[float, float], gate: tuple[float, float]) -> int:
            return round(math.dist(home, gate) * STREET_FACTOR / METRES_PER_MINUTE)

        return {
            f"home {n}": {f"gate {m}": minutes(home, gate) for m, gate in enumerate(self.gates, 1)}
            for n, home in enumerate(self.homes, 1)
        }

    def _pairs(self) -> list[dict[str, str]]:
        names = [f"p{number + 1}" for number in range(self.size.people)]
        self.rng.shuffle(names)
        many = len(names) // 10
        couples = zip(names[0 : 2 * many : 2], names[1 : 2 * many : 2], strict=True)
        kinds = ("never" if n % 5 == 4 else "together" for n in range(many))
        return [{"a": a, "b": b, "kind": kind} for (a, b), kind in zip(couples, kinds, strict=True)]

    def _pinned(self, people: list[Any], posts: list[Any]) -> list[dict[str, Any]]:
        """A pin or two, some of them against a rule, as coordinators have them."""
        who = self.rng.sample(people, k=min(len(people), 2))
        return [
            {
                "person": person["id"],
                "post": self.rng.choice(posts)["id"],
                "day": self.rng.randrange(self.size.days),
                "shift": self.rng.choice(SHIFTS)[0],
            }
            for person in who
        ]
