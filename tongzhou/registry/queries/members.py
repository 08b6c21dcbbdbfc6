"""Who acts for which unit, as lists."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from tongzhou.accounts.choices import Role
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Invitation, Membership

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of members is narrowed to."""

    words: str = ""
    role: str = ""
    has_left: bool = False


def members(acting: Acting, asked: Asked, *, page: int) -> Page[Membership]:
    """One page of colleagues, by unit and name."""
    rows = access.memberships(acting).filter(ended_on__isnull=not asked.has_left)
    if asked.role in Role.values:
        rows = rows.filter(role=asked.role)
    for word in asked.words.split()[:4]:
        rows = rows.filter(_matches(word))
    ordered = rows.order_by("committee_id", "role", "user__name", "pk")
    return Paginator(ordered, PAGE).get_page(page)


def _matches(word: str) -> Q:
    units = ("office", "committee", "compound", "department")
    found = Q(user__name__icontains=word) | Q(user__username__icontains=word)
    for unit in units:
        found |= Q(**{f"{unit}__name__icontains": word})
    return found


def managed_ids(acting: Acting, shown: Page[Membership]) -> frozenset[int]:
    """Which of the members shown one may change."""
    pks = [member.pk for member in shown]
    return frozenset(access.managed_members(acting).filter(pk__in=pks).values_list("pk", flat=True))


def open_invitations(acting: Acting, *, now: datetime) -> QuerySet[Invitation]:
    """Invitations that can still be used, the newest first."""
    rows = access.invitations(acting).filter(uses_left__gt=0, expires_at__gt=now)
    return rows.order_by("-made_at")[:200]
