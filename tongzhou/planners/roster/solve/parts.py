"""A programme with some columns fixed falls apart into small ones that share no row."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tongzhou.planners.roster.solve.programme import INFINITY, Programme


def parts(programme: Programme, fixed: dict[int, float]) -> Iterator[tuple[list[int], Programme]]:
    """The columns of each part by their numbers in the whole, and the part as a programme."""
    rows = [_left(terms, low, high, fixed) for terms, low, high in programme.rows]
    roots = _joined(len(programme.cost), [[c for c, _ in terms] for terms, _, _ in rows])
    columns, own = defaultdict(list), defaultdict(list)
    for column in range(len(programme.cost)):
        if column not in fixed:
            columns[roots[column]].append(column)
    for terms, low, high in rows:
        if terms:
            own[roots[terms[0][0]]].append((terms, low, high))
    for root, members in columns.items():
        yield members, _part(programme, members, own[root])


def _left(
    terms: Sequence[tuple[int, float]], low: float, high: float, fixed: dict[int, float]
) -> tuple[list[tuple[int, float]], float, float]:
    """A row without its fixed columns."""
    done = sum(factor * fixed[column] for column, factor in terms if column in fixed)
    free = [(column, factor) for column, factor in terms if column not in fixed]
    return free, low - done, high - done if high < INFINITY else INFINITY


def _part(
    programme: Programme,
    members: Sequence[int],
    rows: Sequence[tuple[list[tuple[int, float]], float, float]],
) -> Programme:
    part, at = Programme(), {column: number for number, column in enumerate(members)}
    for column in members:
        number = part.column(programme.cost[column], programme.low[column], programme.high[column])
        if column in programme.soft:
            part.soft.add(number)
    for terms, low, high in rows:
        part.row([(at[column], factor) for column, factor in terms], low, high)
    return part


def _joined(count: int, rows: Sequence[Sequence[int]]) -> list[int]:
    """For each column one that stands for all it is tied to."""
    parent = list(range(count))

    def root(column: int) -> int:
        while parent[column] != column:
            parent[column] = parent[parent[column]]
            column = parent[column]
        return column

    for row in rows:
        for column in row[1:]:
            parent[root(column)] = root(row[0])
    return [root(column) for column in range(count)]
