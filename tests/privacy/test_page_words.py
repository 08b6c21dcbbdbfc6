"""Every page that is logged can be named to a resident."""

import ast
from collections.abc import Iterator

from tests.house.sources import modules, package_of
from tongzhou.privacy.page_words import WORDS, in_plain_words


def test_every_logged_page_has_plain_words() -> None:
    found = set(_logged_pages())
    assert {page for page in found if page not in WORDS} == set()
    assert len(found) >= 5


def test_a_page_that_is_gone_is_still_told_somehow() -> None:
    assert in_plain_words("a.page.of.old") == "a page with your data"


def _logged_pages() -> Iterator[str]:
    """Keys given to `record_view`, directly or by functions that hand their argument on."""
    for path, tree in modules("tongzhou").items():
        for function, call in _calls(tree, "record_view"):
            yield from _keys(package_of(path), function, call.args[1])


def _keys(package: str, function: ast.FunctionDef, page: ast.expr) -> Iterator[str]:
    if isinstance(page, ast.Constant):
        yield str(page.value)
        return
    prefix, name = _prefix_and_name(page)
    position = [argument.arg for argument in function.args.args].index(name)
    for path, tree in modules("tongzhou").items():
        if package_of(path) == package:
            for caller, call in _calls(tree, function.name):
                for key in _keys(package, caller, call.args[position]):
                    yield f"{prefix}{key}"


def _prefix_and_name(page: ast.expr) -> tuple[str, str]:
    """`f"room.{page}"` and `page` alike."""
    if isinstance(page, ast.JoinedStr):
        start, value = page.values
        assert isinstance(start, ast.Constant)
        assert isinstance(value, ast.FormattedValue)
        assert isinstance(value.value, ast.Name)
        return str(start.value), value.value.id
    assert isinstance(page, ast.Name), ast.unparse(page)
    return "", page.id


def _calls(tree: ast.AST, name: str) -> Iterator[tuple[ast.FunctionDef, ast.Call]]:
    """Every call of a function, with the function it stands in."""
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and _called(node) == name:
                yield function, node


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
