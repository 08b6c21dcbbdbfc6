"""Where maps lie in the data folder: the file as it came, and its drawing, by digest."""

import gzip
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext as _

from tongzhou.closures.choices import MOST_BYTES
from tongzhou.core.errors import Refusal

SUFFIXES = (".osm.pbf", ".osm.gz", ".osm.bz2", ".osm", ".geojson", ".json", ".parquet", ".pbf")


def suffix_of(name: str) -> str:
    """The ending that says how to read a file, or a refusal."""
    found = next((s for s in SUFFIXES if name.lower().endswith(s)), "")
    if not found:
        raise Refusal(
            _("Only street maps can be read: .osm, .osm.gz, .osm.pbf or .geojson."), field="file"
        )
    return found


def keep(chunks: Iterable[bytes], suffix: str) -> tuple[str, int]:
    """Write the file into the data folder; its digest and size."""
    digest, size = hashlib.sha256(), 0
    draft = _folder() / f"{uuid4().hex}.part"
    try:
        with draft.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > MOST_BYTES:
                    raise Refusal(
                        _("The file is larger than 80 MB. Cut out your own district first."),
                        field="file",
                    )
                digest.update(chunk)
                file.write(chunk)
        draft.replace(streets(digest.hexdigest(), suffix))
    finally:
        draft.unlink(missing_ok=True)
    return digest.hexdigest(), size


def streets(digest: str, suffix: str) -> Path:
    """The file as it came."""
    return _folder() / f"{digest}{suffix}"


def drawing(digest: str) -> Path:
    """What a page draws of it: compressed GeoJSON."""
    return _folder() / f"{digest}.drawing.gz"


def keep_drawing(digest: str, content: dict[str, Any]) -> None:
    """Write the drawing."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    drawing(digest).write_bytes(gzip.compress(text.encode(), 6))


def _folder() -> Path:
    folder = Path(settings.DATA) / "maps"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
