"""The installation's master secret and the keys derived from it."""

import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LENGTH = 32


def load_or_make(path: Path, given: str | None = None) -> bytes:
    """The master secret: given as hex, else read from its file, else made once (mode 600)."""
    if given:
        return _checked(bytes.fromhex(given), "TONGZHOU_MASTER_SECRET")
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _checked(bytes.fromhex(path.read_text().strip()), str(path))
    secret = os.urandom(LENGTH)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret.hex())
        file.flush()
        os.fsync(file.fileno())
    return secret


def _checked(secret: bytes, where: str) -> bytes:
    if len(secret) != LENGTH:
        raise ValueError(f"{where} must hold {LENGTH * 2} hexadecimal digits.")
    return secret


@lru_cache
def derived(label: str) -> bytes:
    """A 32-byte key of its own for one use (HKDF-SHA256, RFC 5869)."""
    from django.conf import settings

    hkdf = HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=label.encode())
    return hkdf.derive(settings.MASTER_SECRET)
