"""Certificates as an organiser is given them, by an authority that lives for one test."""

import io
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import PBES, serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

NOW = datetime.now(UTC).replace(microsecond=0)  # signatures bear the time of the clock
YEAR = timedelta(days=365)


class Authority:
    """A root that issues certificates for signing, and knows them again."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named("Tổ chức chứng thực thử")
        self.certificate = (
            _certificate(self._name, self._name, self._key.public_key(), NOW - 10 * YEAR, NOW + 10 * YEAR)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self._key, hashes.SHA256())
        )

    def issues(
        self,
        password: str = "",
        *,
        begins: datetime = NOW - YEAR,
        ends: datetime = NOW + YEAR,
        with_key: bool = True,
        as_windows: bool = False,
    ) -> bytes:
        """A PKCS#12 file; ``as_windows`` exports it: RSA, under ciphers of its time."""
        key = rsa.generate_private_key(65537, 2048) if as_windows else ec.generate_private_key(ec.SECP256R1())
        certificate = (
            _certificate(_named("Liên đoàn Lao động thử"), self._name, key.public_key(), begins, ends)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_FOR_SIGNING, critical=True)
            .sign(self._key, hashes.SHA256())
        )
        of_its_time = PrivateFormat.PKCS12.encryption_builder().key_cert_algorithm(
            PBES.PBESv1SHA1And3KeyTripleDESCBC if as_windows else PBES.PBESv2SHA256AndAES256CBC
        )
        locked = of_its_time.build(password.encode()) if password else NoEncryption()
        return serialize_key_and_certificates(
            None, key if with_key else None, certificate if with_key else None, [self.certificate], locked
        )

    async def judges(self, pdf: bytes) -> PdfSignatureStatus:
        """What somebody finds who trusts this authority, and has no network."""
        (root,) = load_certs_from_pemder_data(self.certificate.public_bytes(Encoding.DER))
        (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        return await async_validate_pdf_signature(signature, ValidationContext([root], allow_fetching=False))


_FOR_SIGNING = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    begins: datetime,
    ends: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )
