"""The token on a pass: 23 bytes and a signature, no name; 87 bytes, a QR code of version 6-M.

body = version 1, algorithm 1, key 2, pass 8, scope 4, start 4, hours 2, flags 1 (big-endian)
token = "TZ1:" + Base45(body + ECDSA P-256 signature over SHA-256, raw r and s, s in its lower half)

The browser verifies the same tokens: `gates/js/pass.js`, held together by a file of test vectors.
A pass is revoked by its id, never by its signature.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256

from tongzhou.formats import base45

PREFIX = "TZ1:"
VERSION = ALGORITHM = 1
LAYOUT = struct.Struct(">BBH8sIIHB")
SIGNATURE_BYTES = 64
TOKEN_BYTES = LAYOUT.size + SIGNATURE_BYTES
# What is signed begins with this, so that no other signature of the house passes for a pass.
DOMAIN = b"tongzhou.pass.1\0"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
HOUR = 3600
# Somebody of the household does essential work: their ways are not counted.
ESSENTIAL = 0b1


class Fault(StrEnum):
    """Why a token is not accepted."""

    NOT_OURS = "not_ours"
    DAMAGED = "damaged"
    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"
    NOT_YET = "not_yet"
    EXPIRED = "expired"


class Refused(Exception):
    """The token is not accepted; `body` is what it says, where that is beyond doubt."""

    def __init__(self, fault: Fault, body: "Body | None" = None) -> None:
        super().__init__(fault.value)
        self.fault, self.body = fault, body


@dataclass(frozen=True, slots=True)
class Body:
    """What a token says. Moments are whole seconds since 1970; `scope` is a compound."""

    key: int
    pass_id: bytes
    scope: int
    starts_at: int
    hours: int
    flags: int = 0

    @property
    def ends_at(self) -> int:
        """The first second at which the pass no longer holds."""
        return self.starts_at + self.hours * HOUR

    @property
    def is_essential(self) -> bool:
        """Whether somebody of the household does essential work."""
        return bool(self.flags & ESSENTIAL)

    def packed(self) -> bytes:
        """The 23 bytes."""
        return LAYOUT.pack(
            VERSION, ALGORITHM, self.key, self.pass_id, self.scope, self.starts_at, self.hours,
            self.flags,
        )  # fmt: skip


def new_private_key() -> bytes:
    """A fresh signing key: 32 bytes."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return number.to_bytes(32, "big")


def public_key(private: bytes) -> bytes:
    """The public half as an uncompressed point: 65 bytes, as WebCrypto imports it."""
    numbers = _private(private).public_key().public_numbers()
    return b"\x04" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")


def sign(body: Body, private: bytes) -> bytes:
    """The signature of a body, always the same for the same key (RFC 6979)."""
    return signature_over(DOMAIN + body.packed(), private)


def signature_over(content: bytes, private: bytes) -> bytes:
    """A signature, raw r and s, s in its lower half. The content begins with what it is for."""
    algorithm = ec.ECDSA(SHA256(), deterministic_signing=True)
    r, s = decode_dss_signature(_private(private).sign(content, algorithm))
    return r.to_bytes(32, "big") + min(s, ORDER - s).to_bytes(32, "big")


def written(body: Body, signature: bytes) -> str:
    """The token as it stands in the QR code."""
    return PREFIX + base45.encode(body.packed() + signature)


def decode(token: str) -> tuple[Body, bytes]:
    """Body and signature of a token, not yet verified."""
    token = token.strip()
    if not token.startswith(PREFIX):
        raise Refused(Fault.NOT_OURS)
    try:
        content = base45.decode(token.removeprefix(PREFIX))
    except ValueError:
        raise Refused(Fault.DAMAGED) from None
    if len(content) != TOKEN_BYTES or content[:2] != bytes([VERSION, ALGORITHM]):
        raise Refused(Fault.DAMAGED)
    _version, _algorithm, *fields = LAYOUT.unpack(content[: LAYOUT.size])
    return Body(*fields), content[LAYOUT.size :]


def verify(token: str, keys: Mapping[int, bytes], *, at: int) -> Body:
    """What a token says, if one of these public keys signed it and it holds at this second."""
    body, signature = decode(token)
    if body.key not in keys:
        raise Refused(Fault.UNKNOWN_KEY)
    if not _is_signed(body, signature, keys[body.key]):
        raise Refused(Fault.FORGED)
    if at < body.starts_at:
        raise Refused(Fault.NOT_YET, body)
    if at >= body.ends_at:
        raise Refused(Fault.EXPIRED, body)
    return body


def _is_signed(body: Body, signature: bytes, public: bytes) -> bool:
    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    # Of the two signatures that are equally valid in mathematics, only the lower one is ours.
    if s > ORDER // 2:
        return False
    try:
        _public(public).verify(
            encode_dss_signature(r, s), DOMAIN + body.packed(), ec.ECDSA(SHA256())
        )
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=64)
def _public(point: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def _private(private: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(private, "big"), ec.SECP256R1())
