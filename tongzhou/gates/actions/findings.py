"""Somebody looked at what did not fit together."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit
from tongzhou.core.errors import Refusal, Stale
from tongzhou.gates import access
from tongzhou.gates.actions import rows
from tongzhou.gates.choices import FINDING_MOVES, FindingKind, FindingState
from tongzhou.gates.models import GateFinding
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting


@transaction.atomic
def set_finding_aside(acting: Acting, pk: int, *, word: str, now: datetime) -> GateFinding:
    """It was looked at, and is all right: with a word that stays."""
    if not word.strip():
        raise Refusal(_("Write in a word why it is set aside."), field="word")
    row = _moved(acting, pk, FindingState.ASIDE, word=word.strip()[:200], now=now)
    audit.record("gates.finding.set_aside", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def reopen_finding(acting: Acting, pk: int, *, now: datetime) -> GateFinding:
    """It waits again to be looked at."""
    row = _moved(acting, pk, FindingState.OPEN, word="", now=now)
    audit.record("gates.finding.reopened", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def show_noted_door(acting: Acting, pk: int, *, reason: str, now: datetime) -> GateFinding:
    """The door that a guard wrote down, for whoever says why they have to know."""
    found = access.findings(acting).filter(kind=FindingKind.DOOR, note__isnull=False)
    row = get_or_404(found.select_related("note"), pk=pk)
    audit.record("gates.finding.door_shown", actor=acting, now=now, obj=row, reason=reason)
    return row


def _moved(
    acting: Acting, pk: int, state: FindingState, *, word: str, now: datetime
) -> GateFinding:
    rows.only(acting)
    found = access.findings(acting).select_for_update(of=("self",))
    row = get_or_404(found, pk=pk)
    if state not in FINDING_MOVES[row.state]:
        raise Stale(_("Somebody else dealt with this a moment ago. Look at it again."))
    row.state, row.word, row.changed_at, row.by_id = state, word, now, acting.user_id
    row.save(update_fields=["state", "word", "changed_at", "by"])
    return row
