"""Record, correct and take back checks; what the household reports for itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal, Stale
from tongzhou.followup import access, plans
from tongzhou.followup.actions import rows
from tongzhou.followup.actions.alarms import note_alarm, withdraw_alarm
from tongzhou.followup.actions.needs import cancel_needs_of, needs_from
from tongzhou.followup.choices import (
    HIGHEST_TENTHS,
    LOWEST_TENTHS,
    RECORDED,
    SEEN,
    UNDO_WITHIN,
    Cause,
    CheckState,
    Part,
    Source,
    Way,
)
from tongzhou.followup.models import FollowUp, FollowUpVersion, Need, Observation
from tongzhou.followup.queries import checks as queries
from tongzhou.followup.queries import findings
from tongzhou.followup.queries.catalogue import symptoms
from tongzhou.followup.queries.findings import EMPTY, Findings
from tongzhou.followup.queries.policy import policy_book
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting

NOON = time(12)
SAVED = (
    "state", "way", "has_alarm", "asks_visit", "findings", "performed_at", "performed_by",
    "client_id", "version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """What was found at one check.

    `tenths` are tenths of a degree Celsius (365 is 36.5); `symptoms` keys of the catalogue;
    `needs` kinds of need, which share `need_text`. `client_id` is made where it is recorded.
    """

    follow_up_id: int
    state: str
    client_id: UUID
    tenths: int | None = None
    source: str = Source.AXILLARY
    symptoms: Sequence[str] = ()
    note: str = ""
    way: str = Way.PHONE
    needs: Sequence[str] = ()
    need_text: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A stored check; not new when the same entry had arrived before."""

    follow_up: FollowUp
    findings: Findings
    is_new: bool


def perform(acting: Acting, check: Check, *, now: datetime) -> Recorded:
    """Record one check. Sent twice, it is stored once."""
    return perform_many(acting, [check], now=now)[0]


@transaction.atomic
def perform_many(acting: Acting, checks: Sequence[Check], *, now: datetime) -> list[Recorded]:
    """Record the checks of one visit or call together: all or none."""
    found = queries.lock_to_record(acting, (c.follow_up_id for c in checks))
    by_id = {f.pk: f for f in found}
    if len(by_id) != len({c.follow_up_id for c in checks}):
        raise Http404
    keyring = Keyring.of(f.key_id for f in by_id.values())
    recorded = [_record(acting, by_id, check, keyring, now=now) for check in checks]
    if fresh := [r.follow_up for r in recorded if r.is_new]:
        _audit("followup.check.performed", acting, fresh, now=now)
    return recorded


def _record(
    acting: Acting, rows: Mapping[int, FollowUp], check: Check, keyring: Keyring, *, now: datetime
) -> Recorded:
    row = rows[check.follow_up_id]
    if row.client_id == check.client_id:
        return Recorded(row, findings.read(row, keyring), is_new=False)
    _refuse_to_record(row, now=now)
    found = _write(acting, row, check, keyring, now=now)
    row.asks_visit = row.state == CheckState.MISSED and _completes_a_run(acting, row)
    _save(row)
    if needs := needs_from(acting, row, check.needs, check.need_text, keyring, now=now):
        Need.objects.bulk_create(needs)
    if row.has_alarm:
        standing = note_alarm(acting, row, now=now)
        for other in rows.values():
            if other.observation_id == row.observation_id:
                other.unsettled_alarm = standing  # type: ignore[attr-defined]
    return Recorded(row, found, is_new=True)


def _refuse_to_record(row: FollowUp, *, now: datetime) -> None:
    if not row.may_be_recorded:
        raise Stale(
            _("Somebody has already recorded this check. If it is wrong, correct it on the record.")
        )
    if row.day > clock.local_date(now):
        raise Refusal(_("This check is for a later day."))


