"""Phones without a network: what they take along, and what they bring home.

The pack of a gate of 400 households, each of which went out and came home yesterday, as it comes
over the wire. 9,000 queued crossings of one phone, sent as its app does: batches of 50, the next
one when the answer to the last is read.
"""

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import _crossings as crossings
from benchmarks import _phones as outdoors
from benchmarks import _street as street
from benchmarks._figures import Row, figure, printed

HOUSEHOLDS, QUEUED, BATCH = 400, 9_000, 50
GOAL_SECONDS = 30


def main() -> None:
    """Build a street, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--residents", type=int, default=9_000)
    parser.add_argument("--queued", type=int, default=QUEUED)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tongzhou-bench-") as folder:
        street.made(Path(folder), residents=options.residents, observations=20)
        street.open_here(Path(folder))
        printed(measure(Path(folder), options.queued), options)


def measure(folder: Path, queued: int) -> Iterator[Row]:
    """The figures."""
    plain, small = _pack()
    yield figure(f"pack of {HOUSEHOLDS} households", plain / 1024, "KB", "gzip, KB", small / 1024)
    spent = _drained(folder, queued)
    yield figure(f"{queued} queued crossings sent", spent, "s", "goal", GOAL_SECONDS)


def _pack() -> tuple[int, int]:
    """Bytes of the pack of a committee with so many passes, plain and compressed."""
    from tongzhou.core import clock
    from tongzhou.gates import field
    from tongzhou.gates.models import Pass
    from tongzhou.registry.acting import Acting
    from tongzhou.registry.models import Membership, Place

    passes = Pass.objects.filter(state="active")
    for member in Membership.objects.filter(role="volunteer", ended_on=None):
        own = passes.filter(committee=member.committee_id).order_by("pk")
        kept = list(own.values_list("pk", flat=True)[:HOUSEHOLDS])
        if len(kept) == HOUSEHOLDS:
            break
    else:
        raise RuntimeError("no committee has so many households: more --residents")
    own.exclude(pk__in=kept).update(state="expired")
    now = clock.now()
    crossings.one_trip_each(kept, at=now - timedelta(days=1))
    gate = Place.objects.filter(committee=member.committee_id, kind="gate").earliest("pk")
    pack = field.pack(Acting.by_membership(member), "gate", gate.pk, now=now)
    text = json.dumps(pack).encode()
    return len(text), len(gzip.compress(text))


def _drained(folder: Path, queued: int) -> float:
    """Seconds until the server has named all of them."""
    [phone] = outdoors.at_gates(1)
    batches = [phone.batch(BATCH) for _ in range(queued // BATCH)]
    with outdoors.server(folder) as port:
        start = time.perf_counter()
        heard = sum(len(phone.send(port, batch)[0]["accepted"]) for batch in batches)
        spent = time.perf_counter() - start
    if heard != len(batches) * BATCH:
        raise RuntimeError(f"{heard} of {queued} arrived")
    return spent


if __name__ == "__main__":
    main()
