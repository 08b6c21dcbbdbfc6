"""What a phone takes along, and what it may not know."""

import base64
import json
import os

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.cast import NOW, Cast
from tests.field.conftest import Opens, crossing
from tongzhou.gates import actions
from tongzhou.gates.models import Crossing
from tongzhou.privacy.keyring import Keyring
from tongzhou.privacy.phone_seal import INFO, Unopenable, opened, public_key


def sealed(content: bytes, jwk: dict[str, str]) -> str:
    """As the app seals: to the house's public half."""
    x, y = (int.from_bytes(base64.urlsafe_b64decode(jwk[name] + "==")) for name in "xy")
    house = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    own = ec.generate_private_key(ec.SECP256R1())
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), house)
    key = HKDF(algorithm=SHA256(), length=32, salt=point, info=INFO).derive(shared)
    nonce = os.urandom(12)
    whole = point + nonce + AESGCM(key).encrypt(nonce, content, None)
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def test_a_gate_knows_passes_and_codes_and_no_name(cast: Cast, opens: Opens) -> None:
    row = actions.issue(cast.worker, cast.chen.pk, now=NOW)
    pack = opens(cast.volunteer).opened["pack"]
    assert pack["passes"] == [
        {"pass": bytes(row.public_id).hex(), "code": row.code, "until": row.until.isoformat()}
    ]
    assert len(pack["rules"]) == 4
    said = json.dumps(pack, ensure_ascii=False)
    for name in ("陈军", "周敏", cast.chen.door, "13900000302"):
        assert name not in said


def test_a_revoked_pass_is_blocked_and_a_gate_does_not_learn_why(cast: Cast, opens: Opens) -> None:
    row = actions.issue(cast.worker, cast.chen.pk, now=NOW)
    actions.report_lost(cast.worker, row.pk, now=NOW)
    pack = opens(cast.volunteer).opened["pack"]
    assert pack["blocked"] == [bytes(row.public_id).hex()]
    assert "lost" not in json.dumps(pack)


def test_who_went_out_is_out_at_every_gate(cast: Cast, opens: Opens) -> None:
    row = actions.issue(cast.worker, cast.chen.pk, now=NOW)
    phone = opens(cast.volunteer)
    phone.write(**crossing(**{"pass": bytes(row.public_id).hex(), "how": "scan"}))
    phone.send()
    [trip] = phone.ask("refresh", {"now": NOW.isoformat()}).json()["pack"]["trips"]
    assert trip == {"pass": bytes(row.public_id).hex(), "out": NOW.isoformat(), "in": None}


def test_a_visitor_is_sealed_on_the_phone_and_in_the_house(cast: Cast, opens: Opens) -> None:
    phone = opens(cast.volunteer)
    details = {"name": "Sun Bo", "phone": "139", "host": "1-101", "from": "", "consent": "yes"}
    text = sealed(json.dumps(details).encode(), phone.opened["server_key"])
    phone.write("gate.visitor", direction="in", persons=1, tenths=364, sealed=text)
    assert not phone.send().json()["refused"]
    row = Crossing.objects.get()
    assert b"Sun Bo" not in bytes(row.visitor)
    assert json.loads(Keyring.of([row.key_id]).read(row, "visitor")) == details


def test_what_was_altered_on_the_way_does_not_open(db: None) -> None:
    text = sealed(b"Sun Bo", public_key())
    assert opened(text) == b"Sun Bo"
    for altered in (text[:-4] + "AAAA", "A" + text[1:], "", "not base64 at all"):
        with pytest.raises(Unopenable):
            opened(altered)


def test_a_medic_opens_rounds_and_no_gate(cast: Cast, opens: Opens) -> None:
    assert "list" in opens(cast.medic, "rounds", place=None).opened["pack"]
    with pytest.raises(AssertionError, match="not for your role"):
        opens(cast.medic)


def test_a_gate_of_another_committee_is_not_there(cast: Cast, opens: Opens) -> None:
    with pytest.raises(AssertionError):
        opens(cast.neighbour_worker)


def test_the_shell_is_public_and_its_worker_lists_what_it_keeps(db: None, client: object) -> None:
    app = client.get("/field/app")  # type: ignore[attr-defined]
    worker = client.get("/field/sw.js")  # type: ignore[attr-defined]
    assert app.status_code == worker.status_code == 200
    assert "'wasm-unsafe-eval'" in app.headers["Content-Security-Policy"]
    assert worker.headers["Content-Type"].startswith("text/javascript")
    head = worker.content.decode().split(";\n", 1)[0]
    files = json.loads(head.removeprefix("self.SHELL = "))["files"]
    assert "/field/app" in files
    assert any("gates/js/rules" in name for name in files)
