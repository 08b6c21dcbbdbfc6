"""The inside of a plan: what can be reached from each home without passing a closing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tongzhou.planners.closure.problem import Problem
from tongzhou.planners.closure.solve import Plan


@dataclass(frozen=True, slots=True)
class Regions:
    """`of_node` numbers the region of each inside node from 0; all else is outside."""

    of_node: Mapping[int, int]
    count: int

    def members(self) -> Mapping[int, list[int]]:
        """The nodes of each region."""
        found: dict[int, list[int]] = defaultdict(list)
        for node, region in self.of_node.items():
            found[region].append(node)
        return found


def regions_of(problem: Problem, plan: Plan) -> Regions:
    """Flood from every home over the streets that nothing closes."""
    links = _open_links(problem, {stand.edge for stand in plan.stands})
    of_node: dict[int, int] = {}
    count = 0
    left_out = set(plan.apart) | {node for failure in plan.failures for node in failure.homes}
    for home in problem.homes:
        if home.node in of_node or home.node in left_out:
            continue
        waiting = [home.node]
        of_node[home.node] = count
        for node in waiting:
            for other in links[node]:
                if other not in of_node and not problem.is_public[other]:
                    of_node[other] = count
                    waiting.append(other)
        count += 1
    return Regions(of_node, count)


def _open_links(problem: Problem, closed: set[int]) -> Sequence[list[int]]:
    links: list[list[int]] = [[] for _ in range(len(problem.xy))]
    for number, edge in enumerate(problem.edges):
        if number not in closed:
            links[edge.u].append(edge.v)
            links[edge.v].append(edge.u)
    return links
