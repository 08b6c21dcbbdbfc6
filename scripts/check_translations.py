"""Fails unless every sentence a person sees exists in Chinese.

`python scripts/check_translations.py` names each breach as file:line: reason.
`python scripts/check_translations.py --missing ROOM` prints a catalogue of what the room still
lacks, to be appended to its django.po (with a header if the room has no catalogue yet).
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from translations import rules
from translations.catalogs import CATALOG, LOCALE, Catalog, read_catalogs
from translations.sources import Message, Unreadable, read_sources

ROOT = Path("tongzhou")
HEADER = f"""msgid ""
msgstr ""
"Project-Id-Version: tongzhou\\n"
"Language: {LOCALE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""


def breaches(root: Path) -> Iterator[str]:
    """One line for every breach of a rule below `root`."""
    messages, unreadable = read_sources(root)
    catalogs = read_catalogs(root)
    yield from _in_sources(root, messages, unreadable, catalogs)
    yield from rules.fuzzy(catalogs)
    yield from rules.repeated(catalogs)
    yield from rules.placeholders_kept(catalogs)
    yield from rules.one_translation(catalogs)


def _in_sources(
    root: Path,
    messages: list[Message],
    unreadable: list[Unreadable],
    catalogs: dict[str, Catalog],
) -> Iterator[str]:
    yield from rules.unreadable(unreadable)
    yield from rules.missing(messages, catalogs)
    yield from rules.plural_forms(messages, catalogs)
    yield from rules.obsolete(messages, catalogs, root)
    yield from rules.nothing_bare(root)


def skeleton(root: Path, room: str) -> str:
    """A catalogue with empty translations of what `room` says and nobody has translated."""
    messages, _ = read_sources(root)
    entries = [entry for catalog in read_catalogs(root).values() for entry in catalog.entries]
    known = {entry.key for entry in entries if entry.is_complete}
    wanted = [m for m in messages if m.path.relative_to(root).parts[0] == room]
    catalog = root / room / CATALOG
    parts = [] if catalog.is_file() and catalog.stat().st_size else [HEADER]
    seen = set(known)
    for message in wanted:
        if message.key not in seen:
            seen.add(message.key)
            parts.append(_entry(message))
    return "\n".join(parts)


def _entry(message: Message) -> str:
    lines = [f"#: {message.path}:{message.line}"]
    if message.key.context is not None:
        lines.append(f"msgctxt {_quote(message.key.context)}")
    lines.append(f"msgid {_quote(message.key.id)}")
    if message.plural is not None:
        lines += [f"msgid_plural {_quote(message.plural)}", 'msgstr[0] ""']
    else:
        lines.append('msgstr ""')
    return "\n".join(lines) + "\n"


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def main(arguments: list[str]) -> int:
    """Exit code 0 when nothing is wrong, 1 with breaches, 2 for wrong usage."""
    match arguments:
        case []:
            return _report(breaches(ROOT))
        case ["--missing", room]:
            print(skeleton(ROOT, room))
            return 0
    print(__doc__, file=sys.stderr)
    return 2


def _report(found: Iterable[str]) -> int:
    lines = list(found)
    print("\n".join(lines) if lines else "translations: complete")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
