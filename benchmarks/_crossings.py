"""Crossings of many days, made straight with SQL."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

CHUNK = 20_000
Home = tuple[int, int, Sequence[int]]
COLUMNS = (
    "entry", "place_id", "committee_id", "of_id", "direction", "persons", "at", "doubt", "how",
    "reason", "verdict", "tenths", "first_tenths", "word", "key_id", "visitor", "by_id",
)  # fmt: skip


def one_trip_each(passes: Sequence[int], *, at: datetime) -> None:
    """Each of these passes goes out, and comes home half an hour later."""
    rng = Random(1)
    _store(
        _crossing(rng, each, way, at + timedelta(minutes=rng.randrange(600) + home))
        for each in _homes(passes)
        for way, home in (("out", 0), ("in", 30))
    )


def fill(*, days: int, rows: int, until: datetime) -> int:
    """About so many crossings of all passes in the days before; how many there are then.

    Of a thousand, two are of a fever, ten of a visitor, five against the rules, one by a clock
    that may be an hour off.
    """
    from tongzhou.gates.models import Crossing, Pass

    homes = list(_homes(Pass.objects.filter(state="active").values_list("pk", flat=True)))
    rng, span = Random(2), days * 86_400
    _store(
        _crossing(rng, homes[n // 2 % len(homes)], ("out", "in")[n % 2], moment)
        for n, moment in enumerate(
            until - timedelta(seconds=span - span * n / rows + rng.random()) for n in range(rows)
        )
    )
    return Crossing.objects.count()


def _homes(passes: Iterable[int]) -> Iterator[Home]:
    """Pass, committee and the gates it goes through."""
    from tongzhou.gates.models import Pass
    from tongzhou.registry.models import Place

    gates: dict[int, list[int]] = {}
    for pk, committee in Place.objects.filter(kind="gate").values_list("pk", "committee_id"):
        gates.setdefault(committee, []).append(pk)
    wanted = set(passes)
    for pk, committee in Pass.objects.order_by("pk").values_list("pk", "committee_id"):
        if pk in wanted and committee in gates:
            yield pk, committee, gates[committee]


def _crossing(rng: Random, home: Home, way: str, at: datetime) -> tuple[Any, ...]:
    one_pass, committee, gates = home
    # Numbers made on phones begin with the time.
    entry = uuid.UUID(int=(int(at.timestamp() * 1000) << 80) + rng.getrandbits(80))
    dice = rng.randrange(1000)
    is_visitor = 10 <= dice < 20
    return (
        entry, rng.choice(gates), committee,
        None if is_visitor else one_pass, way, 1, at, 3600 if dice == 30 else 0,
        "visitor" if is_visitor else "scan", "", "stop" if 20 <= dice < 25 else "go",
        rng.randint(373, 395) if dice < 2 else rng.randint(360, 371), None, "", None, b"", None,
    )  # fmt: skip


def _store(rows: Iterator[tuple[Any, ...]]) -> None:
    from django.db import connection, transaction

    places = ", ".join(["%s"] * len(COLUMNS))
    sql = f"INSERT INTO gates_crossing ({', '.join(COLUMNS)}) VALUES ({places})"
    is_sqlite = connection.vendor == "sqlite"
    prepared = ((_as_sqlite_takes_it(row) if is_sqlite else row) for row in rows)
    with transaction.atomic(), connection.cursor() as cursor:
        while chunk := list(islice(prepared, CHUNK)):
            cursor.executemany(sql, chunk)


def _as_sqlite_takes_it(row: tuple[Any, ...]) -> tuple[Any, ...]:
    entry, at = row[COLUMNS.index("entry")], row[COLUMNS.index("at")]
    moment = at.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return tuple(entry.hex if v is entry else moment if v is at else v for v in row)


def find(count: int) -> None:
    """So many findings of contradicting ways out, three of four of them looked at."""
    from tongzhou.gates.choices import FindingKind, FindingState
    from tongzhou.gates.models import Crossing, GateFinding

    outs = Crossing.objects.filter(direction="out", of__isnull=False).order_by("-at")
    for n, row in enumerate(outs[: count * 50 : 50]):
        GateFinding.objects.create(
            mark=f"trips:{row.pk}:{row.pk}", kind=FindingKind.TRIPS, place_id=row.place_id,
            committee_id=row.committee_id, of_id=row.of_id, first=row, second=row, count=2,
            since=row.at, at=row.at, changed_at=row.at,
            state=FindingState.SETTLED if n % 4 else FindingState.OPEN,
        )  # fmt: skip
