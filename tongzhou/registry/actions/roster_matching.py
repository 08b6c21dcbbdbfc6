"""Who is who: rows of a roster against the people stored, and what the rows change.

Identity is the ID number, else door, name and birth date. Sure matches are taken before likely
ones, so that the order of the rows does not matter. An empty cell never erases what is stored.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tongzhou.formats.people import RosterRow
from tongzhou.privacy import blind
from tongzhou.registry.acting import Acting
from tongzhou.registry.queries.roster import DoorKey, Known, people_at, stored_notes
from tongzhou.registry.relations import relation_of

SEXES = {"female": "f", "male": "m", "": ""}


class Entry(NamedTuple):
    """One good row with its door; `household_id` None when the door is new."""

    row: RosterRow
    door: DoorKey
    household_id: int | None
    id_index: int | None


@dataclass(slots=True)
class Change:
    """What a row changes of a stored resident: values in clear, by name of the column."""

    entry: Entry
    known: Known
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def is_move(self) -> bool:
        """Whether the person now lives behind another door."""
        return self.entry.household_id != self.known.household_id


@dataclass(slots=True)
class Matching:
    """The rows sorted into new people, changed people, and how many stay as they are."""

    created: list[Entry] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0


def match(entries: Sequence[Entry], known: Sequence[Known], acting: Acting) -> Matching:
    """Sort entries into new, changed and unchanged."""
    pairs, created = _pairs(entries, known)
    noted = [person.pk for entry, person in pairs if entry.row.notes]
    notes = stored_notes(acting, noted)
    matching = Matching(created=created)
    for entry, person in pairs:
        values = dict(_differences(entry, person, notes.get(person.pk, "")))
        if values or entry.household_id != person.household_id:
            matching.changed.append(Change(entry, person, values))
        else:
            matching.unchanged += 1
    return matching


def _pairs(
    entries: Sequence[Entry], known: Sequence[Known]
) -> tuple[list[tuple[Entry, Known]], list[Entry]]:
    """Pair rows with stored people, the surest way of recognising them first."""
    by_id = {p.id_index: p for p in known if p.id_index is not None}
    at = people_at(known)
    pairs: list[tuple[Entry, Known]] = []
    taken: set[int] = set()
    rest: Iterable[Entry] = entries
    for recognise in (_by_number, _by_birth, _by_name):
        left: list[Entry] = []
        for entry in rest:
            here = at.get((entry.household_id or 0, entry.row.name), ())
            found = recognise(entry, by_id, [p for p in here if p.pk not in taken])
            if found is None or found.pk in taken:
                left.append(entry)
            else:
                taken.add(found.pk)
                pairs.append((entry, found))
        rest = left
    return pairs, left


def _by_number(entry: Entry, by_id: dict[int, Known], here: list[Known]) -> Known | None:
    return None if entry.id_index is None else by_id.get(entry.id_index)


def _by_birth(entry: Entry, by_id: dict[int, Known], here: list[Known]) -> Known | None:
    return next((p for p in _possible(entry, here) if p.birth_on == entry.row.birth_date), None)


def _by_name(entry: Entry, by_id: dict[int, Known], here: list[Known]) -> Known | None:
    """The only one of this name behind the door, where one of the birth dates is unknown."""
    possible = list(_possible(entry, here))
    if len(possible) != 1 or (possible[0].birth_on and entry.row.birth_date):
        return None
    return possible[0]


def _possible(entry: Entry, here: list[Known]) -> Iterator[Known]:
    """People whose ID number, where both are known, is not another one."""
    return (p for p in here if entry.id_index is None or p.id_index is None)


def _differences(entry: Entry, person: Known, notes: str) -> Iterator[tuple[str, Any]]:
    """Columns in which the row says something else than what is stored."""
    row = entry.row
    told = (
        ("name", row.name, person.name),
        ("birth_on", row.birth_date, person.birth_on),
        ("sex", SEXES[row.sex], person.sex),
        ("relation", relation_of(row.relation), person.relation),
        ("notes", row.notes, notes),
    )
    yield from ((column, new) for column, new, old in told if new and new != old)
    if entry.id_index is not None and entry.id_index != person.id_index:
        yield "id_number", row.id_number
    if row.phone and blind.phone_index(row.phone) != person.phone_index:
        yield "phone", row.phone
    if person.left_on:
        yield "left_on", None
