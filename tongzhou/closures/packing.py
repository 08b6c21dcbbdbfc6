"""The planner's answer between a column and a dictionary."""

import gzip
import json
from typing import Any


def packed(answer: dict[str, Any]) -> bytes:
    """Compressed JSON."""
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), 6, mtime=0)


def unpacked(content: bytes | memoryview) -> dict[str, Any]:
    """What was packed; nothing where there is none."""
    return dict(json.loads(gzip.decompress(bytes(content)))) if content else {}
