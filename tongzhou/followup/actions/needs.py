"""What a household that stays in needs."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.followup import access
from tongzhou.followup.actions import rows
from tongzhou.followup.choices import NEED_MOVES, NeedKind, NeedState
from tongzhou.followup.models import FollowUp, Need
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting


def needs_from(
    acting: Acting,
    check: FollowUp,
    kinds: Sequence[str],
    text: str,
    keyring: Keyring,
    *,
    now: datetime,
) -> list[Need]:
    """The needs told at a check, sealed but not yet stored."""
    if any(kind not in NeedKind.values for kind in kinds):
        raise Refusal(_("Choose what is needed from the list."), field="needs")
    if text.strip() and not kinds:
        kinds = [NeedKind.OTHER]
    needs = [
        Need(
            observation_id=check.observation_id,
            follow_up=check,
            kind=kind,
            key_id=check.key_id,
            asked_at=now,
            asked_by_id=acting.user_id,
        )
        for kind in kinds
    ]
    for need in needs:
        keyring.seal(need, "text", text.strip())
    return needs


def cancel_needs_of(acting: Acting, check: FollowUp, *, now: datetime) -> None:
    """The check is taken back, and with it what nobody has begun to fetch."""
    access.needs(acting).filter(follow_up=check, state=NeedState.OPEN).update(
        state=NeedState.CANCELLED, settled_at=now, settled_by=acting.user_id
    )


@transaction.atomic
def add_need(acting: Acting, observation_id: int, *, kind: str, text: str, now: datetime) -> Need:
    """Write down a need apart from any check."""
    observation = rows.observation(acting, observation_id)
    if kind not in NeedKind.values:
        raise Refusal(_("Choose what is needed from the list."), field="kind")
    need = Need(
        observation=observation,
        kind=kind,
        key_id=observation.key_id,
        asked_at=now,
        asked_by_id=acting.user_id,
    )
    Keyring.of([need.key_id]).seal(need, "text", text.strip())
    need.save(force_insert=True)
    audit.record("followup.need.added", actor=acting, now=now, obj=need, kind=kind)
    return need


@transaction.atomic
def link_need_to_errand(acting: Acting, need_id: int, *, errand_ref: int, now: datetime) -> Need:
    """An errand was made of it, in another room; only its number is kept here."""
    need = _moved(acting, need_id, NeedState.ERRAND)
    need.errand_ref = errand_ref
    return _saved(acting, need, "linked", now=now, errand=errand_ref)


@transaction.atomic
def unlink_need(acting: Acting, need_id: int, *, now: datetime) -> Need:
    """The errand came to nothing: the need is open again."""
    need = _moved(acting, need_id, NeedState.OPEN)
    need.errand_ref = None
    return _saved(acting, need, "unlinked", now=now)


@transaction.atomic
def meet_need(acting: Acting, need_id: int, *, now: datetime) -> Need:
    """The household has it."""
    return _settled(acting, need_id, NeedState.MET, now=now)


@transaction.atomic
def cancel_need(acting: Acting, need_id: int, *, now: datetime) -> Need:
    """The household no longer needs it."""
    return _settled(acting, need_id, NeedState.CANCELLED, now=now)


def _settled(acting: Acting, need_id: int, state: NeedState, *, now: datetime) -> Need:
    need = _moved(acting, need_id, state)
    need.settled_at, need.settled_by_id = now, acting.user_id
    return _saved(acting, need, state.value, now=now)


def _moved(acting: Acting, need_id: int, state: str) -> Need:
    rows.only(acting, rows.CARERS)
    need = rows.locked(access.needs(acting), need_id)
    rows.move(need, state, NEED_MOVES)
    return need


def _saved(acting: Acting, need: Need, deed: str, *, now: datetime, **body: int) -> Need:
    need.save()
    audit.record(f"followup.need.{deed}", actor=acting, now=now, obj=need, **body)
    return need
