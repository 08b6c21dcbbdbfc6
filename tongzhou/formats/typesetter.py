"""Child process that sets one typst template: JSON order on stdin, PDF on stdout."""

import json
import sys
from importlib.resources import files
from pathlib import Path

import typst


def main() -> None:
    """Read the order, set it, write the PDF."""
    order = json.load(sys.stdin.buffer)
    template = Path(order["template"])
    pdf = typst.compile(
        template,
        root=template.parent.parent.parent,
        font_paths=font_folders(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(order["data"], ensure_ascii=False)},
    )
    sys.stdout.buffer.write(pdf)


def font_folders() -> list[Path]:
    """Folders of the Chinese fonts that came with the dependencies."""
    fonts = Path(str(files("justmytype_intl_cjk"))) / "fonts" / "ofl"
    return [fonts / "notosanssc"]


if __name__ == "__main__":
    main()
