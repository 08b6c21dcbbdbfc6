"""How passes are forgotten: the rows go, with their story and the restrictions on people."""

from collections.abc import Sequence
from datetime import datetime

from tongzhou.core.personal import Eraser
from tongzhou.gates.models import Pass
from tongzhou.gates.models.passes import ERASER, RETENTION
from tongzhou.privacy.keyring import destroy_keys
from tongzhou.privacy.models import Restriction

BATCH = 500


def _ended(before: datetime) -> Sequence[int]:
    """Passes whose last moment lies before another."""
    old = Pass.objects.filter(until__lt=before).order_by("until")
    return list(old.values_list("pk", flat=True)[:BATCH])


def _forget(ids: Sequence[int], *, now: datetime) -> int:
    passes = Pass.objects.filter(pk__in=ids)
    bound = passes.filter(restrictions__isnull=False)
    restrictions = dict(
        bound.values_list("restrictions__restriction_id", "restrictions__restriction__key_id")
    )
    destroy_keys(restrictions.values())
    count = passes.count()
    passes.delete()
    Restriction.objects.filter(pk__in=restrictions).delete()
    return count


ERASERS = (Eraser(ERASER, RETENTION, _ended, _forget),)
