"""What happens to an account goes into the audit log, told by allauth's signals."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_factor
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.dispatch import Signal

from tongzhou.accounts.actions import Themselves
from tongzhou.accounts.models import User
from tongzhou.core import audit, clock

KEYS: tuple[tuple[Signal, str], ...] = (
    (account.user_logged_in, "accounts.signed_in"),
    (user_logged_out, "accounts.signed_out"),
    (account.password_changed, "accounts.password.changed"),
    (account.password_set, "accounts.password.changed"),
    (second_factor.authenticator_added, "accounts.second_factor.added"),
    (second_factor.authenticator_removed, "accounts.second_factor.removed"),
    (second_factor.authenticator_reset, "accounts.second_factor.renewed"),
)


def listen() -> None:
    """Connect each signal with its key."""
    for signal, key in KEYS:
        signal.connect(_recorder(key), weak=False, dispatch_uid=key + str(id(signal)))


def _recorder(key: str) -> Any:
    def record(sender: Any, user: User | None = None, **details: Any) -> None:
        if user is None:
            return
        authenticator: Authenticator | None = details.get("authenticator")
        body = {"kind": authenticator.type} if authenticator else {}
        with transaction.atomic():
            audit.record(key, actor=Themselves(user.pk), now=clock.now(), obj=user, **body)

    return record
