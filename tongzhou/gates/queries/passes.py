"""Passes: the list with its counts, and one pass with its story."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from tongzhou.core import clock
from tongzhou.core.prepared import Slot
from tongzhou.gates import access
from tongzhou.gates.choices import CURRENT, Ground, PassState
from tongzhou.gates.models import Pass, PassEvent
from tongzhou.gates.queries.rules import rule_book
from tongzhou.privacy.keyring import Keyring
from tongzhou.privacy.models import Restriction, RestrictionState
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting

ADDRESS = "household__building__compound"
SORTS: Mapping[str, tuple[str, ...]] = {
    "door": (
        "household__building__compound_id", "household__building__walk_order",
        "household__unit", "household__floor", "household__room",
    ),
    "code": ("code",),
    "issued": ("issued_at",),
    "until": ("until",),
    "changed": ("changed_at",),
}  # fmt: skip
SHOWN = ("active", "unprinted", "waiting", "revoked", "lost", "replaced", "expired")


@dataclass(frozen=True, slots=True)
class Listing:
    """Passes of one kind, and how many there are of each."""

    rows: QuerySet[Pass]
    counts: Mapping[str, int]


def listing(acting: Acting, shown: str, *, text: str, sort: str) -> Listing:
    """Passes in one state, found by door, by who lives there or by the short code."""
    kinds = _kinds(acting)
    rows = access.passes(acting)
    counts = rows.aggregate(**{name: Count("pk", filter=kinds[name]) for name in SHOWN})
    for word in text.split():
        rows = rows.filter(_found_by(acting, word))
    rows = rows.filter(kinds.get(shown, kinds["active"]))
    people = registry.residents(acting).filter(left_on__isnull=True).order_by("pk")
    rows = rows.select_related(ADDRESS).prefetch_related(
        Prefetch("household__residents", people, to_attr="at_home")
    )
    return Listing(rows.order_by(*_order(sort), "-pk"), counts)


def _kinds(acting: Acting) -> dict[str, Q]:
    """The chips above the list, each a condition."""
    unsigned = access.restrictions(acting).filter(
        of=OuterRef("pk"), restriction__state=RestrictionState.PROVISIONAL
    )
    kinds = {str(state): Q(state=state) for state in PassState}
    kinds["unprinted"] = Q(state=PassState.ACTIVE, printed_at__isnull=True)
    kinds["waiting"] = Q(state=PassState.REVOKED) & Q(Exists(unsigned))
    return kinds


def _found_by(acting: Acting, word: str) -> Q:
    code = word.replace("-", "").upper()
    named = registry.residents(acting).filter(
        household=OuterRef("household"), left_on__isnull=True, search__icontains=word
    )
    by_code = Q(code__startswith=code) if code else Q()
    return Q(household__search__icontains=word) | Q(Exists(named)) | by_code


def _order(sort: str) -> Sequence[str]:
    name = sort.removeprefix("-")
    columns = SORTS.get(name, SORTS["door"])
    return [f"-{c}" for c in columns] if sort.startswith("-") and name in SORTS else columns


@dataclass(frozen=True, slots=True)
class Record:
    """One pass, what happened to it, and what it waits for."""

    card: Pass
    events: Sequence[PassEvent]
    others: Sequence[Pass]
    restrictions: Sequence[Restriction] = ()
    evidence: str = ""
    people: Sequence[str] = field(default=())
    resident_ids: Sequence[int] = field(default=())

    @property
    def first(self) -> Restriction | None:
        """One of those that a revocation brought: they all have the same signatures."""
        return next(iter(self.restrictions), None)

    @property
    def household_has_another(self) -> bool:
        """Whether the household has a pass in the place of this one."""
        return any(other.state in CURRENT for other in self.others)

    @property
    def waits_for_second(self) -> bool:
        """In force, and to be confirmed within a day."""
        return any(r.state == RestrictionState.PROVISIONAL for r in self.restrictions)


def record(acting: Acting, pk: int) -> Record:
    """Read one pass; 404 when it is not one's own."""
    rows = access.passes(acting).select_related(ADDRESS, "committee", "key")
    card = registry.get_or_404(rows, pk=pk)
    others = access.passes(acting).filter(household=card.household_id).exclude(pk=pk)
    people = registry.residents(acting).filter(household=card.household_id, left_on__isnull=True)
    known = list(people.order_by("pk").values_list("pk", "name"))
    bound = _restrictions(acting, card)
    return Record(
        card=card,
        events=list(
            access.events(acting).filter(of=card).select_related("by").order_by("-at", "-pk")
        ),
        others=list(others.order_by("-issued_at")),
        restrictions=bound,
        evidence=Keyring.of([bound[0].key_id]).read(bound[0], "evidence") if bound else "",
        people=[name for _pk, name in known],
        resident_ids=[pk for pk, _name in known],
    )


def _restrictions(acting: Acting, card: Pass) -> list[Restriction]:
    """What the last revocation for misuse brought, while it stands."""
    if card.state != PassState.REVOKED or card.ground != Ground.MISUSE:
        return []
    found = access.restrictions(acting).filter(
        of=card, restriction__state__in=[RestrictionState.PROVISIONAL, RestrictionState.CONFIRMED]
    )
    rows = found.select_related("restriction__first_by", "restriction__second_by")
    return [one.restriction for one in rows]


def of_household(acting: Acting, household_id: int | Slot) -> QuerySet[Pass]:
    """The household's passes, the one in use or revoked first, then the newest."""
    rows = access.passes(acting).filter(household=household_id)
    is_current = Q(state__in=CURRENT)
    return rows.annotate(is_current=is_current).order_by("-is_current", "-issued_at")


def days_of_new(acting: Acting, committee_id: int, office_id: int, *, now: datetime) -> int:
    """How long a pass issued now would hold."""
    return rule_book(acting, office_id, committee_id).on(clock.local_date(now)).pass_days
