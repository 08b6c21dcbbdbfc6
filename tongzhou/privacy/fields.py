"""The column type of sealed values."""

from typing import Any

from django.db import models


class SealedField(models.BinaryField):
    """Holds `nonce | ciphertext | tag`, or nothing. Written and read through a `Keyring` only.

    The row carries the key's id in `key_id`; the seal is bound to table, column and key, so a
    value moved to another place does not open.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", b"")
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)
