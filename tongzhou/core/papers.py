"""Papers to print: typst sources filled with data, set in a child process as PDF.

Data travels as JSON on standard input and is read by the template as `data`; residents' words are
never pasted into a source. Each room keeps its templates in `<room>/papers/*.typ`.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

PACKAGE = Path(__file__).resolve().parent.parent
SECONDS = 60


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """Set `<room>/papers/<name>.typ` (given as "room/name") with JSON-able data; returns a PDF."""
    room, name = template.split("/")
    order = {
        "template": str(PACKAGE / room / "papers" / f"{name}.typ"),
        "data": {"lang": (get_language() or "en")[:2], **data},
    }
    done = subprocess.run(
        [sys.executable, "-m", "tongzhou.formats.typesetter"],
        input=json.dumps(order, ensure_ascii=False, default=str).encode(),
        capture_output=True,
        timeout=SECONDS,
        check=False,
        cwd=PACKAGE.parent,
    )
    if done.returncode:
        raise RuntimeError(f"{template}: {done.stderr.decode()[-2000:]}")
    return done.stdout
