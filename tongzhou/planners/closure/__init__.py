"""Closed management: which alleys to close, which gates to keep, and the proof."""

from importlib.resources import files


def schema_text() -> str:
    """The JSON Schema of a plan file."""
    return files(__name__).joinpath("schema.json").read_text("utf-8")
