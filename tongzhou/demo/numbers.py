"""Identity and telephone numbers that are well formed and certainly nobody's."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from random import Random

# GB/T 2260 has no province 99, so no real number starts like this.
DIVISION = "9901"
# 154 was never handed to an operator, 06xx knows only 063, 066 and 069 as area codes.
MOBILE_PREFIX = "1540"
LANDLINE_PREFIX = "0600"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def check_character(body: str) -> str:
    """Return the last character of a resident identity number (GB 11643, ISO 7064 MOD 11-2).

    `body` are the first 17 digits.
    """
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return _CHECK[total % 11]


@dataclass(slots=True)
class Numbers:
    """Gives every invented person numbers that nobody else on the street has."""

    rng: Random
    _births: Counter[tuple[date, str]] = field(default_factory=Counter)
    _issued: set[str] = field(default_factory=set)

    def identity(self, born_on: date, sex: str) -> str:
        """Return an 18-character identity number; odd sequence numbers are men's ("m")."""
        nth = self._births[born_on, sex]
        self._births[born_on, sex] += 1
        sequence = 2 * nth + (1 if sex == "m" else 2)
        county = self.rng.randint(1, 12)
        body = f"{DIVISION}{county:02}{born_on:%Y%m%d}{sequence:03}"
        return body + check_character(body)

    def mobile(self) -> str:
        return self._fresh(MOBILE_PREFIX)

    def landline(self) -> str:
        return self._fresh(LANDLINE_PREFIX)

    def _fresh(self, prefix: str) -> str:
        while (number := f"{prefix}{self.rng.randrange(10_000_000):07}") in self._issued:
            pass
        self._issued.add(number)
        return number
