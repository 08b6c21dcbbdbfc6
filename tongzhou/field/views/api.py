"""What the app asks for. It says who it is by the secret of its phone, not by a session."""

import errno
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.db import OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.core.errors import Refusal
from tongzhou.field import access, actions, offers, wire
from tongzhou.field.actions.opening import is_its_secret
from tongzhou.field.choices import AMBER_AFTER, NAMES_FOR, OUTDOORS, STALE_AFTER
from tongzhou.field.models import Device, FieldShift
from tongzhou.privacy import phone_seal
from tongzhou.registry.acting import Acting
from tongzhou.registry.doors import ActingRequest, open_to

FULL = 507
ENDED = {"ended": True}
LARGEST = 2**20
View = Callable[..., JsonResponse]


def in_sentences(view: View) -> View:
    """A refusal is a sentence in JSON; a full disk says that the phone should keep what it has."""

    @wraps(view)
    def answered(request: HttpRequest) -> JsonResponse:
        try:
            return view(request)
        except Refusal as refusal:
            return JsonResponse({"sentence": str(refusal.sentence)}, status=422)
        except Http404:
            return JsonResponse({"sentence": ""}, status=404)
        except OperationalError as error:
            if "full" in str(error) or getattr(error.__cause__, "errno", 0) == errno.ENOSPC:
                return JsonResponse({}, status=FULL)
            raise

    return answered


def of_phone(view: View) -> View:
    """Let in a phone that knows its secret; any other learns that its time is over."""

    @csrf_exempt
    @require_POST
    @in_sentences
    @wraps(view)
    def guarded(request: HttpRequest) -> JsonResponse:
        now = clock.now()
        if _is_too_large(request):
            return JsonResponse({"sentence": _("Send fewer records at once.")}, status=413)
        device, secret = _called(request.headers.get("Authorization", ""))
        if device and not is_its_secret(device, secret):
            return _wrong_secret(request)
        if device is None or not _may_still(device):
            return JsonResponse(ENDED, status=401)
        return view(request, device, Acting.by_membership(device.membership), now)

    return guarded


def _is_too_large(request: HttpRequest) -> bool:
    """Looked at before anything is read; a batch of 50 is a tenth of it."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return not said.isdecimal() or int(said) > LARGEST


def _wrong_secret(request: HttpRequest) -> JsonResponse:
    """Whoever guesses is slowed down like at the sign-in; a phone that is over never gets here."""
    if ratelimit.consume(request, action="field_phone"):
        return JsonResponse(ENDED, status=401)
    return JsonResponse({"sentence": _("Too many attempts. Wait a minute.")}, status=429)


def _may_still(device: Device) -> bool:
    """Whether a phone that knows its secret has a right to work on."""
    member = device.membership
    return device.ended_at is None and member.ended_on is None and member.user.is_active


def _called(said: str) -> tuple[Device | None, str]:
    """The phone it says it is, and the secret it says to know."""
    scheme, _blank, rest = said.partition(" ")
    number, _dot, secret = rest.partition(".")
    if scheme != "Field" or not secret:
        return None, ""
    try:
        return access.device_that_calls(UUID(number)), secret
    except ValueError:
        return None, ""


@open_to(*OUTDOORS)
@require_POST
@in_sentences
def open_shift(request: ActingRequest) -> JsonResponse:
    """Open a shift on this phone; its pack, and a new secret of the phone."""
    now = clock.now()
    content = wire.content_of(request.body, wire.OPENING)
    place = content.get("place")
    opened = actions.open_shift(
        request.acting,
        str(content.get("profile", "")),
        place_id=place if isinstance(place, int) else None,
        device=wire.held(content),
        now=now,
    )
    return JsonResponse(
        {
            "device": {
                "id": str(opened.device.number),
                "secret": opened.secret,
                "owner": opened.device.membership_id,
            },
            "shift": _shift(opened.shift),
            "next_seq": opened.device.highest + 1,
            "server_key": phone_seal.public_key(),
            "server_now": now.isoformat(),
            "pack": opened.pack,
        }
    )


def _shift(shift: FieldShift) -> Mapping[str, Any]:
    place = shift.place
    return {
        "id": str(shift.number),
        "profile": shift.profile,
        "place": {"id": place.pk, "name": place.label} if place else None,
        "opened_at": shift.opened_at.isoformat(),
        "names_until": (shift.opened_at + NAMES_FOR).isoformat(),
        "amber_from": (shift.opened_at + AMBER_AFTER).isoformat(),
        "stale_from": (shift.opened_at + STALE_AFTER).isoformat(),
    }


@of_phone
def send(request: HttpRequest, device: Device, acting: Acting, now: datetime) -> JsonResponse:
    """Take in a batch. What is named in the answer is committed."""
    content = wire.content_of(request.body, frozenset({"now", "entries"}))
    sent, phone_now = wire.entries_of(content), wire.moment(content.get("now"))
    receipt = actions.receive(device, acting, sent, phone_now=phone_now, now=now)
    return JsonResponse(
        {
            "accepted": list(map(str, receipt.accepted)),
            "refused": [
                {"id": str(number), "code": "refused", "sentence": sentence}
                for number, sentence in receipt.refused
            ],
            "watermark": device.watermark,
            "last": receipt.last,
            "gaps": receipt.gaps,
            "server_now": clock.now().isoformat(),
        }
    )


@of_phone
def refresh(request: HttpRequest, device: Device, acting: Acting, now: datetime) -> JsonResponse:
    """The pack of the phone's newest shift, as it is now."""
    wire.content_of(request.body, frozenset({"now"}))
    shift = access.shifts(acting).filter(device=device).order_by("-opened_at").first()
    if shift is None:
        raise Http404
    pack = offers.room_of(shift.profile, acting).pack(
        acting, shift.profile, shift.place_id, now=now
    )
    return JsonResponse({"pack": pack, "server_now": now.isoformat()})
