"""The tray: records that could not be taken, tried again or set aside with a word."""

import json
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.field import access
from tongzhou.field.actions.receiving import offer_all
from tongzhou.field.choices import EntryState
from tongzhou.field.models import Entry
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting


@transaction.atomic
def try_again(acting: Acting, pk: int, *, now: datetime) -> Entry:
    """What was in the way may be gone: in the name of whoever recorded it."""
    row = _refused(acting, pk)
    body = json.loads(Keyring.of([row.key_id]).read(row, "body") or "{}")
    recorder = Acting.by_membership(row.device.membership)
    if refused := offer_all(recorder, [(row, body)], now=now):
        raise Refusal(refused[row.number])
    row.state, row.reason = EntryState.ACCEPTED, ""
    row.save(update_fields=["state", "reason"])
    audit.record("field.entry.mended", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def set_aside(acting: Acting, pk: int, *, word: str, now: datetime) -> Entry:
    """It stays as it came, and no longer waits for anybody."""
    if not word.strip():
        raise Refusal(_("Write in a word why it is set aside."), field="word")
    row = _refused(acting, pk)
    row.state, row.word = EntryState.SET_ASIDE, word.strip()[:200]
    row.save(update_fields=["state", "word"])
    audit.record("field.entry.set_aside", actor=acting, now=now, obj=row)
    return row


def _refused(acting: Acting, pk: int) -> Entry:
    rows = access.entries(acting).filter(state=EntryState.REFUSED)
    related = ("shift", "device__membership__user", "device__membership__office",
               "device__membership__committee", "device__membership__compound",
               "device__membership__department")  # fmt: skip
    return get_or_404(rows.select_related(*related), pk=pk)
