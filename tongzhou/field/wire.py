"""JSON from phones, read strictly: what is not as agreed is refused with a sentence."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.core.errors import Refusal
from tongzhou.field.actions.opening import Before, Held
from tongzhou.field.actions.receiving import Sent
from tongzhou.field.choices import BATCH

FIRST = datetime(2000, 1, 1, tzinfo=UTC)
LAST = datetime(2100, 1, 1, tzinfo=UTC)
LONGEST_DOUBT = 10 * 365 * 86400
HIGHEST = 2**53
MOST_SHIFTS = 50
OPENING = frozenset({"profile", "place", "device", "owner", "forgotten", "shifts"})


def content_of(body: bytes, names: frozenset[str]) -> Mapping[str, Any]:
    """The object in a request, with just these names."""
    try:
        content = json.loads(body)
    except ValueError:
        raise _unclear() from None
    if not isinstance(content, dict) or not set(content) <= names:
        raise _unclear()
    return content


def moment(value: Any) -> datetime:
    """A moment with its zone, within this century."""
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise _unclear() from None
    if found.tzinfo is None or not FIRST < found < LAST:
        raise _unclear()
    return found.astimezone(UTC)


def number(value: Any) -> UUID:
    """A UUID."""
    try:
        return UUID(value)
    except (TypeError, ValueError, AttributeError):
        raise _unclear() from None


def held(content: Mapping[str, Any]) -> Held | None:
    """What a phone that had a shift before says of itself."""
    if not content.get("device"):
        return None
    shifts = content.get("shifts") or []
    if not isinstance(shifts, list):
        raise _unclear()
    owner = content.get("owner")
    forgotten = _whole(content.get("forgotten") or 0, 0, HIGHEST)
    return Held(
        number=number(content["device"]),
        owner=owner if isinstance(owner, int) else None,
        forgotten=forgotten,
        shifts=[_before(shift) for shift in shifts[-MOST_SHIFTS:]],
    )


def _before(shift: Any) -> Before:
    if not isinstance(shift, dict):
        raise _unclear()
    place = shift.get("place")
    return Before(
        number=number(shift.get("id")),
        profile=str(shift.get("profile")),
        place_id=place if isinstance(place, int) else None,
        opened_at=moment(shift.get("opened_at")),
    )


def entries_of(content: Mapping[str, Any]) -> list[Sent]:
    """The entries of a batch."""
    entries = content.get("entries")
    if not isinstance(entries, list) or len(entries) > BATCH:
        raise _unclear()
    return [_entry(entry) for entry in entries]


def _entry(entry: Any) -> Sent:
    names = {"id", "seq", "shift", "kind", "at", "doubt", "body"}
    if not isinstance(entry, dict) or set(entry) - {"mends"} != names:
        raise _unclear()
    if not isinstance(entry["kind"], str) or not isinstance(entry["body"], dict):
        raise _unclear()
    return Sent(
        id=number(entry["id"]),
        seq=_whole(entry["seq"], 1, HIGHEST),
        shift=number(entry["shift"]),
        kind=entry["kind"],
        at=moment(entry["at"]),
        doubt=_whole(entry["doubt"], 0, LONGEST_DOUBT),
        body=entry["body"],
        mends=number(entry["mends"]) if "mends" in entry else None,
    )


def _whole(value: Any, least: int, most: int) -> int:
    if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
        raise _unclear()
    return int(value)


def _unclear() -> Refusal:
    return Refusal(_("What this phone sent cannot be read. Load the app again while online."))
