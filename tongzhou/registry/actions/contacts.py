"""Noting contacts with a household."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Contact


@transaction.atomic
def note_contact(
    acting: Acting, household_id: int, *, way: str, note: str, now: datetime, client_id: UUID | None
) -> Contact:
    """Write down a call, visit or message; the same `client_id` twice is one contact."""
    household = access.get_or_404(access.households(acting), pk=household_id)
    if client_id:
        known = access.contacts(acting).filter(client_id=client_id).first()
        if known:
            return known
    if not note.strip():
        raise Refusal(_("Write a few words about what was said."), field="note")
    keyring, [key_id] = Keyring.new()
    contact = Contact(
        household=household, at=now, by_id=acting.account_id, way=way, key_id=key_id,
        client_id=client_id,
    )  # fmt: skip
    keyring.seal(contact, "note", note.strip())
    contact.save(force_insert=True)
    audit.record("registry.contact.noted", actor=acting, now=now, obj=contact, way=way)
    return contact
