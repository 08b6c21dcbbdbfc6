"""Two committees plan their duties: this week is published, the next is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from django.db import transaction

from tongzhou.core import clock
from tongzhou.demo.account_rows import Crew
from tongzhou.demo.registry_rows import Rows
from tongzhou.demo.turns import Turn
from tongzhou.demo.volunteers import PLANNING
from tongzhou.planners.roster.explain import to_json
from tongzhou.planners.roster.problem import Scene, fair
from tongzhou.planners.roster.solve.greedy import greedy
from tongzhou.registry.acting import Acting
from tongzhou.roster.actions import placing, publishing, rosters
from tongzhou.roster.models import Assignment, Roster
from tongzhou.roster.plans.fitting import fits
from tongzhou.roster.plans.problem import problem_of
from tongzhou.roster.queries.rosters import gaps, people

PLANNED, PUBLISHED = time(6, 10), time(6, 40)
PINS = 3
REASON = "门岗今天缺人，本人愿意顶一班，班后补休一天"


@dataclass(slots=True)
class RosterPlayer:
    """Plans the running week at once and publishes it; the next week is asked for now, and worked
    out as soon as the server runs: nobody waits for it at the start.
    """

    rows: Rows
    crew: Crew
    now: datetime

    def turns(self) -> Iterator[Turn]:
        """Yield what is done, in order of time."""
        today = clock.local_date(self.now)
        at = min(clock.at_local(today, PLANNED), self.now)
        published = min(clock.at_local(today, PUBLISHED), self.now)
        for key in PLANNING:
            yield Turn(at, partial(self._plan, key, at))
            yield Turn(published, partial(self._publish, key, published))
            yield Turn(self.now, partial(self._ask, key))

    def _plan(self, key: str, at: datetime) -> None:
        """The first roster at once, as the planner makes it before it looks for a better one."""
        acting = self._acting(key)
        row = Roster.objects.create(
            committee=self.rows.committees[key], starts_on=clock.local_date(at), made_at=at,
            made_by_id=acting.user_id,
        )  # fmt: skip
        problem = problem_of(row, now=at).problem
        scene = Scene(problem)
        found = to_json(problem, greedy(scene, fair(scene)), bound=None)
        with transaction.atomic():
            rosters.store(row, found, by=acting.user_id, now=at)

    def _publish(self, key: str, at: datetime) -> None:
        """Some duties are pinned, one rule is overridden with a word why, then all is published."""
        acting, row = self._acting(key), self._row(key)
        standing = Assignment.objects.filter(shift__roster=row, shift__starts_at__gt=at)
        for one in standing.order_by("pk")[:PINS]:
            placing.pin(acting, row.pk, assignment=one.pk, is_pinned=True, now=at)
        self._override(acting, row, at)
        row.refresh_from_db()
        publishing.publish(acting, row.pk, seen=row.version, now=at)

    def _override(self, acting: Acting, row: Roster, at: datetime) -> None:
        for shift in gaps(acting, row, now=at):
            for fit in fits(row, shift, list(people(acting, row))):
                if fit.rules and not fit.forbidden:
                    row.refresh_from_db()
                    placing.put(
                        acting, row.pk, shift=shift.pk, volunteer=fit.volunteer.pk,
                        seen=row.version, reason=REASON, now=at,
                    )  # fmt: skip
                    return

    def _ask(self, key: str) -> None:
        row = self._row(key)
        starts_on = row.ends_on + timedelta(days=1)
        rosters.ask(self._acting(key), row.committee_id, starts_on=starts_on, now=self.now)

    def _row(self, key: str) -> Roster:
        return Roster.objects.get(committee=self.rows.committees[key], planned_at__isnull=False)

    def _acting(self, key: str) -> Acting:
        return self.crew.actings[f"secretary.{key}"]
