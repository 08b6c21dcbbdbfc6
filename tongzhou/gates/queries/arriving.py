"""What a batch of a phone speaks of: asked by every batch of every gate, so compiled once."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, BinaryField, DateTimeField, QuerySet

from tongzhou.core import prepared
from tongzhou.core.prepared import Places, Slot
from tongzhou.gates import access
from tongzhou.gates.choices import FindingKind
from tongzhou.gates.models import Pass
from tongzhou.gates.queries.conflicts import Step
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Place

PLACES = Places("place", BigIntegerField())
SHOWN = Places("shown", BinaryField())
HOUSEHOLDS = Places("household", BigIntegerField())
PASSES = Places("pass", BigIntegerField())
SINCE, UNTIL = Slot("since", DateTimeField()), Slot("until", DateTimeField())


def places(acting: Acting, ids: Collection[int]) -> dict[int, Place]:
    """Places of one's committee by number: one query."""
    found: dict[int, Place] = {}
    for room, values in PLACES.batches(sorted(ids)):
        statement = prepared.statement(_places, acting.as_slots(), room)
        found |= {row.pk: row for row in statement.instances({**acting.values(), **values})}
    return found


def _places(acting: Acting, room: int) -> QuerySet[Place]:
    return registry.places(acting).filter(pk__in=PLACES.slots(room))


def shown(public_ids: Collection[bytes]) -> dict[bytes, Pass]:
    """Passes by the id that a phone reads off them: one query."""
    found: dict[bytes, Pass] = {}
    for room, values in SHOWN.batches(sorted(public_ids)):
        rows = prepared.statement(_shown, room).instances(values)
        found |= {bytes(row.public_id): row for row in rows}
    return found


def _shown(room: int) -> QuerySet[Pass]:
    return access.passes(Acting.system()).filter(public_id__in=SHOWN.slots(room))


def steps(households: Collection[int], since: datetime, until: datetime) -> dict[int, list[Step]]:
    """All crossings of households in a span, by household: one query."""
    found: dict[int, list[Step]] = defaultdict(list)
    for room, values in HOUSEHOLDS.batches(sorted(households)):
        span = {"since": since, "until": until, **values}
        for household, *row in prepared.statement(_steps, room).rows(span):
            found[household].append(Step(*row))
    return found


def _steps(room: int) -> QuerySet[Any, Any]:
    system = Acting.system()
    passes = access.passes(system).filter(household__pk__in=HOUSEHOLDS.slots(room))
    rows = access.crossings(system).filter(of__in=passes.values("pk"))
    return rows.filter(at__gte=SINCE, at__lte=UNTIL).values_list(
        "of__household_id", "pk", "at", "place_id", "direction", "verdict", "reason", "word",
        "of__is_essential", "of_id", "committee_id", "doubt",
    )  # fmt: skip


def contradictions_known(
    passes: Collection[int], since: datetime, until: datetime
) -> dict[str, str]:
    """Contradictions of these passes that were found before, with their state: one query."""
    found: dict[str, str] = {}
    for room, values in PASSES.batches(sorted(passes)):
        span = {"since": since, "until": until, **values}
        found |= dict(prepared.statement(_contradictions, room).rows(span))
    return found


def _contradictions(room: int) -> QuerySet[Any, Any]:
    rows = access.findings(Acting.system()).filter(kind=FindingKind.TRIPS)
    rows = rows.filter(of__pk__in=PASSES.slots(room), at__gte=SINCE, at__lte=UNTIL)
    return rows.values_list("mark", "state")
