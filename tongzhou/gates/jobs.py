"""What happens by itself, and what takes a while."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from tongzhou.core import clock
from tongzhou.core.jobs import Progress, job
from tongzhou.core.statistics import refresh
from tongzhou.gates import actions
from tongzhou.gates.choices import ISSUE_JOB
from tongzhou.gates.models import Crossing
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting


@job("gates.keys.rotate", daily_at=time(2, 40))
def rotate(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, int]:
    """New signing keys in time, old ones destroyed."""
    return actions.rotate(now=clock.now())


@job("gates.passes.expire", every=timedelta(hours=1))
def expire(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, int]:
    """Passes whose time is over."""
    return {"expired": actions.expire(now=clock.now())}


@job("gates.passes.lapse", every=timedelta(minutes=10))
def lapse(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, int]:
    """Revocations without a second signature end after a day."""
    return {"lapsed": actions.lapse_unsigned(now=clock.now())}


@job("gates.crossings.statistics", daily_at=time(2, 50))
def statistics(payload: Mapping[str, Any], progress: Progress) -> None:
    """Without them lists of the rare among millions of crossings take seconds."""
    refresh(Crossing)


@job(ISSUE_JOB)
def issue(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, int]:
    """Passes for the households of a compound that have none."""
    members = registry.memberships(Acting.system()).filter(pk=payload["by"])
    member = members.first()
    acting = Acting.by_membership(member) if member else Acting.system()
    issued = actions.issue_missing(
        acting, payload["compound"], building_id=payload["building"], now=clock.now(),
        report=progress.report,
    )  # fmt: skip
    return {"issued": issued}
