"""Every address of the project, found by walking the resolver."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

# Values that exist nowhere: what is behind an address is tested by each room.
DUMMIES = {
    "row": 0,
    "int": 0,
    "str": "nothing",
    "slug": "nothing",
    "path": "nothing",
    "uuid": UUID(int=0),
}


@dataclass(frozen=True)
class Address:
    """One named address of our own, with its view's declared roles (None: open to all)."""

    name: str
    roles: frozenset[str] | None
    arguments: dict[str, object]


def our_addresses() -> list[Address]:
    """All named addresses whose views are the project's own."""
    return sorted(_walk(get_resolver(), "", {}), key=lambda a: a.name)


def _walk(resolver: URLResolver, namespace: str, given: dict[str, object]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        arguments = given | _arguments(entry)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, arguments)
        elif entry.callback.__module__.startswith("tongzhou."):
            yield Address(
                f"{namespace}{entry.name}", getattr(entry.callback, "roles", None), arguments
            )


def _arguments(entry: URLPattern | URLResolver) -> dict[str, object]:
    converters = getattr(entry.pattern, "converters", {})
    kinds = {
        name: type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        for name, converter in converters.items()
    }
    return {name: DUMMIES[kind] for name, kind in kinds.items()}
