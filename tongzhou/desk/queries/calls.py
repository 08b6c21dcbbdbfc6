"""Who waits to hear from us."""

from collections.abc import Sequence
from dataclasses import dataclass

from tongzhou.core.work import Text
from tongzhou.desk import access
from tongzhou.desk.choices import Outcome, outcomes_at
from tongzhou.desk.models import Callback
from tongzhou.desk.queries.phones import phone_of
from tongzhou.desk.queries.record import texts_with
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting

MOST = 200


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call to make: whom, at which number, about what."""

    call: Callback
    name: str
    phone: str
    outcome: Text

    @property
    def outcomes(self) -> list[Outcome]:
        """What can come of the call."""
        return outcomes_at(self.call.request.state)


def queue(acting: Acting) -> Sequence[CallLine]:
    """Calls to make, those due first (two queries: rows and keys)."""
    rows = (
        access.callbacks(acting)
        .filter(done_at__isnull=True)
        .select_related(
            "request__service",
            "request__resident",
            "request__household__building__compound",
            "user",
        )
    )
    found = list(rows.order_by("due_at", "pk")[:MOST])
    people = [call.request.resident for call in found]
    keyring = Keyring.of([*(c.key_id for c in found), *(p.key_id for p in people if p)])
    return [_line(call, keyring) for call in found]


def _line(call: Callback, keyring: Keyring) -> CallLine:
    row = call.request
    texts = texts_with(row, keyring)
    name = texts.caller_name or (row.resident.name if row.resident else texts.address)
    return CallLine(call, name, phone_of(row, keyring), texts.outcome)
