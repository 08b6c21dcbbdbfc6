"""What this room puts on a person's list: who comes forward, and what becomes of the duties."""

from datetime import datetime

from tongzhou.accounts.choices import Role
from tongzhou.core.work import Offer, WorkItem
from tongzhou.registry.acting import Acting
from tongzhou.roster.today import coming, duty

SOURCES = (
    coming.to_call, duty.called_out, duty.not_come, duty.gaps, duty.without_end, duty.to_tell,
    coming.empty_posts,
)  # fmt: skip


def offer(acting: Acting, *, now: datetime, kinds: frozenset[str], limit: int) -> Offer:
    """For who plans the duties of a committee, and for building directors: seven queries."""
    if not _is_theirs(acting):
        return Offer((), (), {})
    found = [source(acting, now=now, limit=limit) for source in SOURCES]
    wanted = [cards for cards in found if not kinds or cards.kind.key in kinds]
    return Offer(
        [cards.kind for cards in found],
        [item for cards in wanted for item in cards.items],
        {cards.kind.key: cards.count for cards in found},
    )


def for_household(acting: Acting, household_id: int, *, now: datetime) -> list[WorkItem]:
    """Nothing: a volunteer is not bound to a door."""
    return []


def _is_theirs(acting: Acting) -> bool:
    plans = acting.is_supervisor or acting.is_coordinator
    return acting.role == Role.BUILDING_DIRECTOR or (acting.role == Role.COMMITTEE_STAFF and plans)
