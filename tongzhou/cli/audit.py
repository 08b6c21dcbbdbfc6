"""`tongzhou audit verify`: does the log hold together?"""

import sys

import click

from tongzhou.cli.output import GOOD, REFUSED, answer


@click.group()
def audit() -> None:
    """The audit log."""


@audit.command()
@click.option("--json", "as_json", is_flag=True)
def verify(as_json: bool) -> None:
    """Walk the chain from its first entry and name every place where it breaks."""
    from tongzhou.core.audit import breaks, length

    found = list(breaks())
    content = {"ok": not found, "entries": length(), "breaks": found}
    text = "\n".join(f"entry {b['seq']}: {b['reason']}" for b in found)
    answer(content, as_json=as_json, text=text or f"{content['entries']} entries, unbroken")
    sys.exit(REFUSED if found else GOOD)


COMMANDS = (audit,)
