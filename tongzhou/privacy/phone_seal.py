"""What a phone seals to the house: it can write it, and cannot read it again.

Ephemeral ECDH on P-256, HKDF-SHA256 (RFC 5869), AES-256-GCM. The house's half is derived from its
master secret, so there is no further file to lose.
"""

import base64
import binascii
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tongzhou.core.secrets import derived

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # SEC 2, secp256r1
POINT, NONCE = 65, 12
INFO = b"tongzhou.field.seal.1"


class Unopenable(ValueError):
    """It was not sealed to this house, or was altered on the way."""


def public_key() -> dict[str, str]:
    """The house's half, as JSON Web Key (RFC 7517)."""
    numbers = _private().public_key().public_numbers()
    return {"kty": "EC", "crv": "P-256", "x": _base64(numbers.x), "y": _base64(numbers.y)}


def opened(sealed: str) -> bytes:
    """What a phone sealed. Raises Unopenable."""
    try:
        content = base64.b64decode(sealed + "=" * (-len(sealed) % 4), altchars=b"-_", validate=True)
        point, nonce, text = (
            content[:POINT],
            content[POINT : POINT + NONCE],
            content[POINT + NONCE :],
        )
        other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        shared = _private().exchange(ec.ECDH(), other)
        key = HKDF(algorithm=SHA256(), length=32, salt=point, info=INFO).derive(shared)
        return AESGCM(key).decrypt(nonce, text, None)
    except (ValueError, binascii.Error, InvalidTag) as error:
        raise Unopenable from error


@lru_cache
def _private() -> ec.EllipticCurvePrivateKey:
    # 32 bytes modulo the order: the bias is below 2 to the power of -32, and it signs nothing.
    number = int.from_bytes(derived("field.seal")) % (ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def _base64(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(32)).decode().rstrip("=")
