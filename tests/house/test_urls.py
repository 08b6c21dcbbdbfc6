"""Every address is in the table that says who may open it."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.sources import PACKAGE


def test_every_own_address_is_in_the_table() -> None:
    table = pytest.importorskip("tests.house.url_roles").TABLE
    named = set(_names(get_resolver(), ""))

    assert not named - set(table), "add these addresses to tests/house/url_roles.py"
    assert not set(table) - named, "these are in tests/house/url_roles.py, but exist no more"


def test_every_own_address_has_a_name() -> None:
    assert not [name for name in _names(get_resolver(), "") if name.endswith(":") or not name]


def _names(resolver: URLResolver, space: str) -> Iterator[str]:
    """Names such as `desk:request` of all addresses answered by our own views."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern, inner)
        elif _is_own(pattern):
            yield f"{space}{pattern.name or ''}"


def _is_own(pattern: URLPattern) -> bool:
    module = getattr(pattern.callback, "__module__", "")
    return module.split(".")[0] == PACKAGE.name
