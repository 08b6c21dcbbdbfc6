"""Identifiers that sort by the time they were made, on the server or on a phone."""

import os
import time
import uuid

# No 0, 1, I, L, O, U: codes are read aloud and copied by hand.
READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def uuid7() -> uuid.UUID:
    """A UUID version 7 (RFC 9562): 48 bits of milliseconds, then chance."""
    stamp = time.time_ns() // 1_000_000
    value = (stamp << 80) | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | (0x7 << 76)
    return uuid.UUID(int=value & ~(0x3 << 62) | (0x2 << 62))


def readable_code(length: int) -> str:
    """A random code of unambiguous capitals and digits, 4.9 bits a character."""
    return "".join(READABLE[byte % len(READABLE)] for byte in os.urandom(length))
