"""The leader's code: time, next keys and newest revocations for phones that see no network.

Its layout stands in docs/formats/field_codes.md; `field/js/muster.js` reads it.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from tongzhou.formats import base45, passes

PREFIX = "TZM1:"
DOMAIN = b"tongzhou.muster.1\0"
HEAD = struct.Struct(">BBHIIB")
KEY = struct.Struct(">HII65s")
COUNT = struct.Struct(">H")
VERSION = ALGORITHM = 1
SIGNATURE, PASS = 64, 8


@dataclass(frozen=True, slots=True)
class Key:
    """A key that signs soon; moments are whole seconds since 1970."""

    number: int
    begins: int
    ends: int
    point: bytes


@dataclass(frozen=True, slots=True)
class Muster:
    """What a leader shows. `number` only grows, so that an old code takes nothing back."""

    signer: int
    number: int
    at: int
    keys: Sequence[Key]
    blocked: Sequence[bytes]

    def packed(self) -> bytes:
        """All but the signature."""
        head = HEAD.pack(VERSION, ALGORITHM, self.signer, self.number, self.at, len(self.keys))
        keys = b"".join(KEY.pack(key.number, key.begins, key.ends, key.point) for key in self.keys)
        return head + keys + COUNT.pack(len(self.blocked)) + b"".join(self.blocked)


def room(most: int, keys: int) -> int:
    """How many blocked passes a code of so many bytes can name beside so many keys."""
    return (most - HEAD.size - COUNT.size - SIGNATURE - keys * KEY.size) // PASS


def written(muster: Muster, private: bytes) -> str:
    """The text of the code, signed."""
    content = muster.packed()
    return PREFIX + base45.encode(content + passes.signature_over(DOMAIN + content, private))
