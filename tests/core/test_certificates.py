"""A server that vouches for itself, and for nothing else."""

import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from tests.cast import NOW
from tongzhou.core.certificates import Files, Signed, is_inside, make_authority, make_server

NAMES = ("desk.local", "192.168.3.7")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "tls")


def trusted(authority: Signed, server: Signed, name: str) -> bool:
    """Whether somebody who trusts the authority believes this server to have this name."""
    policy = PolicyBuilder().store(Store([authority.certificate])).time(NOW)
    try:
        policy.build_server_verifier(x509.DNSName(name)).verify(server.certificate, [])
    except VerificationError:
        return False
    return True


def test_a_phone_that_trusts_the_authority_believes_the_server(files: Files) -> None:
    authority = files.ensure(NAMES, now=NOW)
    server = Signed(x509.load_pem_x509_certificate(files.server.read_bytes()), authority.key)
    assert trusted(authority, server, "desk.local")
    assert not trusted(authority, server, "other.local")


def test_it_is_believed_about_nothing_outside_the_house() -> None:
    authority = make_authority(NOW)
    assert not trusted(authority, make_server(authority, ["bank.example"], NOW), "bank.example")


def test_a_name_outside_the_house_is_refused_before_anything_is_written(files: Files) -> None:
    with pytest.raises(ValueError, match="bank"):
        files.ensure(["bank.example", *NAMES], now=NOW)
    assert not files.folder.exists()


def test_addresses_outside_are_no_names_inside() -> None:
    assert is_inside("10.1.2.3")
    assert is_inside("desk.lan")
    assert not is_inside("8.8.8.8")
    assert not is_inside("localhost.example.org")


def test_phones_need_not_be_made_ready_twice(files: Files) -> None:
    first = files.ensure(NAMES, now=NOW)
    later = files.ensure([*NAMES, "10.0.0.4"], now=NOW + timedelta(days=80))
    assert later.fingerprint == first.fingerprint


def test_the_server_is_signed_anew_before_it_ends_and_for_a_new_address(files: Files) -> None:
    files.ensure(NAMES, now=NOW)
    first = files.server.read_bytes()
    files.ensure(NAMES, now=NOW + timedelta(days=1))
    assert files.server.read_bytes() == first
    files.ensure([*NAMES, "10.0.0.4"], now=NOW)
    second = files.server.read_bytes()
    assert second != first
    files.ensure(NAMES, now=NOW + timedelta(days=61))
    assert files.server.read_bytes() != second


def test_keys_are_for_the_owner_only_and_fit_their_certificates(files: Files) -> None:
    files.ensure(NAMES, now=NOW)
    assert files.server_key.stat().st_mode & 0o077 == 0
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.server, files.server_key)
