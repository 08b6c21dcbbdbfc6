"""Finds visible text in templates that nobody marked for translation."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, Token, TokenType

_LETTER = re.compile(r"[^\W\d_]")
_READ_OUT = {"alt", "aria-label", "aria-description", "label", "placeholder", "title"}
_SILENT = {"code", "kbd", "samp", "script", "style"}
_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_HIDDEN_UNTIL = {
    "blocktranslate": {"endblocktranslate", "endblocktrans"},
    "blocktrans": {"endblocktranslate", "endblocktrans"},
    "comment": {"endcomment"},
}
# Blocks that stand inside an attribute: their words are names of classes.
_ATTRIBUTES = {"page_class", "text_size", "open_pane"}


def bare_text(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of everything readable in an HTML template outside translation tags.

    Text in its own language (an element with `lang`), names (`translate="no"`) and code,
    kbd and samp elements are left alone.
    """
    reader = _Reader()
    reader.feed(_without_tags(path.read_text("utf-8")))
    reader.close()
    return iter(reader.found)


def _without_tags(source: str) -> str:
    """HTML with template tags blanked out, lines kept where they were."""
    parts: list[str] = []
    closers: set[str] = set()
    for token in Lexer(source).tokenize():
        word = token.contents.split(None, 1)[0] if token.contents.strip() else ""
        is_tag = token.token_type is TokenType.BLOCK
        if is_tag and word in closers:
            closers = set()
        elif is_tag and not closers:
            closers = _hidden_until(word, token.contents)
        is_visible = token.token_type is TokenType.TEXT and not closers
        parts.append(token.contents if is_visible else _blank(token))
    return "".join(parts)


def _hidden_until(word: str, contents: str) -> set[str]:
    if word == "block" and contents.split()[1] in _ATTRIBUTES:
        return {"endblock"}
    return _HIDDEN_UNTIL.get(word, set())


def _blank(token: Token) -> str:
    # A value counts as a digit so that <p>{{ name }}</p> is neither empty nor text.
    stand_in = "0" if token.token_type is TokenType.VAR else ""
    return stand_in + "\n" * token.contents.count("\n")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._silences: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        is_silent = tag in _SILENT or values.get("translate") == "no" or _is_foreign(tag, values)
        if not is_silent and not self._is_silent:
            for name in _READ_OUT & values.keys():
                self._keep(values[name])
            if tag == "input" and values.get("type") in {"submit", "button", "reset"}:
                self._keep(values.get("value", ""))
        if tag not in _VOID:
            self._silences.append(is_silent)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._silences.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self._silences:
            self._silences.pop()

    def handle_data(self, data: str) -> None:
        if not self._is_silent:
            self._keep(data)

    @property
    def _is_silent(self) -> bool:
        return any(self._silences)

    def _keep(self, text: str) -> None:
        if _LETTER.search(text):
            line = self.getpos()[0] + text[: len(text) - len(text.lstrip())].count("\n")
            self.found.append((line, " ".join(text.split())))


def _is_foreign(tag: str, values: dict[str, str]) -> bool:
    return tag != "html" and "lang" in values and bool(_LETTER.search(values["lang"]))
