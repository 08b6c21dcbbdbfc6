"""Who is on duty now, who has not begun, who went without a word, and what was handed over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongzhou.core.ids import uuid7
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.choices import PRESSES, Attended, OnDuty, RosterState
from tongzhou.roster.models import Assignment, Attendance, Shift, Volunteer
from tongzhou.roster.queries.hours import BESIDE
from tongzhou.roster.queries.marks import marks, valid
from tongzhou.roster.served import EARLY, GRACE, state

BEGUN = (Attended.PRESENT, Attended.IN)
# Whoever ended lately is still shown, so that a mistake can be undone.
LATELY = timedelta(hours=2)
# A duty without an end is looked for so far back; what is older waits on the page of hours.
BACK = timedelta(days=7)
NOTES_BACK = timedelta(hours=12)
MOST = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One person in one duty, with what can be pressed: each button has an id of its own."""

    row: Assignment
    state: OnDuty
    written: Sequence[Attendance]
    now: datetime

    @property
    def last(self) -> Attendance | None:
        """What was written down last."""
        return self.written[-1] if self.written else None

    @property
    def since(self) -> datetime | None:
        """Since when the state is what it is."""
        told = [mark.at for mark in self.written if mark.kind != Attended.HANDOVER]
        return told[-1] if told else None

    @property
    def is_overdue(self) -> bool:
        """Whether the duty is over without an end being written down."""
        is_on = self.state in {OnDuty.ON, OnDuty.BREAK}
        return is_on and self.row.shift.ends_at + GRACE < self.now

    @property
    def has_started(self) -> bool:
        """Whether somebody should be there."""
        return self.row.shift.starts_at <= self.now

    @property
    def is_ending(self) -> bool:
        """Whether ending is what comes next."""
        return self.row.shift.ends_at - GRACE <= self.now

    @property
    def buttons(self) -> list[tuple[str, UUID]]:
        """What can be pressed now, the likeliest first; handing over has a form of its own."""
        kinds = [Attended.IN, Attended.BACK, Attended.BREAK]
        kinds.insert(0 if self.is_ending else len(kinds), Attended.OUT)
        return [(kind.value, uuid7()) for kind in kinds if self.state in PRESSES[kind]]

    @property
    def may_hand_over(self) -> bool:
        """Whether there is something to hand over."""
        return self.state in PRESSES[Attended.HANDOVER]

    @property
    def entry(self) -> UUID:
        """A fresh id for a form."""
        return uuid7()

    @property
    def undoable(self) -> Attendance | None:
        """What was written down last, where it can be undone; the roll is not undone here."""
        last = self.last
        return last if last and last.kind not in {"present", "missing"} else None


@dataclass(frozen=True, slots=True)
class Note:
    """What one shift hands to the next; `name` is for staff only."""

    shift: Shift
    at: datetime
    word: str
    volunteer: Volunteer


@dataclass(frozen=True, slots=True)
class Board:
    """Everybody who is or should be on duty, by what is to be done about them."""

    overdue: Sequence[Line]
    missing: Sequence[Line]
    on: Sequence[Line]
    soon: Sequence[Line]
    over: Sequence[Line]

    @property
    def lines(self) -> list[Line]:
        """Everybody, the most urgent first."""
        return [*self.overdue, *self.missing, *self.on, *self.soon, *self.over]

    def only(self, some: Collection[Line]) -> "Board":
        """The same with some of the lines only."""
        kept = {line.row.pk for line in some}
        parts = (self.overdue, self.missing, self.on, self.soon, self.over)
        return Board(*([line for line in part if line.row.pk in kept] for part in parts))


