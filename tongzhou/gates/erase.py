"""How passes are forgotten: the rows go, with their story and the restrictions on people."""

from collections.abc import Sequence
from datetime import datetime

from tongzhou.core.personal import Eraser
from tongzhou.gates.models import Crossing, GateFinding, GateNote, Pass
from tongzhou.gates.models import crossings as crossing_rows
from tongzhou.gates.models import findings as finding_rows
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


def _old_crossings(before: datetime) -> Sequence[int]:
    """Crossings from before a moment; then, as negative numbers, notes of gates."""
    rows = Crossing.objects.filter(at__lt=before).order_by("at")
    if found := list(rows.values_list("pk", flat=True)[:BATCH]):
        return found
    old = GateNote.objects.filter(at__lt=before).values_list("pk", flat=True)
    return [-pk for pk in old[:BATCH]]


def _forget_crossings(ids: Sequence[int], *, now: datetime) -> int:
    rows = Crossing.objects.filter(pk__in=[pk for pk in ids if pk > 0])
    destroy_keys(rows.filter(key_id__isnull=False).values_list("key_id", flat=True))
    notes = GateNote.objects.filter(pk__in=[-pk for pk in ids if pk < 0])
    return rows.delete()[0] + notes.delete()[0]


def _old_findings(before: datetime) -> Sequence[int]:
    """What was found of before a moment."""
    rows = GateFinding.objects.filter(at__lt=before).order_by("at")
    return list(rows.values_list("pk", flat=True)[:BATCH])


def _forget_findings(ids: Sequence[int], *, now: datetime) -> int:
    return GateFinding.objects.filter(pk__in=ids).delete()[0]


ERASERS = (
    Eraser(finding_rows.ERASER, crossing_rows.RETENTION, _old_findings, _forget_findings),
    Eraser(ERASER, RETENTION, _ended, _forget),
    Eraser(crossing_rows.ERASER, crossing_rows.RETENTION, _old_crossings, _forget_crossings),
)
