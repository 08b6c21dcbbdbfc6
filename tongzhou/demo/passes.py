"""Closed management begins: rules, passes for nearly every door, and what happens to some of them.

Rows are signed many at once, as a compound's passes are; what happens to single passes goes through
the room's actions.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from tongzhou.core import audit, clock
from tongzhou.demo.account_rows import Crew
from tongzhou.demo.days import DAYS
from tongzhou.demo.registry_rows import Rows
from tongzhou.demo.turns import Turn
from tongzhou.gates import actions
from tongzhou.gates.actions.issue import sign_many
from tongzhou.gates.choices import Ground, Visitors
from tongzhou.gates.models import Pass
from tongzhou.registry import access as registry
from tongzhou.registry.models import Household

# On the fourth day the gates close; the rules are made tighter once.
CLOSED_ON, TIGHTER_ON = 3, 9
# Of so many doors one has no pass yet, one has somebody with an essential job.
LEFT_OUT, ESSENTIAL = 19, 23
EVIDENCE = "门岗连续两天看到同一张证由不同住户使用，当事人承认出借给楼下商铺。"


@dataclass(slots=True)
class PassPlayer:
    """Issues the passes of all committees and tells what became of them."""

    rows: Rows
    crew: Crew
    now: datetime
    rng: Random = field(default_factory=lambda: Random(20))  # noqa: S311
    _made: dict[str, list[Pass]] = field(default_factory=dict)

    def turns(self) -> Iterator[Turn]:
        """Yield rules, passes and their stories, as far as their time has come."""
        return (turn for turn in self._all() if turn.at <= self.now)

    def _all(self) -> Iterator[Turn]:
        day = clock.local_date(self.now) - timedelta(days=len(DAYS) - 1)
        closed, tighter = day + timedelta(days=CLOSED_ON), day + timedelta(days=TIGHTER_ON)
        yield self._rules("officer", closed - timedelta(days=1), closed, 16)
        yield self._rules(
            "officer", tighter - timedelta(days=1), tighter, 17, closes=time(21), most_minutes=90
        )
        for number, key in enumerate(self.rows.committees):
            at = clock.at_local(closed, time(8, 10)) + timedelta(minutes=7 * number)
            yield Turn(at, partial(self._issue, key, at))
            printed = at + timedelta(minutes=50)
            yield Turn(printed, partial(self._print, key, printed))
            yield from self._stories(key, number, closed)
        rotated = clock.at_local(closed, time(2, 40)) + timedelta(days=6)
        yield Turn(rotated, partial(actions.rotate, now=rotated))
        yield from self._this_morning()

    def _rules(self, who: str, said: date, begins: date, hour: int, **values: object) -> Turn:
        at = clock.at_local(said, time(hour, 20))
        set_rules = partial(actions.set_rules, self.crew.actings[who])
        return Turn(at, partial(set_rules, effective_on=begins, now=at, **values))

    def _stories(self, key: str, number: int, closed: date) -> Iterator[Turn]:
        """In each committee one lost and one torn; somewhere one handed back, one lent."""
        grid, head = f"grid1.{key}", f"secretary.{key}"
        lost = clock.at_local(closed, time(18, 5)) + timedelta(days=1 + number % 5, minutes=number)
        yield Turn(lost, partial(self._do, key, 3, actions.report_lost, grid, lost))
        again = lost + timedelta(minutes=25)
        yield Turn(again, partial(self._again, key, 3, grid, again))
        torn = clock.at_local(closed, time(9, 40)) + timedelta(days=2 + number % 6)
        yield Turn(torn, partial(self._do, key, 7, actions.reissue, grid, torn))
        if number % 4 == 1:
            back = torn + timedelta(days=1)
            revoke = partial(actions.revoke, ground=Ground.MOVED)
            yield Turn(back, partial(self._do, key, 11, revoke, grid, back))
        if number % 4 == 2:
            lent = torn + timedelta(hours=27)
            revoke = partial(actions.revoke, ground=Ground.MISUSE, evidence=EVIDENCE)
            yield Turn(lent, partial(self._do, key, 14, revoke, grid, lent))
            signed = lent + timedelta(hours=3)
            yield Turn(signed, partial(self._do, key, 14, actions.sign_second, head, signed))

    def _issue(self, key: str, at: datetime) -> None:
        acting = self.crew.actings[f"secretary.{key}"]
        homes = [h for n, h in enumerate(self._homes(key)) if n % LEFT_OUT != LEFT_OUT - 2]
        busy = [h for n, h in enumerate(homes) if n % ESSENTIAL == ESSENTIAL - 1]
        usual = [h for n, h in enumerate(homes) if n % ESSENTIAL != ESSENTIAL - 1]
        sign = partial(sign_many, now=at, by=acting, chance=self.rng.randbytes)
        self._made[key] = [*sign(usual), *sign(busy, is_essential=True)]
        audit.record("gates.passes.issued", actor=acting, now=at, count=len(homes))

    def _homes(self, key: str) -> Sequence[Household]:
        rows = registry.households(self.crew.actings[f"secretary.{key}"])
        lived_in = rows.filter(residents__isnull=False, residents__left_on__isnull=True)
        return list(lived_in.select_related("building", "committee").order_by("pk").distinct())

    def _print(self, key: str, at: datetime) -> None:
        """All but the last few, for which the paper ran out."""
        acting, made = self.crew.actings[f"secretary.{key}"], self._made[key]
        actions.mark_printed(acting, made[: len(made) * 24 // 25], now=at)

    def _do(self, key: str, place: int, deed: Callable[..., Pass], who: str, at: datetime) -> None:
        """A deed on the pass at a place in the list, if the committee has so many."""
        if place < len(self._made[key]):
            deed(self.crew.actings[who], self._made[key][place].pk, now=at)

    def _again(self, key: str, place: int, who: str, at: datetime) -> None:
        if place < len(self._made[key]):
            home = self._made[key][place].household_id
            actions.issue(self.crew.actings[who], home, now=at)

    def _this_morning(self) -> Iterator[Turn]:
        """One revocation waits for its second signature, and new rules are announced."""
        lent, said = (self.now - timedelta(minutes=ago) for ago in (100, 40))
        revoke = partial(actions.revoke, ground=Ground.MISUSE, evidence=EVIDENCE)
        yield Turn(lent, partial(self._do, "huaian", 17, revoke, "grid1.huaian", lent))
        begins = clock.local_date(said) + timedelta(days=2)
        set_rules = partial(actions.set_rules, self.crew.actings["secretary.huaian"])
        consent = Visitors.BY_CONSENT
        yield Turn(said, partial(set_rules, effective_on=begins, now=said, visitors=consent))
        yield Turn(self.now, partial(actions.rotate, now=self.now))
