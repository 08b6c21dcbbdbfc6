"""Search as you type: processor time of the whole request at 100,000 residents.

Each of a hundred invented people is typed key by key, as pinyin, initials, characters, phone tail
and door. The baseline is the bare sign-in check (`/healthz` has none, so an empty search is it).
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from time import process_time
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

ROWS = 100_000
SPELLINGS = ("wang", "wxy", "zhangwei", "lxm", "王", "李明", "建国", "0123", "15400000123")
DOORS = ("柳荫里3号楼501", "lyl 501", "3-2-501", "3-2-50", "王 501", "lyl wang", "槐安")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tongzhou-bench-") as folder:
        os.environ["TONGZHOU_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongzhou.config.settings")
        figures = measure(options.rows, folder)
    for figure in figures:
        text = "{name}: {value:.1f} {unit}, {ratio:.2f} x {baseline}".format(**figure)
        print(text, file=sys.stderr)
    if options.json:
        print(json.dumps(figures))


def measure(rows: int, folder: str) -> list[dict[str, Any]]:
    """Fill a street, type, and return the figures."""
    import django

    django.setup()
    client = _filled_street(rows, folder)
    address = "/registry/lookup"
    _timed(client, address, "wang")
    empty = [_timed(client, address, "") for _ in range(50)]
    typed = [_timed(client, address, words) for words in _keystrokes() for _ in range(3)]
    baseline = quantiles(empty, n=100)[49]
    return [
        _figure("search as you type, p50", quantiles(typed, n=100)[49], baseline),
        _figure("search as you type, p95", quantiles(typed, n=100)[94], baseline),
        _figure("search as you type, worst", max(typed), baseline),
    ]


def _figure(name: str, value: float, baseline: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": "ms CPU",
        "baseline": "the same request with nothing typed",
        "baseline_value": round(baseline, 2),
        "ratio": round(value / baseline, 2),
    }


def _keystrokes() -> Iterator[str]:
    for words in (*SPELLINGS, *DOORS):
        for end in range(1, len(words) + 1):
            yield words[:end]


def _timed(client: Any, address: str, words: str) -> float:
    start = process_time()
    answer = client.get(address, {"q": words})
    spent = (process_time() - start) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{words!r}: {answer.status_code}")
    return spent


def _filled_street(rows: int, folder: str) -> Any:
    """A street with an imported roster, and the browser of a street officer in it."""
    from dirty_roster import write
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from tongzhou.accounts.choices import Role
    from tongzhou.accounts.models import User
    from tongzhou.core import clock
    from tongzhou.registry.acting import Acting
    from tongzhou.registry.actions.office import found_office
    from tongzhou.registry.actions.roster import import_file
    from tongzhou.registry.models import Membership

    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    for name in ("default", "keys"):
        call_command("migrate", database=name, verbosity=0)
    now = clock.now()
    office = found_office("同安", admin="admin", password="same-boat-2020", now=now)
    file = Path(folder) / "roster.xlsx"
    write(file, rows=rows, share=0, seed=1)
    import_file(file, sheet=None, dry_run=False, apply_good=False, acting=Acting.system(), now=now)
    user = User.objects.create(username="officer", name="Officer")
    Membership.objects.create(
        user=user, role=Role.STREET_OFFICER, office=office, started_on=clock.local_date(now)
    )
    client = Client()
    client.force_login(user)
    return client


if __name__ == "__main__":
    main()
