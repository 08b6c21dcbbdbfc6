"""Signing keys: which signs, from when until when."""

import hashlib
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tongzhou.core import clock
from tongzhou.gates import access, actions
from tongzhou.gates.models import PassKey
from tongzhou.gates.views.shown import STAFF
from tongzhou.registry.doors import ActingRequest, open_to


@open_to(*STAFF)
def keys(request: ActingRequest) -> HttpResponse:
    """For those who set the rules: the keys of the committee (of the street)."""
    if not actions.may_set(request.acting):
        raise Http404
    now = clock.now()
    rows = (
        access.keys(request.acting).select_related("committee").order_by("committee", "-signs_from")
    )
    context = {"rows": [_shown(key, now) for key in rows], "now": now}
    return render(request, "gates/keys.html", context)


def _shown(key: PassKey, now: datetime) -> dict[str, Any]:
    """A key with the word for what it does now, and eight characters to compare on a phone."""
    if key.signs_from > now:
        state = "next"
    elif key.signs_until > now:
        state = "signs"
    else:
        state = "reads" if key.verifies_until > now else "over"
    return {"key": key, "state": state, "print": hashlib.sha256(bytes(key.public)).hexdigest()[:8]}
