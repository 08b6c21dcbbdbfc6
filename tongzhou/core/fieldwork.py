"""What a room offers to phones that work without a network, and what it takes from them.

A room with work outdoors has a module `field`::

    PROFILES: Sequence[Profile]        what a shift can be opened for
    KINDS: Collection[str]             kinds of entries it takes
    def pack(acting, profile, place_id, *, now) -> dict      what the phone holds, as JSON
    def accept(acting, received, *, now) -> None             raises Refusal for what it cannot take

and, where very many come, in place of `accept` one by one::

    def accept_all(acting, several, *, now) -> Mapping[UUID, str]     sentences for what it refuses

and, to be told how many numbers of a phone's sequence never arrived, whenever that changes::

    def missing(acting, place_id, *, phone, missing, now) -> None
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tongzhou.core.errors import Refusal


@dataclass(frozen=True, slots=True)
class Profile:
    """What a shift can be opened for; `places` is the kind of place it stands at, if it does."""

    key: str
    label: str | Promise
    icon: str
    roles: Collection[str]
    places: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """One entry as a phone wrote it; `at` is corrected, `doubt` is seconds either way."""

    id: UUID
    kind: str
    at: datetime
    doubt: int
    place_id: int | None
    body: Mapping[str, Any]


class Body:
    """Reads what an entry says, name by name; whatever is wrong or left over is refused."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._left = dict(given)

    def choice(self, name: str, among: Collection[str]) -> str:
        """One of some words."""
        value = self._left.pop(name, None)
        if not isinstance(value, str) or value not in among:
            raise _unclear(name)
        return value

    def text(self, name: str, most: int) -> str:
        """A text of so many characters at the most; "" where there is none."""
        value = self._left.pop(name, None) or ""
        if not isinstance(value, str) or len(value) > most:
            raise _unclear(name)
        return value.strip()

    def number(self, name: str, least: int, most: int) -> int:
        """A whole number within bounds."""
        value = self.perhaps(name, least, most)
        if value is None:
            raise _unclear(name)
        return value

    def perhaps(self, name: str, least: int, most: int) -> int | None:
        """A whole number within bounds, or None."""
        value = self._left.pop(name, None)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise _unclear(name)
        return value

    def texts(self, name: str, most: int) -> list[str]:
        """A list of short texts."""
        value = self._left.pop(name, None) or []
        if not isinstance(value, list) or len(value) > most:
            raise _unclear(name)
        if not all(isinstance(each, str) and len(each) <= 80 for each in value):
            raise _unclear(name)
        return value

    def end(self) -> None:
        """Nothing may be left: what is not understood is not quietly dropped."""
        if self._left:
            raise _unclear(min(self._left))


def _unclear(name: str) -> Refusal:
    return Refusal(
        _("This record cannot be read (%(name)s). Update the app on this phone.") % {"name": name}
    )
