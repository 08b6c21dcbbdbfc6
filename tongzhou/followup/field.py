"""The day's round on a phone without a network."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import pgettext_lazy

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.core.fieldwork import Body, Profile, Received
from tongzhou.followup import actions
from tongzhou.followup.actions import Check
from tongzhou.followup.choices import CheckState, Way
from tongzhou.followup.models import FollowUp
from tongzhou.followup.queries import checks as check_rows
from tongzhou.followup.queries.catalogue import asked_symptoms
from tongzhou.followup.queries.one_check import key_ids, phone_of
from tongzhou.privacy.access_log import record_view
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting

PROFILES = (
    Profile(
        "rounds",
        pgettext_lazy("field profile", "Rounds"),
        "temperature",
        frozenset({Role.COMMITTEE_STAFF, Role.HEALTH_WORKER}),
    ),
)
KINDS = frozenset({"followup.check"})
STATES = (CheckState.SEEN_OK, CheckState.SEEN_NOT_OK, CheckState.MISSED, CheckState.REFUSED)
MOST = 200
COLDEST, HOTTEST = 340, 430


def pack(acting: Acting, profile: str, place_id: int | None, *, now: datetime) -> dict[str, Any]:
    """Whom to ask today, in walking order; what is taken along is written down as looked at."""
    rows = list(_due(acting, now))
    keyring = Keyring.of(key for row in rows for key in key_ids(row.observation))
    seen = [row.observation for row in rows]
    record_view(
        acting, "field.rounds", now=now,
        residents=[o.resident_id for o in seen if o.resident_id],
        households=[o.household_id for o in seen if o.household_id],
    )  # fmt: skip
    return {
        "list": [_line(row, keyring) for row in rows],
        "symptoms": [{"key": s.key, "label": s.label} for s in asked_symptoms(now)],
        "phone": "",
    }


def _due(acting: Acting, now: datetime) -> Iterator[FollowUp]:
    rows = check_rows.due_on(acting, clock.local_date(now))
    related = ("observation__resident", "observation__household")
    yield from rows.select_related(*related).order_by("walk", "due_at", "pk")[:MOST]


def _line(row: FollowUp, keyring: Keyring) -> dict[str, Any]:
    observation = row.observation
    return {
        "check": row.pk,
        "door": observation.household.door if observation.household else "",
        "name": observation.resident.name if observation.resident else "",
        "phone": phone_of(observation, keyring),
        "kind": row.part,
        "due": row.due_at.isoformat(),
        "note": "",
    }


def accept(acting: Acting, received: Received, *, now: datetime) -> None:
    """One check, at the moment it was made; sent twice it is stored once."""
    body = Body(received.body)
    check = Check(
        follow_up_id=body.number("check", 1, 2**62),
        state=body.choice("state", STATES),
        client_id=received.id,
        way=body.choice("way", (Way.DOOR, Way.PHONE)),
        tenths=body.perhaps("tenths", COLDEST, HOTTEST),
        symptoms=body.texts("symptoms", 30),
        note=body.text("note", 500),
    )
    body.end()
    actions.perform(acting, check, now=min(received.at, now))
