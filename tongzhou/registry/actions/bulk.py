"""Many households and residents at once: what the import and the demo write with.

Values go in clear and are sealed and indexed here. One statement a table, not one a row; ids are
reserved beforehand, so that nothing has to be read back.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, cast
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model

from tongzhou.privacy import blind
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.addresses import door_label, door_search, floor_of, unit_key
from tongzhou.registry.choices import Language, Relation, Sex
from tongzhou.registry.models import Building, Household, Resident
from tongzhou.registry.naming import name_search, place_search

# Rows sealed and written in one go: memory stays small, statements stay few.
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class NewResident:
    """A person as told; empty means unknown."""

    name: str
    sex: str = Sex.UNKNOWN
    birth_on: date | None = None
    relation: str = Relation.UNKNOWN
    id_number: str = ""
    phone: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """A door in a saved building, with the people behind it. `floor` None: as the room tells."""

    building: Building
    unit: str = ""
    room: str = ""
    floor: int | None = None
    language: str = Language.MANDARIN
    phone: str = ""
    may_open: str = ""
    notes: str = ""
    residents: Sequence[NewResident] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """Ids of what was written: the household, and its residents in the order given."""

    household_id: int
    resident_ids: tuple[int, ...] = field(default=())


@transaction.atomic
def add_households(entries: Sequence[NewHousehold]) -> list[Added]:
    """Write households with their residents, in the caller's transaction; no audit entry.

    Buildings (with compound and committee) must be saved; `select_related` saves queries.
    """
    return [
        added
        for start in range(0, len(entries), CHUNK)
        for added in _add_households(entries[start : start + CHUNK])
    ]


def _add_households(entries: Sequence[NewHousehold]) -> list[Added]:
    homes = reserve_ids(Household, len(entries))
    has_secrets = [bool(e.phone or e.may_open or e.notes) for e in entries]
    keyring, keys = Keyring.new(sum(has_secrets))
    fresh = iter(keys)
    rows = [
        _household_row(pk, entry, keyring, next(fresh) if secret else None)
        for pk, entry, secret in zip(homes, entries, has_secrets, strict=True)
    ]
    insert_rows(Household, HOUSEHOLD_COLUMNS, rows)
    people = [
        (home, entry.building.compound.committee_id, person)
        for home, entry in zip(homes, entries, strict=True)
        for person in entry.residents
    ]
    ids = iter(add_residents(people))
    return [
        Added(home, tuple(next(ids) for _ in entry.residents))
        for home, entry in zip(homes, entries, strict=True)
    ]


def add_residents(people: Iterable[tuple[int, int, NewResident]]) -> list[int]:
    """Write residents given as (household id, committee id, person); returns their ids."""
    source = iter(people)
    ids: list[int] = []
    while chunk := list(islice(source, CHUNK)):
        ids += _add_residents(chunk)
    return ids


def _add_residents(people: Sequence[tuple[int, int, NewResident]]) -> Sequence[int]:
    ids = reserve_ids(Resident, len(people))
    keyring, keys = Keyring.new(len(people))
    rows = [
        _resident_row(pk, household, committee, person, keyring, key)
        for pk, key, (household, committee, person) in zip(ids, keys, people, strict=True)
    ]
    insert_rows(Resident, RESIDENT_COLUMNS, rows)
    return ids


HOUSEHOLD_COLUMNS = (
    "id", "building_id", "committee_id", "unit", "room", "floor", "door", "search", "language",
    "key_id", "phone", "phone_index", "phone_tail_index", "may_open", "notes", "version",
)  # fmt: skip
RESIDENT_COLUMNS = (
    "id", "household_id", "committee_id", "key_id", "name", "search", "sex", "birth_on",
    "relation", "id_number", "id_index", "phone", "phone_index", "phone_tail_index", "notes",
    "version",
)  # fmt: skip


def _household_row(
    pk: int, entry: NewHousehold, keyring: Keyring, key_id: UUID | None
) -> tuple[Any, ...]:
    building, compound = entry.building, entry.building.compound
    unit = unit_key(entry.unit)
    place = place_search(compound.name, compound.name_en)
    seal = Sealer(keyring, Household, key_id)
    return (
        pk, building.pk, compound.committee_id, unit, entry.room,
        floor_of(entry.room) if entry.floor is None else entry.floor,
        door_label(building.name, unit, entry.room),
        door_search(place, building.name, unit, entry.room), entry.language, key_id,
        seal("phone", entry.phone), blind.phone_index(entry.phone),
        blind.phone_tail_index(entry.phone), seal("may_open", entry.may_open),
        seal("notes", entry.notes), 1,
    )  # fmt: skip


def _resident_row(
    pk: int, household: int, committee: int, person: NewResident, keyring: Keyring, key_id: UUID
) -> tuple[Any, ...]:
    seal = Sealer(keyring, Resident, key_id)
    return (
        pk, household, committee, key_id, person.name, name_search(person.name), person.sex,
        person.birth_on, person.relation,
        seal("id_number", person.id_number), blind.id_index(person.id_number),
        seal("phone", person.phone), blind.phone_index(person.phone),
        blind.phone_tail_index(person.phone), seal("notes", person.notes), 1,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals values of one row that does not exist as an object."""

    keyring: Keyring
    model: type[Model]
    key_id: UUID | None

    def __call__(self, column: str, text: str) -> bytes:
        """The sealed text, or nothing for an empty one."""
        if not text or self.key_id is None:
            return b""
        place = f"{self.model._meta.db_table}.{column}"
        return self.keyring.seal_bytes(self.key_id, place, text.encode())


def reserve_ids(model: type[Model], count: int) -> Sequence[int]:
    """Ids nobody else will get. On SQLite the caller's transaction holds the only write lock."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
    first = (last[0] if last else 0) + 1
    return range(first, first + count)


def insert_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert tuples; columns not named take their defaults, which the caller answers for."""
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    marks = ", ".join(["%s"] * len(columns))
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
            cast("Sequence[Sequence[Any]]", _adapted(model, columns, rows)),  # one by one
        )


def _adapted(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterable[Sequence[Any]]:
    """Rows as the database takes them: SQLite keeps UUIDs as hex digits, dates as ISO text."""
    if connection.vendor != "sqlite":
        return rows
    kinds = [model._meta.get_field(name).get_internal_type() for name in columns]
    places = [(place, _AS_TEXT[kind]) for place, kind in enumerate(kinds) if kind in _AS_TEXT]
    return (_with_text(row, places) for row in rows)


_AS_TEXT: dict[str, Callable[[Any], str]] = {
    "UUIDField": lambda key: key.hex,
    "DateField": date.isoformat,
}


def _with_text(
    row: Sequence[Any], places: Sequence[tuple[int, Callable[[Any], str]]]
) -> Sequence[Any]:
    values = list(row)
    for place, as_text in places:
        if values[place] is not None:
            values[place] = as_text(values[place])
    return values


def update_rows(
    model: type[Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    is_edit: bool = True,
) -> None:
    """Update tuples of the new values followed by the id; an edit raises each row's version."""
    quote = connection.ops.quote_name
    sets = [f"{quote(name)} = %s" for name in columns]
    sets += ["version = version + 1"] if is_edit else []
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {', '.join(sets)} WHERE id = %s",  # noqa: S608
            cast("Sequence[Sequence[Any]]", _adapted(model, columns, rows)),  # one by one
        )


def refresh_statistics() -> None:
    """Tell the database how its tables look now: after a large import its plans depend on it."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
