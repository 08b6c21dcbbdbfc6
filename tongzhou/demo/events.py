"""What happened on the invented street, as plain facts for the loader to play through the rooms.

Users appear by user name, residents as `Who`, departments and committees by key, moments in the
street's time zone. Money is in whole yuan.
"""

from dataclasses import dataclass
from datetime import date, datetime

from tongzhou.demo.street import Who


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody spoke with the household: way is call, visit or message."""

    at: datetime
    by: str
    way: str
    note: str


@dataclass(frozen=True, slots=True)
class Referral:
    """The request goes to a department's desk."""

    at: datetime
    by: str
    department: str
    note: str


@dataclass(frozen=True, slots=True)
class Move:
    """The request changes its state, both in words of the desk.

    `reason` says why it waits or is impossible; `duplicate_of` is the key of the request meant.
    """

    at: datetime
    by: str
    state: str
    note: str = ""
    reason: str = ""
    duplicate_of: str = ""


@dataclass(frozen=True, slots=True)
class CallBack:
    """Who took the call phones again; outcome: solved, told, not_solved or not_reached."""

    at: datetime
    by: str
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class Ticked:
    """All steps of the procedure are done but the last `left`."""

    at: datetime
    by: str
    left: int


@dataclass(frozen=True, slots=True)
class Paper:
    """The papers handed in are now at `where`; with a name, a new paper was made instead."""

    at: datetime
    by: str
    where: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """One line of a shopping list."""

    name: str
    quantity: str
    yuan: int


@dataclass(frozen=True, slots=True)
class Errand:
    """Somebody sets out with a list and, mostly, with `advanced` yuan."""

    at: datetime
    by: str
    runner: str
    things: tuple[Thing, ...]
    advanced: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """The errand is paid: what it cost and how much of the advance came back."""

    at: datetime
    by: str
    spent: int
    returned: int
    note: str


Step = Contact | Referral | Move | CallBack | Ticked | Paper | Errand | Settlement


@dataclass(frozen=True, slots=True)
class Request:
    """A call for help and what was done, in order of time."""

    key: str
    at: datetime
    by: str
    subject: Who
    caller: str
    phone: str
    service: str
    text: str
    is_urgent: bool
    things: tuple[Thing, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """Something an observed household needs: food, medicine, rubbish, childcare or letter.

    At `at` it becomes a request, which goes on with `steps`; None if nobody has done so yet.
    """

    kind: str
    text: str
    at: datetime | None
    by: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """How the health desk dealt with a check that was not well; `closed_at` None: still stands."""

    at: datetime
    by: str
    note: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Check:
    """One daily follow-up; slot is morning or evening, way is phone, door or self.

    State: seen_ok, seen_not_ok, missed, refused. `tenths` is the temperature in tenths of a
    degree Celsius, None if not taken.
    """

    on: date
    slot: str
    at: datetime
    by: str
    way: str
    state: str
    tenths: int | None = None
    source: str = "axillary"
    symptoms: tuple[str, ...] = ()
    note: str = ""
    need: Need | None = None
    alarm: Alarm | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """More days at home, with the reason."""

    at: datetime
    by: str
    days: int
    reason: str


@dataclass(frozen=True, slots=True)
class Release:
    """The release is signed by a cadre, and by a medic unless that has not happened yet."""

    at: datetime
    by: str
    signed_at: datetime | None = None
    signed_by: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """The person was taken to hospital and became a case."""

    at: datetime
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Observation:
    """One person's home observation; without `signed_by` it still waits for the second person.

    Reason: returned, contact, symptoms or other.
    """

    key: str
    who: Who
    reason: str
    reason_note: str
    last_exposure_on: date
    at: datetime
    by: str
    signed_at: datetime | None
    signed_by: str
    checks: tuple[Check, ...]
    extension: Extension | None = None
    ending: Release | Case | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """Two weeks of the street's life."""

    requests: tuple[Request, ...]
    observations: tuple[Observation, ...]
