"""
The seal of minutes: the organiser's certificate, put on a PDF as a PAdES signature (baseline B-B, ETSI EN 319 142-1).

Nothing is asked of the network: no time stamp, no revocation list. The signature is seen by programs that read PDF and
not on the page, which has its lines to be signed by hand.
"""

import io
from datetime import datetime
from threading import Lock

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

FIELD = "DienHong"  # the form field that holds the signature


class WrongCertificate(ValueError):
    """What was given cannot sign; the message says why."""


class WrongPassword(WrongCertificate):
    """The certificate's file does not open."""

    def __init__(self) -> None:
        super().__init__("the password does not open it")


class Seal:
    """A certificate with its key, and those above it that came in the same file."""

    def __init__(self, signer: SimpleSigner) -> None:
        self._signer = signer
        self._lock = Lock()  # asn1crypto takes a certificate apart when first asked, and not for two threads at once

    def put_on(self, pdf: bytes, *, name: str, reason: str, location: str) -> bytes:
        """``pdf`` with the signature behind it. Takes a tenth of a second, in a thread without an event loop."""
        signature = PdfSignatureMetadata(
            field_name=FIELD, subfilter=SigSeedSubFilter.PADES, name=name, reason=reason, location=location
        )
        signed = io.BytesIO()
        with self._lock:
            sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), signature, self._signer, output=signed)
        return signed.getvalue()


def seal_from(content: bytes, password: bytes, now: datetime) -> Seal:
    """
    The seal in a PKCS#12 file's ``content``; an empty ``password`` is none.

    Raises:
        WrongPassword: it does not open.
        WrongCertificate: it is something else, holds no key, or is not valid at ``now``.
    """
    try:
        held = load_pkcs12(content, password)
    except (ValueError, UnsupportedAlgorithm) as error:
        if "password" in str(error):
            raise WrongPassword from None
        raise WrongCertificate("not a PKCS#12 file (.p12, .pfx)") from None
    if held.cert is None or held.key is None:
        raise WrongCertificate("no certificate with its private key in it")
    begins, ends = held.cert.certificate.not_valid_before_utc, held.cert.certificate.not_valid_after_utc
    if now > ends:
        raise WrongCertificate(f"the certificate ran out on {ends:%Y-%m-%d}")
    if now < begins:
        raise WrongCertificate(f"the certificate is valid from {begins:%Y-%m-%d} only")
    return Seal(SimpleSigner.load_pkcs12_data(content, [], password))
