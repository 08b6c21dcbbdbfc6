"""What a household reads of itself on its own page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tongzhou.core import clock
from tongzhou.desk.queries.household import OwnRequest, of_household
from tongzhou.followup import access as followup
from tongzhou.followup.choices import SEEN, Way
from tongzhou.followup.models import Observation
from tongzhou.followup.queries.household import for_own_household
from tongzhou.gates.models import GateRule, Pass
from tongzhou.gates.queries.passes import of_household as passes_of_household
from tongzhou.gates.queries.rules import rule_book
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Household, Resident
from tongzhou.registry.queries.households import household_with_residents

REQUESTS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored about one member; values half covered, because a paper can be lost."""

    name: str
    phone: str
    id_number: str
    has_birth_date: bool
    has_notes: bool
    is_observed: bool


@dataclass(frozen=True, slots=True)
class Told:
    """The last of today's answers how somebody is: their own, or one given to who asked."""

    at: datetime
    is_own: bool
    has_alarm: bool


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The household's own page."""

    household: Household
    residents: Sequence[Resident]
    requests: Sequence[OwnRequest]
    observations: Sequence[Observation]
    told: Mapping[int, Told]
    stored: Sequence[Stored]
    card: Pass | None
    rule: GateRule

    @property
    def stays_in(self) -> bool:
        """Whether the gate asks the household to stay at home for now."""
        return bool(self.observations) and self.rule.observed_stay_in


def household_of(token: str, *, now: datetime) -> Acting:
    """The household a link opens, as one who acts; 404 for a link that does not hold."""
    return Acting.household(registry.household_by_token(token, on=clock.local_date(now)).pk)


def own_page(acting: Acting, *, now: datetime) -> OwnPage:
    """Everything on the page but who looked."""
    household, residents = household_with_residents(acting, acting.household_id or 0)
    here = [r for r in residents if r.left_on is None]
    observations = list(for_own_household(acting))
    keyring = Keyring.of(r.key_id for r in here)
    observed = {o.resident_id for o in observations}
    return OwnPage(
        household=household,
        residents=here,
        requests=of_household(acting, limit=REQUESTS_SHOWN),
        observations=observations,
        told=_told_today(acting, observations, now=now),
        card=passes_of_household(acting, household.pk).select_related("key").first(),
        rule=_rules_of(acting, household, now=now),
        stored=[_stored(r, keyring, is_observed=r.pk in observed) for r in here],
    )


def _rules_of(acting: Acting, household: Household, *, now: datetime) -> GateRule:
    committee = household.committee
    book = rule_book(acting, committee.office_id, committee.pk)
    return book.on(clock.local_date(now))


def _told_today(
    acting: Acting, observations: Sequence[Observation], *, now: datetime
) -> dict[int, Told]:
    """By observation, what is known of the day (one query, none where nobody is observed)."""
    if not observations:
        return {}
    rows = followup.follow_ups(acting).filter(
        observation__in=observations, day=clock.local_date(now), state__in=SEEN
    )
    last = rows.order_by("performed_at").values_list(
        "observation_id", "performed_at", "way", "has_alarm"
    )
    return {pk: Told(at, way == Way.SELF, has_alarm) for pk, at, way, has_alarm in last if at}


def _stored(resident: Resident, keyring: Keyring, *, is_observed: bool) -> Stored:
    return Stored(
        name=resident.name[:1] + "*" * (len(resident.name) - 1),
        phone=_covered(keyring.read(resident, "phone")),
        id_number=_covered(keyring.read(resident, "id_number")),
        has_birth_date=resident.birth_on is not None,
        has_notes=bool(keyring.read(resident, "notes")),
        is_observed=is_observed,
    )


def _covered(text: str) -> str:
    """A number with only its last four characters to be read."""
    return "*" * max(0, len(text) - 4) + text[-4:] if text else ""
