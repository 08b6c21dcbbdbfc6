"""Import of a dirty roster: processor time and memory, against merely reading the same sheet.

`python benchmarks/import_roster.py [FILE] [--json]`. Without a file an invented workbook of
100,000 rows is made, 1 % of them bad; each bad one must be named by its cell. The processor time
is that of the importing process and of the child that reads; the stated goal is at most 15 s,
15 times mere reading with the fastest reader (calamine), and less than 600 MB.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

ROWS = 100_000
SHARE_BAD = 0.01
ROUNDS = 3

Figure = dict[str, Any]


def main() -> None:
    """Print the figures; with --phase do one measured step and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--phase", choices=["read", "import"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.phase:
        print(json.dumps(PHASES[options.phase](options.file)))
        return
    with tempfile.TemporaryDirectory(prefix="tongzhou-bench-") as folder:
        figures = list(measure(options.file, options.rows, Path(folder)))
    print(json.dumps(figures, ensure_ascii=False) if options.json else _as_text(figures))


def measure(file: Path | None, rows: int, folder: Path) -> Iterator[Figure]:
    """The figures of contracts; each step runs in a process of its own."""
    import dirty_roster

    bad: list[str] | None = None
    if file is None:
        file = folder / "roster.xlsx"
        found = dirty_roster.write(file, rows=rows, share=SHARE_BAD, seed=1)
        bad = sorted(one.cell for one in found)
    os.environ["TONGZHOU_DATA"] = str(folder)
    reading = min(_phase("read", file)["cpu"] for _ in range(ROUNDS))
    first, second = _phase("import", file), _phase("import", file)
    yield _figure("import, first time", first["cpu"], "s CPU", "mere reading", reading)
    yield _figure("import, second time", second["cpu"], "s CPU", "mere reading", reading)
    yield _figure("import, peak memory", first["megabytes"], "MB", "goal", 600.0)
    yield _figure("rows stored", first["report"]["created"], "rows", "rows of the file", rows)
    yield _figure("rows changed the second time", second["changed"], "rows", "goal", 0)
    if bad is not None:
        named = len(set(bad) & set(first["cells"]))
        yield _figure("bad rows named by cell", named, "rows", "bad rows", len(bad))


def _figure(name: str, value: float, unit: str, baseline: str, baseline_value: float) -> Figure:
    ratio = round(value / baseline_value, 3) if baseline_value else None
    return {
        "name": name, "value": value, "unit": unit, "baseline": baseline,
        "baseline_value": baseline_value, "ratio": ratio,
    }  # fmt: skip


def _phase(name: str, file: Path) -> dict[str, Any]:
    command = [sys.executable, __file__, str(file), "--phase", name]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _read(file: Path) -> dict[str, Any]:
    """Every cell of the first sheet as a Python value, nothing else."""
    import python_calamine

    start = time.process_time()
    rows = python_calamine.load_workbook(str(file)).get_sheet_by_index(0).to_python()
    return {"cpu": round(time.process_time() - start, 2), "rows": len(rows)}


def _import(file: Path) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongzhou.config.settings")
    import django

    django.setup()
    from tongzhou.core import clock
    from tongzhou.registry import access
    from tongzhou.registry.acting import Acting
    from tongzhou.registry.actions.office import found_office
    from tongzhou.registry.actions.roster import import_file

    _migrate()
    acting, now = Acting.system(), clock.now()
    if access.office(acting) is None:
        found_office("同安", admin="admin", password="same-boat-2020", now=now)
    start = _cpu()
    report = import_file(file, sheet=None, dry_run=False, apply_good=True, acting=acting, now=now)
    spent = _cpu() - start
    errors = report.pop("errors")
    return {
        "cpu": round(spent, 2),
        "megabytes": round(_peak(), 0),
        "report": report,
        "changed": report["created"] + report["updated"],
        "cells": [error["cell"] for error in errors],
    }


def _migrate() -> None:
    from django.core.management import call_command

    for database in ("default", "keys"):
        call_command("migrate", database=database, verbosity=0)


def _cpu() -> float:
    """Seconds of this process and of its ended children."""
    used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak() -> float:
    """Megabytes: the larger of the importing process and of the child that read the file."""
    used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return max(one.ru_maxrss for one in used) / 1024


PHASES = {"read": _read, "import": _import}


def _as_text(figures: list[Figure]) -> str:
    return "\n".join(
        f"{f['name']:30} {f['value']:>10} {f['unit']:6} {f['baseline']} {f['baseline_value']}"
        f" -> {f['ratio']}"
        for f in figures
    )


if __name__ == "__main__":
    main()
