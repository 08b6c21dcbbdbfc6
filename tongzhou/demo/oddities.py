"""What does not fit together at the gates of two days, so that somebody has to look at it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from tongzhou.core import clock
from tongzhou.demo.account_rows import Crew
from tongzhou.demo.registry_rows import Rows
from tongzhou.formats.gate_rules import Way
from tongzhou.gates import access
from tongzhou.gates.actions import set_finding_aside
from tongzhou.gates.actions.noticing import notice
from tongzhou.gates.choices import CrossingHow, FindingKind, NoteKind
from tongzhou.gates.models import Crossing, GateNote
from tongzhou.gates.queries.rules import rule_books
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Place

SPOKEN_OF = ("liuyin", "huaian")
WRONG_BY = 1500  # Seconds by which a phone's clock was wrong before it was set.
SLOW_CLOCKS, SECOND_WAYS = 4, 2
DOORS = ("3 号楼 502", "老人说住 7 号楼，没带证")
ASIDE = "问过了：儿子替母亲取药，两人各用了一次。"


def play_oddities(rows: Rows, crew: Crew, *, now: datetime) -> None:
    """Contradictions at the gates of the story's two committees; one was looked at already."""
    for key in SPOKEN_OF:
        if key not in rows.committees:
            continue
        committee, rng = rows.committees[key], Random(key)  # noqa: S311
        found = access.crossings(Acting.system()).filter(committee=committee, at__lt=now)
        outs = list(found.filter(direction=Way.OUT).select_related("of", "place")[:200])
        if len(outs) < SECOND_WAYS + SLOW_CLOCKS:
            continue
        again = list(_second_ways(outs, rng))
        slow = _wrong_clock([row for row in outs if row.place == outs[-1].place][-SLOW_CLOCKS:])
        doors = list(_doors(outs[0].place, crew.actings[f"volunteer.{key}"], rng, now))
        Crossing.objects.bulk_create(again)
        GateNote.objects.bulk_create(doors)
        books = rule_books(Acting.system(), {committee.pk})
        notice([*again, *slow], doors, books, now=now)
        _look_at_one(crew.actings[f"grid1.{key}"], now)


def _second_ways(outs: Sequence[Crossing], rng: Random) -> Iterator[Crossing]:
    """Somebody else went by another gate with the same pass while the first was still out."""
    gates = sorted({row.place for row in outs}, key=lambda place: place.pk)
    for first in rng.sample(outs[:-SLOW_CLOCKS], SECOND_WAYS):
        yield Crossing(
            entry=_number(rng), committee_id=first.committee_id, of=first.of,
            place=rng.choice([gate for gate in gates if gate != first.place]), direction=Way.OUT, persons=1, at=first.at + timedelta(minutes=rng.randint(5, 15)),
            how=CrossingHow.SCAN, verdict="go", tenths=rng.randint(361, 368), by_id=first.by_id,
        )  # fmt: skip


def _wrong_clock(rows: Sequence[Crossing]) -> Sequence[Crossing]:
    """A phone that had no network for a day and the wrong time."""
    for row in rows:
        row.doubt = WRONG_BY
    Crossing.objects.bulk_update(rows, ["doubt"])
    return rows


def _doors(place: Place, acting: Acting, rng: Random, now: datetime) -> Iterable[GateNote]:
    evening = clock.day_start(clock.local_date(now)) - timedelta(hours=3)
    for number, door in enumerate(DOORS):
        yield GateNote(
            entry=_number(rng), place=place, committee_id=place.committee_id, kind=NoteKind.DOOR,
            at=evening + timedelta(minutes=25 * number), note=door, by_id=acting.user_id,
        )  # fmt: skip


def _look_at_one(acting: Acting, now: datetime) -> None:
    found = access.findings(acting).filter(kind=FindingKind.TRIPS).order_by("at").first()
    if found:
        set_finding_aside(acting, found.pk, word=ASIDE, now=now)


def _number(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)
