"""A household's own page: a secret link, printed with its QR, replaced when it is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from tongzhou.core import audit, clock
from tongzhou.core.tokens import new_token
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions.households import keeper
from tongzhou.registry.models import Household, HouseholdLink

USE = "household"
DAYS = 180


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A household with the secret that opens its page; the secret is nowhere stored."""

    household: Household
    token: str


def make_link(acting: Acting, household_id: int, *, now: datetime) -> str:
    """A fresh secret for one household; links given out before stay good."""
    [made] = make_links(acting, [household_id], now=now)
    return made.token


@transaction.atomic
def make_links(acting: Acting, household_ids: Sequence[int], *, now: datetime) -> list[MadeLink]:
    """Fresh secrets for several households, in the order of their doors."""
    rows = access.households(keeper(acting)).filter(pk__in=household_ids)
    rows = rows.select_related("building__compound__committee")
    homes = list(rows.order_by("building__walk_order", "unit", "floor", "room"))
    tokens = [new_token(USE) for _ in homes]
    expires_on = clock.local_date(now) + timedelta(days=DAYS)
    HouseholdLink.objects.bulk_create(
        HouseholdLink(household=home, digest=digest, made_at=now, expires_on=expires_on)
        for home, (_, digest) in zip(homes, tokens, strict=True)
    )
    ids = [home.pk for home in homes]
    audit.record("registry.links.made", actor=acting, now=now, households=ids)
    return [MadeLink(home, token) for home, (token, _) in zip(homes, tokens, strict=True)]


@transaction.atomic
def revoke_links(acting: Acting, household_id: int, *, now: datetime) -> int:
    """Close all links of a household: the paper was lost or fell into other hands."""
    household = access.get_or_404(access.households(keeper(acting)), pk=household_id)
    count = access.links(acting).filter(household=household).update(revoked_at=now)
    audit.record("registry.links.revoked", actor=acting, now=now, obj=household, count=count)
    return count
