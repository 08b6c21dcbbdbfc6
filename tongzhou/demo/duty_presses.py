"""Who came to today's duties and when they went; a few forgot to say so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localtime

from tongzhou.core import clock
from tongzhou.core.ids import uuid7
from tongzhou.demo.account_rows import Crew
from tongzhou.demo.turns import Turn
from tongzhou.demo.volunteers import PLANNING
from tongzhou.registry.acting import Acting
from tongzhou.roster.actions import presses
from tongzhou.roster.choices import Attended, RosterState
from tongzhou.roster.models import Assignment

# Of so many people one has not said that they began, one forgot the end, one left a word.
SILENT, FORGOT, TOLD = 9, 7, 5
WORDS = (
    "体温枪电池快没电了，备用的在岗亭抽屉里。",
    "快递架上还有两件没人取，都贴了楼号。",
    "下午起风，帐篷的绳子请再系一次。",
)


@dataclass(slots=True)
class PressPlayer:
    """Whoever leads writes down what people did not press themselves."""

    crew: Crew
    now: datetime

    def turns(self) -> Iterator[Turn]:
        """Yield one turn: whom the roster names is known only then."""
        yield Turn(self.now, self._press_all)

    def _press_all(self) -> None:
        today = clock.local_date(self.now)
        begun = Assignment.objects.filter(
            shift__roster__state=RosterState.PUBLISHED, ended_at__isnull=True,
            shift__starts_at__lt=self.now, shift__ends_at__gt=clock.day_start(today),
            minutes__isnull=True,
            shift__post__committee__in=[self._acting(key).committee_id for key in PLANNING],
        )  # fmt: skip
        for row in begun.select_related("shift__post").order_by("shift__starts_at", "pk"):
            if row.pk % SILENT:
                self._press(row)

    def _press(self, row: Assignment) -> None:
        begins, ends = row.shift.starts_at, row.shift.ends_at
        self._say(row, Attended.IN, begins + timedelta(minutes=row.pk % 20 - 15))
        if row.pk % TOLD == 0:
            word = WORDS[row.pk % len(WORDS)]
            self._say(row, Attended.HANDOVER, ends - timedelta(minutes=10), word)
        if row.pk % FORGOT:
            self._say(row, Attended.OUT, ends + timedelta(minutes=row.pk % 12))

    def _say(self, row: Assignment, kind: Attended, at: datetime, word: str = "") -> None:
        if at > self.now:
            return
        committee = row.shift.post.committee_id
        acting = next(a for a in map(self._acting, PLANNING) if a.committee_id == committee)
        wall = localtime(at).time()
        presses.press(acting, row.pk, kind, entry=uuid7(), now=self.now, wall=wall, word=word)

    def _acting(self, key: str) -> Acting:
        return self.crew.actings[f"secretary.{key}"]
