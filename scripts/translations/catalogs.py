"""Reads the project's own Chinese catalogues."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message as BabelMessage
from babel.messages.pofile import read_po

from translations.sources import Key

LOCALE = "zh_Hans"
CATALOG = Path("locale", LOCALE, "LC_MESSAGES", "django.po")

# A catalogue may override a sentence of Django's or allauth's: "# overrides allauth".
_OVERRIDE = "overrides "
_PLACEHOLDER = re.compile(r"%\((\w+)\)[#0 +-]*[\d.]*[a-zA-Z]|%[sdif]|\{(\w*)(?:[:!][^{}]*)?\}")

_MSGID = re.compile(r'^(?:msgctxt .*\n)?msgid ".*"\n(?:".*"\n)*', re.MULTILINE)


@dataclass(frozen=True)
class Entry:
    """One translation: `texts` holds one text per plural form (one in Chinese)."""

    key: Key
    plural: str | None
    texts: tuple[str, ...]
    path: Path
    line: int
    is_fuzzy: bool
    is_override: bool

    @property
    def is_complete(self) -> bool:
        """True when every form has text and nobody marked it as a guess."""
        return bool(self.texts) and all(self.texts) and not self.is_fuzzy


@dataclass(frozen=True)
class Catalog:
    """One room's catalogue; `leftovers` are msgids commented out as obsolete."""

    path: Path
    entries: tuple[Entry, ...]
    leftovers: tuple[str, ...]
    repeated: tuple[str, ...]


def read_catalogs(root: Path) -> dict[str, Catalog]:
    """Room name -> its catalogue, for every room below `root` that has one."""
    paths = sorted(path / CATALOG for path in root.iterdir() if path.is_dir())
    return {path.relative_to(root).parts[0]: _read(path) for path in paths if path.is_file()}


def placeholders(text: str) -> list[str]:
    """The placeholders of a sentence, sorted: %(name)s, %s and {name}."""
    return sorted(found.group(0) for found in _PLACEHOLDER.finditer(text.replace("%%", "")))


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        catalog = read_po(file, locale=LOCALE)
    entries = tuple(_entry(path, message) for message in catalog if message.id)
    leftovers = tuple(str(message.id) for message in catalog.obsolete.values())
    return Catalog(path, entries, leftovers, tuple(_repeated(path)))


def _entry(path: Path, message: BabelMessage) -> Entry:
    singular, plural = message.id if isinstance(message.id, tuple | list) else (message.id, None)
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return Entry(
        key=Key(singular, message.context),
        plural=plural,
        texts=tuple(text or "" for text in texts),
        path=path,
        line=message.lineno or 0,
        is_fuzzy=message.fuzzy,
        is_override=any(note.startswith(_OVERRIDE) for note in message.user_comments),
    )


def _repeated(path: Path) -> Iterator[str]:
    """Babel keeps the last of two equal msgids, so the text itself has to be counted."""
    counts = Counter(_MSGID.findall(path.read_text("utf-8")))
    for text, count in counts.items():
        if count > 1:
            yield " ".join(text.split())
