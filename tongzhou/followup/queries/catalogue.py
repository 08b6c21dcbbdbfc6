"""The lists kept as data, read at most once a minute by each process."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from tongzhou.followup import access
from tongzhou.followup.models import Symptom
from tongzhou.registry.acting import Acting

SECONDS = 60


def symptoms(now: datetime) -> Mapping[str, Symptom]:
    """All symptoms by key, in the order in which they are asked."""
    return _symptoms(int(now.timestamp()) // SECONDS)


def asked_symptoms(now: datetime) -> list[Symptom]:
    """The symptoms a check asks for."""
    return [s for s in symptoms(now).values() if s.is_active]


def symptom_labels(keys: Sequence[str], *, now: datetime) -> list[str]:
    """What symptoms are called in the reader's language."""
    known = symptoms(now)
    return [known[key].label for key in keys if key in known]


@lru_cache(maxsize=2)
def _symptoms(minute: int) -> Mapping[str, Symptom]:
    return {s.key: s for s in access.symptoms(Acting.system())}
