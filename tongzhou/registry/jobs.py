"""Work of the registry that runs in the background."""

from collections.abc import Mapping
from typing import Any

from tongzhou.core import clock
from tongzhou.core.jobs import Progress, job
from tongzhou.registry.actions import imports


@job(imports.READ_JOB)
def read_roster(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Read an uploaded roster."""
    return imports.read_upload(payload, progress, now=clock.now())


@job(imports.APPLY_JOB)
def apply_roster(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Apply an uploaded roster."""
    return imports.apply_upload(payload, progress, now=clock.now())
