"""Why one cell of a roster cannot be taken: codes, English sentences, the problem itself."""

import dataclasses
from dataclasses import dataclass
from typing import Any

REASONS: dict[str, str] = {
    "empty": "This cell must not be empty.",
    "door_missing": "Neither building nor room is given. Fill in at least one of them.",
    "door_is_date": "The spreadsheet program has turned this into a date. "
    "Format the column as text and type it again.",
    "door_unreadable": "The door cannot be read. Write building-unit-room, for example 3-2-501.",
    "formula_error": "The formula in this cell has failed. Replace it with the value itself.",
    "too_long": "This has {length} characters; at most {limit} are stored.",
    "too_many_cells": "This row has more cells than there are headings. "
    "Put text that holds a separator in quotation marks.",
    "name_has_digits": "A name with digits: has something slipped into the wrong column?",
    "sex_unknown_word": "Write male or female, or leave the cell empty.",
    "date_two_digit_year": "The year has two digits only. Write 1962-03-05.",
    "date_incomplete": "Year, month and day are all needed. Write 1962-03-05 or leave it empty.",
    "date_ambiguous": "Day and month can be mistaken for each other. Write 1962-03-05.",
    "date_unreadable": "This is not a date. Write 1962-03-05 or leave the cell empty.",
    "date_impossible": "There is no such day in the calendar.",
    "date_out_of_range": "A date of birth lies between {earliest} and {latest}.",
    "id_lost_digits": "The cell was stored as a number and has lost its last digits. "
    "Format the column as text and type the number again.",
    "id_length": "An ID number has 18 characters (15 in old papers); this one has {length}.",
    "id_characters": "An ID number has digits only, the last may be X.",
    "id_date": "The date of birth inside the ID number does not exist or lies outside "
    "{earliest} to {latest}.",
    "id_check": "The last character of the ID number does not fit the others: "
    "one of them is mistyped.",
    "sex_contradicts_id": "The ID number says {by_id}.",
    "birth_contradicts_id": "The ID number says {by_id}.",
    "phone_unreadable": "This is not a telephone number. Write 11 digits for a mobile, "
    "or a landline with its area code.",
    "id_twice": "Row {other} has the same ID number but differs.",
    "person_twice": "Row {other} has the same person at the same door but differs.",
    "committee_unknown": "No neighbourhood committee of this street office has this name.",
}


class BadValue(Exception):
    """One cell cannot be taken; becomes a Problem once its place is known."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell.

    `cell` is as people see it ("F12"), `column` the heading as written in the file, `value` the
    content as text (personal data), `field` our name of the column (a key of HEADINGS).
    """

    sheet: str
    cell: str
    row: int
    column: str
    value: str
    reason_code: str
    params: dict[str, Any] = dataclasses.field(default_factory=dict)
    field: str = ""

    @property
    def reason(self) -> str:
        """The English sentence."""
        return REASONS[self.reason_code].format(**self.params)
