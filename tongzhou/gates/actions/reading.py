"""What a gate's phone wrote, read strictly into rows that are not stored yet."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongzhou.core.errors import Refusal
from tongzhou.core.fieldwork import Body, Received
from tongzhou.formats.gate_rules import Way
from tongzhou.gates.choices import HOW_CROSSED, CrossingHow, NoteKind
from tongzhou.gates.models import Crossing, GateNote, Pass
from tongzhou.privacy import phone_seal
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Place

WAYS = tuple(way.value for way in Way)
COLDEST, HOTTEST = 300, 450
MOST_PERSONS, MOST_OUTSIDE = 50, 5000
Row = Crossing | GateNote


@dataclass(frozen=True, slots=True)
class Known:
    """What a batch speaks of: gates by number, passes by their public id."""

    acting: Acting
    places: Mapping[int, Place]
    passes: Mapping[bytes, Pass]

    def place(self, received: Received) -> Place:
        """The gate where an entry was written."""
        place = self.places.get(received.place_id or 0)
        if place is None:
            raise Refusal(_("The gate it was recorded at is not there any more, or is not yours."))
        return place


def read(known: Known, received: Received) -> Row:
    """One entry as a row. Raises Refusal where it cannot be read."""
    return READERS[received.kind](known, received, Body(received.body))


def public_id_of(text: object) -> bytes:
    """The id of a pass as bytes; empty where there is none, or it is not one."""
    try:
        return bytes.fromhex(text) if isinstance(text, str) else b""
    except ValueError:
        return b""


def _crossing(known: Known, received: Received, body: Body) -> Crossing:
    """A household's pass went out or came in, or somebody was let through by hand."""
    row = _begun(known, received, body)
    row.of = _pass_of(known, body)
    row.how = body.choice("how", HOW_CROSSED)
    row.reason = body.text("reason", 20)
    row.verdict = body.text("verdict", 20)
    row.first_tenths = body.perhaps("first_tenths", COLDEST, HOTTEST)
    row.word = body.text("word", 200)
    body.end()
    return row


def _turned_back(known: Known, received: Received, body: Body) -> Crossing:
    """Somebody was kept back for a fever; the household is asked how they are."""
    row = _begun(known, received, body)
    row.of = _pass_of(known, body)
    row.how = CrossingHow.KEPT
    row.first_tenths = body.perhaps("first_tenths", COLDEST, HOTTEST)
    body.end()
    return row


def _visitor(known: Known, received: Received, body: Body) -> Crossing:
    """A visitor; who it is was sealed on the phone and waits, opened, to be sealed here."""
    row = _begun(known, received, body)
    row.how = CrossingHow.VISITOR
    row.details = _opened(body.text("sealed", 4000))  # type: ignore[attr-defined]
    body.text("verdict", 20)
    body.end()
    return row


def _count(known: Known, received: Received, body: Body) -> GateNote:
    """How many stand outside and in the queue."""
    outside = body.perhaps("outside", 0, MOST_OUTSIDE)
    queue = body.perhaps("queue", 0, MOST_OUTSIDE)
    body.end()
    return _note(known, received, NoteKind.COUNT, outside=outside, queue=queue)


def _handover(known: Known, received: Received, body: Body) -> GateNote:
    """What one shift hands to the next."""
    note = body.text("note", 500)
    body.perhaps("unsent", 0, 10**6)
    body.end()
    return _note(known, received, NoteKind.HANDOVER, note=note)


def _door(known: Known, received: Received, body: Body) -> GateNote:
    """To which door somebody went who was let home without a good pass."""
    note = body.text("door", 80)
    body.end()
    if not note:
        raise Refusal(_("No door was noted."))
    return _note(known, received, NoteKind.DOOR, note=note)


READERS: Mapping[str, Callable[[Known, Received, Body], Row]] = {
    "gate.crossing": _crossing,
    "gate.turned_back": _turned_back,
    "gate.visitor": _visitor,
    "gate.count": _count,
    "gate.handover": _handover,
    "gate.door": _door,
}


def _pass_of(known: Known, body: Body) -> Pass | None:
    """The pass that was shown; one that is not known here was recorded all the same."""
    shown = body.text("pass", 32)
    if shown and not public_id_of(shown):
        raise Refusal(_("The number of the pass cannot be read."))
    return known.passes.get(public_id_of(shown))


def _begun(known: Known, received: Received, body: Body) -> Crossing:
    place = known.place(received)
    return Crossing(
        entry=received.id, place=place, committee_id=place.committee_id, at=received.at,
        doubt=received.doubt, by_id=known.acting.user_id,
        direction=body.choice("direction", WAYS),
        persons=body.number("persons", 1, MOST_PERSONS),
        tenths=body.perhaps("tenths", COLDEST, HOTTEST),
    )  # fmt: skip


def _note(
    known: Known, received: Received, kind: NoteKind, *,
    outside: int | None = None, queue: int | None = None, note: str = "",
) -> GateNote:  # fmt: skip
    place = known.place(received)
    return GateNote(
        entry=received.id, place=place, committee_id=place.committee_id, kind=kind,
        at=received.at, outside=outside, queue=queue, note=note, by_id=known.acting.user_id,
    )  # fmt: skip


def _opened(sealed: str) -> str:
    try:
        details = json.loads(phone_seal.opened(sealed))
    except (phone_seal.Unopenable, ValueError):
        raise Refusal(
            _("The visitor's details cannot be opened: they were sealed elsewhere.")
        ) from None
    if not isinstance(details, dict):
        raise Refusal(_("The visitor's details cannot be read."))
    said = {str(name)[:40]: str(value)[:200] for name, value in details.items()}
    return json.dumps(said, ensure_ascii=False)
