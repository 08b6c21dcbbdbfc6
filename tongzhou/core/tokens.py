"""Secrets in links: 128 random bits go out, only a keyed digest stays."""

import base64
import hmac
import os

from tongzhou.core.secrets import derived


def new_token(use: str) -> tuple[str, bytes]:
    """A fresh secret for a link (22 characters) and the digest to store for it."""
    token = base64.urlsafe_b64encode(os.urandom(16)).decode().rstrip("=")
    return token, digest_of(use, token)


def digest_of(use: str, token: str) -> bytes:
    """The digest under which a secret of this use is found again."""
    return hmac.digest(derived(f"token.{use}"), token.encode(), "sha256")
