"""The docs keep up with the house."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from tests.house.sources import ROOT, rooms, tracked_files

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_WORD = re.compile(r"\w+")
DOCS = [path for path in tracked_files() if path.suffix == ".md"]


@pytest.mark.parametrize("page", DOCS, ids=str)
def test_every_link_of(page: Path) -> None:
    assert not [link for link in _links(page) if not _leads_somewhere(page, link)]


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_first_thing_a_reader_sees_is_how_to_start(readme: str) -> None:
    first = (ROOT / readme).read_text("utf-8").splitlines()[:20]

    assert "make run" in first
    assert "make test" in first


def test_every_room_has_a_page() -> None:
    pages = {path.stem for path in (ROOT / "docs" / "rooms").glob("*.md")}

    assert not sorted((rooms() | {"registry", "privacy", "accounts"}) - pages)


def test_the_map_leads_to_every_page() -> None:
    listed = set(_links(Path("docs/README.md")))
    pages = {path.relative_to("docs").as_posix() for path in DOCS if path.parts[0] == "docs"}

    assert not sorted(pages - listed - {"README.md"})


def test_every_kind_of_row_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    ours = [model for model in apps.get_models() if model.__module__.startswith("tongzhou.")]

    assert not sorted({model.__name__ for model in ours} - set(_WORD.findall(glossary)))


def _links(page: Path) -> Iterator[str]:
    for link in _LINK.findall((ROOT / page).read_text("utf-8")):
        if "://" not in link and not link.startswith("mailto:"):
            yield link


def _leads_somewhere(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (ROOT / page.parent / name) if name else ROOT / page
    if not target.exists():
        return False
    return not anchor or anchor in _anchors(target)


def _anchors(page: Path) -> set[str]:
    headings = _HEADING.findall(page.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
