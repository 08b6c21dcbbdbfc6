"""What was found at a check: sealed as one JSON text under the observation's key."""

import json
from collections.abc import Sequence
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
    text = keyring.read(row, "findings")
    return Findings(**json.loads(text)) if text else EMPTY


def seal(row: FollowUp | FollowUpVersion, findings: Findings, keyring: Keyring) -> None:
    """Seal findings into a row."""
    text = "" if findings.is_empty else json.dumps(asdict(findings), ensure_ascii=False)
    keyring.seal(row, "findings", text)


def tenths_of(sealed: bytes, key_id: UUID, keyring: Keyring) -> int | None:
    """The temperature alone, for curves of many people."""
    text = keyring.open_bytes(key_id, PLACE, sealed)
    return json.loads(text)["tenths"] if text else None


PLACE = f"{FollowUp._meta.db_table}.findings"
