"""Recent temperatures of many people at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, DateField, QuerySet

from tongzhou.core import clock, prepared
from tongzhou.core.prepared import Places, Slot
from tongzhou.followup import access
from tongzhou.followup.choices import SEEN
from tongzhou.followup.queries.checks import RECENT
from tongzhou.followup.queries.findings import tenths_of
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting

Sealed = Mapping[int, Sequence[bytes]]
OBSERVATIONS = Places("observation", BigIntegerField())
SINCE = Slot("since", DateField())


def sealed_curves(acting: Acting, observations: Iterable[int], *, now: datetime) -> Sealed:
    """Sealed findings of the last days by observation, oldest first: one query (per 500)."""
    values = acting.values() | {"since": clock.local_date(now) - RECENT}
    found: dict[int, list[bytes]] = defaultdict(list)
    for room, wanted in OBSERVATIONS.batches(list(dict.fromkeys(observations))):
        rows = prepared.statement(_sealed, acting.as_slots(), room).rows({**values, **wanted})
        for observation_id, sealed in rows:
            found[observation_id].append(bytes(sealed))
    return found


def _sealed(acting: Acting, room: int) -> QuerySet[Any, Any]:
    rows = access.follow_ups(acting).filter(
        observation__pk__in=OBSERVATIONS.slots(room), day__gte=SINCE, state__in=SEEN
    )
    return rows.order_by("due_at").values_list("observation_id", "findings")


def opened(curve: Iterable[bytes], key_id: UUID, keyring: Keyring) -> list[int]:
    """The temperatures of a curve in tenths of a degree Celsius."""
    return [tenths for tenths in tenths_of(curve, key_id, keyring) if tenths is not None]
