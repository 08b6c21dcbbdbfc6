"""Base45 (RFC 9285): bytes as the 45 characters that a QR code packs most densely."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
VALUE = {character: value for value, character in enumerate(ALPHABET)}


def encode(data: bytes) -> str:
    """Two bytes become three characters, a last single byte two."""
    return "".join(_encoded(data[start : start + 2]) for start in range(0, len(data), 2))


def decode(text: str) -> bytes:
    """The bytes behind a text; raises ValueError for anything `encode` cannot have written."""
    if len(text) % 3 == 1:
        raise ValueError("not a length that Base45 writes")
    return b"".join(_decoded(text[start : start + 3]) for start in range(0, len(text), 3))


def _encoded(part: bytes) -> str:
    number = int.from_bytes(part, "big")
    digits = [number % 45, number // 45 % 45, number // 2025]
    return "".join(ALPHABET[digit] for digit in digits[: len(part) + 1])


def _decoded(part: str) -> bytes:
    try:
        number = sum(VALUE[character] * 45**place for place, character in enumerate(part))
        return number.to_bytes(len(part) - 1, "big")
    except (KeyError, OverflowError):
        raise ValueError("not Base45") from None
