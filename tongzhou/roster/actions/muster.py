"""The roll of a committee before a part of a day is opened, read out and closed."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal
from tongzhou.registry import access as registry
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions.rows import LEADERS, STAFF, only
from tongzhou.roster.choices import ROLL_OPENS
from tongzhou.roster.models import Muster
from tongzhou.roster.queries.muster import When
from tongzhou.ui.times import calendar


@transaction.atomic
def open_roll(acting: Acting, when: When, *, now: datetime) -> Muster:
    """Open the roll; it is open already where somebody was faster, and opens again when closed."""
    only(acting, LEADERS)
    get_or_404(registry.committees(acting), pk=when.committee)
    kind = get_or_404(access.shifts(acting), pk=when.kind)
    refuse_early(clock.at_local(when.on, kind.starts), at=now, now=now)
    row, is_new = access.musters(acting).select_for_update().get_or_create(
        committee_id=when.committee, on=when.on, kind_id=when.kind,
        defaults={"opened_at": now, "opened_by_id": acting.user_id},
    )  # fmt: skip
    if is_new or row.closed_at is not None:
        only(acting, LEADERS if is_new else STAFF)
        row.closed_at, row.closed_by = None, None
        row.save(update_fields=["closed_at", "closed_by"])
        _tell("opened" if is_new else "reopened", acting, row, now=now)
    return row


def refuse_early(starts_at: datetime, *, at: datetime, now: datetime) -> None:
    """Nobody is called so long before the duty that it says nothing."""
    if at < starts_at - ROLL_OPENS:
        words = _("Too early: this roll can be called from %(when)s.")
        raise Refusal(words % {"when": calendar(starts_at - ROLL_OPENS, now=now)})


@transaction.atomic
def read_out(acting: Acting, pk: int, *, now: datetime) -> Muster:
    """The numbers were read out before everybody."""
    row = _held(acting, pk, LEADERS)
    if row.closed_at is not None:
        raise Refusal(_("This roll is closed. Open it again first."))
    row.read_out_at = now
    row.save(update_fields=["read_out_at"])
    _tell("read_out", acting, row, now=now)
    return row


@transaction.atomic
def close(acting: Acting, pk: int, *, now: datetime) -> Muster:
    """The committee ends the roll; who comes later begins on the page of those on duty."""
    row = _held(acting, pk, STAFF)
    if row.closed_at is None:
        row.closed_at, row.closed_by_id = now, acting.user_id
        row.save(update_fields=["closed_at", "closed_by"])
        _tell("closed", acting, row, now=now)
    return row


def _held(acting: Acting, pk: int, roles: Collection[str]) -> Muster:
    only(acting, roles)
    return get_or_404(access.musters(acting).select_for_update(of=("self",)), pk=pk)


def _tell(key: str, acting: Acting, row: Muster, *, now: datetime) -> None:
    audit.record(f"roster.muster.{key}", actor=acting, now=now, obj=row)
