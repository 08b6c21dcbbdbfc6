"""The short code of a pass, to be read aloud and typed by hand where no camera helps.

Nine characters: 38 bits of the pass's id and a check character. The alphabet has a prime number of
characters and every place its own weight, so that one wrong character and any two that changed
places are always noticed. A code proves nothing: it finds the pass in a list.
"""

# No 0, 1, I, L, O, U, and no V, which sounds and looks like its neighbours: 29 are left.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
LENGTH = 9
BITS = 38
GROUP = 3


def code_of(pass_id: bytes) -> str:
    """The code of a pass with this id of eight bytes."""
    number = int.from_bytes(pass_id, "big") >> (64 - BITS)
    digits: list[int] = []
    for _ in range(LENGTH - 1):
        number, digit = divmod(number, len(ALPHABET))
        digits.insert(0, digit)
    check = -_weighed(digits) % len(ALPHABET)
    return "".join(ALPHABET[digit] for digit in [*digits, check])


def spoken(code: str) -> str:
    """A code in groups of three: ABC-DEF-GHJ."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read(typed: str) -> str:
    """The code somebody typed, with or without dashes; raises ValueError for a mistyped one."""
    code = "".join(character for character in typed.upper() if character not in " -")
    digits = [ALPHABET.find(character) for character in code]
    if len(code) != LENGTH or min(digits) < 0 or _weighed(digits) % len(ALPHABET):
        raise ValueError("mistyped")
    return code


def _weighed(digits: list[int]) -> int:
    return sum((LENGTH - place) * digit for place, digit in enumerate(digits))
