"""Signing keys: one a week for each committee, its private half destroyed when the week is over."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.formats import passes
from tongzhou.gates import access
from tongzhou.gates.choices import NEXT_KEY_BEFORE, SIGNS_FOR
from tongzhou.gates.models import PassKey
from tongzhou.privacy.keyring import Keyring, destroy_keys
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting

NUMBERS = 2**16
FORGET_AFTER = timedelta(days=60)


@transaction.atomic
def rotate(*, now: datetime) -> dict[str, int]:
    """See that every committee has a key now and soon; destroy what may sign no more. Repeatable."""
    system = Acting.system()
    made = 0
    for committee_id in registry.committees(system).values_list("pk", flat=True):
        newest = signing_key(committee_id, now=now)
        if access.keys(system).filter(committee=committee_id, signs_from__gt=now).exists():
            continue
        if newest.signs_until - now < NEXT_KEY_BEFORE:
            _new_key(committee_id, newest.signs_until)
            made += 1
    destroyed = _destroy_old(now=now)
    if made or destroyed:
        audit.record("gates.keys.rotated", actor=system, now=now, made=made, destroyed=destroyed)
    return {"made": made, "destroyed": destroyed}


def signing_key(committee_id: int, *, now: datetime) -> PassKey:
    """The key with which a committee signs now; made when there is none."""
    rows = access.keys(Acting.system()).filter(committee=committee_id)
    current = rows.filter(signs_from__lte=now, signs_until__gt=now).last()
    return current or _new_key(committee_id, now)


def private_half(key: PassKey) -> bytes:
    """What signs, in clear; raises where the week of the key is over."""
    private = Keyring.of([key.key_id]).read(key, "private")
    if not private:
        raise Refusal(_("The signing key of this week is missing. Tell the administrator."))
    return bytes.fromhex(private)


def keep_until(keys: Iterable[PassKey], until: datetime) -> None:
    """A key verifies as long as a pass it signed can hold."""
    for key in keys:
        if key.verifies_until < until:
            key.verifies_until = until
            key.save(update_fields=["verifies_until"])


def _new_key(committee_id: int, signs_from: datetime) -> PassKey:
    keyring, [key_id] = Keyring.new()
    private = passes.new_private_key()
    until = signs_from + SIGNS_FOR
    key = PassKey(
        number=_free_number(), committee_id=committee_id, public=passes.public_key(private),
        key_id=key_id, signs_from=signs_from, signs_until=until, verifies_until=until,
    )  # fmt: skip
    keyring.seal(key, "private", private.hex())
    key.save(force_insert=True)
    return key


def _free_number() -> int:
    """The number after the newest, around the two bytes it has on a pass."""
    rows = access.keys(Acting.system())
    newest = rows.order_by("-pk").values_list("number", flat=True).first() or 0
    taken = set(rows.values_list("number", flat=True))
    return next(n for i in range(1, NUMBERS) if (n := (newest + i) % NUMBERS) not in taken)


def _destroy_old(*, now: datetime) -> int:
    """Private halves whose week is over; whole keys of which no pass is left."""
    rows = access.keys(Acting.system())
    old = rows.filter(signs_until__lte=now, key_id__isnull=False)
    destroyed = destroy_keys(old.values_list("key_id", flat=True))
    old.update(key_id=None, private=b"")
    rows.filter(verifies_until__lt=now - FORGET_AFTER, passes=None).delete()
    return destroyed
