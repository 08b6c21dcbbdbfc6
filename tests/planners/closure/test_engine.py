"""The engine against trying every answer of small programmes, and what it does in a hurry."""

import random
from itertools import product

import pytest

from tongzhou.planners.closure.solve.programme import Programme


def cover(prices: list[float], pairs: list[tuple[int, int]]) -> Programme:
    """Of each pair one is taken: the relaxation would take halves."""
    programme = Programme()
    columns = [programme.column(price) for price in prices]
    for one, other in pairs:
        programme.row([(columns[one], 1.0), (columns[other], 1.0)], low=1.0)
    return programme


def least(prices: list[float], pairs: list[tuple[int, int]]) -> float:
    return min(
        sum(p for p, is_taken in zip(prices, taken, strict=True) if is_taken)
        for taken in product((False, True), repeat=len(prices))
        if all(taken[one] or taken[other] for one, other in pairs)
    )


def invented(number: int) -> tuple[list[float], list[tuple[int, int]]]:
    chance = random.Random(number)
    prices = [chance.choice((1.0, 1.0, 1.01, 50.0, 400.0)) for _ in range(9)]
    return prices, [(a, b) for a in range(9) for b in range(a) if chance.random() < 0.4]


@pytest.mark.parametrize("number", range(30))
def test_an_answer_in_halves_is_made_whole_and_is_the_best(number: int) -> None:
    prices, pairs = invented(number)
    answer = cover(prices, pairs).solved(seed=0, seconds=10)

    assert answer.status == "optimal"
    assert answer.objective == pytest.approx(least(prices, pairs))
    assert answer.bound == pytest.approx(answer.objective)


@pytest.mark.parametrize("number", range(10))
def test_an_answer_from_before_is_a_place_to_begin(number: int) -> None:
    prices, pairs = invented(number)
    before = cover(prices, pairs).solved(seed=0, seconds=10)
    changed = [price + 2.0 * (i == number % 9) for i, price in enumerate(prices)]
    answer = cover(changed, pairs).solved(seed=0, seconds=10, basis=before.basis)

    assert answer.objective == pytest.approx(least(changed, pairs))


def test_a_place_to_begin_that_does_not_fit_does_no_harm() -> None:
    before = cover([1.0, 1.0], [(0, 1)]).solved(seed=0, seconds=10)
    answer = cover([1.0, 1.0, 1.0], [(0, 1), (1, 2), (0, 2)]).solved(
        seed=0, seconds=10, basis=before.basis
    )

    assert answer.objective == pytest.approx(2.0)


def test_what_cannot_be_is_said_to_be_impossible() -> None:
    programme = cover([1.0, 1.0, 1.0], [(0, 1), (1, 2), (0, 2)])
    programme.row([(0, 1.0), (1, 1.0), (2, 1.0)], high=1.0)

    assert programme.solved(seed=0, seconds=10).status == "infeasible"


def test_without_time_nothing_is_said_to_be_proven() -> None:
    prices, pairs = invented(3)

    assert cover(prices, pairs).solved(seed=0, seconds=0.0).status in ("feasible", "optimal")