def binding(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Duties that stand in a published roster."""
    return rows.filter(ended_at__isnull=True, shift__roster__state=RosterState.PUBLISHED)


def without_end(acting: Acting, now: Any, since: Any) -> QuerySet[Assignment]:
    """Duties that were begun, are over, and of which nobody said that they ended."""
    begun = access.attendance(Acting.system()).filter(
        shift=OuterRef("shift"), volunteer=OuterRef("volunteer"), kind__in=BEGUN,
        undone_by__isnull=True,
    )  # fmt: skip
    rows = binding(access.assignments(acting)).filter(minutes__isnull=True)
    return rows.filter(Exists(begun), shift__ends_at__lt=now, shift__ends_at__gt=since)


def board(acting: Acting, *, now: datetime, committee: int = 0) -> Board:
    """Who is on duty: two queries and those of the rows beside."""
    late = Q(pk__in=without_end(acting, now, now - BACK).values("pk"))
    lately = Q(shift__ends_at__gt=now - LATELY, shift__starts_at__lte=now + EARLY)
    rows = binding(access.assignments(acting)).filter(late | lately)
    if committee:
        rows = rows.filter(shift__post__committee=committee)
    found = list(
        rows.select_related(*BESIDE).order_by("shift__starts_at", "shift__post", "pk")[:MOST]
    )
    return _sorted(lines(acting, found, now=now), now)


def _sorted(found: Sequence[Line], now: datetime) -> Board:
    not_yet = [line for line in found if line.state == OnDuty.NOT_YET]
    waiting = [line for line in not_yet if line.row.shift.ends_at > now]
    is_on = [line for line in found if line.state in {OnDuty.ON, OnDuty.BREAK}]
    return Board(
        overdue=[line for line in is_on if line.is_overdue],
        missing=[line for line in waiting if line.row.shift.starts_at <= now],
        on=[line for line in is_on if not line.is_overdue],
        soon=[line for line in waiting if line.row.shift.starts_at > now],
        over=[line for line in found if line.state == OnDuty.OVER],
    )


def lines(acting: Acting, rows: Sequence[Assignment], *, now: datetime) -> list[Line]:
    """Duties with what was written down about them: one query."""
    written = valid(acting, rows) if rows else {}
    found = [(row, written.get((row.shift_id, row.volunteer_id), ())) for row in rows]
    return [Line(row, state(marks(said)), said, now) for row, said in found]


def own_lines(person: Volunteer, *, now: datetime, late: timedelta) -> list[Line]:
    """The duties of whoever opened the own page that run now or ended lately: two queries."""
    rows = binding(access.own_assignments(person)).filter(
        shift__starts_at__lte=now + EARLY, shift__ends_at__gt=now - late
    )
    found = list(rows.select_related(*BESIDE).order_by("shift__starts_at"))
    known = lines(Acting.system(), found, now=now)
    gone = OnDuty.NOT_YET
    return [line for line in known if line.state != gone or line.row.shift.ends_at > now]


def notes(acting: Acting, *, now: datetime, committee: int = 0) -> list[Note]:
    """What shifts handed over in the last hours, the newest first: two queries."""
    rows = access.attendance(acting).filter(at__gt=now - NOTES_BACK)
    if committee:
        rows = rows.filter(shift__post__committee=committee)
    return _read(rows)


def notes_before(shift: Shift) -> list[Note]:
    """What the shifts before this one at the same post handed over: two queries."""
    rows = access.attendance(Acting.system()).filter(
        shift__post=shift.post_id, shift__starts_at__lt=shift.starts_at,
        at__gt=shift.starts_at - NOTES_BACK,
    )  # fmt: skip
    return _read(rows)


def _read(rows: QuerySet[Attendance]) -> list[Note]:
    handed = rows.filter(kind=Attended.HANDOVER, undone_by__isnull=True)
    beside = ("shift__post__place", "shift__kind", "volunteer")
    found = list(handed.select_related(*beside).order_by("-at", "-pk")[:MOST])
    keyring = Keyring.of(row.key_id for row in found)
    read = [(row, keyring.read(row, "word")) for row in found]
    return [Note(row.shift, row.at, word, row.volunteer) for row, word in read if word]
