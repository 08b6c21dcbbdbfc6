"""What happened on the invented street, as plain facts for the loader to play through the rooms.

Users appear by user name, residents as `Who`, departments and committees by key, moments in the
street's time zone. Money is in whole yuan.
"""

from dataclasses import dataclass
from datetime import date, datetime

from tongzhou.demo.street import Who


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody spoke with the household: way is phone, visit or message."""

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
    """The request changes its state; `duplicate_of` is the key of the request meant."""

    at: datetime
    by: str
    state: str
    note: str = ""
    duplicate_of: str = ""


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


Step = Contact | Referral | Move | Errand | Settlement


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
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """Something an observed household needs: food, medicine, rubbish, childcare or letter."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """How the health desk dealt with a check that was not well."""

    at: datetime
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Check:
    """One daily follow-up; slot is morning or evening, way is phone, door or link.

    Outcome: ok, not_ok, missed, refused. `tenths` is the temperature in tenths of a degree
    Celsius, None if not taken.
    """

    on: date
    slot: str
    at: datetime
    by: str
    way: str
    outcome: str
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
    """The end: outcome completed or became_case; `signed_by` is the medic, empty if not yet."""

    at: datetime
    by: str
    outcome: str
    note: str
    signed_at: datetime | None = None
    signed_by: str = ""


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
    release: Release | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """Two weeks of the street's life."""

    requests: tuple[Request, ...]
    observations: tuple[Observation, ...]
