"""Short answers after a deed, with a way back for ten seconds instead of a question before."""

from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django_htmx.http import trigger_client_event

from tongzhou.core.work import Text

UNDO = "undo:"
TONES = {
    messages.DEBUG: "calm",
    messages.INFO: "info",
    messages.SUCCESS: "done",
    messages.WARNING: "warning",
    messages.ERROR: "alarm",
}


def say(
    request: HttpRequest, text: Text, *, undo_url: str = "", level: int = messages.SUCCESS
) -> None:
    """Show a toast on the next full page; `undo_url` takes a POST that takes the deed back."""
    messages.add_message(
        request, level, str(text), extra_tags=f"{UNDO}{undo_url}" if undo_url else ""
    )


def say_now(
    response: HttpResponse, text: Text, *, undo_url: str = "", tone: str = "done"
) -> HttpResponse:
    """Show a toast when htmx receives this response."""
    detail = {"text": str(text), "tone": tone, "undo": undo_url}
    return trigger_client_event(response, "toast", detail)


def as_toast(message: Message) -> dict[str, Any]:
    """What the toast template needs of a message of Django's framework."""
    tags = message.extra_tags or ""
    undo_url = tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
    return {"text": message.message, "tone": TONES.get(message.level, "info"), "undo": undo_url}
