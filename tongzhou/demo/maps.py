"""The drawn district comes into the office, and each of the two committees asks for a plan on it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tongzhou.closures.actions.maps import import_file
from tongzhou.closures.actions.plans import make
from tongzhou.closures.choices import WALK_METRES, MapState
from tongzhou.closures.models import StreetMap
from tongzhou.core import clock
from tongzhou.demo.account_rows import Crew
from tongzhou.demo.days import DAYS
from tongzhou.demo.district import District
from tongzhou.demo.passes import CLOSED_ON
from tongzhou.demo.turns import Turn

NAME = "tongan-old-quarter.osm"
INVENTED = "虚构的街区 · Invented"
BROUGHT = time(15, 40)
CLOSING = ("liuyin", "huaian")


@dataclass(slots=True)
class MapPlayer:
    """Brings the map in on the day before the alleys are closed. The plans are asked for now, and
    worked out as soon as the server runs: nobody waits for them at the start.
    """

    district: District
    crew: Crew
    now: datetime
    brought: list[StreetMap] = field(default_factory=list)

    def turns(self) -> Iterator[Turn]:
        """Yield what is done, in order of time."""
        day = clock.local_date(self.now) - timedelta(days=len(DAYS) - CLOSED_ON)
        at = clock.at_local(day, BROUGHT)
        yield Turn(at, partial(self._bring, at))
        for key in CLOSING:
            yield Turn(self.now, partial(self._ask, key))

    def _bring(self, at: datetime) -> None:
        with TemporaryDirectory() as folder:
            file = Path(folder) / NAME
            file.write_bytes(self.district.osm)
            row = import_file(self.crew.actings["officer"], file, now=at)
        if row.state != MapState.READY:
            raise RuntimeError(f"the drawn district cannot be read: {row.failure}")
        row.attribution = INVENTED  # no mapper of OpenStreetMap has been there
        row.save(update_fields=["attribution"])
        self.brought.append(row)

    def _ask(self, key: str) -> None:
        make(
            self.crew.actings[f"secretary.{key}"],
            self.brought[0].pk,
            title="",  # it goes by its day, in the language of whoever reads
            area="drawn",
            corners=self.district.quarters[key][:-1],
            walk_metres=WALK_METRES,
            volunteers=0,
            now=self.now,
        )
