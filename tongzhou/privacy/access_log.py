"""Who looked at whom: one entry per page shown, holding the ids shown."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from tongzhou.core.audit import Actor
from tongzhou.privacy.models import AccessEntry, AccessSubject


def record_view(
    actor: Actor,
    page: str,
    *,
    now: datetime,
    residents: Iterable[int] = (),
    households: Iterable[int] = (),
    reason: str = "",
) -> None:
    """Write that a page was shown (two statements). Pages without people need no entry."""
    subjects = [AccessSubject(resident_id=r) for r in dict.fromkeys(residents)]
    subjects += [AccessSubject(household_id=h) for h in dict.fromkeys(households)]
    if not subjects:
        return
    with transaction.atomic():
        entry = AccessEntry.objects.create(
            at=now,
            actor_id=actor.user_id,
            role=actor.role,
            unit=actor.unit_label[:80],
            page=page,
            reason=reason[:200],
        )
        for subject in subjects:
            subject.entry = entry
        AccessSubject.objects.bulk_create(subjects)


def views_of(residents: Iterable[int], households: Iterable[int]) -> QuerySet[AccessEntry]:
    """Everything that was shown of these people, newest first."""
    about = AccessEntry.objects.filter(subjects__resident_id__in=list(residents))
    about |= AccessEntry.objects.filter(subjects__household_id__in=list(households))
    return about.distinct().order_by("-at")

