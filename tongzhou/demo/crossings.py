"""Two days at the gates: who went out with a pass and came home, as phones sent it.

Rows are written many at once; each is what the room would have stored.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from tongzhou.core import clock
from tongzhou.demo.account_rows import Crew
from tongzhou.demo.registry_rows import Rows
from tongzhou.formats.gate_rules import Way
from tongzhou.gates.choices import CrossingHow, NoteKind, PassState
from tongzhou.gates.models import Crossing, GateNote, Pass
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.models import Place

DAYS_BACK = 2
# Of so many households one goes out on a day; of so many trips one is longer than allowed.
GO_OUT, FEVERS, BY_HAND = 4, 300, 25
FIRST_HOUR, LAST_HOUR = 6, 19
MUSTER = time(7, 5)
HANDED_OVER = ("北门路灯坏了，已报修。", "体温枪换过电池。", "热水壶借自 3 号楼，晚班记得还。", "")


def play_crossings(rows: Rows, crew: Crew, *, now: datetime) -> None:
    """Write what the gates of all committees saw up to now."""
    rng = Random(77)  # noqa: S311
    for key, committee in rows.committees.items():
        gates = list(Place.objects.filter(committee=committee, kind=PlaceKind.GATE).order_by("pk"))
        user = crew.actings[f"volunteer.{key}"].user_id
        found = list(_trips(committee.pk, gates, user, rng, now)) if gates else []
        Crossing.objects.bulk_create(found, batch_size=500)
        GateNote.objects.bulk_create(_notes(gates, user, rng, now))


def _trips(
    committee: int, gates: list[Place], user: int | None, rng: Random, now: datetime
) -> Iterator[Crossing]:
    passes = list(
        Pass.objects.filter(committee=committee, state=PassState.ACTIVE).order_by("pk").only("pk")
    )
    for back in range(DAYS_BACK, -1, -1):
        midnight = clock.day_start(clock.local_date(now) - timedelta(days=back))
        # Every other day: whose number is even goes on even days.
        turn = [row for row in passes if row.pk % (2 * GO_OUT) == back % 2]
        for row in turn:
            out = midnight + timedelta(minutes=rng.randint(FIRST_HOUR * 60, LAST_HOUR * 60))
            home = out + timedelta(minutes=rng.randint(18, 110))
            gate = rng.choice(gates)
            for way, at in ((Way.OUT, out), (Way.IN, home)):
                if at <= now:
                    yield _crossing(row, gate, way, at, user, rng)


def _crossing(
    row: Pass, gate: Place, way: Way, at: datetime, user: int | None, rng: Random
) -> Crossing:
    is_hot = not rng.randrange(FEVERS)
    return Crossing(
        entry=UUID(int=rng.getrandbits(128), version=4),
        place=gate,
        committee_id=gate.committee_id,
        of=row,
        direction=way,
        persons=1,
        at=at,
        how=CrossingHow.CODE if not rng.randrange(BY_HAND) else CrossingHow.SCAN,
        verdict="go",
        tenths=rng.randint(374, 379) if is_hot else rng.randint(360, 369),
        by_id=user,
    )


def _notes(gates: list[Place], user: int | None, rng: Random, now: datetime) -> Iterator[GateNote]:
    morning = clock.at_local(clock.local_date(now), MUSTER)
    for gate in gates:
        shared = {"place": gate, "committee_id": gate.committee_id, "by_id": user}
        if (note := rng.choice(HANDED_OVER)) and morning <= now:
            yield GateNote(
                entry=UUID(int=rng.getrandbits(128), version=4), kind=NoteKind.HANDOVER,
                at=morning, note=note, **shared,
            )  # fmt: skip
        yield GateNote(
            entry=UUID(int=rng.getrandbits(128), version=4), kind=NoteKind.COUNT,
            at=now - timedelta(minutes=rng.randint(4, 40)), outside=rng.randint(0, 9),
            queue=rng.choice((0, 0, 1, 2, 4)) if morning <= now else 0, **shared,
        )  # fmt: skip