def _write(
    acting: Acting, row: FollowUp, check: Check, keyring: Keyring, *, now: datetime
) -> Findings:
    """Put what was found into the row; well or not well follows from temperature and symptoms."""
    found, is_alarm = _examined(row, check, now=now)
    row.state = check.state
    if row.state == CheckState.SEEN_OK and (is_alarm or found.symptoms):
        row.state = CheckState.SEEN_NOT_OK
    row.way, row.has_alarm, row.client_id = check.way, is_alarm, check.client_id
    row.performed_at, row.performed_by_id = row.performed_at or now, acting.user_id
    row.version += 1
    findings.seal(row, found, keyring)
    return found


def _examined(row: FollowUp, check: Check, *, now: datetime) -> tuple[Findings, bool]:
    """What is to be kept of a check, and whether it is an alarm by the policy of its day."""
    if check.state not in RECORDED:
        raise Refusal(_("Say how the check went."), field="state")
    note = check.note.strip()
    if check.state not in SEEN:
        return Findings(note=note), False
    if check.tenths is not None and not LOWEST_TENTHS <= check.tenths <= HIGHEST_TENTHS:
        raise Refusal(
            _("No thermometer shows that. Measure again: between 34.0 and 43.0 °C."),
            field="celsius",
        )
    known = symptoms(now) if check.symptoms else {}
    if unknown := [key for key in check.symptoms if key not in known]:
        raise Refusal(_("Choose the symptoms from the list."), field="symptoms") from KeyError(
            unknown
        )
    is_fever = check.tenths is not None and check.tenths >= row.alarm_tenths
    source = check.source if check.tenths is not None else ""
    found = Findings(check.tenths, source, list(check.symptoms), note)
    return found, is_fever or any(known[key].is_alarm for key in check.symptoms)


def _completes_a_run(acting: Acting, row: FollowUp) -> bool:
    """Whether with this check enough were missed in a row to ask for a visit."""
    if row.is_extra:
        return False
    states, limit = queries.states_until(acting, row)
    return row.pk in plans.completing_runs((states | {row.pk: row.state}).items(), limit)


def _save(row: FollowUp) -> None:
    try:
        row.save(update_fields=SAVED)
    except IntegrityError as error:
        raise Refusal(_("This entry was already sent for another check.")) from error


def _audit(key: str, acting: Acting, fresh: Sequence[FollowUp], *, now: datetime) -> None:
    states = {f.pk: f.state for f in fresh}
    audit.record(key, actor=acting, now=now, obj=fresh[0], states=states)


@transaction.atomic
def correct(acting: Acting, check: Check, *, now: datetime, version: int | None = None) -> FollowUp:
    """Replace what a recorded check says; what it said before is kept."""
    rows.only(acting, rows.CARERS)
    row, keyring = _one(acting, check.follow_up_id)
    if row.client_id == check.client_id:
        return row
    if row.performed_at is None:
        raise Refusal(_("Nobody has recorded this check yet."))
    if version is not None and version != row.version:
        raise Stale(_("Somebody changed this check a moment ago. Look at it and save again."))
    _archive(acting, row, Cause.CORRECTED, keyring, now=now)
    had_alarm = row.has_alarm
    _write(acting, row, check, keyring, now=now)
    row.asks_visit = row.asks_visit and row.state == CheckState.MISSED
    _save(row)
    if row.has_alarm and not had_alarm:
        note_alarm(acting, row, now=now)
    elif had_alarm and not row.has_alarm:
        withdraw_alarm(acting, row, now=now)
    _audit("followup.check.corrected", acting, [row], now=now)
    return row


