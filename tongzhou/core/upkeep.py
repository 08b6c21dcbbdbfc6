"""What the program does for itself at night."""

from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Any

from django.conf import settings

from tongzhou.core import backup, clock, copies
from tongzhou.core.jobs import Progress, job


# After the nightly erasure, so that a copy never holds whom the night before has erased.
@job("core.backup", daily_at=time(3, 40))
def back_up_nightly(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """The nightly backup."""
    recipient = copies.recipient_of(settings.BACKUP_KEY)
    taken = backup.take(Path(settings.BACKUPS), now=clock.now(), recipient=recipient)
    return {"rows": taken.rows.name, "is_sealed": taken.is_sealed}
