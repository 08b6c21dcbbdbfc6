"""Whom to call."""

from tongzhou.desk.models import ServiceRequest
from tongzhou.privacy.keyring import Keyring


def phone_of(row: ServiceRequest, keyring: Keyring) -> str:
    """The number to call: the caller's, else the resident's own."""
    called_from = keyring.read(row, "caller_phone")
    if called_from or row.resident is None:
        return called_from
    return keyring.read(row.resident, "phone")
