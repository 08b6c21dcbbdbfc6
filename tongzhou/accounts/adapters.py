"""How allauth is bent to the house: no mail, no open sign-up, sealed secrets, slow guessing."""

import base64
import os
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tongzhou.accounts import slowdown
from tongzhou.core import clock
from tongzhou.core.secrets import derived
from tongzhou.ui.codes import qr_drawing

NONCE = 12
SEALED_FOR = b"allauth.mfa"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by user name; whoever guesses waits longer and longer."""

    error_messages: dict[str, str | Promise] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("User name or password is not right. Check both."),
        "incorrect_password": _("This is not your password. Check it and type it again."),
        "enter_current_password": _("This is not your password. Check it and type it again."),
        "too_many_login_attempts": _("Too many wrong codes. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse an attempt that comes too soon, whether the password is right or wrong."""
        account, address = credentials.get("username", ""), self.get_client_ip(request)
        seconds = slowdown.attempt(account, address, now=clock.now())
        if seconds:
            request.sign_in_wait = seconds  # type: ignore[attr-defined]
            raise ValidationError(_waiting(seconds), code="too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The user whose password this is; a right one ends the waiting."""
        user = super().authenticate(request, **credentials)
        if user:
            slowdown.succeeded(credentials.get("username", ""), self.get_client_ip(request))
        return user

    def _rollback_login_failed_rl_usage(self) -> None:
        """Passwords do not use allauth's own limit, which would lock the owner out."""

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        """Ways to show once more who one is, in our words."""
        words = {
            "reauthenticate": _("Use the password"),
            "mfa_reauthenticate": _("Use a code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**m, "description": words.get(m["id"], m["description"])} for m in methods]


def _waiting(seconds: int) -> str:
    if seconds < 60:
        sentence = ngettext(
            "That was too quick after a wrong password. Wait %(count)d second, then try again.",
            "That was too quick after a wrong password. Wait %(count)d seconds, then try again.",
            seconds,
        )
        return sentence % {"count": seconds}
    minutes = -(-seconds // 60)
    sentence = ngettext(
        "There were many wrong passwords. Wait %(count)d minute, then try again.",
        "There were many wrong passwords. Wait %(count)d minutes, then try again.",
        minutes,
    )
    return sentence % {"count": minutes}


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of one-time codes are stored sealed; codes are drawn by our own component."""

    error_messages: dict[str, str | Promise] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not fit. Wait for the next one and type it again."),
    }

    def encrypt(self, text: str) -> str:
        """AES-256-GCM under a key of its own, as base64."""
        nonce = os.urandom(NONCE)
        sealed = nonce + _cipher().encrypt(nonce, text.encode(), SEALED_FOR)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` sealed; anything altered raises `InvalidTag`."""
        sealed = base64.b64decode(encrypted_text)
        return _cipher().decrypt(sealed[:NONCE], sealed[NONCE:], SEALED_FOR).decode()

    def build_totp_svg(self, url: str) -> str:
        """The QR code as an image of its own; the page itself draws it with `{% qr %}`."""
        drawing = qr_drawing(url)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.side} {drawing.side}">'
            f'<path d="{drawing.path}"/></svg>'
        )

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        """No name is suggested: the form says what to write."""
        return ""


def _cipher() -> AESGCM:
    return AESGCM(derived("accounts.mfa"))
