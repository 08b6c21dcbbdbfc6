"""Taking in what gates recorded, a batch at a time. Each once: an entry's id is the row's.

However many there are in a batch, it takes the same few statements.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from tongzhou.core import clock, rooms
from tongzhou.core.errors import Refusal
from tongzhou.core.fieldwork import Received
from tongzhou.core.inserting import insert
from tongzhou.gates.actions import reading
from tongzhou.gates.actions.noticing import notice
from tongzhou.gates.choices import CrossingHow
from tongzhou.gates.models import Crossing, GateNote
from tongzhou.gates.queries import arriving
from tongzhou.gates.queries.rules import RuleBook, rule_books
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting

# Nobody is fetched from bed for a fever of last week that a phone sends today.
STILL_NEWS = timedelta(days=2)


def take_all(acting: Acting, several: Sequence[Received], *, now: datetime) -> dict[UUID, str]:
    """Store what can be read; why the rest was refused, by id."""
    known = _known(acting, several)
    books = rule_books(acting, {place.committee_id for place in known.places.values()})
    rows: list[reading.Row] = []
    refused: dict[UUID, str] = {}
    for received in several:
        try:
            row = reading.read(known, received)
            if isinstance(row, Crossing):
                _tell_of_fever(row, books, now)
            rows.append(row)
        except Refusal as refusal:
            refused[received.id] = str(refusal.sentence)
    crossings = [row for row in rows if isinstance(row, Crossing)]
    _seal_visitors(crossings)
    notes = [row for row in rows if isinstance(row, GateNote)]
    insert(crossings)
    GateNote.objects.bulk_create(notes)
    notice(crossings, notes, books, now=now)
    return refused


def _known(acting: Acting, several: Sequence[Received]) -> reading.Known:
    places = {each.place_id for each in several if each.place_id}
    shown = {reading.public_id_of(each.body.get("pass")) for each in several} - {b""}
    return reading.Known(acting, arriving.places(acting, places), arriving.shown(shown))


def _tell_of_fever(row: Crossing, books: Mapping[int, RuleBook], now: datetime) -> None:
    """Every installed room is asked for a module `fevers`; the gate learns nothing from it."""
    if row.of is None or row.tenths is None or now - row.at > STILL_NEWS:
        return
    if row.tenths < books[row.committee_id].on(clock.local_date(now)).fever_tenths:
        return
    with transaction.atomic():
        for room in rooms.with_module("fevers"):
            room.noticed(
                row.of.household_id, tenths=row.tenths, at=row.at, place=row.place.name, now=now
            )


def _seal_visitors(crossings: Sequence[Crossing]) -> None:
    """Each visitor under a key of their own, which is destroyed by itself."""
    visitors = [row for row in crossings if row.how == CrossingHow.VISITOR]
    if not visitors:
        return
    keyring, key_ids = Keyring.new(len(visitors))
    for row, key_id in zip(visitors, key_ids, strict=True):
        row.key_id = key_id
        keyring.seal(row, "visitor", row.details)  # type: ignore[attr-defined]
