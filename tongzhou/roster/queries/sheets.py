"""A roster as it is printed: for each post its days and parts of the day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.models import Post, Roster, ShiftKind
from tongzhou.roster.queries.rosters import BESIDE, Cell, standing


@dataclass(frozen=True, slots=True)
class Sheet:
    """Parts of the day, and for each post a line for each day with a cell for each part."""

    kinds: Sequence[ShiftKind]
    posts: Sequence[tuple[Post, Sequence[tuple[date, Sequence[Cell | None]]]]]
    people: set[int]


def sheet(acting: Acting, row: Roster, *, post: int = 0) -> Sheet:
    """All posts of a roster, or one of them: two queries."""
    rows = access.duty_shifts(acting).filter(roster=row, people__gt=0).select_related(*BESIDE)
    shifts = list((rows.filter(post=post) if post else rows).order_by("post_id", "starts_at"))
    stands = standing(acting, [shift.pk for shift in shifts])
    kinds = sorted({s.kind_id: s.kind for s in shifts}.values(), key=lambda kind: kind.starts)
    cells: dict[int, dict[tuple[date, int], Cell]] = defaultdict(dict)
    posts: dict[int, Post] = {}
    for shift in shifts:
        posts[shift.post_id] = shift.post
        cells[shift.post_id][shift.on, shift.kind_id] = Cell(shift, stands.get(shift.pk, ()))
    days = [row.starts_on + timedelta(days=n) for n in range(row.days)]
    lines = [
        (one, [(day, [cells[pk].get((day, kind.pk)) for kind in kinds]) for day in days])
        for pk, one in posts.items()
    ]
    people = {stand.volunteer for found in stands.values() for stand in found}
    return Sheet(kinds, lines, people)
