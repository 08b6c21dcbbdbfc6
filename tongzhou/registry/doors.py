"""What stands at a view's door: the decorator, and the request of somebody who acts."""

from typing import Any

from django.http import HttpRequest

from tongzhou.accounts.doors import open_to
from tongzhou.registry.acting import Acting

__all__ = ["ActingRequest", "open_to"]


class ActingRequest(HttpRequest):
    """A request behind a door: somebody acts."""

    acting: Acting
    htmx: Any
