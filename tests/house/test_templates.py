"""Templates decide nothing and trust nothing: the page's policy forbids inline code."""

import re
from collections.abc import Iterator

import pytest

from tests.house.sources import PACKAGE, ROOT, modules, names_read, package_of

FORBIDDEN = {
    "unescaped value": re.compile(r"\|\s*safe(?:seq)?\b|{%\s*autoescape\s+off"),
    "inline style": re.compile(r"<style\b|<[^>{]*\sstyle\s*="),
    "inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\ssrc\s*=)(?![^>]*application/json)"),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
}


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_templates_are_free_of(fault: str) -> None:
    found = [place for place, line in _lines() if FORBIDDEN[fault].search(line)]

    assert not found


def test_only_the_component_library_marks_text_as_safe() -> None:
    marking = {"mark_safe", "safestring.mark_safe", "SafeString"}
    found = [
        f"{path}:{line}"
        for path, tree in modules("tongzhou").items()
        if package_of(path) != "ui"
        for line, name in names_read(tree)
        if name in marking
    ]
    imported = [
        str(path)
        for path in modules("tongzhou")
        if package_of(path) != "ui" and "mark_safe" in (ROOT / path).read_text("utf-8")
    ]

    assert not found + imported


def _lines() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("templates/**/*.html")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            yield f"{path.relative_to(ROOT)}:{number}", line
