"""Makes `tongzhou` a command of this virtual environment, without building a package."""

import sys
import sysconfig
from pathlib import Path

COMMAND = """#!{python}
from tongzhou.cli import main

main()
"""


def write_command(root: Path) -> None:
    """Puts `root` on the import path for good and writes bin/tongzhou."""
    Path(sysconfig.get_path("purelib"), "tongzhou.pth").write_text(f"{root}\n", "utf-8")
    command = Path(sysconfig.get_path("scripts"), "tongzhou")
    command.write_text(COMMAND.format(python=sys.executable), "utf-8")
    command.chmod(0o755)


if __name__ == "__main__":
    write_command(Path(__file__).resolve().parent.parent)
