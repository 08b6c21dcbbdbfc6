"""The rules a project's translations keep; each yields one line per breach."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from translations.bare_text import bare_text
from translations.catalogs import Catalog, Entry, placeholders
from translations.sources import Key, Message, Unreadable

Catalogs = dict[str, Catalog]


def unreadable(found: Iterable[Unreadable]) -> Iterator[str]:
    """Marked text is literal, else nothing can extract it."""
    for one in found:
        yield f"{one.path}:{one.line}: {one.reason}"


def missing(messages: Iterable[Message], catalogs: Catalogs) -> Iterator[str]:
    """Every sentence has a complete translation in some room."""
    known = {entry.key for entry in _entries(catalogs) if entry.is_complete}
    for message in messages:
        if message.key not in known:
            yield f"{message.path}:{message.line}: not translated: {message.key.id!r}"


def plural_forms(messages: Iterable[Message], catalogs: Catalogs) -> Iterator[str]:
    """A sentence with a plural has one in its catalogue too."""
    plurals = {(entry.key, entry.plural) for entry in _entries(catalogs)}
    known = {entry.key for entry in _entries(catalogs)}
    for message in messages:
        is_known = message.key in known and message.plural is not None
        if is_known and (message.key, message.plural) not in plurals:
            yield f"{message.path}:{message.line}: plural not in catalogue: {message.plural!r}"


def fuzzy(catalogs: Catalogs) -> Iterator[str]:
    """No guesses."""
    for entry in _entries(catalogs):
        if entry.is_fuzzy:
            yield f"{entry.path}:{entry.line}: fuzzy: {entry.key.id!r}"


def obsolete(messages: Iterable[Message], catalogs: Catalogs, root: Path) -> Iterator[str]:
    """A room's catalogue holds only what the room says (or overrides, by comment)."""
    said: dict[str, set[Key]] = defaultdict(set)
    for message in messages:
        said[message.path.relative_to(root).parts[0]].add(message.key)
    for room, catalog in catalogs.items():
        for entry in catalog.entries:
            if entry.key not in said[room] and not entry.is_override:
                yield f"{entry.path}:{entry.line}: not used in {room}: {entry.key.id!r}"
        for text in catalog.leftovers:
            yield f"{catalog.path}: obsolete entry left over: {text!r}"


def repeated(catalogs: Catalogs) -> Iterator[str]:
    """A catalogue names a sentence once."""
    for catalog in catalogs.values():
        for text in catalog.repeated:
            yield f"{catalog.path}: entered twice: {text}"


def placeholders_kept(catalogs: Catalogs) -> Iterator[str]:
    """A translation has the placeholders of its source, no more, no fewer."""
    for entry in _entries(catalogs):
        wanted = placeholders(entry.plural or entry.key.id)
        for text in filter(None, entry.texts):
            if placeholders(text) != wanted:
                yield f"{entry.path}:{entry.line}: placeholders differ: {entry.key.id!r}"


def one_translation(catalogs: Catalogs) -> Iterator[str]:
    """Two rooms translate the same sentence the same way; else a context must tell them apart."""
    first: dict[Key, Entry] = {}
    for entry in _entries(catalogs):
        known = first.setdefault(entry.key, entry)
        if known.texts != entry.texts and entry.is_complete and known.is_complete:
            place = f"{known.path}:{known.line}"
            yield f"{entry.path}:{entry.line}: {entry.key.id!r} is translated otherwise at {place}"


def nothing_bare(root: Path) -> Iterator[str]:
    """Visible text of a template stands in a translation tag."""
    for path in sorted(root.rglob("templates/**/*.html")):
        for line, text in bare_text(path):
            yield f"{path}:{line}: not marked for translation: {text!r}"


def _entries(catalogs: Catalogs) -> Iterator[Entry]:
    for catalog in catalogs.values():
        yield from catalog.entries
