"""Documents and photos on disk, sealed; photos lose their metadata on the way in."""

import io
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from tongzhou.core.errors import Refusal
from tongzhou.privacy.keyring import Keyring
from tongzhou.privacy.models import SealedFile

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 2400
PLACE = "file"
KINDS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n": "image/png"}


def keep(
    content: bytes, *, name: str, content_type: str, key_id: UUID, keyring: Keyring, now: datetime
) -> SealedFile:
    """Seal bytes under a key and store them; the row is saved."""
    row = SealedFile(key_id=key_id, content_type=content_type, size=len(content), created_at=now)
    keyring.seal(row, "name", name[-120:])
    path = _path(row)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(keyring.seal_bytes(key_id, PLACE + row.stored_as.hex, content))
    row.save(force_insert=True)
    return row


def keep_document(
    content: bytes, *, name: str, key_id: UUID, keyring: Keyring, now: datetime
) -> SealedFile:
    """Store what a person uploaded: a PDF as it is, a picture drawn anew without metadata."""
    if len(content) > MAX_BYTES:
        raise Refusal(_("The file is larger than 15 MB. Take a smaller photo."), field="file")
    kind = next((k for magic, k in KINDS.items() if content.startswith(magic)), None)
    if kind is None:
        raise Refusal(_("Only photos (JPEG, PNG) and PDF files can be attached."), field="file")
    if kind.startswith("image/"):
        content, kind = _redrawn(content), "image/jpeg"
    return keep(content, name=name, content_type=kind, key_id=key_id, keyring=keyring, now=now)


def read(row: SealedFile) -> bytes:
    """The content, or empty bytes when its key or the file is gone."""
    path = _path(row)
    if not path.exists():
        return b""
    sealed = path.read_bytes()
    return Keyring.of([row.key_id]).open_bytes(row.key_id, PLACE + row.stored_as.hex, sealed)


def remove(row: SealedFile) -> None:
    """Delete the row, then its file."""
    path = _path(row)
    row.delete()
    path.unlink(missing_ok=True)


def _path(row: SealedFile) -> Path:
    return Path(settings.DATA) / "files" / row.stored_as.hex[-2:] / row.stored_as.hex


def _redrawn(content: bytes) -> bytes:
    try:
        image = Image.open(io.BytesIO(content))
        if image.width * image.height > MAX_PIXELS:
            raise Refusal(_("The picture has too many pixels. Take a smaller photo."), field="file")
        upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise Refusal(_("The picture is damaged. Take it again."), field="file") from error
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=85)
    return out.getvalue()
