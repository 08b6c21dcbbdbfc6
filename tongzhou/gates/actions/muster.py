"""The leader's code of the morning, signed by the committee."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tongzhou.core import audit
from tongzhou.formats import muster
from tongzhou.gates import access
from tongzhou.gates.actions.keys import private_half, signing_key
from tongzhou.gates.models import PassKey
from tongzhou.gates.queries.standing import newest_blocked
from tongzhou.registry import access as registry
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.models import Place

# More make a code of so many squares that an old camera does not read it from a phone.
MOST_BYTES = 605
MOST_KEYS = 2
MOST_PARTS = 12
MOST_PASSES = 1000


@dataclass(frozen=True, slots=True)
class Signed:
    """One of the codes that together say everything."""

    place: Place
    text: str
    part: int
    parts: int


@transaction.atomic
def sign_muster(acting: Acting, place_id: int, *, now: datetime, part: int = 1) -> Signed:
    """What phones at a gate should know now, as codes signed by its committee.

    The first holds the next keys and the newest blocked passes; more follow where more are needed.
    """
    gates = registry.places_in_use(acting).filter(kind=PlaceKind.GATE)
    place = get_or_404(gates.select_related("committee"), pk=place_id)
    committee = place.committee
    key = signing_key(committee.pk, now=now)
    seconds = int(now.timestamp())
    keys = list(_next_keys(committee.pk, now))
    parts = _shared_out(newest_blocked(committee.pk, MOST_PASSES, now=now), len(keys))
    part = min(max(part, 1), len(parts))
    said = muster.Muster(
        signer=key.number, number=seconds, at=seconds, keys=keys if part == 1 else [],
        blocked=parts[part - 1],
    )  # fmt: skip
    text = muster.written(said, private_half(key))
    audit.record(
        "gates.muster.signed", actor=acting, now=now, obj=committee,
        signer=key.number, blocked=len(said.blocked),
    )  # fmt: skip
    return Signed(place, text, part, len(parts))


def _shared_out(blocked: Sequence[bytes], keys: int) -> list[Sequence[bytes]]:
    """The first code has less room: it holds the keys."""
    first, rest = muster.room(MOST_BYTES, keys), muster.room(MOST_BYTES, 0)
    starts = range(first, len(blocked), rest)
    return [blocked[:first], *(blocked[start : start + rest] for start in starts)][:MOST_PARTS]


def _next_keys(committee_id: int, now: datetime) -> Iterator[muster.Key]:
    rows = access.keys(Acting.system()).filter(committee=committee_id, signs_from__gt=now)
    for row in rows[:MOST_KEYS]:
        yield _written(row)


def _written(row: PassKey) -> muster.Key:
    begins, ends = int(row.signs_from.timestamp()), int(row.verifies_until.timestamp())
    return muster.Key(row.number, begins, ends, bytes(row.public))
