"""One pass over the rows of a roster.

Rows are worked through in blocks and column by column, and what each distinct content of a column
means is worked out once: rosters repeat themselves, and this is what makes them quick to read.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import repeat
from operator import attrgetter
from typing import Any

from tongzhou.formats import doors, text
from tongzhou.formats.birth_dates import birth_date
from tongzhou.formats.headings import REQUIRED, Column, Layout
from tongzhou.formats.identity_numbers import NO_IDENTITY, Identity, identity
from tongzhou.formats.people import RosterResult, RosterRow
from tongzhou.formats.phones import phone
from tongzhou.formats.reasons import BadValue, Problem
from tongzhou.formats.sheets import Cell, Row, Sheet

_FOOTERS = ("合计", "总计", "小计", "共计", "填表", "制表", "审核", "负责人", "注:", "说明:")
_SEXES = dict.fromkeys(("男", "男性", "m", "male", "man", "1"), "male")
_SEXES |= dict.fromkeys(("女", "女性", "f", "female", "woman", "2"), "female")
_SEXES |= {"0": "", "9": ""}  # GB/T 2261.1: unknown, not stated
_KEPT_MEANINGS = 50_000
_FIELDS = tuple(RosterRow.__slots__[1:])
_BUILDING, _ROOM, _BIRTH, _ID, _SEX = map(
    _FIELDS.index, ("building", "room", "birth_date", "id_number", "sex")
)
_CONTENT = attrgetter(*_FIELDS)
_PERSON = attrgetter("committee", "compound", "building", "unit", "room", "name", "birth_date")


def sex(cell: Cell) -> str:
    """Return "male", "female" or "" (unknown). Raises BadValue for any other word."""
    word = text.known(cell).casefold()
    if word and word not in _SEXES:
        raise BadValue("sex_unknown_word")
    return _SEXES.get(word, "")


class Meanings(dict[Cell, Any]):
    """What each distinct content of one column means; `bad` says why some of it means nothing."""

    __slots__ = ("bad", "read")

    def __init__(self, read: Callable[[Cell], Any]) -> None:
        super().__init__()
        self.read = read
        self.bad: dict[Cell, BadValue] = {}

    def __missing__(self, cell: Cell) -> Any:
        try:
            meaning = self.read(cell)
        except BadValue as error:
            self.bad[cell] = error
            meaning = self.read("")
        if len(self) >= _KEPT_MEANINGS:
            self.clear()
        self[cell] = meaning
        return meaning


class Reading:
    """Collects people and problems of one sheet, block after block."""

    def __init__(self, sheet: Sheet, layout: Layout, today: date) -> None:
        self._sheet = sheet
        self._layout = layout
        self._heading_row = sheet.rows[layout.row]
        self._width = 1 + max(i for i, c in enumerate(self._heading_row) if text.plain(c))
        self._columns = {column.field: column for column in reversed(layout.columns)}
        self._meanings = {c: Meanings(_reader(c.field, today)) for c in layout.columns}
        self._problems: list[Problem] = []
        self._bad_rows: set[int] = set()
        self._unread: set[tuple[int, str]] = set()
        self._rows: list[RosterRow] = []
        self._repeated: list[int] = []
        self._by_number: dict[str, RosterRow] = {}
        self._by_person: dict[tuple[Any, ...], RosterRow] = {}
        self._read = 0

    @property
    def first(self) -> int:
        """The place of the first row below the headings."""
        return self._layout.row + 1

    def take(self, start: int, block: list[Row]) -> None:
        """Read the rows of `block`, whose first one stands at `start` within the sheet."""
        first = self._sheet.first_row + start
        people = [(n, row) for n, row in enumerate(block, first) if self._is_person(row)]
        if not people:
            return
        numbers = [number for number, _ in people]
        columns = self._read_columns(numbers, [self._padded(row) for _, row in people])
        self._check_filled(numbers, columns)
        if self._sheet.is_csv:
            self._check_width(people)
        for row in self._build(numbers, columns):
            self._add(row)
        self._read += len(people)

    def result(self) -> RosterResult:
        """Return all that was found, problems in the order of the file."""
        return RosterResult(
            sheet=self._sheet.name,
            read=self._read,
            rows=self._rows,
            problems=sorted(self._problems, key=lambda problem: problem.row),
            repeated=self._repeated,
            ignored=self._layout.ignored,
            others=self._sheet.others,
            columns={
                field: (self._sheet.letters(column.place), column.heading)
                for field, column in self._columns.items()
            },
        )

    # --- which rows count -------------------------------------------------------------------

    def _is_person(self, row: Row) -> bool:
        """Tell people from empty rows, headings repeated on each page, and sums at the foot."""
        if not any(row) or row == self._heading_row:
            return False
        name = self._columns["name"].place
        if name < len(row) and row[name]:
            return True
        filled = [written for written in map(text.plain, row) if written]
        return bool(filled) and not filled[0].startswith(_FOOTERS)

    def _padded(self, row: Row) -> Row:
        short = self._width - len(row)
        return row + [""] * short if short > 0 else row

    def _check_width(self, people: list[tuple[int, Row]]) -> None:
        for number, row in people:
            if len(row) > self._width and any(row[self._width :]):
                self._report(number, Column("", self._width, ""), "too_many_cells")

    # --- columns ----------------------------------------------------------------------------

    def _read_columns(self, numbers: list[int], rows: list[Row]) -> dict[str, list[Any]]:
        columns: dict[str, list[Any]] = {}
        for column in self._layout.columns:
            values = self._read_column(column, numbers, rows)
            if column.field in columns:  # a second telephone column fills the gaps of the first
                first = columns[column.field]
                values = [a or b for a, b in zip(first, values, strict=True)]
            columns[column.field] = values
        if "door" in columns:
            _spread_doors(columns)
        return columns

    def _read_column(self, column: Column, numbers: list[int], rows: list[Row]) -> list[Any]:
        meanings = self._meanings[column]
        cells = [row[column.place] for row in rows]
        if bool in set(map(type, cells)):  # True and 1 would share one meaning
            cells = [text.plain(cell) if isinstance(cell, bool) else cell for cell in cells]
        values = list(map(meanings.__getitem__, cells))
        if meanings.bad:
            for number, cell in zip(numbers, cells, strict=True):
                if cell in meanings.bad:
                    bad = meanings.bad[cell]
                    self._report(number, column, bad.code, **bad.params)
        return values

    def _check_filled(self, numbers: list[int], columns: dict[str, list[Any]]) -> None:
        for field in REQUIRED:
            if "" in columns[field]:
                for number, value in zip(numbers, columns[field], strict=True):
                    if not value and (number, field) not in self._unread:
                        self._report(number, self._columns[field], "empty")

    # --- rows -------------------------------------------------------------------------------

    def _build(self, numbers: list[int], columns: dict[str, list[Any]]) -> Iterator[RosterRow]:
        """Join the columns to rows; ID numbers fill in, and must agree with, sex and birth."""
        absent = {"birth_date": None, "id_number": NO_IDENTITY}
        joined = (columns.get(field) or repeat(absent.get(field, "")) for field in _FIELDS)
        for row, *content in zip(numbers, *joined, strict=False):
            known_by: Identity = content[_ID]
            if known_by.birth_date:
                self._agree(row, content[_BIRTH], content[_SEX], known_by)
                content[_BIRTH], content[_SEX] = known_by.birth_date, known_by.sex
            content[_ID] = known_by.number
            if not (content[_BUILDING] or content[_ROOM]) and row not in self._bad_rows:
                self._report(
                    row, self._columns.get("room") or self._columns["door"], "door_missing"
                )
            if row not in self._bad_rows:
                yield RosterRow(row, *content)

    def _agree(self, row: int, born: date | None, sex_: str, known_by: Identity) -> None:
        """Report what the row says otherwise than its ID number; an empty cell says nothing."""
        if born and born != known_by.birth_date:
            by_id = str(known_by.birth_date)
            column = self._columns["birth_date"]
            self._report(row, column, "birth_contradicts_id", by_id=by_id)
        if sex_ and sex_ != known_by.sex:
            column = self._columns["sex"]
            self._report(row, column, "sex_contradicts_id", by_id=known_by.sex)

    def _add(self, row: RosterRow) -> None:
        """Keep somebody new; of two rows about one person the first one stands."""
        person = _PERSON(row)
        first, code = self._by_number.get(row.id_number), "id_twice"
        if first is None:
            first, code = self._by_person.get(person), "person_twice"
        if first is None:
            self._rows.append(row)
            self._by_person[person] = row
            if row.id_number:
                self._by_number[row.id_number] = row
        elif _CONTENT(first) == _CONTENT(row):
            self._repeated.append(row.row)
        else:
            field = "id_number" if code == "id_twice" else "name"
            self._report(row.row, self._columns[field], code, other=first.row)

    def _report(self, row: int, column: Column, code: str, **params: Any) -> None:
        cell = self._sheet.cell_name(row, column.place)
        value = self._written(row, column.place)
        self._problems.append(
            Problem(self._sheet.name, cell, row, column.heading, value, code, params, column.field)
        )
        self._bad_rows.add(row)
        self._unread.add((row, column.field))

    def _written(self, row: int, place: int) -> str:
        """What stands in a cell, as whoever mends it will find it there."""
        cells = self._sheet.rows[row - self._sheet.first_row]
        return text.plain(cells[place]) if place < len(cells) else ""


def _reader(field: str, today: date) -> Callable[[Cell], Any]:
    dated = {"birth_date": birth_date, "id_number": identity}
    if field in dated:
        return partial(dated[field], latest=today)
    return _READERS[field]


def _spread_doors(columns: dict[str, list[Any]]) -> None:
    """Split a column of whole doors; a column of its own for a part says it better."""
    whole = zip(*columns.pop("door"), strict=True)
    for field, parts in zip(doors.Door._fields, whole, strict=True):
        own = columns.get(field) or repeat("")
        columns[field] = [mine or part for mine, part in zip(own, parts, strict=False)]


_READERS: dict[str, Callable[[Cell], Any]] = {
    "committee": text.label,
    "compound": text.label,
    "building": doors.building,
    "unit": doors.unit,
    "room": doors.room,
    "door": doors.door,
    "name": text.person_name,
    "sex": sex,
    "phone": phone,
    "relation": text.label,
    "notes": text.notes,
}
