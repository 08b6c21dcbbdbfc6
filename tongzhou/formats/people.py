"""What reading a roster gives: one record per resident, and all that was found on the way."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tongzhou.formats.reasons import Problem

_HEADS = frozenset({"户主", "本人", "户主本人", "本户户主", "head", "self", "householder"})


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One resident as the roster tells it. Unknown is "" or None; `sex` is "male" or "female".

    `row` is the number people see in the file. `building`, `unit` and `room` are keys ("3" for
    3号楼); committee, compound and name are never empty.
    """

    row: int
    committee: str
    compound: str
    building: str
    unit: str
    room: str
    name: str
    birth_date: date | None
    id_number: str
    sex: str
    phone: str
    relation: str
    notes: str

    @property
    def identity(self) -> tuple[str, ...]:
        """Who this is: the ID number, else door, name and birth date."""
        if self.id_number:
            return (self.id_number,)
        born = self.birth_date.isoformat() if self.birth_date else ""
        return (*self.door, self.name, born)

    @property
    def door(self) -> tuple[str, str, str, str, str]:
        """The household: committee, compound, building, unit, room."""
        return (self.committee, self.compound, self.building, self.unit, self.room)

    @property
    def is_head(self) -> bool:
        """Whether the roster calls this person the head of the household."""
        return self.relation.casefold() in _HEADS


@dataclass(frozen=True, slots=True)
class RosterResult:
    """What a sheet holds. `rows` are good; a row with a problem is not among them.

    `read` counts the rows that name somebody; `repeated` are numbers of rows that say again
    exactly what an earlier one said; `ignored` are headings nobody knows; `others` are the sheets
    that were not read; `columns` says where each field stands: our name -> (letters of the
    column, heading as written).
    """

    sheet: str
    read: int
    rows: list[RosterRow]
    problems: list[Problem]
    repeated: list[int]
    ignored: tuple[str, ...]
    others: tuple[str, ...]
    columns: dict[str, tuple[str, str]]

    def problem(
        self, row: int, field: str, reason_code: str, *, value: str, **params: Any
    ) -> Problem:
        """Name a cell of this sheet for a reason found later, say an unknown committee."""
        letters, heading = self.columns[field]
        cell = f"{letters}{row}"
        return Problem(self.sheet, cell, row, heading, value, reason_code, params, field)
