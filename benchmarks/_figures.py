"""Figures, and what a request costs in statements and processor time."""

import argparse
import importlib.util
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

ROUNDS = 50
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT pg_advisory")
Row = dict[str, Any]
Ask = Callable[[], Any]


def figure(name: str, value: float, unit: str, baseline: str, baseline_value: float) -> Row:
    """One measurement beside what it is measured against."""
    ratio = round(value / baseline_value, 2) if baseline_value else None
    return {
        "name": name, "value": round(value, 2), "unit": unit, "baseline": baseline,
        "baseline_value": round(baseline_value, 2), "ratio": ratio,
    }  # fmt: skip


def is_installed(package: str) -> bool:
    """Whether a baseline can be measured here; says so where it cannot."""
    is_there = importlib.util.find_spec(package) is not None
    if not is_there:
        print(f"{package} is not installed: skipped", file=sys.stderr)
    return is_there


def printed(rows: Iterable[Row], options: argparse.Namespace) -> None:
    """All figures as JSON, or each as soon as it is there."""
    if options.json:
        print(json.dumps(list(rows), ensure_ascii=False))
        return
    for r in rows:
        print(
            f"{r['name']:44} {r['value']:>9} {r['unit']:12} {r['baseline']}"
            f" {r['baseline_value']} -> {r['ratio']}",
            flush=True,
        )


def statements(ask: Ask) -> int:
    """How many statements a request takes on all databases, once it is warm."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    ask()
    with ExitStack() as stack:
        captured = [stack.enter_context(CaptureQueriesContext(c)) for c in connections.all()]
        response = ask()
    assert response.status_code == 200, response.status_code
    return sum(not q["sql"].startswith(FRAME) for c in captured for q in c.captured_queries)


def cpu_ms(ask: Ask, rounds: int = ROUNDS) -> float:
    """The median processor time of a request, after a warm-up."""
    for _ in range(3):
        ask()
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        ask()
        spent.append((time.process_time() - start) * 1000)
    return round(statistics.median(spent), 2)
