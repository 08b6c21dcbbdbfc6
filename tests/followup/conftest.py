"""Somebody under observation: Chen Jun, back from the outbreak area four days ago."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from tests.cast import NOW, TODAY, Cast
from tongzhou.core.ids import uuid7
from tongzhou.followup import actions
from tongzhou.followup.actions import Check, Enrolment
from tongzhou.followup.choices import CheckState
from tongzhou.followup.models import FollowUp, Observation
from tongzhou.followup.queries.round_rows import Row
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Resident

EXPOSED = TODAY - timedelta(days=4)
END = EXPOSED + timedelta(days=14)
EVIDENCE = "List of returnees, 2 February, line 17"
BASIS = "Law on Infectious Diseases, article 39"


def enrolled(
    acting: Acting,
    resident: Resident,
    *,
    exposed: date = EXPOSED,
    now: datetime = NOW,
    responsible_id: int | None = None,
) -> Observation:
    """Put a person under observation."""
    given = Enrolment(
        resident_id=resident.pk,
        reason="returned",
        last_exposure_on=exposed,
        evidence=EVIDENCE,
        legal_basis=BASIS,
        notes="Diabetic, speaks softly",
        responsible_id=responsible_id,
    )
    return actions.enrol(acting, given, now=now)


def check_of(
    follow_up: FollowUp | Row,
    *,
    state: str = CheckState.SEEN_OK,
    tenths: int | None = 365,
    client_id: UUID | None = None,
    **more: object,
) -> Check:
    """What somebody found; well at 36.5 unless said otherwise."""
    return Check(
        follow_up_id=follow_up.pk,
        state=state,
        client_id=client_id or uuid7(),
        tenths=tenths if state in (CheckState.SEEN_OK, CheckState.SEEN_NOT_OK) else None,
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture
def chen(cast: Cast) -> Observation:
    """Chen Jun's observation, not yet confirmed."""
    return enrolled(cast.worker, cast.chen_jun)


@pytest.fixture
def first(chen: Observation) -> FollowUp:
    """His check of this morning."""
    return chen.follow_ups.order_by("due_at")[0]