@transaction.atomic
def undo(acting: Acting, follow_up_id: int, *, now: datetime) -> FollowUp:
    """Take back what one recorded oneself within the last ten minutes.

    The row keeps its `client_id`, so that the same entry sent once more stays taken back.
    """
    row, keyring = _one(acting, follow_up_id)
    if acting.user_id is None or row.performed_by_id != acting.user_id or row.performed_at is None:
        raise Refusal(_("Only who recorded it can take it back. Correct it on the record instead."))
    if now - row.performed_at > UNDO_WITHIN:
        raise Refusal(_("The ten minutes are over. Correct the check on the record instead."))
    _archive(acting, row, Cause.UNDONE, keyring, now=now)
    if row.has_alarm:
        withdraw_alarm(acting, row, now=now)
    cancel_needs_of(acting, row, now=now)
    row.state, row.way, row.has_alarm, row.asks_visit = CheckState.NOT_PERFORMED, "", False, False
    row.performed_at = row.performed_by_id = None
    row.version += 1
    findings.seal(row, EMPTY, keyring)
    _save(row)
    _audit("followup.check.undone", acting, [row], now=now)
    return row


def _one(acting: Acting, pk: int) -> tuple[FollowUp, Keyring]:
    row = rows.locked(queries.to_record(acting, [pk]), pk)
    return row, Keyring.of([row.key_id])


def _archive(
    acting: Acting, row: FollowUp, cause: Cause, keyring: Keyring, *, now: datetime
) -> None:
    version = FollowUpVersion(
        follow_up=row,
        state=row.state,
        way=row.way,
        has_alarm=row.has_alarm,
        key_id=row.key_id,
        performed_at=row.performed_at,
        performed_by_id=row.performed_by_id,
        client_id=row.client_id,
        cause=cause,
        replaced_at=now,
        replaced_by_id=acting.user_id,
    )
    findings.seal(version, findings.read(row, keyring), keyring)
    version.save(force_insert=True)


@transaction.atomic
def record_call(acting: Acting, observation_id: int, check: Check, *, now: datetime) -> Recorded:
    """Record a check that was not planned: a second call, or one after the end.

    `check.follow_up_id` is ignored; a row is made for it.
    """
    sent = queries.sent_before(acting, check.client_id)
    if sent is None:
        sent = _extra(_observed(acting, observation_id), now=now)
    return perform(acting, replace(check, follow_up_id=sent.pk), now=now)


def _observed(acting: Acting, observation_id: int) -> Observation:
    found = access.observations(acting).filter(erased_at__isnull=True)
    return rows.locked(found.select_related("committee"), observation_id)


def _extra(observation: Observation, *, now: datetime) -> FollowUp:
    today = clock.local_date(now)
    is_morning = clock.at_local(today, NOON) > now
    policy = policy_book(Acting.system(), observation.committee.office_id).on(today)
    return FollowUp.objects.create(
        observation=observation,
        committee_id=observation.committee_id,
        day=today,
        alarm_tenths=policy.alarm_tenths,
        part=Part.MORNING if is_morning else Part.EVENING,
        window_start=now,
        due_at=now,
        is_extra=True,
        team_id=observation.responsible_id,
        key_id=observation.key_id,
    )


@transaction.atomic
def self_report(
    acting: Acting,
    observation_id: int,
    *,
    tenths: int | None,
    symptoms: Sequence[str],
    client_id: UUID,
    now: datetime,
    source: str = Source.AXILLARY,
    note: str = "",
) -> Recorded:
    """A household reports for one of its members: fills the check whose window has begun.

    Where none is open, or it is already recorded, the report is kept as one more check. An empty
    one says nothing of how they are, and would pass for "well".
    """
    if tenths is None and not symptoms and not note.strip():
        raise Refusal(_("Fill in the temperature, or say in a word how you are."))
    check = Check(
        follow_up_id=0,
        state=CheckState.SEEN_OK,
        client_id=client_id,
        tenths=tenths,
        source=source,
        symptoms=symptoms,
        note=note,
        way=Way.SELF,
    )
    slot = queries.open_now(acting, observation_id, now=now).first()
    if slot is None or queries.sent_before(acting, client_id):
        return record_call(acting, observation_id, check, now=now)
    return perform(acting, replace(check, follow_up_id=slot.pk), now=now)
