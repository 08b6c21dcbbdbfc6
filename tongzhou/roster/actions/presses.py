"""A duty begins, pauses, ends, is handed over; a mistake is undone. Each press is written once."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongzhou.core import audit
from tongzhou.core.clock import at_local
from tongzhou.core.errors import Refusal, Stale
from tongzhou.core.ids import uuid7
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions import rows
from tongzhou.roster.actions.attending import attend
from tongzhou.roster.choices import PRESSES, Attended, RosterState
from tongzhou.roster.models import Assignment, Attendance
from tongzhou.roster.queries.marks import marks, nights_of, span, valid
from tongzhou.roster.served import EARLY, served, state
from tongzhou.ui.times import calendar

WORD = "roster_attendance.word"
# Somebody who forgot to say when they went can still say it themselves for so long.
LATE = timedelta(hours=12)


@transaction.atomic
def press(
    acting: Acting, pk: int, kind: Attended, *, entry: UUID, now: datetime, word: str = "",
    wall: time | None = None,
) -> Attendance:  # fmt: skip
    """Whoever leads writes it down for somebody, also afterwards with the time on the wall then."""
    rows.only(acting, rows.LEADERS)
    row = get_or_404(_held(access.assignments(acting)), pk=pk)
    at = _moment(row, wall) if wall else now
    return _press(row, kind, entry=entry, at=at, acting=acting, now=now, word=word)


@transaction.atomic
def press_own(
    token: str, pk: int, kind: Attended, *, entry: UUID, now: datetime, word: str = ""
) -> Attendance:
    """The volunteer says it on their own page."""
    person = access.by_link(token, now=now)
    row = get_or_404(_held(access.own_assignments(person)), pk=pk)
    if now > row.shift.ends_at + LATE:
        raise Refusal(_("This duty is over since long. Call the committee: they write it down."))
    acting = rows.by_themselves(person)
    return _press(row, kind, entry=entry, at=now, acting=acting, now=now, word=word)


@transaction.atomic
def undo(acting: Acting, pk: int, *, mark: int, now: datetime) -> None:
    """The last thing written down about a duty was a mistake; it stays and does not count."""
    rows.only(acting, rows.LEADERS)
    row = get_or_404(_held(access.assignments(acting)), pk=pk)
    _undo(row, mark, acting=acting, now=now)


@transaction.atomic
def undo_own(token: str, pk: int, *, mark: int, now: datetime) -> None:
    """The volunteer pressed the wrong button; what others wrote they cannot undo."""
    person = access.by_link(token, now=now)
    row = get_or_404(_held(access.own_assignments(person)), pk=pk)
    get_or_404(access.own_attendance(person).filter(by__isnull=True), pk=mark)
    _undo(row, mark, acting=rows.by_themselves(person), now=now)


def settle(row: Assignment) -> None:
    """Write down how long a duty was, or that nobody knows yet."""
    written = valid(Acting.system(), [row])[row.shift_id, row.volunteer_id]
    found = served(marks(written), span(row), nights_of([row]))
    row.minutes = found.minutes if found else None
    row.night_minutes = found.night if found else None
    row.save(update_fields=["minutes", "night_minutes"])


def sealed(row: Assignment, word: str) -> dict[str, object]:
    """A word about somebody's duty, under their own key: it goes when they are erased."""
    if not word:
        return {}
    key = row.volunteer.key_id
    if key is None:
        raise Refusal(_("What was said cannot be kept sealed. Enter the number of this person."))
    keyring = Keyring.of([key])
    return {"key_id": key, "word": keyring.seal_bytes(key, WORD, word.encode())}


def _moment(row: Assignment, wall: time) -> datetime:
    """The first moment of a duty at which the clock on the wall shows this."""
    begins = row.shift.starts_at - EARLY
    days = row.shift.on, row.shift.on + timedelta(days=1)
    moments = [at_local(day, wall) for day in days]
    return next((at for at in moments if at >= begins), moments[0])


def _held(found: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Duties that bind, held until the transaction ends."""
    standing = found.filter(ended_at__isnull=True, shift__roster__state=RosterState.PUBLISHED)
    beside = standing.select_related("shift__kind", "shift__post__place", "volunteer")
    return beside.select_for_update(of=("self",))


def _press(
    row: Assignment, kind: Attended, *, entry: UUID, at: datetime, acting: Acting, now: datetime,
    word: str,
) -> Attendance:  # fmt: skip
    system = Acting.system()
    known = access.attendance(system).filter(entry=entry, volunteer=row.volunteer_id).first()
    if known:
        return known
    written = valid(system, [row])[row.shift_id, row.volunteer_id]
    _refuse(row, kind, written, at=at, now=now)
    if kind == Attended.HANDOVER and not word.strip():
        raise Refusal(_("Say what the next shift must know."), field="word")
    more = sealed(row, word.strip())
    done = attend(row.shift, row.volunteer_id, kind, entry=entry, at=at, by=acting.user_id, **more)
    settle(row)
    audit.record("roster.duty.pressed", actor=acting, now=now, obj=row, kind=kind)
    return done


def _refuse(
    row: Assignment, kind: Attended, written: Sequence[Attendance], *, at: datetime, now: datetime
) -> None:
    shift = row.shift
    if at < shift.starts_at - EARLY:
        begins = calendar(shift.starts_at - EARLY, now=now)
        raise Refusal(_("Too early: this can be written down from %(when)s.") % {"when": begins})
    if at > now or (kind == Attended.IN and at > shift.ends_at):
        raise Refusal(_("Choose a time during this duty that is not in the future."), field="wall")
    if written and at < written[-1].at:
        raise Refusal(_("Something later is written down already. Undo that first."), field="wall")
    if state(marks(written)) not in PRESSES[kind]:
        raise Stale(_("This was written down a moment ago. Look at it again."))


def _undo(row: Assignment, mark: int, *, acting: Acting, now: datetime) -> None:
    system = Acting.system()
    about = access.attendance(system).filter(shift=row.shift_id, volunteer=row.volunteer_id)
    found = get_or_404(about.filter(undoes__isnull=True), pk=mark)
    if about.filter(undoes=found).exists():
        return
    written = valid(system, [row])[row.shift_id, row.volunteer_id]
    if not written or written[-1].pk != mark or found.kind in {"present", "missing"}:
        raise Stale(_("Only what was written down last can be undone. Look at it again."))
    attend(
        row.shift, row.volunteer_id, Attended.CORRECTED, entry=uuid7(), at=now, by=acting.user_id,
        undoes=found,
    )  # fmt: skip
    settle(row)
    audit.record("roster.duty.undone", actor=acting, now=now, obj=row, kind=found.kind)
