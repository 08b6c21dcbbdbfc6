"""Two committees close their alleys: 104 barriers, built over two days and looked at every day.

People went along the streets with the map and shut every mouth of an alley they found; nobody had
asked the planner. What they measured and changed afterwards is told as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from tongzhou.closures.actions.barriers import check, enter_built, measure, set_keys
from tongzhou.closures.choices import BarrierKind
from tongzhou.closures.models import Barrier, StreetMap
from tongzhou.closures.queries.corners import Corners
from tongzhou.core import clock
from tongzhou.demo.account_rows import Crew
from tongzhou.demo.days import DAYS
from tongzhou.demo.district import District, Mouth
from tongzhou.demo.names import chinese_name, surname
from tongzhou.demo.numbers import MOBILE_PREFIX
from tongzhou.demo.passes import CLOSED_ON
from tongzhou.demo.registry_rows import Rows
from tongzhou.demo.turns import Turn

WANTED = {"liuyin": 56, "huaian": 48}
# An alley an engine gets through keeps a lane; of the narrow ones each third has a door with a key.
LANE_METRES, DOOR_METRES, EACH_DOOR = 3.3, 2.0, 3
GUARDS = 2
STARTS, BETWEEN = time(8, 20), timedelta(minutes=11)
LOOKED_AT, MINUTES_EACH, LANES = time(9, 5), timedelta(minutes=4), 10
MEASURED_AGAIN, NEW_HOLDERS = 5, 2
IN_THE_WAY = "两辆共享单车和一堆沙袋挡在中间，消防车过不去。"


@dataclass(slots=True)
class BarrierPlayer:
    """Builds the barriers of the two committees and looks after their lanes."""

    rows: Rows
    crew: Crew
    district: District
    brought: list[StreetMap]
    now: datetime
    rng: Random = field(default_factory=lambda: Random(104))  # noqa: S311
    _built: dict[str, list[Barrier]] = field(default_factory=dict)
    _corners: list[Corners] = field(default_factory=list)

    def turns(self) -> Iterator[Turn]:
        """Yield what was built and checked, as far as its time has come."""
        return (turn for turn in self._all() if turn.at <= self.now)

    def _all(self) -> Iterator[Turn]:
        first = clock.local_date(self.now) - timedelta(days=len(DAYS) - 1 - CLOSED_ON)
        for key, wanted in WANTED.items():
            self._built[key] = []
            mouths = self.district.mouths[key][:wanted]
            yield from self._building(key, mouths, first)
            yield from self._checking(key, first + timedelta(days=2))
            yield from self._changing(key, first + timedelta(days=2))

    def _building(self, key: str, mouths: list[Mouth], first: date) -> Iterator[Turn]:
        """The mouths at the main streets on the first day, as far as people got."""
        kinds, half = list(_kinds(mouths)), len(mouths) // 2
        for number, (mouth, kind) in enumerate(zip(mouths, kinds, strict=True)):
            day = first + timedelta(days=number // half)
            at = clock.at_local(day, STARTS) + BETWEEN * (number % half)
            yield Turn(at, partial(self._enter, key, mouth, kind, at))

    def _enter(self, key: str, mouth: Mouth, kind: str, at: datetime) -> None:
        holder, phone = self._holder() if kind in _LOCKED else ("", "")
        width = round(mouth.width + self.rng.choice((-0.2, -0.1, 0, 0, 0.1, 0.3)), 1)
        start, end = self._streets(mouth)
        row = enter_built(
            self.crew.actings[f"grid1.{key}"],
            committee_id=self.rows.committees[key].pk,
            kind=kind,
            alley=mouth.name,
            start=start,
            end=end,
            width=width,
            place=mouth.at,
            guards=GUARDS,
            now=at,
            key_holder=holder,
            key_phone=phone,
            map=self.brought[0],
            way=mouth.way,
            cut_from=mouth.cut_from,
            cut_to=mouth.cut_to,
            fraction=mouth.fraction,
        )
        self._built[key].append(row)

    def _streets(self, mouth: Mouth) -> tuple[str, str]:
        """Between which streets, as a plan on this map would tell it."""
        if not self._corners:
            self._corners.append(Corners.of(self.brought[0]))
        where = {"osm_way": mouth.way, "osm_from": mouth.cut_from, "osm_to": mouth.cut_to}
        return self._corners[0].around({**where, "name": mouth.name})

    def _changing(self, key: str, day: date) -> Iterator[Turn]:
        """People measure again, and keys change hands."""
        for number in range(MEASURED_AGAIN):
            at = clock.at_local(day, time(14, 10)) + timedelta(hours=number * 20)
            yield Turn(at, partial(self._measure, key, 7 * number + 3, at))
        for number in range(NEW_HOLDERS):
            at = clock.at_local(day, time(17, 25)) + timedelta(days=1 + number)
            yield Turn(at, partial(self._hand_on, key, number, at))

    def _measure(self, key: str, number: int, at: datetime) -> None:
        row = self._built[key][number]
        width = round((row.best_width or 2.0) + self.rng.choice((-0.3, -0.2, 0.2, 0.4)), 1)
        measure(self.crew.actings[f"grid1.{key}"], row.pk, width=max(width, 0.8), now=at)

    def _hand_on(self, key: str, number: int, at: datetime) -> None:
        holder, phone = self._holder()
        row = self._lanes(key)[number]
        acting = self.crew.actings[f"secretary.{key}"]
        set_keys(acting, row.pk, key_holder=holder, key_phone=phone, now=at)

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


_LOCKED = (BarrierKind.FIRE_LANE, BarrierKind.KEYED_DOOR)


def _kinds(mouths: list[Mouth]) -> Iterator[str]:
    """Every second end of a lane is a guarded gate, the other one opens for the fire brigade; of the
    alleys wide enough for an engine those at the main streets open too.
    """
    is_gate, narrow = True, 0
    for mouth in mouths:
        if mouth.highway == "residential":
            yield BarrierKind.GATE if is_gate else BarrierKind.FIRE_LANE
            is_gate = not is_gate
        elif mouth.is_rim and mouth.width >= LANE_METRES:
            yield BarrierKind.FIRE_LANE
        else:
            narrow += mouth.width <= DOOR_METRES
            is_door = mouth.width <= DOOR_METRES and narrow % EACH_DOOR == 0
            yield BarrierKind.KEYED_DOOR if is_door else BarrierKind.FENCE
