"""Pages of a street of 100,000 residents and 5,000 observations: statements and server CPU.

Each figure is the median of 50 requests after a warm-up; the baseline of the CPU figures is the
same middleware answering a page that does nothing (`/healthz`), in the same run. The stated goal
is at most 10 statements and 25 ms a page, 8 statements and 6 ms for saving a follow-up.
"""

import argparse
import sys
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import _street as street
from benchmarks._figures import ROUNDS, Ask, Row, cpu_ms, figure, printed, statements


def main() -> None:
    """Build the street (or take one with --data), measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of a street that exists")
    parser.add_argument("--residents", type=int, default=100_000)
    parser.add_argument("--observations", type=int, default=5_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with street.open_street(options, observations=options.observations):
        printed(measure(), options)


def measure() -> Iterator[Row]:
    """One row for the statements and one for the CPU of each page, for both who carry the work."""
    for role in ("committee_staff", "street_officer"):
        client, committee = street.signed_in(role)
        nothing = cpu_ms(partial(client.get, "/healthz"))
        for name, ask in _pages(client, committee):
            goal = 8 if "save" in name else 10
            name = f"{role}: {name}"
            yield figure(f"{name}: statements", statements(ask), "statements", "goal", goal)
            yield figure(f"{name}: CPU", cpu_ms(ask), "ms", "empty page", nothing)


def _pages(client: Any, committee: int | None) -> Iterator[tuple[str, Ask]]:
    from django.urls import reverse

    slot = _waiting(committee).select_related("observation").first()
    home = slot.observation.household_id
    for size in (20, 200):
        yield f"Today of {size}", partial(client.get, f"/?size={size}")
    yield "due list of 50", lambda: client.get(reverse("followup:rounds"), {"size": 50})
    yield "household", lambda: client.get(reverse("workflows:household", args=[home]))
    yield "story", lambda: client.get(reverse("workflows:story", args=[home]))
    yield "search", lambda: client.get(reverse("workflows:search"), {"q": "wang"})
    yield "search as you type", lambda: client.get(reverse("registry:lookup"), {"q": "wxy"})
    yield "requests", lambda: client.get(reverse("desk:list"))
    yield "save a follow-up", _saving(client, committee)


def _saving(client: Any, committee: int | None) -> Ask:
    """Saves another due follow-up at each call."""
    from django.urls import reverse

    slots = iter(list(_waiting(committee).values_list("pk", flat=True)[: 4 * ROUNDS]))

    def save() -> Any:
        answer = {"state": "seen_ok", "way": "phone", "celsius": "36.5", "client_id": uuid.uuid4()}
        return client.post(
            reverse("followup:perform", args=[next(slots)]), answer, headers={"HX-Request": "true"}
        )

    return save


def _waiting(committee: int | None) -> Any:
    """Today's follow-ups nobody has made, of one committee or of all."""
    from tongzhou.core import clock
    from tongzhou.followup.models import FollowUp

    today = clock.local_date(clock.now())
    rows = FollowUp.objects.filter(performed_at__isnull=True, day=today).order_by("due_at", "pk")
    return rows.filter(committee=committee) if committee else rows


if __name__ == "__main__":
    main()
