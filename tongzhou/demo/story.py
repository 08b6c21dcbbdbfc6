"""The whole demo as plain data: street, staff and two weeks of history from one seed."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from tongzhou.demo.days import Calendar
from tongzhou.demo.district import District, draw
from tongzhou.demo.district.homes import homes_of
from tongzhou.demo.events import Observation, Story
from tongzhou.demo.observations import ObservationWriter
from tongzhou.demo.requests import RequestWriter
from tongzhou.demo.staff import Colleague, staff
from tongzhou.demo.street import Street, build

# Requests of two weeks for each resident, and where it stops: more would only take longer to load.
REQUESTS_PER_RESIDENT, MOST_REQUESTS = 104 / 8000, 600
# So many observations are told one deed after the other.
TOLD = 60


@dataclass(frozen=True, slots=True)
class Demo:
    """Everything the loader needs; the crowd are those under observation whose story is short."""

    street: Street
    district: District
    colleagues: tuple[Colleague, ...]
    story: Story
    crowd: tuple[Observation, ...]


def write(*, residents: int, observations: int, seed: int, until: date, now: datetime) -> Demo:
    """Invent the demo. Each part has its own chance, so that a longer one leaves the rest alone.

    `now` is aware and in the street's time zone; nothing happens after it or after `until`.
    """
    posts, calls, stays = (Random(f"{seed} {part}") for part in _PARTS)  # noqa: S311
    street = street_of(residents=residents, seed=seed, until=until)
    colleagues = staff(street, rng=posts)
    requests = RequestWriter(street, colleagues, Calendar(calls, until, now), calls)
    watched = ObservationWriter(street, colleagues, Calendar(stays, until, now), stays)
    at_home = watched.write(observations)
    count = min(round(residents * REQUESTS_PER_RESIDENT), MOST_REQUESTS)
    story = Story(requests.write(count), at_home[:TOLD])
    district = district_of(street, seed=seed)
    return Demo(street, district, colleagues, story, crowd=at_home[TOLD:])


def street_of(*, residents: int, seed: int, until: date) -> Street:
    """The street and who lives there."""
    rng = Random(f"{seed} people")  # noqa: S311
    return build(residents=residents, rng=rng, until=until)


def district_of(street: Street, *, seed: int) -> District:
    """The map of that street."""
    return draw(homes_of(street), seed=seed)


_PARTS = ("posts", "calls", "stays")
