"""Recent temperatures of many people at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from tongzhou.core import clock
from tongzhou.followup import access
from tongzhou.followup.choices import SEEN
from tongzhou.followup.queries.checks import RECENT
from tongzhou.followup.queries.findings import tenths_of
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting

Sealed = Mapping[int, Sequence[bytes]]


def sealed_curves(acting: Acting, observations: Iterable[int], *, now: datetime) -> Sealed:
    """Sealed findings of the last days by observation, oldest first: one query."""
    rows = access.follow_ups(acting).filter(
        observation__in=list(observations),
        day__gte=clock.local_date(now) - RECENT,
        state__in=SEEN,
    )
    found: dict[int, list[bytes]] = defaultdict(list)
    for observation_id, sealed in rows.order_by("due_at").values_list("observation_id", "findings"):
        found[observation_id].append(bytes(sealed))
    return found


def opened(curve: Iterable[bytes], key_id: UUID, keyring: Keyring) -> list[int]:
    """The temperatures of a curve in tenths of a degree Celsius."""
    read = (tenths_of(sealed, key_id, keyring) for sealed in curve)
    return [tenths for tenths in read if tenths is not None]
