"""Material for the invented street: tables read with `read`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read(name: str) -> dict[str, Any]:
    """Return the table `name`.toml of this folder; it is shared, so callers must not change it."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
