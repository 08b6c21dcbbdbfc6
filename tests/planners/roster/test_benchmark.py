"""The public format is read, and its checker finds each broken rule."""

from pathlib import Path

import pytest

from benchmarks import _contracts as contracts
from benchmarks.rostering import Model, greedy
from tongzhou.planners.roster.solve.branch import branched

TEXT = """# a comment
SECTION_HORIZON
14

SECTION_SHIFTS
E,480,
L,480,E

SECTION_STAFF
Wang,E=14|L=2,3840,1920,4,2,2,1
Li,E=14|L=14,3840,1920,4,2,2,1

SECTION_DAYS_OFF
Wang,0

SECTION_SHIFT_ON_REQUESTS
Wang,2,E,5

SECTION_SHIFT_OFF_REQUESTS
Li,3,L,7

SECTION_COVER
2,E,1,100,1
3,L,1,100,1
"""


@pytest.fixture
def instance(tmp_path: Path) -> contracts.Instance:
    path = tmp_path / "Instance.txt"
    path.write_text(TEXT)
    return contracts.read(path)


def test_the_programme_finds_a_roster_that_keeps_every_rule(instance: contracts.Instance) -> None:
    model = Model(instance)
    found = branched(model.programme, seed=0, seconds=60.0)
    rows = model.roster(found.values)

    assert not contracts.violations(instance, rows)
    assert (
        contracts.cost(instance, rows)
        == pytest.approx(found.objective)
        == pytest.approx(found.bound)
    )
    by_hand = greedy(instance)
    assert by_hand is not None
    assert not contracts.violations(instance, by_hand)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("EEEE..........", "day off 0"),
        (".LE.EE........", "E follows L on day 1"),
        (".LLL.EE.......", "3 L"),
        (".EE...........", "960 minutes"),
        (".EEEEE........", "5 days of work from day 1"),
        (".E..EEE.......", "1 days of work from day 1"),
        (".EE.EE........", "1 days of rest from day 3"),
        ("....EE.....EE.", "2 weekends"),
    ],
)
def test_the_checker_finds(instance: contracts.Instance, row: str, said: str) -> None:
    rows = {"Wang": ["" if day == "." else day for day in row], "Li": list("EEEE") + [""] * 10}

    assert f"Wang: {said}" in contracts.violations(instance, rows)
