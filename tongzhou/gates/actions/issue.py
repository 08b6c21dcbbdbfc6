"""Passes are issued, one by one or for a whole compound, and replaced."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal
from tongzhou.core.jobs import enqueue
from tongzhou.core.models import Job
from tongzhou.formats import pass_codes, passes
from tongzhou.gates import access
from tongzhou.gates.actions import rows
from tongzhou.gates.actions.keys import keep_until, private_half, signing_key
from tongzhou.gates.choices import CURRENT, ISSUE_JOB, Event, PassState
from tongzhou.gates.models import Pass, PassEvent, PassKey
from tongzhou.gates.queries.rules import rule_book
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Committee, Household

BATCH = 100
Random = Callable[[int], bytes]


@transaction.atomic
def issue(acting: Acting, household_id: int, *, now: datetime, is_essential: bool = False) -> Pass:
    """The household's first pass, or one after the last has ended."""
    rows.only(acting)
    household = _household(acting, household_id)
    if access.passes(acting).filter(household=household, state__in=CURRENT).exists():
        raise Refusal(_("This household has a pass. Replace it, or report it lost first."))
    [made] = sign_many([household], now=now, is_essential=is_essential, by=acting)
    audit.record("gates.pass.issued", actor=acting, now=now, obj=made)
    return made


@transaction.atomic
def reissue(acting: Acting, pk: int, *, now: datetime, is_essential: bool | None = None) -> Pass:
    """A new pass in the place of one that is in use; the old one opens no gate from now on."""
    old = rows.locked(acting, pk)
    if old.state == PassState.REVOKED:
        raise Refusal(_("This pass is revoked. Lift the revocation before you issue a new one."))
    rows.move(old, PassState.REPLACED, Event.REPLACED, acting=acting, now=now)
    essential = old.is_essential if is_essential is None else is_essential
    household = _household(acting, old.household_id)
    [made] = sign_many([household], now=now, is_essential=essential, by=acting)
    audit.record("gates.pass.replaced", actor=acting, now=now, obj=made, old=old.pk)
    return made


@transaction.atomic
def start_issuing(
    acting: Acting, compound_id: int, *, building_id: int | None, now: datetime
) -> Job:
    """Have passes made for every household of a compound, or a building, that has none."""
    rows.only(acting)
    compound = registry.get_or_404(registry.compounds(acting), pk=compound_id)
    payload = {"compound": compound.pk, "building": building_id, "by": acting.membership_id}
    return enqueue(ISSUE_JOB, payload, now=now, by=acting.user_id)


def issue_missing(
    acting: Acting,
    compound_id: int,
    *,
    building_id: int | None,
    now: datetime,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Passes for the households without one, batch after batch; returns how many. Repeatable."""
    rows.only(acting)
    waiting = list(_without(acting, compound_id, building_id))
    for start in range(0, len(waiting), BATCH):
        _issue_batch(acting, waiting[start : start + BATCH], now=now)
        report(min(start + BATCH, len(waiting)), len(waiting))
    return len(waiting)


@transaction.atomic
def _issue_batch(acting: Acting, ids: Sequence[int], *, now: datetime) -> None:
    having = access.passes(acting).filter(household__in=ids, state__in=CURRENT)
    households = registry.households(acting).filter(pk__in=ids)
    found = households.exclude(pk__in=having.values("household"))
    made = sign_many(list(found.select_related("building", "committee")), now=now, by=acting)
    audit.record("gates.passes.issued", actor=acting, now=now, count=len(made))


def _without(acting: Acting, compound_id: int, building_id: int | None) -> Iterator[int]:
    """Doors behind which somebody lives and that have no pass."""
    having = access.passes(acting).filter(state__in=CURRENT)
    homes = registry.households(acting).filter(
        building__compound=compound_id, residents__left_on__isnull=True, residents__isnull=False
    )
    if building_id:
        homes = homes.filter(building=building_id)
    missing = homes.exclude(pk__in=having.values("household")).order_by("pk").distinct()
    return missing.values_list("pk", flat=True).iterator()


def sign_many(
    households: Sequence[Household],
    *,
    now: datetime,
    by: Acting,
    is_essential: bool = False,
    days: int | None = None,
    chance: Random = os.urandom,
) -> list[Pass]:
    """Passes for these households (committee and building loaded), in few statements."""
    now = now.replace(microsecond=0)
    made: list[Pass] = []
    for committee, homes in _by_committee(households):
        key = signing_key(committee.pk, now=now)
        until = now + timedelta(days=days or _days(by, committee, now))
        private = private_half(key)
        made += [
            _signed(home, key, private, now, until, is_essential=is_essential, chance=chance)
            for home in homes
        ]
        keep_until([key], until)
    Pass.objects.bulk_create(made, batch_size=1000)
    PassEvent.objects.bulk_create(
        [PassEvent(of=one, kind=Event.ISSUED, at=now, by_id=by.user_id) for one in made],
        batch_size=1000,
    )
    return made


def _by_committee(
    households: Sequence[Household],
) -> Iterable[tuple[Committee, list[Household]]]:
    committees = {home.committee_id: home.committee for home in households}
    return [
        (committee, [home for home in households if home.committee_id == pk])
        for pk, committee in committees.items()
    ]


def _days(acting: Acting, committee: Committee, now: datetime) -> int:
    book = rule_book(acting, committee.office_id, committee.pk)
    return book.on(clock.local_date(now)).pass_days


def _signed(
    home: Household,
    key: PassKey,
    private: bytes,
    now: datetime,
    until: datetime,
    *,
    is_essential: bool,
    chance: Random,
) -> Pass:
    public_id = chance(8)
    made = Pass(
        household=home, committee_id=home.committee_id, key=key, public_id=public_id,
        code=pass_codes.code_of(public_id), scope=home.building.compound_id,
        is_essential=is_essential, issued_at=now, until=until, changed_at=now,
    )  # fmt: skip
    made.signature = passes.sign(made.body, private)
    return made


@transaction.atomic
def mark_printed(acting: Acting, made: Sequence[Pass], *, now: datetime) -> None:
    """These passes are on paper now."""
    rows.only(acting)
    ids = [one.pk for one in made]
    access.passes(acting).filter(pk__in=ids).update(printed_at=now)
    audit.record("gates.passes.printed", actor=acting, now=now, count=len(ids))


def _household(acting: Acting, pk: int) -> Household:
    found: Any = registry.households(acting).select_related("building", "committee")
    return registry.get_or_404(found.select_for_update(of=("self",)), pk=pk)
