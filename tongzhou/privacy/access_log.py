"""Who looked at whom: one entry per page shown, holding the ids shown."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from tongzhou.core.audit import Actor
from tongzhou.privacy.models import AccessEntry

INSERT_SUBJECTS = {
    "sqlite": """
        INSERT INTO privacy_accesssubject (entry_id, resident_id, household_id, volunteer_id)
        SELECT %s, value, NULL, NULL FROM json_each(%s)
        UNION ALL SELECT %s, NULL, value, NULL FROM json_each(%s)
        UNION ALL SELECT %s, NULL, NULL, value FROM json_each(%s)
    """,
    "postgresql": """
        INSERT INTO privacy_accesssubject (entry_id, resident_id, household_id, volunteer_id)
        SELECT %s::bigint, value::bigint, NULL::bigint, NULL::bigint
        FROM json_array_elements_text(%s)
        UNION ALL SELECT %s::bigint, NULL, value::bigint, NULL FROM json_array_elements_text(%s)
        UNION ALL SELECT %s::bigint, NULL, NULL, value::bigint FROM json_array_elements_text(%s)
    """,
}


def record_view(
    actor: Actor,
    page: str,
    *,
    now: datetime,
    residents: Iterable[int] = (),
    households: Iterable[int] = (),
    volunteers: Iterable[int] = (),
    reason: str = "",
) -> None:
    """Write that a page was shown (two statements). Pages without people need no entry."""
    shown = [sorted(set(ids)) for ids in (residents, households, volunteers)]
    if not any(shown):
        return
    with transaction.atomic():
        entry = AccessEntry.objects.create(
            at=now,
            actor_id=actor.user_id,
            role=actor.role,
            unit=actor.unit_name[:80],
            page=page,
            reason=reason[:200],
        )
        with connection.cursor() as cursor:
            # One statement however many people a page shows.
            cursor.execute(
                INSERT_SUBJECTS[connection.vendor],
                [value for ids in shown for value in (entry.pk, json.dumps(ids))],
            )


def views_of_volunteer(volunteer_id: int) -> QuerySet[AccessEntry]:
    """Everything that was shown of somebody who stands duty, newest first."""
    return AccessEntry.objects.filter(subjects__volunteer_id=volunteer_id).order_by("-at")


def views_of(residents: Iterable[int], households: Iterable[int]) -> QuerySet[AccessEntry]:
    """Everything that was shown of these people, newest first."""
    about = AccessEntry.objects.filter(subjects__resident_id__in=list(residents))
    about |= AccessEntry.objects.filter(subjects__household_id__in=list(households))
    return about.distinct().order_by("-at")
