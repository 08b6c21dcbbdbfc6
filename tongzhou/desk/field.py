"""Deliveries on a phone without a network."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from tongzhou.accounts.choices import Role
from tongzhou.core.fieldwork import Body, Profile, Received
from tongzhou.desk import access, actions
from tongzhou.desk.choices import Attention
from tongzhou.desk.today import items, lines, sifting
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting

PROFILES = (
    Profile(
        "deliveries", pgettext_lazy("field profile", "Deliveries"), "door",
        frozenset({Role.COMMITTEE_STAFF, Role.BUILDING_DIRECTOR, Role.VOLUNTEER}),
    ),
)  # fmt: skip
KINDS = frozenset({"desk.delivered"})
HOW = ("hand", "door", "shelf", "not_home")
MOST = 100


def pack(acting: Acting, profile: str, place_id: int | None, *, now: datetime) -> dict[str, Any]:
    """What there is to bring: what a card on Today shows, and not more."""
    waiting = [
        work for work in sifting.work_of(acting, now=now)
        if work.kind == Attention.DELIVERY and not work.is_done
    ]  # fmt: skip
    found = lines.lines_of(acting, sorted(waiting, key=lambda work: work.order)[:MOST])
    cards = items.with_phones(acting, found)
    record_view(
        acting, "field.deliveries", now=now,
        residents=[pk for card in cards for pk in card.resident_ids],
        households=[pk for card in cards for pk in card.household_ids],
    )  # fmt: skip
    return {
        "list": [
            {
                "request": line.code,
                "door": card.door,
                "name": card.who,
                "phone": card.phone_url.removeprefix("tel:"),
                "what": str(card.title),
                "note": "",
            }
            for line, card in zip(found, cards, strict=True)
        ],
        "phone": "",
    }


def accept(acting: Acting, received: Received, *, now: datetime) -> None:
    """Something was brought, or nobody opened."""
    body = Body(received.body)
    code, how = body.text("request", 20), body.choice("how", HOW)
    note = body.text("note", 300)
    body.end()
    request = get_or_404(access.requests(acting), code=code)
    at = min(received.at, now)
    if how == "not_home":
        tried = _("Nobody opened; it was brought back.")
        actions.add_note(acting, request, text=f"{tried} {note}".strip(), now=at)
        return
    actions.deliver(acting, request, is_contact_free=how != "hand", note=note, now=at)
