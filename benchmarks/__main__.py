"""Runs the benchmarks one after another and prints their figures as one table."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
HEADINGS = ("benchmark", "value", "unit", "baseline", "its value", "ratio")

Figure = dict[str, Any]


def benchmark_names() -> list[str]:
    """Every module beside this one that is not marked as internal by an underscore."""
    return sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))


def run(name: str) -> list[Figure]:
    """The figures of one benchmark, measured in a process of its own."""
    command = [sys.executable, "-m", f"benchmarks.{name}", "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=HERE.parent)
    figures: list[Figure] = json.loads(done.stdout)
    return figures


def table(figures: list[Figure]) -> str:
    """Figures as aligned columns under headings."""
    rows = [HEADINGS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _row(figure: Figure) -> tuple[str, ...]:
    return (
        figure["name"],
        _number(figure["value"]),
        figure["unit"],
        figure["baseline"] or "",
        _number(figure["baseline_value"]),
        _number(figure["ratio"]),
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.4g}" if value < 1000 else f"{value:,.0f}"


def main(names: list[str]) -> int:
    """Exit code 0, or 2 when there is no benchmark of a name given."""
    known = benchmark_names()
    unknown = sorted(set(names) - set(known))
    if unknown:
        print(f"no benchmark named {', '.join(unknown)}; there are {known}", file=sys.stderr)
        return 2
    figures: list[Figure] = []
    for name in names or known:
        print(f"measuring {name} ...", file=sys.stderr)
        figures += run(name)
    print(table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
