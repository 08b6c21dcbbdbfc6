"""Blind indexes: find an ID or phone number without storing it in clear.

HMAC-SHA256 under a key of its own, cut to 8 bytes (as a signed 64-bit integer, so that both
databases index it well). The text is reduced to digits and capitals first.
"""

import hmac
from functools import lru_cache

from tongzhou.core.secrets import derived

TAIL = 4


def index_of(kind: str, text: str) -> int | None:
    """The blind index of a whole value, or None for an empty one. `kind` separates the uses."""
    reduced = text.upper()
    if not (reduced.isascii() and reduced.isalnum()):
        reduced = "".join(c for c in reduced if c.isascii() and c.isalnum())
    if not reduced:
        return None
    digest = hmac.digest(derived(f"privacy.blind.{kind}"), reduced.encode(), "sha256")
    return int.from_bytes(digest[:8], "big", signed=True)


def id_index(number: str) -> int | None:
    """Index of an identity number."""
    return index_of("id", number)


def phone_index(number: str) -> int | None:
    """Index of a whole telephone number."""
    return index_of("phone", number)


def phone_tail_index(number: str) -> int | None:
    """Index of the last four digits of a telephone number."""
    digits = number if number.isdigit() else "".join(c for c in number if c.isdigit())
    return _tail_index(digits[-TAIL:]) if len(digits) >= TAIL else None


@lru_cache(maxsize=10**TAIL)
def _tail_index(tail: str) -> int | None:
    return index_of("tail", tail)
