"""Crossings as phones send them, over HTTP into `tongzhou serve`: full durability.

Paced: 100 gates, each a crossing every 2 s, sent at once as a phone with a network does. Flat out:
phones that come out of a long night without a network send batches of 50 back to back. The
baseline of that is a bare program in the same run, which commits the same rows into the same
tables, one batch per transaction, with nothing to parse, seal, decide or answer.

SQLite, or with DATABASE_URL (`scripts/with_postgresql.sh`) PostgreSQL; that throw-away cluster
runs without fsync, for both sides of the ratio.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import _bare as bare
from benchmarks import _phones as outdoors
from benchmarks import _street as street
from benchmarks._figures import Row, cpu_ms, figure, printed, statements

GATES, EVERY, SECONDS = 100, 2.0, 20
PHONES, BATCHES = 8, 160
GOAL_MS, GOAL_SHARE, MOST = 150, 0.7, 19


def main() -> None:
    """Build a street (or take a copy of one with --data), measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of a street that exists; it is copied")
    parser.add_argument("--residents", type=int, default=3_000)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tongzhou-bench-") as scratch:
        folder = Path(scratch) / "street"
        if options.data:
            shutil.copytree(options.data, folder)
        else:
            folder.mkdir()
            street.made(folder, residents=options.residents, observations=20)
        street.open_here(folder)
        printed(measure(folder, Path(scratch), seconds=options.seconds), options)


def measure(folder: Path, scratch: Path, *, seconds: int) -> Iterator[Row]:
    """The figures, each beside what it is measured against."""
    phones = outdoors.at_gates(GATES)
    cpu = {}
    for size in (1, bare.BATCH):
        ask = _sending(phones[-1], size)
        asked, cpu[size] = statements(ask), cpu_ms(ask)
        yield figure(f"a batch of {size}: statements", asked, "statements", "goal", MOST)
    copy = scratch / "bare"
    shutil.copytree(folder, copy)
    with outdoors.server(folder) as port:
        for phone in phones[:PHONES]:
            phone.send(port, phone.batch(1))
        taken = quantiles(_paced(port, phones[:-1], seconds), n=100)
        yield figure("paced, p50", taken[49], "ms", "goal", GOAL_MS)
        yield figure("paced, p99", taken[98], "ms", "goal", GOAL_MS)
        rate = _flat_out(port, phones[:PHONES])
    plain = bare.measured(copy, BATCHES)
    yield figure("flat out", rate, "crossings/s", plain.name, plain.rate)
    yield figure("flat out, share of bare", rate / plain.rate, "", "goal", GOAL_SHARE)
    for size, spent in cpu.items():
        yield figure(f"a batch of {size}: CPU", spent, "ms", f"{plain.name}, 50", plain.cpu_ms)
    yield figure("audit entries", _audited(), "a batch", "batches", 1.0)


def _sending(phone: outdoors.Phone, size: int) -> Any:
    """Sends another batch at each call, without a network between."""
    from django.test import Client

    client = Client(headers={"authorization": phone.authorization})
    return lambda: client.post(outdoors.SEND, phone.batch(size), "application/json")


def _paced(port: int, phones: Sequence[outdoors.Phone], seconds: int) -> list[float]:
    """Each phone a crossing every so often, none in step with another."""
    taken: list[float] = []
    begin = time.perf_counter() + 0.5

    def stand(number: int) -> None:
        due = begin + EVERY * number / len(phones)
        while due < begin + seconds:
            time.sleep(max(0.0, due - time.perf_counter()))
            taken.append(phones[number].send(port, phones[number].batch(1))[1])
            due += EVERY

    _all_at_once(stand, len(phones))
    return taken


def _flat_out(port: int, phones: Sequence[outdoors.Phone]) -> float:
    """Crossings a second when every phone sends its next batch as soon as one is answered."""
    waiting = [[phone.batch(bare.BATCH) for _ in range(BATCHES // len(phones))] for phone in phones]
    start = time.perf_counter()

    def empty(number: int) -> None:
        for content in waiting[number]:
            phones[number].send(port, content)

    _all_at_once(empty, len(phones))
    return BATCHES * bare.BATCH / (time.perf_counter() - start)


def _all_at_once(deed: Any, count: int) -> None:
    with ThreadPoolExecutor(count) as pool:
        for each in [pool.submit(deed, number) for number in range(count)]:
            each.result()


def _audited() -> float:
    """Audit entries for each batch that brought something."""
    from tongzhou.core.models import AuditEntry
    from tongzhou.field.models import Entry

    batches = Entry.objects.values("device", "received_at").distinct().count()
    return AuditEntry.objects.filter(key="field.entries.received").count() / batches


if __name__ == "__main__":
    main()
