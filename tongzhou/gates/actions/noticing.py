"""What a batch of a gate's phone shows to be wrong: contradictions, clocks, doors, gaps.

Each is found once, by its mark. However many entries a batch has, it takes a few statements.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from tongzhou.core import clock
from tongzhou.formats.gate_rules import Rules
from tongzhou.gates import access
from tongzhou.gates.choices import DOUBTFUL, FindingKind, FindingState, NoteKind
from tongzhou.gates.models import Crossing, GateFinding, GateNote
from tongzhou.gates.queries import arriving
from tongzhou.gates.queries.conflicts import Step, contradictions
from tongzhou.gates.queries.rules import RuleBook
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting

Books = Mapping[int, RuleBook]


def notice(
    crossings: Sequence[Crossing], notes: Iterable[GateNote], books: Books, *, now: datetime
) -> None:
    """Look at what a batch brought. Its rows are stored by now."""
    with_pass = [row for row in crossings if row.of is not None]
    if with_pass:
        _notice_trips(with_pass, books, now)
    _notice_doors(notes, now)
    doubtful = [row for row in crossings if row.doubt > DOUBTFUL]
    if doubtful:
        _notice_clocks(doubtful, now)


def notice_gap(
    acting: Acting, place_id: int | None, *, phone: UUID, missing: int, now: datetime
) -> None:
    """So many numbers of a phone at a gate never arrived; 0 where all have come by now."""
    mark = f"gap:{phone.hex}"
    row = access.findings(Acting.system()).filter(mark=mark).first()
    if row is None:
        place = registry.places(acting).filter(pk=place_id or 0).first() if missing else None
        if place is None:
            return
        row = GateFinding(
            mark=mark, kind=FindingKind.GAP, place=place, committee_id=place.committee_id,
            recorder_id=acting.user_id, count=0, since=now, at=now,
        )  # fmt: skip
    if missing > row.count:
        row.state = FindingState.OPEN
    elif not missing:
        row.state = FindingState.SETTLED
    row.count, row.at, row.changed_at = missing, now, now
    row.save()


def _notice_trips(rows: Sequence[Crossing], books: Books, now: datetime) -> None:
    """Ways out of one household that contradict each other, whichever phone sent them first."""
    around = timedelta(days=1 + max(_most_days(book) for book in books.values()))
    since, until = min(row.at for row in rows) - around, max(row.at for row in rows) + around
    book = books[rows[0].committee_id]
    steps = arriving.steps({row.of.household_id for row in rows if row.of}, since, until)
    rules_at = _rules_at(book)
    pairs = [pair for own in steps.values() for pair in contradictions(own, rules_at)]
    found = {f"trips:{a.pk}:{b.pk}": (a, b) for a, b in pairs}
    passes = {row.of_id for row in rows if row.of_id}
    known = arriving.contradictions_known(passes, since, until)
    fresh = [_trips(m, a, b, now) for m, (a, b) in found.items() if m not in known]
    GateFinding.objects.bulk_create(fresh, ignore_conflicts=True)
    # Somebody who did not go after all, or had come home: a later record says so.
    if over := [m for m, s in known.items() if s == FindingState.OPEN and m not in found]:
        standing = access.findings(Acting.system()).filter(mark__in=over)
        standing.update(state=FindingState.SETTLED, changed_at=now)


def _trips(mark: str, a: Step, b: Step, now: datetime) -> GateFinding:
    return GateFinding(
        mark=mark, kind=FindingKind.TRIPS, place_id=b.place_id, committee_id=b.committee_id,
        of_id=b.of_id, first_id=a.pk, second_id=b.pk, count=2, doubt=max(a.doubt, b.doubt),
        since=a.at, at=b.at, changed_at=now,
    )  # fmt: skip


def _rules_at(book: RuleBook) -> Callable[[datetime], Rules]:
    """The rules of the day of a moment, each day's made once."""
    made: dict[date, Rules] = {}

    def at(moment: datetime) -> Rules:
        day = clock.local_date(moment)
        if day not in made:
            made[day] = book.on(day).as_rules()
        return made[day]

    return at


def _most_days(book: RuleBook) -> int:
    return max((rule.every_days for rule in book.rows), default=2)


def _notice_doors(notes: Iterable[GateNote], now: datetime) -> None:
    """A door that was noted: whoever went there showed no pass that is good."""
    GateFinding.objects.bulk_create(
        [
            GateFinding(
                mark=f"door:{note.entry.hex}", kind=FindingKind.DOOR, place_id=note.place_id,
                committee_id=note.committee_id, note=note, recorder_id=note.by_id,
                since=note.at, at=note.at, changed_at=now,
            )
            for note in notes
            if note.kind == NoteKind.DOOR
        ]
    )  # fmt: skip


def _notice_clocks(rows: Sequence[Crossing], now: datetime) -> None:
    """One finding for each day, gate and whose phone it was, however many crossings."""
    groups: dict[str, list[Crossing]] = defaultdict(list)
    for row in rows:
        day = clock.local_date(row.at)
        groups[f"clock:{row.place_id}:{row.by_id}:{day}"].append(row)
    known = {row.mark: row for row in access.findings(Acting.system()).filter(mark__in=groups)}
    for mark, own in groups.items():
        finding = known.get(mark) or _clock(mark, own[0])
        finding.count += len(own)
        finding.doubt = max(finding.doubt, *(each.doubt for each in own))
        finding.since = min(finding.since, *(each.at for each in own))
        finding.at = max(finding.at, *(each.at for each in own))
        finding.changed_at = now
        finding.save()


def _clock(mark: str, row: Crossing) -> GateFinding:
    return GateFinding(
        mark=mark, kind=FindingKind.CLOCK, place_id=row.place_id, committee_id=row.committee_id,
        recorder_id=row.by_id, count=0, since=row.at, at=row.at,
    )  # fmt: skip
