"""An authority of the house's own, bound to names inside the house, and the server's certificate.

Phones open the camera and work offline only on pages they trust (secure contexts, W3C). Where no
public authority can vouch for a machine in an office, it vouches for itself; by its name
constraints (RFC 5280, 4.2.1.10) a phone that trusts it believes it about nothing else.
"""

import contextlib
import ipaddress
import os
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_LASTS = timedelta(days=5 * 365)
SERVER_LASTS = timedelta(days=90)
RENEWED_BEFORE = timedelta(days=30)
INSIDE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7", "::1/128")
NAMES_INSIDE = ("localhost", "local", "lan", "internal", "home.arpa")

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Signed:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Key

    @property
    def fingerprint(self) -> str:
        """SHA-256 in pairs, as phones show it."""
        return self.certificate.fingerprint(hashes.SHA256()).hex(":").upper()

    def pem(self) -> bytes:
        """The certificate for a server's file."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def der(self) -> bytes:
        """The certificate for a phone to install."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def key_pem(self) -> bytes:
        """The key, unencrypted: its file is for the owner only."""
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )


@dataclass(frozen=True, slots=True)
class Files:
    """Where authority and server lie."""

    folder: Path

    @property
    def server(self) -> Path:
        """The server's certificate."""
        return self.folder / "server.pem"

    @property
    def server_key(self) -> Path:
        """The server's key."""
        return self.folder / "server.key"

    def authority(self) -> Signed | None:
        """The authority, if there is one."""
        return _read(self.folder / "authority")

    def ensure(self, names: Iterable[str], *, now: datetime) -> Signed:
        """The authority, with a certificate of the server for these names that lasts a while yet.

        Raises ValueError for a name the authority may not vouch for.
        """
        wanted = set(names)
        if outside := sorted(name for name in wanted if not is_inside(name)):
            raise ValueError(", ".join(outside))
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        authority = self.authority()
        if authority is None or _ends(authority) - now < SERVER_LASTS:
            authority = make_authority(now)
            _write(self.folder / "authority", authority)
        server = _read(self.folder / "server")
        if server is None or not _serves(server, wanted, authority, now):
            _write(self.folder / "server", make_server(authority, wanted, now))
        return authority


def own_names() -> list[str]:
    """How this machine is called inside the house: its names and private addresses."""
    host = socket.gethostname().lower()
    names = {"localhost", "127.0.0.1", *_addresses(host)}
    names.add(host if is_inside(host) else f"{host.split('.', maxsplit=1)[0]}.local")
    return sorted(name for name in names if is_inside(name))


def is_inside(name: str) -> bool:
    """Whether a name or address exists inside a house only."""
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return any(name == end or name.endswith(f".{end}") for end in NAMES_INSIDE)
    networks = map(ipaddress.ip_network, INSIDE)
    return any(address.version == net.version and address in net for net in networks)


def make_authority(now: datetime) -> Signed:
    """A new authority that can vouch for names inside the house only, and for no authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Tongzhou (this office only)")
    permitted: list[x509.GeneralName] = [x509.DNSName(end) for end in NAMES_INSIDE]
    permitted += [x509.IPAddress(ipaddress.ip_network(net)) for net in INSIDE]
    builder = (
        _begun(name, name, key, now, AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    )
    return Signed(builder.sign(key, hashes.SHA256()), key)


def make_server(authority: Signed, names: Iterable[str], now: datetime) -> Signed:
    """A server's certificate for these names."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority.certificate
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    of_issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    builder = (
        _begun(_name("Tongzhou"), issuer.subject, key, now, SERVER_LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(map(_general, sorted(names))), critical=False)
        .add_extension(usage, critical=False)
        .add_extension(of_issuer, critical=False)
        .add_extension(_usage(digital_signature=True), critical=True)
    )
    return Signed(builder.sign(authority.key, hashes.SHA256()), key)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: Key, now: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    # An hour back: phones whose clock is slow should not refuse it.
    return (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(
    *, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _addresses(host: str) -> set[str]:
    found = set()
    with contextlib.suppress(OSError):
        found |= {str(info[4][0]).split("%")[0] for info in socket.getaddrinfo(host, None)}
    with (
        contextlib.suppress(OSError),
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe,
    ):
        # Sends nothing: it only asks which address would be used on the way out.
        probe.connect(("192.0.2.1", 9))
        found.add(probe.getsockname()[0])
    return found


def _ends(signed: Signed) -> datetime:
    return signed.certificate.not_valid_after_utc


def _serves(server: Signed, wanted: set[str], authority: Signed, now: datetime) -> bool:
    names = server.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    has = set(names.value.get_values_for_type(x509.DNSName))
    has |= {str(ip) for ip in names.value.get_values_for_type(x509.IPAddress)}
    is_ours = server.certificate.issuer == authority.certificate.subject and _is_signed_by(
        server.certificate, authority
    )
    return is_ours and wanted <= has and _ends(server) - now > RENEWED_BEFORE


def _is_signed_by(certificate: x509.Certificate, authority: Signed) -> bool:
    try:
        certificate.verify_directly_issued_by(authority.certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _read(path: Path) -> Signed | None:
    try:
        certificate = x509.load_pem_x509_certificate(path.with_suffix(".pem").read_bytes())
        key = serialization.load_pem_private_key(path.with_suffix(".key").read_bytes(), None)
    except FileNotFoundError:
        return None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path}.key is not a key of an elliptic curve.")
    return Signed(certificate, key)


def _write(path: Path, signed: Signed) -> None:
    """The key first: a certificate without its key would be taken for a whole pair."""
    for suffix, content in ((".key", signed.key_pem()), (".pem", signed.pem())):
        draft = path.with_suffix(f"{suffix}.new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path.with_suffix(suffix))
