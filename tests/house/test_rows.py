"""Nobody gets a row except through `access`."""

import ast
from pathlib import Path

from tests.house.sources import FOUNDATIONS, modules, package_of, shelf_of

# `access` decides, `models` and `erase` are beneath it, the back end makes the `Acting` that
# access is asked with, and the demo builds a street before anybody acts in it.
MAY_REACH = {"access", "models", "erase", "backend"}
WITHOUT_ROOMS = FOUNDATIONS | {"demo"}
# Making a new row is no way to somebody's row.
MAKES = {"create", "bulk_create", "create_user"}


def test_rows_come_through_access() -> None:
    found = [
        f"{path}:{line} .objects.{then}"
        for path, tree in modules("tongzhou").items()
        if package_of(path) not in WITHOUT_ROOMS and shelf_of(path) not in MAY_REACH
        for line, then in _managers(tree)
        if not (shelf_of(path) == "actions" and then in MAKES)
    ]

    assert not found


def test_the_rule_sees_what_it_forbids() -> None:
    tree = ast.parse("Resident.objects.filter(pk=1)\nrows = Resident.objects")

    assert sorted(_managers(tree)) == [(1, "filter"), (2, "")]
    assert shelf_of(Path("tongzhou/desk/actions/requests.py")) == "actions"


def _managers(tree: ast.AST) -> list[tuple[int, str]]:
    """Line of each `Model.objects` and the method looked up on it ("" for none)."""
    methods = {
        id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }
    return [
        (node.lineno, methods.get(id(node), ""))
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
