"""The leader's code of the morning, as a phone without a network reads it."""

import struct
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client

from tests.cast import NOW, Cast
from tongzhou.core import clock
from tongzhou.formats import base45
from tongzhou.gates import actions
from tongzhou.gates.models import PassKey
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Place

SignsIn = Callable[[Acting], Client]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def content_of(client: Client, gate: Place, part: int = 1) -> bytes:
    text = client.get(f"/field/api/muster/{gate.pk}?part={part}").json()["text"]
    assert text.startswith("TZM1:")
    return base45.decode(text.removeprefix("TZM1:"))


def test_the_code_is_signed_by_a_key_that_phones_hold(
    cast: Cast, signed_in: SignsIn, north_gate: Place
) -> None:
    content = content_of(signed_in(cast.worker), north_gate)
    version, algorithm, signer, number, at, keys = struct.unpack(">BBHIIB", content[:13])
    assert (version, algorithm, number, at) == (1, 1, int(NOW.timestamp()), int(NOW.timestamp()))
    public = PassKey.objects.get(number=signer, committee=cast.willow).public
    r, s = (int.from_bytes(content[begin:][:32]) for begin in (-64, -32))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes(public))
    signed = b"tongzhou.muster.1\0" + content[:-64]
    key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))
    assert len(content) == 13 + 75 * keys + 2 + 64


def test_it_names_the_next_key_and_the_pass_that_was_lost(
    cast: Cast, signed_in: SignsIn, north_gate: Place
) -> None:
    row = actions.issue(cast.worker, cast.chen.pk, now=NOW)
    actions.report_lost(cast.worker, row.pk, now=NOW)
    week = PassKey.objects.get(committee=cast.willow).signs_until - NOW
    actions.rotate(now=NOW + week - timedelta(hours=1))
    content = content_of(signed_in(cast.worker), north_gate)
    assert content[12] == 1
    assert content[-64 - 10 : -64] == struct.pack(">H", 1) + bytes(row.public_id)


def test_many_blocked_passes_need_several_codes_and_each_is_small(
    cast: Cast, signed_in: SignsIn, north_gate: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [struct.pack(">Q", number) for number in range(150)]
    monkeypatch.setattr("tongzhou.gates.actions.muster.newest_blocked", lambda *a, **k: many)
    client = signed_in(cast.worker)
    contents = [content_of(client, north_gate, part) for part in (1, 2, 3)]
    assert all(len(content) <= 605 for content in contents)
    named = [content[13 + 75 * content[12] + 2 : -64] for content in contents]
    assert b"".join(named) == b"".join(many)
    page = client.get(f"/field/muster/{north_gate.pk}/?part=2").content.decode()
    assert "Code 2 of 3" in page
    assert "?part=1" in page
    assert "?part=3" in page


def test_no_name_and_no_code_of_another_committee(
    cast: Cast, signed_in: SignsIn, north_gate: Place
) -> None:
    north_gate.committee = cast.locust
    north_gate.save()
    assert signed_in(cast.worker).get(f"/field/api/muster/{north_gate.pk}").status_code == 404
    assert signed_in(cast.worker).get(f"/field/muster/{north_gate.pk}/").status_code == 404


def test_the_page_shows_the_code_large(cast: Cast, signed_in: SignsIn, north_gate: Place) -> None:
    answer = signed_in(cast.worker).get(f"/field/muster/{north_gate.pk}/")
    assert 'class="qr"' in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
