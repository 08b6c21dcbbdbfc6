"""One check to record or to correct, with how to reach the person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from tongzhou.followup import access
from tongzhou.followup.choices import UNMET_NEEDS, USUAL_TENTHS
from tongzhou.followup.models import FollowUp, FollowUpVersion, Observation
from tongzhou.followup.queries import checks, curves, findings
from tongzhou.followup.queries.findings import Findings
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What the form of one check shows beside its fields."""

    check: FollowUp
    findings: Findings
    curve: Sequence[int]
    phone: str
    has_need: bool

    @property
    def observation(self) -> Observation:
        """Whom the check is about."""
        return self.check.observation

    @property
    def celsius(self) -> str:
        """What the form begins with: the last value, else 36.5; nothing after a fever."""
        last = self.curve[-1] if self.curve else USUAL_TENTHS
        return f"{last / 10:.1f}" if last < self.check.alarm_tenths else ""


def check_page(acting: Acting, pk: int, *, now: datetime) -> CheckPage:
    """A check with the recent temperatures of the person: three queries."""
    rows = checks.to_record(acting, [pk])
    related = ("observation__resident", "observation__household")
    needs = access.needs(acting).filter(observation=OuterRef("observation"), state__in=UNMET_NEEDS)
    rows = rows.select_related(*related).annotate(need_open=Exists(needs))
    check = get_or_404(rows, pk=pk)
    observation = check.observation
    sealed = curves.sealed_curves(acting, [observation.pk], now=now)
    keyring = Keyring.of([check.key_id, *key_ids(observation)])
    return CheckPage(
        check=check,
        findings=findings.read(check, keyring),
        curve=curves.opened(sealed.get(observation.pk, ()), check.key_id, keyring),
        phone=phone_of(observation, keyring),
        has_need=check.need_open,  # type: ignore[attr-defined]
    )


def phone_of(observation: Observation, keyring: Keyring) -> str:
    """The person's number, else the household's."""
    resident, household = observation.resident, observation.household
    own = keyring.read(resident, "phone") if resident else ""
    return own or (keyring.read(household, "phone") if household else "")


def key_ids(observation: Observation) -> list[UUID | None]:
    """The keys that open the telephone numbers of a person."""
    return [row.key_id for row in (observation.resident, observation.household) if row]


def earlier(acting: Acting, check: FollowUp) -> list[tuple[FollowUpVersion, Findings]]:
    """What a check said before, newest first: two queries."""
    rows = access.versions(acting).filter(follow_up=check).select_related("performed_by")
    found = list(rows.select_related("replaced_by").order_by("-replaced_at"))
    keyring = Keyring.of(v.key_id for v in found)
    return [(version, findings.read(version, keyring)) for version in found]
