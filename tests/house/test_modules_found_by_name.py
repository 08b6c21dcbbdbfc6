"""What rooms offer is found by the names of modules; a module that lacks a part breaks a page."""

import pytest

from tongzhou.core import rooms

PARTS = {
    "today": ("offer", "for_household"),
    "field": ("PROFILES", "KINDS", "pack", "accept"),
    "erase": ("ERASERS",),
    "stays_in": ("households",),
    "safe": ("mark", "passed"),
}


@pytest.mark.parametrize("name", PARTS)
def test_a_module_found_by_name_has_all_its_parts(name: str) -> None:
    found = rooms.with_module(name)
    assert found
    for module in found:
        assert [part for part in PARTS[name] if not hasattr(module, part)] == [], module.__name__
