"""Two committees plan their duties: some days are served, this week is published, the next asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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
from tongzhou.roster.actions import hours, placing, publishing, rosters, thanking
from tongzhou.roster.choices import DAYS_PLANNED
from tongzhou.roster.models import Assignment, Roster
from tongzhou.roster.plans.fitting import fits
from tongzhou.roster.plans.problem import problem_of
from tongzhou.roster.queries.hours import unconfirmed
from tongzhou.roster.queries.rosters import gaps, people

PLANNED, PUBLISHED = time(6, 10), time(6, 40)
# So many days before today the duties began; each morning the hours of the day before are confirmed.
SERVED, CONFIRMED = 4, time(8, 20)
# Of so many people who served, one agreed to be thanked by name, all but a few duties are confirmed.
THANKED, SURE = 3, 12
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
        for key in PLANNING:
            yield from self._week(key, today - timedelta(days=SERVED), SERVED)
            for day in range(SERVED):
                at = min(clock.at_local(today - timedelta(days=day), CONFIRMED), self.now)
                yield Turn(at, partial(self._confirm, key, at))
            yield from self._week(key, today, DAYS_PLANNED)
            yield Turn(self.now, partial(self._ask, key))

    def _week(self, key: str, starts_on: date, days: int) -> Iterator[Turn]:
        at = min(clock.at_local(starts_on, PLANNED), self.now)
        published = min(clock.at_local(starts_on, PUBLISHED), self.now)
        yield Turn(at, partial(self._plan, key, at, days))
        yield Turn(published, partial(self._publish, key, published))

    def _plan(self, key: str, at: datetime, days: int) -> None:
        """The first roster at once, as the planner makes it before it looks for a better one."""
        acting = self._acting(key)
        row = Roster.objects.create(
            committee=self.rows.committees[key], starts_on=clock.local_date(at), days=days,
            made_at=at, made_by_id=acting.user_id,
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

    def _confirm(self, key: str, at: datetime) -> None:
        """What was served the day before counts; whom she meets in the morning she asks."""
        acting = self._acting(key)
        found = [row for row in unconfirmed(acting, now=at) if row.pk % SURE]
        if not found:
            return
        hours.confirm(acting, [row.pk for row in found], came=True, now=at)
        for row in found:
            if row.volunteer_id % THANKED == 0:
                thanking.agree(acting, row.volunteer_id, may=True, now=at)

    def _ask(self, key: str) -> None:
        row = self._row(key)
        starts_on = row.ends_on + timedelta(days=1)
        rosters.ask(self._acting(key), row.committee_id, starts_on=starts_on, now=self.now)

    def _row(self, key: str) -> Roster:
        planned = Roster.objects.filter(planned_at__isnull=False)
        return planned.filter(committee=self.rows.committees[key]).latest("starts_on")

    def _acting(self, key: str) -> Acting:
        return self.crew.actings[f"secretary.{key}"]
