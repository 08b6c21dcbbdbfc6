"""The page on which phones come to trust this office's server."""

from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client

from tests.cast import NOW
from tongzhou.config.trust import only_trust
from tongzhou.core.certificates import Files

DESK = "desk.local"
pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(settings: Any, tmp_path: Path) -> Client:
    settings.DATA = tmp_path
    settings.TRUST_AT = "0.0.0.0:8001:8000"
    Files(tmp_path / "tls").ensure([DESK], now=NOW)
    return Client(headers={"accept-language": "en", "host": f"{DESK}:8001"})


def test_it_shows_the_fingerprint_and_the_way_in(phone: Client) -> None:
    page = phone.get("/trust").content.decode()
    authority = x509.load_der_x509_certificate(phone.get("/trust/tongzhou.crt").content)
    assert authority.fingerprint(SHA256()).hex(":").upper() in page
    assert f"https://{DESK}:8000/" in page
    assert authority.subject.rfc4514_string() == "CN=Tongzhou (this office only)"


def test_the_private_key_is_not_given_away(phone: Client) -> None:
    assert b"PRIVATE" not in phone.get("/trust/tongzhou.crt").content


def test_there_is_no_such_page_where_a_public_authority_vouches(settings: Any) -> None:
    settings.TRUST_AT = ""
    assert Client().get("/trust").status_code == 404
    assert Client().get("/trust/tongzhou.crt").status_code == 404


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/healthz", "/trustee-of-all"])
def test_without_tls_every_other_page_leads_there(path: str) -> None:
    told: list[str] = []

    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        raise AssertionError(environ["PATH_INFO"])

    assert only_trust(application)({"PATH_INFO": path}, lambda s, _: told.append(s)) == []
    assert told == ["302 Found"]
