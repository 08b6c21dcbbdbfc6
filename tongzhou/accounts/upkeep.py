"""Every night: sessions that ended by themselves leave no traces."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from tongzhou.core import clock
from tongzhou.core.jobs import Progress, job


@job("accounts.forget_sessions", daily_at=time(3, 20))
def forget_sessions(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, int]:
    """Delete sessions that ran out, and the addresses and browsers noted with them."""
    with transaction.atomic():
        ended, _ = Session.objects.filter(expire_date__lt=clock.now()).delete()
        living = Session.objects.values("session_key")
        forgotten, _ = UserSession.objects.exclude(session_key__in=living).delete()
    return {"ended": ended, "forgotten": forgotten}
