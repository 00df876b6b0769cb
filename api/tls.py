"""
A certificate made on the spot, for ``--lan``: camera and cryptography on phones need a secure context.

Self-signed, so that a phone asks once; kept in the data folder and used again until the machine's addresses change or
it runs out.
"""

import ipaddress
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from agenda.secret_file import write_secret

LASTS = timedelta(days=397)  # phones refuse certificates that are valid for longer
_RENEW_BEFORE = timedelta(days=7)


def lan_address() -> str:
    """The address under which other machines in this network reach this one; loopback if there is no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: asks the routing table only
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def certificate(folder: Path, addresses: list[str], *, now: datetime | None = None) -> tuple[Path, Path]:
    """The certificate and key for ``addresses`` (and localhost) in ``folder``; made if needed."""
    now = now or datetime.now(UTC)
    names = sorted({"localhost", "127.0.0.1", socket.gethostname(), *addresses})
    certificate_file, key_file = folder / "tls.crt", folder / "tls.key"
    if not (key_file.exists() and _still_good(certificate_file, names, now)):
        _make(certificate_file, key_file, names, now)
    return certificate_file, key_file


def _still_good(file: Path, names: list[str], now: datetime) -> bool:
    try:
        held = x509.load_pem_x509_certificate(file.read_bytes())
        alternatives = held.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    covered = {str(name.value) for name in alternatives}
    return set(names) <= covered and held.not_valid_after_utc - _RENEW_BEFORE > now


def _make(certificate_file: Path, key_file: Path, names: list[str], now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Diên Hồng")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # a phone's clock may be behind
        .not_valid_after(now + LASTS)
        .add_extension(x509.SubjectAlternativeName([_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    write_secret(key_file, pem)
    certificate_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
