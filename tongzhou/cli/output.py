"""One way of speaking: one JSON object on stdout, everything else on stderr."""

import json
import sys
from typing import Any, NoReturn

import click

GOOD, REFUSED, BAD_INPUT = 0, 1, 2


def say(sentence: str) -> None:
    """Progress and warnings."""
    click.echo(sentence, err=True)


def answer(content: dict[str, Any], *, as_json: bool, text: str = "") -> None:
    """The result, as JSON or as a sentence."""
    click.echo(json.dumps(content, ensure_ascii=False) if as_json else text)


def stop(sentence: str, code: int) -> NoReturn:
    """End with a sentence on stderr."""
    say(sentence)
    sys.exit(code)
