"""The project's own files, read once, for tests that look at the code itself."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tongzhou"
FOUNDATIONS = frozenset({"accounts", "cli", "config", "core", "privacy", "ui"})


def modules(*folders: str) -> dict[Path, ast.Module]:
    """Every Python module below these folders (migrations excepted), parsed."""
    return {path: tree for folder in folders for path, tree in _below(folder).items()}


@cache
def _below(folder: str) -> dict[Path, ast.Module]:
    return {
        path.relative_to(ROOT): ast.parse(path.read_text("utf-8"), str(path))
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    }


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file under version control, or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = (Path(name) for name in listed.split("\0") if name)
    return tuple(path for path in paths if (ROOT / path).is_file())


@cache
def layers() -> tuple[frozenset[str], ...]:
    """The packages of the house from the roof down, as the import contract has them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    house = next(contract for contract in contracts if contract["id"] == "house")
    return tuple(
        frozenset(name.strip() for name in layer.replace(":", "|").split("|"))
        for layer in house["layers"]
    )


def rooms() -> frozenset[str]:
    """The packages that may not know each other."""
    return next(layer for layer in layers() if "desk" in layer)


def package_of(path: Path) -> str:
    """`desk` for tongzhou/desk/actions/requests.py."""
    return path.parts[1]


def shelf_of(path: Path) -> str:
    """`actions` for tongzhou/desk/actions/requests.py and for tongzhou/desk/actions.py."""
    return path.parts[2].removesuffix(".py") if len(path.parts) > 2 else ""


def names_read(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every attribute looked up, `a.b.c` as one name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.lineno, dotted(node)


def dotted(node: ast.expr) -> str:
    """`a.b.c` for such an expression; calls and subscripts in between read as ``()``."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "()"
