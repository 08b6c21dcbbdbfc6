"""Two committees close their alleys: 104 barriers, built over two days and looked at every day.

They were planned on paper before there was a map, so they are entered as what stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any

from tongzhou.closures.actions.barriers import check, enter_built
from tongzhou.closures.choices import BarrierKind
from tongzhou.closures.models import Barrier
from tongzhou.core import clock
from tongzhou.demo.account_rows import Crew
from tongzhou.demo.data import read
from tongzhou.demo.days import DAYS
from tongzhou.demo.names import chinese_name, surname
from tongzhou.demo.numbers import MOBILE_PREFIX
from tongzhou.demo.passes import CLOSED_ON
from tongzhou.demo.registry_rows import Rows
from tongzhou.demo.turns import Turn

# An alley an engine gets through keeps a lane; one so narrow has a door with a key.
LANE_METRES, DOOR_METRES = 3.5, 1.7
STARTS, BETWEEN = time(8, 20), timedelta(minutes=11)
LOOKED_AT, MINUTES_EACH, LANES = time(9, 5), timedelta(minutes=4), 10
IN_THE_WAY = "两辆共享单车和一堆沙袋挡在中间，消防车过不去。"


@dataclass(slots=True)
class BarrierPlayer:
    """Builds the barriers of the two committees and looks after their lanes."""

    rows: Rows
    crew: Crew
    now: datetime
    rng: Random = field(default_factory=lambda: Random(104))  # noqa: S311
    _built: dict[str, list[Barrier]] = field(default_factory=dict)

    def turns(self) -> Iterator[Turn]:
        """Yield what was built and checked, as far as its time has come."""
        return (turn for turn in self._all() if turn.at <= self.now)

    def _all(self) -> Iterator[Turn]:
        first = clock.local_date(self.now) - timedelta(days=len(DAYS) - 1 - CLOSED_ON)
        for committee in read("alleys")["committee"]:
            key = committee["key"]
            self._built[key] = []
            yield from self._building(key, committee["alleys"], first)
            yield from self._checking(key, first + timedelta(days=2))

    def _building(self, key: str, alleys: list[dict[str, Any]], first: date) -> Iterator[Turn]:
        places = read("alleys")["places"]
        spots = [(alley, place) for place in places for alley in alleys]
        for number, (alley, place) in enumerate(spots):
            day = first if number < len(spots) // 2 else first + timedelta(days=1)
            at = clock.at_local(day, STARTS) + BETWEEN * (number % (len(spots) // 2))
            yield Turn(at, partial(self._enter, key, alley, place, at))

    def _enter(self, key: str, alley: dict[str, Any], place: str, at: datetime) -> None:
        kind = _kind_of(alley["width"], place)
        holder, phone = ("", "") if kind == BarrierKind.FENCE else self._holder()
        width = round(alley["width"] + self.rng.choice((-0.2, -0.1, 0, 0, 0.1, 0.3)), 1)
        row = enter_built(
            self.crew.actings[f"grid1.{key}"],
            committee_id=self.rows.committees[key].pk,
            kind=kind,
            alley=f"{alley['name']}{place}",
            start=alley["start"],
            end=alley["end"],
            width=width,
            now=at,
            key_holder=holder,
            key_phone=phone,
        )
        self._built[key].append(row)

    def _holder(self) -> tuple[str, str]:
        phone = f"{MOBILE_PREFIX}{self.rng.randrange(10_000_000):07}"
        name = chinese_name(self.rng, family=surname(self.rng), sex="m", year=1962)
        return name, phone

    def _checking(self, key: str, first: date) -> Iterator[Turn]:
        """Every morning all lanes; once something stands in the way for two hours."""
        for back in range((clock.local_date(self.now) - first).days + 1):
            for place in range(LANES):
                at = clock.at_local(first + timedelta(days=back), LOOKED_AT) + place * MINUTES_EACH
                yield Turn(at, partial(self._look, key, place, at))
        blocked = clock.at_local(first + timedelta(days=3), time(15, 40))
        yield Turn(blocked, partial(self._one, key, blocked, is_free=False, text=IN_THE_WAY))
        yield Turn(
            blocked + timedelta(hours=2), partial(self._one, key, blocked + timedelta(hours=2))
        )
        if key == "huaian":
            now_blocked = self.now - timedelta(minutes=35)
            yield Turn(
                now_blocked, partial(self._one, key, now_blocked, is_free=False, text=IN_THE_WAY)
            )

    def _look(self, key: str, place: int, at: datetime) -> None:
        """All but the last two: those are still to be looked at today."""
        lanes = self._lanes(key)
        is_today = clock.local_date(at) == clock.local_date(self.now)
        if place < len(lanes) - (2 if is_today else 0):
            check(self.crew.actings[f"grid1.{key}"], lanes[place].pk, is_free=True, now=at)

    def _one(self, key: str, at: datetime, *, is_free: bool = True, text: str = "") -> None:
        lane = self._lanes(key)[1]
        check(self.crew.actings[f"secretary.{key}"], lane.pk, is_free=is_free, text=text, now=at)

    def _lanes(self, key: str) -> list[Barrier]:
        return [row for row in self._built[key] if row.kind == BarrierKind.FIRE_LANE]


def _kind_of(width: float, place: str) -> str:
    """A wide alley is shut by a lane that opens at one end, and by fences elsewhere."""
    if width >= LANE_METRES and place in ("东口", "南头"):
        return BarrierKind.FIRE_LANE
    if width <= DOOR_METRES and place == "北头":
        return BarrierKind.KEYED_DOOR
    return BarrierKind.FENCE
