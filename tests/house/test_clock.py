"""One clock: time comes in as an argument, and one module asks for it."""

import ast
from pathlib import Path

from tests.house.sources import FOUNDATIONS, dotted, modules, names_read, package_of, shelf_of

CLOCK = Path("tongzhou/core/clock.py")
ASKS_THE_TIME = {
    "date.today",
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.time",
    "timezone.now",
}
# What these shelves decide must not depend on when they are asked.
TIMELESS = {"access", "actions", "choices", "erase", "models", "plans", "queries", "today"}


def test_only_the_clock_asks_the_time() -> None:
    found = [
        f"{path}:{line} {name}"
        for path, tree in modules("tongzhou").items()
        if path != CLOCK
        for line, name in names_read(tree)
        if name in ASKS_THE_TIME
    ]

    assert not found


def test_rooms_are_told_the_time() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules("tongzhou").items()
        if package_of(path) not in FOUNDATIONS and shelf_of(path) in TIMELESS
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and dotted(node.func) in {"now", "clock.now"}
    ]

    assert not found
