"""The whole demo as plain data: street, staff and two weeks of history from one seed."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from tongzhou.demo.days import Calendar
from tongzhou.demo.events import Story
from tongzhou.demo.observations import ObservationWriter
from tongzhou.demo.requests import RequestWriter
from tongzhou.demo.staff import Colleague, staff
from tongzhou.demo.street import Street, build

# Requests of two weeks for each resident.
REQUESTS_PER_RESIDENT = 180 / 8000


@dataclass(frozen=True, slots=True)
class Demo:
    """Everything the loader needs."""

    street: Street
    colleagues: tuple[Colleague, ...]
    story: Story


def write(*, residents: int, observations: int, seed: int, until: date, now: datetime) -> Demo:
    """Invent the demo. Each part has its own chance, so that a longer one leaves the rest alone.

    `now` is aware and in the street's time zone; nothing happens after it or after `until`.
    """
    people, posts, calls, stays = (Random(f"{seed} {part}") for part in _PARTS)  # noqa: S311
    street = build(residents=residents, rng=people, until=until)
    colleagues = staff(street, rng=posts)
    requests = RequestWriter(street, colleagues, Calendar(calls, until, now), calls)
    watched = ObservationWriter(street, colleagues, Calendar(stays, until, now), stays)
    story = Story(
        requests=requests.write(round(residents * REQUESTS_PER_RESIDENT)),
        observations=watched.write(observations),
    )
    return Demo(street, colleagues, story)


_PARTS = ("people", "posts", "calls", "stays")
