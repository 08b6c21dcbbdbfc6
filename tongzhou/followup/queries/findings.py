"""What was found at a check: sealed as one JSON text under the observation's key."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from tongzhou.followup.models import FollowUp, FollowUpVersion
from tongzhou.privacy.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Findings:
    """Temperature in tenths of a degree Celsius with its source, symptoms by key, a note."""

    tenths: int | None = None
    source: str = ""
    symptoms: Sequence[str] = ()
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return self == Findings()

    @property
    def celsius(self) -> float | None:
        """The temperature in degrees Celsius."""
        return None if self.tenths is None else self.tenths / 10


EMPTY = Findings()


def read(row: FollowUp | FollowUpVersion, keyring: Keyring) -> Findings:
    """Open the findings of a row; empty when there are none or their key is gone."""
    return _parsed(keyring.read(row, "findings"))


def of_check(sealed: bytes, key_id: UUID, keyring: Keyring) -> Findings:
    """The same for a check of which only columns were read."""
    return _parsed(keyring.open_bytes(key_id, PLACE, bytes(sealed)))


def _parsed(text: str | bytes) -> Findings:
    return Findings(**json.loads(text)) if text else EMPTY


def seal(row: FollowUp | FollowUpVersion, findings: Findings, keyring: Keyring) -> None:
    """Seal findings into a row."""
    text = "" if findings.is_empty else json.dumps(asdict(findings), ensure_ascii=False)
    keyring.seal(row, "findings", text)


def tenths_of(sealed: Iterable[bytes], key_id: UUID, keyring: Keyring) -> Iterator[int | None]:
    """The temperatures alone, for curves of many people; without those that cannot be read."""
    return (_tenths_in(text) for text in keyring.open_all(key_id, PLACE, sealed) if text)


def _tenths_in(text: bytes) -> int | None:
    """A list opens hundreds of texts, and wants the first number of each."""
    if first := TENTHS.match(text):
        return int(first[1])
    tenths: int | None = json.loads(text)["tenths"]
    return tenths


PLACE = f"{FollowUp._meta.db_table}.findings"
# As `seal` writes it, the temperature stands first.
TENTHS = re.compile(rb'\{"tenths": (\d+),')
