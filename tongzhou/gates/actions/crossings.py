"""Taking in what gates recorded. Each once: an entry's id is the crossing's."""

import json
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from tongzhou.core import clock, rooms
from tongzhou.core.errors import Refusal
from tongzhou.core.fieldwork import Body, Received
from tongzhou.formats.gate_rules import Way
from tongzhou.gates import access
from tongzhou.gates.choices import CrossingHow, NoteKind
from tongzhou.gates.models import Crossing, GateNote, Pass
from tongzhou.gates.queries.rules import rule_book
from tongzhou.privacy import phone_seal
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry import access as registry
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Place

WAYS = tuple(way.value for way in Way)
COLDEST, HOTTEST = 300, 450
MOST_PERSONS, MOST_OUTSIDE = 50, 5000
# Nobody is fetched from bed for a fever of last week that a phone sends today.
STILL_NEWS = timedelta(days=2)


def take_crossing(acting: Acting, received: Received, *, now: datetime) -> None:
    """A household's pass went out or came in, or somebody was let through by hand."""
    body, place = Body(received.body), _place(acting, received)
    row = _begun(acting, received, place, body)
    shown = body.text("pass", 32)
    row.of = _pass(shown) if shown else None
    row.how = body.choice("how", CrossingHow.values)
    row.reason = body.text("reason", 20)
    row.verdict = body.text("verdict", 20)
    row.first_tenths = body.perhaps("first_tenths", COLDEST, HOTTEST)
    row.word = body.text("word", 200)
    body.end()
    row.save(force_insert=True)
    _tell_of_fever(acting, row, now)


def _tell_of_fever(acting: Acting, row: Crossing, now: datetime) -> None:
    """Every installed room is asked for a module `fevers`; the gate learns nothing from it."""
    if row.of is None or row.tenths is None or now - row.at > STILL_NEWS:
        return
    book = rule_book(acting, row.place.committee.office_id, row.committee_id)
    if row.tenths < book.on(clock.local_date(now)).fever_tenths:
        return
    for room in rooms.with_module("fevers"):
        room.noticed(
            row.of.household_id, tenths=row.tenths, at=row.at, place=row.place.name, now=now
        )


def take_turned_back(acting: Acting, received: Received, *, now: datetime) -> None:
    """Somebody did not go for a fever: no crossing, and yet the household is asked how they are."""
    body, place = Body(received.body), _place(acting, received)
    row = _begun(acting, received, place, body)
    shown = body.text("pass", 32)
    row.of = _pass(shown) if shown else None
    body.perhaps("first_tenths", COLDEST, HOTTEST)
    body.end()
    _note(acting, received, NoteKind.FEVER, note=row.celsius)
    _tell_of_fever(acting, row, now)


def take_visitor(acting: Acting, received: Received, *, now: datetime) -> None:
    """A visitor; who it is was sealed on the phone, and is sealed here under a key of its own."""
    body, place = Body(received.body), _place(acting, received)
    row = _begun(acting, received, place, body)
    row.how = CrossingHow.VISITOR
    details = _opened(body.text("sealed", 4000))
    body.text("verdict", 20)
    body.end()
    keyring, [row.key_id] = Keyring.new()
    keyring.seal(row, "visitor", json.dumps(details, ensure_ascii=False))
    row.save(force_insert=True)


def take_count(acting: Acting, received: Received, *, now: datetime) -> None:
    """How many stand outside and in the queue."""
    body = Body(received.body)
    outside = body.perhaps("outside", 0, MOST_OUTSIDE)
    queue = body.perhaps("queue", 0, MOST_OUTSIDE)
    body.end()
    _note(acting, received, NoteKind.COUNT, outside=outside, queue=queue)


def take_handover(acting: Acting, received: Received, *, now: datetime) -> None:
    """What one shift hands to the next."""
    body = Body(received.body)
    note = body.text("note", 500)
    body.perhaps("unsent", 0, 10**6)
    body.end()
    _note(acting, received, NoteKind.HANDOVER, note=note)


def _begun(acting: Acting, received: Received, place: Place, body: Body) -> Crossing:
    return Crossing(
        entry=received.id, place=place, committee_id=place.committee_id, at=received.at,
        doubt=received.doubt, by_id=acting.user_id,
        direction=body.choice("direction", WAYS),
        persons=body.number("persons", 1, MOST_PERSONS),
        tenths=body.perhaps("tenths", COLDEST, HOTTEST),
    )  # fmt: skip


def _note(
    acting: Acting, received: Received, kind: NoteKind, *,
    outside: int | None = None, queue: int | None = None, note: str = "",
) -> None:  # fmt: skip
    place = _place(acting, received)
    GateNote.objects.create(
        entry=received.id, place=place, committee_id=place.committee_id, kind=kind,
        at=received.at, outside=outside, queue=queue, note=note, by_id=acting.user_id,
    )  # fmt: skip


def _place(acting: Acting, received: Received) -> Place:
    return get_or_404(registry.places(acting).select_related("committee"), pk=received.place_id)


def _pass(shown: str) -> Pass | None:
    """The pass of this id; one that is not known here was recorded all the same."""
    try:
        public_id = bytes.fromhex(shown)
    except ValueError:
        raise Refusal(_("The number of the pass cannot be read.")) from None
    return access.passes(Acting.system()).filter(public_id=public_id).first()


def _opened(sealed: str) -> dict[str, str]:
    try:
        details = json.loads(phone_seal.opened(sealed))
    except (phone_seal.Unopenable, ValueError):
        raise Refusal(
            _("The visitor's details cannot be opened: they were sealed elsewhere.")
        ) from None
    if not isinstance(details, dict):
        raise Refusal(_("The visitor's details cannot be read."))
    return {str(name)[:40]: str(value)[:200] for name, value in details.items()}
