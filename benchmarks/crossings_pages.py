"""Pages about crossings, 100,000 residents and 14 days: statements and server CPU.

About three million crossings, made straight with SQL, and 2,000 findings. Each figure is the
median of 50 requests after a warm-up; the baseline of the CPU figures is the same middleware
answering a page that does nothing (`/healthz`), in the same run. The stated goal is 30 ms a page.
SQLite.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import _crossings as crossings
from benchmarks import _street as street
from benchmarks._figures import Ask, Row, cpu_ms, figure, printed, statements

DAYS, ROWS, FINDINGS = 14, 3_000_000, 2_000
GOAL_STATEMENTS, GOAL_MS = 10, 30
FILTERS = ("all", "out", "in", "visitors", "against")


def main() -> None:
    """Build the street (or take one with --data, filled once), measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of a street; it is filled and kept")
    parser.add_argument("--residents", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with street.open_street(options, observations=500):
        _fill(options.rows)
        printed(measure(), options)


def _fill(rows: int) -> None:
    from tongzhou.core import clock
    from tongzhou.gates.models import Crossing

    if Crossing.objects.count() < rows:
        crossings.fill(days=DAYS, rows=rows, until=clock.now())
        crossings.find(FINDINGS)


def measure() -> Iterator[Row]:
    """One row for the statements and one for the CPU of each page and reader."""
    for role in ("committee_staff", "street_officer", "health_worker"):
        client, committee = street.signed_in(role)
        nothing = cpu_ms(partial(client.get, "/healthz"))
        pages = _of_health(client) if role == "health_worker" else _of_staff(client, committee)
        for name, ask in pages:
            name = f"{role}: {name}"
            yield figure(name, statements(ask), "statements", "goal", GOAL_STATEMENTS)
            yield figure(name, cpu_ms(ask), "ms CPU", "empty page", nothing)


def _of_staff(client: Any, committee: int | None) -> Iterator[tuple[str, Ask]]:
    from django.urls import reverse

    gate = _gates(committee)[0]
    listing, findings = reverse("gates:crossings"), reverse("gates:findings")
    yield "board", partial(client.get, reverse("gates:board"))
    for shown in FILTERS:
        yield f"crossings, {shown}", partial(client.get, listing, {"show": shown})
        of_gate = {"show": shown, "place": gate}
        yield f"crossings, {shown}, a gate", partial(client.get, listing, of_gate)
    yield "crossings, a week ago", partial(client.get, listing, {"after": _week_ago()})
    yield "findings", partial(client.get, findings)
    yield "findings, a gate", partial(client.get, findings, {"place": gate})


def _of_health(client: Any) -> Iterator[tuple[str, Ask]]:
    from django.urls import reverse
    from django.utils.timezone import localtime

    from tongzhou.core import clock

    fevers, between = reverse("gates:fevers"), reverse("gates:between")
    yield "fevers", partial(client.get, fevers)
    yield "fevers, a week ago", partial(client.get, fevers, {"after": _week_ago()})
    noon = clock.day_start(clock.local_date(clock.now())) - timedelta(days=3, hours=12)
    for hours in (2, 24):
        span = {"since": noon, "until": noon + timedelta(hours=hours)}
        moments = {n: f"{localtime(at):%Y-%m-%dT%H:%M}" for n, at in span.items()}
        asked = {"place": _gates(None)[0], "reason": "contact of a case", **moments}
        yield f"who crossed within {hours} h", partial(client.post, between, asked)


def _gates(committee: int | None) -> list[int]:
    from tongzhou.registry.models import Place

    rows = Place.objects.filter(kind="gate").order_by("pk")
    rows = rows.filter(committee=committee) if committee else rows
    return list(rows.values_list("pk", flat=True))


def _week_ago() -> str:
    from tongzhou.core import clock
    from tongzhou.gates.queries.crossings import Mark

    return str(Mark(clock.now() - timedelta(days=7), 1))


if __name__ == "__main__":
    main()
