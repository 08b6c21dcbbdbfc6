"""Small pieces: a function is read at a glance, a module in one sitting."""

import ast
from collections.abc import Iterator
from statistics import median, quantiles

from tests.house.sources import ROOT, modules

CODE = ("tongzhou", "scripts", "benchmarks")


def test_no_module_has_400_lines() -> None:
    texts = {path: (ROOT / path).read_text("utf-8") for path in modules(*CODE)}
    lengths = {path: len(text.splitlines()) for path, text in texts.items()}

    assert not {str(path): length for path, length in lengths.items() if length >= 400}


def test_no_function_is_longer_than_60_lines_and_hardly_one_longer_than_40() -> None:
    lengths = dict(_lengths())
    long = {name: length for name, length in lengths.items() if length > 40}

    assert not {name: length for name, length in long.items() if length > 60}
    assert len(long) <= len(lengths) / 100, long


def test_most_functions_are_about_ten_lines() -> None:
    lengths = list(dict(_lengths()).values())

    assert median(lengths) <= 10
    assert quantiles(lengths, n=10)[-1] <= 30


def _lengths() -> Iterator[tuple[str, int]]:
    for path, tree in modules(*CODE).items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{path}:{node.lineno} {node.name}", length
