"""Compiles the project's catalogues (.po) for gettext (.mo), only where the source is newer."""

import sys
from pathlib import Path


def compile_stale(root: Path) -> int:
    """Compiles every stale catalogue below `root`; returns how many there were."""
    stale = [path for path in root.glob("*/locale/*/LC_MESSAGES/*.po") if _is_stale(path)]
    for path in stale:
        _compile(path)
    return len(stale)


def _is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> None:
    # Babel takes longer to load than a start with nothing to compile may last.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parent.parent.name)
    partial = source.with_suffix(".mo.part")
    with partial.open("wb") as file:
        write_mo(file, catalog)
    partial.replace(source.with_suffix(".mo"))


if __name__ == "__main__":
    count = compile_stale(Path(sys.argv[1] if len(sys.argv) > 1 else "tongzhou"))
    print(f"translations: {count} compiled", file=sys.stderr)
