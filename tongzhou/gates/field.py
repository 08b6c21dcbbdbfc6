"""What gates offer to phones without a network: ids of passes, keys and rules, and no name."""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import pgettext_lazy

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.core.errors import Refusal
from tongzhou.core.fieldwork import Profile, Received
from tongzhou.formats.gate_rules import Rules
from tongzhou.gates import access
from tongzhou.gates.actions.crossings import take_all
from tongzhou.gates.actions.muster import sign_muster
from tongzhou.gates.actions.noticing import notice_gap
from tongzhou.gates.actions.reading import READERS
from tongzhou.gates.choices import PassState
from tongzhou.gates.queries.rules import RuleBook, rule_book
from tongzhou.gates.queries.standing import blocked
from tongzhou.registry import access as registry
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import PlaceKind

AT_GATES = frozenset(
    {Role.COMMITTEE_STAFF, Role.STREET_OFFICER, Role.BUILDING_DIRECTOR, Role.VOLUNTEER}
)
PROFILES = (
    Profile("gate", pgettext_lazy("field profile", "Gate"), "gate", AT_GATES, PlaceKind.GATE),
)
KINDS = frozenset(READERS)
DAYS_AHEAD = 3
accept_all, missing = take_all, notice_gap
# The leader's code of the morning, for phones that see no network.
muster = sign_muster


def accept(acting: Acting, received: Received, *, now: datetime) -> None:
    """Take in one entry of a gate."""
    if refused := accept_all(acting, [received], now=now):
        raise Refusal(refused[received.id])


def pack(acting: Acting, profile: str, place_id: int, *, now: datetime) -> dict[str, Any]:
    """What a gate's phone decides by for the next days. Seven queries."""
    place = get_or_404(registry.places(acting).select_related("committee"), pk=place_id)
    committee = place.committee
    book = rule_book(acting, committee.office_id, committee.pk)
    today = clock.local_date(now)
    days = [today + timedelta(days=n) for n in range(DAYS_AHEAD + 1)]
    return {
        "rules": [{"day": str(day), **_rules(book.on(day).as_rules())} for day in days],
        "offset": int(_offset(now).total_seconds() // 60),
        "keys": [_key(row) for row in _keys(acting, now)],
        "blocked": [public_id.hex() for public_id in blocked([committee.pk], now=now)],
        "passes": list(_passes(committee.pk, now)),
        "trips": list(_trips(committee.pk, _since(book, now))),
        "phone": committee.phone,
        "list": int(now.timestamp()),
    }


def _offset(now: datetime) -> timedelta:
    return clock.local_offset(now)


def _rules(rules: Rules) -> dict[str, Any]:
    return {**asdict(rules), "exempt": sorted(rules.exempt)}


def _keys(acting: Acting, now: datetime) -> Iterable[tuple[Any, ...]]:
    rows = access.verifying_keys(acting, now=now)
    return rows.values_list("number", "committee_id", "public", "signs_from", "verifies_until")


def _key(row: tuple[Any, ...]) -> dict[str, Any]:
    number, committee, public, begins, ends = row
    return {
        "id": number,
        "committee": committee,
        "key": base64.urlsafe_b64encode(bytes(public)).decode().rstrip("="),
        "from": begins.isoformat(),
        "until": ends.isoformat(),
    }


def _passes(committee_id: int, now: datetime) -> Iterable[dict[str, str]]:
    """Good passes with their codes, for who types: the phone knows no household."""
    rows = access.passes(Acting.system()).filter(
        committee=committee_id, state=PassState.ACTIVE, until__gt=now
    )
    for public_id, code, until in rows.values_list("public_id", "code", "until"):
        yield {"pass": bytes(public_id).hex(), "code": code, "until": until.isoformat()}


def _since(book: RuleBook, now: datetime) -> datetime:
    """From when on a trip can still count."""
    every = book.on(clock.local_date(now)).every_days
    return clock.day_start(clock.local_date(now) - timedelta(days=every))


def _trips(committee_id: int, since: datetime) -> Iterable[Mapping[str, Any]]:
    """Ways out with their ways in, of all gates of the committee."""
    rows = access.crossings(Acting.system()).filter(
        committee=committee_id, at__gte=since, of__isnull=False
    )
    out: dict[bytes, datetime] = {}
    found = rows.order_by("at").values_list("of__public_id", "direction", "at")
    for public_id, direction, at in found:
        key = bytes(public_id)
        if direction == "in":
            if key in out:
                yield _trip(key, out.pop(key), at)
        else:
            if key in out:
                yield _trip(key, out[key], None)
            out[key] = at
    for key, at in out.items():
        yield _trip(key, at, None)


def _trip(public_id: bytes, out: datetime, back: datetime | None) -> dict[str, Any]:
    return {
        "pass": public_id.hex(),
        "out": out.isoformat(),
        "in": back.isoformat() if back else None,
    }
