"""Files of a backup: their names, sealing and opening them. Needs no database and no settings."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pyrage

from tongzhou.core.errors import Refusal

ROWS, KEYS = "tongzhou-rows-", "tongzhou-keys-"
MANIFEST = "manifest.json"
FORMAT = 1
SEALED = ".age"


def stamp(at: datetime) -> str:
    """A moment as it stands in a file's name; later ones sort behind earlier ones."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def stamp_of(path: Path) -> str:
    """The moment in a file's name."""
    return path.name.split("-")[2].split(".")[0]


def all_in(folder: Path) -> list[Path]:
    """Every copy in a folder of backups, the oldest first."""
    found = [*folder.glob(f"{ROWS}*"), *(folder / "keys").glob(f"{KEYS}*")]
    return sorted(found, key=stamp_of)


def recipient_of(text: str) -> str:
    """A public key, given as such or as the file it stands in; "" where none is given."""
    if not (text := text.strip()):
        return ""
    if not text.startswith("age1") and Path(text).is_file():
        text = Path(text).read_text().strip()
    try:
        return str(pyrage.x25519.Recipient.from_str(text))
    except pyrage.RecipientError:
        raise Refusal(
            "This is no public key of a backup. Make one: tongzhou backup --new-key FILE"
        ) from None


def new_key(path: Path) -> str:
    """Write a new secret key into a new file (mode 600); returns the public one."""
    made = pyrage.x25519.Identity.generate()
    public = str(made.to_public())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refusal(f"{path} exists. A key is never written over another.") from None
    with os.fdopen(descriptor, "w") as file:
        file.write(f"# public key: {public}\n{made}\n")
        file.flush()
        os.fsync(file.fileno())
    return public


def sealed(made: Path, recipient: str) -> Path:
    """Seal a file to a recipient; the open one is gone."""
    closed = made.with_name(made.name + SEALED)
    pyrage.encrypt_file(str(made), str(closed), [pyrage.x25519.Recipient.from_str(recipient)])
    made.unlink()
    return closed


def opened(path: Path, to: Path, key_file: Path | None) -> None:
    """Copy a file of a backup, and unseal it where it is sealed."""
    if path.suffix != SEALED:
        shutil.copyfile(path, to)
        return
    if key_file is None:
        raise Refusal(f"{path.name} is sealed. Give the file of its secret key: --key-file FILE")
    try:
        pyrage.decrypt_file(str(path), str(to), [_identity(key_file)])
    except (pyrage.DecryptError, OSError):
        raise Refusal(f"{path.name} is damaged, or sealed for another key than this.") from None


def _identity(key_file: Path) -> pyrage.x25519.Identity:
    lines = [line.strip() for line in key_file.read_text().splitlines()]
    secret = next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), "")
    try:
        return pyrage.x25519.Identity.from_str(secret)
    except pyrage.IdentityError:
        raise Refusal(f"{key_file} holds no secret key of a backup.") from None
