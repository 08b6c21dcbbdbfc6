"""How observations are forgotten: keys destroyed, columns blanked, the row untied from the person.

What is left says that somebody was observed for so many days and how many checks were made.
"""

from collections.abc import Sequence
from datetime import datetime

from tongzhou.core import clock
from tongzhou.core.personal import Eraser
from tongzhou.followup.models import (
    Alarm,
    Extension,
    FollowUp,
    FollowUpVersion,
    Need,
    Observation,
)
from tongzhou.followup.models.observations import ERASER, RETENTION
from tongzhou.privacy.keyring import destroy_keys
from tongzhou.privacy.models import Restriction

BATCH = 500
BLANK = b""


def _ended(before: datetime) -> Sequence[int]:
    """Observations that ended before a moment and still name a person."""
    old = Observation.objects.filter(ended_at__lt=before, erased_at__isnull=True)
    return list(old.order_by("ended_at").values_list("pk", flat=True)[:BATCH])


def _forget(ids: Sequence[int], *, now: datetime) -> int:
    observations = Observation.objects.filter(pk__in=ids)
    restrictions = list(
        Restriction.objects.filter(observation__in=observations).values_list("pk", "key_id")
    )
    destroy_keys(observations.values_list("key_id", flat=True))
    destroy_keys(key_id for _, key_id in restrictions)
    _forget_checks(ids, now=now)
    _forget_care(ids)
    count = observations.update(
        resident=None,
        household=None,
        restriction=None,
        last_exposure_on=None,
        notes=BLANK,
        ending_note=BLANK,
        erased_at=now,
    )
    Restriction.objects.filter(pk__in=[pk for pk, _ in restrictions]).delete()
    return count


def _forget_checks(ids: Sequence[int], *, now: datetime) -> None:
    """Of a check stay its state, day and part, and the date on which it was made."""
    checks = FollowUp.objects.filter(observation__in=ids)
    performed = list(checks.filter(performed_at__isnull=False).only("performed_at"))
    for check in performed:
        check.performed_at = clock.day_start(clock.local_date(check.performed_at or now))
    FollowUp.objects.bulk_update(performed, ["performed_at"], batch_size=BATCH)
    checks.update(walk="", findings=BLANK, client_id=None)
    # What was corrected counts nowhere.
    FollowUpVersion.objects.filter(follow_up__observation__in=ids).delete()


def _forget_care(ids: Sequence[int]) -> None:
    Alarm.objects.filter(observation__in=ids).update(words=BLANK, deed=BLANK)
    Need.objects.filter(observation__in=ids).update(text=BLANK)
    Extension.objects.filter(observation__in=ids).update(reason=BLANK)


ERASERS = (Eraser(ERASER, RETENTION, _ended, _forget),)
