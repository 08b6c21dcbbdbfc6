"""Finds the translatable messages of Python modules and Django templates, without xgettext."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split

SUFFIXES_OF_TEMPLATES = {".html", ".svg", ".txt", ".typ"}

# Name of the function -> positions of (context, singular, plural) among its arguments.
_FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
_CONSTANT = re.compile(r"""_\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)""")
_QUOTED = re.compile(r"""^("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
_BLOCK_OPENERS = {"blocktranslate", "blocktrans"}
_BLOCK_CLOSERS = {"endblocktranslate", "endblocktrans"}


@dataclass(frozen=True)
class Key:
    """What gettext looks a translation up by."""

    id: str
    context: str | None = None


@dataclass(frozen=True)
class Message:
    """One use of a translatable sentence; `plural` is None where there is only one form."""

    key: Key
    plural: str | None
    path: Path
    line: int


@dataclass(frozen=True)
class Unreadable:
    """A marked sentence that cannot be extracted, with the reason."""

    path: Path
    line: int
    reason: str


def read_sources(root: Path) -> tuple[list[Message], list[Unreadable]]:
    """All messages of the Python modules and templates below `root`."""
    messages: list[Message] = []
    unreadable: list[Unreadable] = []
    for path in sorted(root.rglob("*")):
        for found in read_file(path):
            if isinstance(found, Message):
                messages.append(found)
            else:
                unreadable.append(found)
    return messages, unreadable


def read_file(path: Path) -> Iterable[Message | Unreadable]:
    """The messages of one file; nothing for files that are neither Python nor template."""
    if path.suffix == ".py" and "migrations" not in path.parts:
        return _of_python(path)
    if path.suffix in SUFFIXES_OF_TEMPLATES and "templates" in path.parts:
        return _of_template(path)
    return ()


def _of_python(path: Path) -> Iterator[Message | Unreadable]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        if not isinstance(node, ast.Call):
            continue
        shape = _FUNCTIONS.get(_name_of(node.func))
        if shape is not None:
            yield _of_call(path, node, shape)


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _of_call(
    path: Path, node: ast.Call, shape: tuple[int | None, int, int | None]
) -> Message | Unreadable:
    context, singular, plural = (_literal(node, position) for position in shape)
    if singular is None or (shape[2] is not None and plural is None):
        return Unreadable(path, node.lineno, "only literal text can be marked for translation")
    return Message(Key(singular, context), plural, path, node.lineno)


def _literal(node: ast.Call, position: int | None) -> str | None:
    if position is None or position >= len(node.args):
        return None
    argument = node.args[position]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return None


def _of_template(path: Path) -> Iterator[Message | Unreadable]:
    block: list[Token] | None = None
    for token in Lexer(path.read_text("utf-8")).tokenize():
        word = _tag_of(token)
        if word in _BLOCK_OPENERS:
            block = [token]
        elif word in _BLOCK_CLOSERS and block is not None:
            yield _of_block(path, block)
            block = None
        elif block is not None:
            block.append(token)
        else:
            yield from _of_token(path, token)


def _tag_of(token: Token) -> str:
    if token.token_type is not TokenType.BLOCK:
        return ""
    return token.contents.split(None, 1)[0] if token.contents else ""


def _of_token(path: Path, token: Token) -> Iterator[Message | Unreadable]:
    if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
        return
    line = token.lineno or 0
    for constant in _CONSTANT.findall(token.contents):
        yield Message(Key(_unquote(constant)), None, path, line)
    if _tag_of(token) in {"translate", "trans"}:
        found = _QUOTED.match(token.contents.split(None, 1)[-1])
        if found is None:
            yield Unreadable(path, line, "{% translate %} needs literal text")
        else:
            key = Key(_unquote(found.group(1)), _context_of(token))
            yield Message(key, None, path, line)


def _of_block(path: Path, tokens: list[Token]) -> Message | Unreadable:
    opener, *body = tokens
    is_trimmed = "trimmed" in smart_split(opener.contents)
    forms: list[list[str]] = [[]]
    for token in body:
        if token.token_type is TokenType.TEXT:
            forms[-1].append(token.contents.replace("%", "%%"))
        elif token.token_type is TokenType.VAR:
            forms[-1].append(f"%({token.contents})s")
        elif _tag_of(token) == "plural":
            forms.append([])
        elif token.token_type is TokenType.BLOCK:
            return Unreadable(path, token.lineno or 0, "no tags inside {% blocktranslate %}")
    texts = [_trim("".join(form)) if is_trimmed else "".join(form) for form in forms]
    plural = texts[1] if len(texts) > 1 else None
    return Message(Key(texts[0], _context_of(opener)), plural, path, opener.lineno or 0)


def _context_of(token: Token) -> str | None:
    bits = list(smart_split(token.contents))
    if "context" not in bits:
        return None
    return _QUOTED.sub(lambda found: found.group(1)[1:-1], bits[bits.index("context") + 1])


def _unquote(literal: str) -> str:
    # Django doubles percent signs of template literals before it looks them up.
    return literal[1:-1].replace(r"\"", '"').replace(r"\'", "'").replace("%", "%%")


def _trim(text: str) -> str:
    return " ".join(line.strip() for line in text.strip().splitlines())
