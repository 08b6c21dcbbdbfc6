"""Pages about duty, 5,400 volunteers in nine committees: statements and server CPU.

Forty posts a committee and four weeks of duties, about 80,000 in all, made straight in the
tables. Each figure is the median of 50 requests after a warm-up; the baseline of the CPU figures
is the same middleware answering a page that does nothing (`/healthz`), in the same run. The stated
goal is 30 ms a page. SQLite.
"""

import argparse
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import _duty as duty
from benchmarks import _street as street
from benchmarks._figures import Ask, Row, cpu_ms, figure, printed, statements

PEOPLE, GOAL_STATEMENTS = 5_400, 12


def main() -> None:
    """Build the street (or take one with --data, filled once), measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of a street; it is filled and kept")
    parser.add_argument("--residents", type=int, default=8_000)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with street.open_street(options, observations=500):
        _fill(options.people)
        printed(measure(), options)


def _fill(people: int) -> None:
    from tongzhou.core import clock
    from tongzhou.roster.models import Volunteer

    if Volunteer.objects.count() < people:
        print(f"{duty.fill(people=people, now=clock.now())} duties", file=sys.stderr)


def measure() -> Iterator[Row]:
    """One row for the statements and one for the CPU of each page and reader."""
    for role in ("committee_staff", "street_officer"):
        client, committee = street.signed_in(role)
        nothing = cpu_ms(partial(client.get, "/healthz"))
        for name, ask in _pages(client, committee):
            name = f"{role}: {name}"
            yield figure(name, statements(ask), "statements", "goal", GOAL_STATEMENTS)
            yield figure(name, cpu_ms(ask), "ms CPU", "empty page", nothing)


def _pages(client: Any, committee: int | None) -> Iterator[tuple[str, Ask]]:
    from django.urls import reverse

    from tongzhou.core import clock
    from tongzhou.roster.models import Roster, Shift

    now = clock.now()
    rosters = Roster.objects.filter(state="published", starts_on__lte=clock.local_date(now))
    rosters = rosters.filter(committee=committee) if committee else rosters
    roster = rosters.latest("starts_on")
    shift = Shift.objects.filter(roster=roster, ends_at__gt=now).earliest("starts_at", "pk")

    def page(name: str, *args: int, **asked: str) -> Ask:
        return partial(client.get, reverse(f"roster:{name}", args=args), asked)

    yield "Today", partial(client.get, "/")
    yield "volunteers", page("volunteers")
    yield "rosters", page("rosters")
    yield "board of a roster", page("roster", roster.pk)
    yield "people of a roster", page("roster_people", roster.pk)
    yield "shares", page("roster_fairness", roster.pk)
    yield "gaps", page("roster_gaps", roster.pk)
    yield "a shift", page("place", roster.pk, shift.pk)
    yield "who steps in", page("step_in", roster.pk, shift.pk)
    yield "whom to tell", page("tell", roster.pk)
    yield "muster", page("muster")
    yield "on duty", page("on_duty")
    yield "hours", page("hours")


if __name__ == "__main__":
    main()
