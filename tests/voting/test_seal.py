"""The seal of minutes: whoever trusts the certificate can see who signed and that nothing was changed."""

import asyncio
import io
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pypdfium2 as pdfium
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.status import SignatureCoverageLevel

from tests.agenda.pdfs import typeset
from tests.voting.certificates import NOW, YEAR, Authority
from voting.seal import Seal, WrongCertificate, WrongPassword, seal_from

PAPER = typeset("Biên bản kiểm phiếu", "Trang hai")


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def seal(authority: Authority) -> Seal:
    return seal_from(authority.issues("mật khẩu"), "mật khẩu".encode(), NOW)


@pytest.fixture(scope="module")
def sealed(seal: Seal) -> bytes:
    return put(seal)


def put(seal: Seal) -> bytes:
    return seal.put_on(PAPER, name="Ban tổ chức", reason="Ký biên bản", location="Đại hội thử")


async def test_a_sealed_paper_is_valid_for_whoever_trusts_the_authority(authority: Authority, sealed: bytes):
    found = await authority.judges(sealed)

    assert found.intact
    assert found.valid
    assert found.trusted
    assert found.bottom_line
    assert found.timestamp_validity is None
    assert found.coverage is SignatureCoverageLevel.ENTIRE_FILE


async def test_who_trusts_another_authority_finds_it_intact_and_not_trusted(sealed: bytes):
    found = await Authority().judges(sealed)

    assert (found.intact, found.valid, found.trusted) == (True, True, False)


async def test_one_changed_byte_breaks_the_seal(authority: Authority, sealed: bytes):
    paper = bytearray(sealed)
    paper[paper.index(b"stream") + 20] ^= 1  # on the first page

    found = await authority.judges(bytes(paper))

    assert not found.intact
    assert not found.bottom_line


def test_the_signature_is_pades_and_says_who_why_and_where_in_vietnamese(sealed: bytes):
    (signature,) = PdfFileReader(io.BytesIO(sealed)).embedded_signatures

    said = {name: str(signature.sig_object[name]) for name in ("/SubFilter", "/Name", "/Reason", "/Location")}
    assert said == {
        "/SubFilter": "/ETSI.CAdES.detached",
        "/Name": "Ban tổ chức",
        "/Reason": "Ký biên bản",
        "/Location": "Đại hội thử",
    }


def test_what_is_read_stays_as_it_was(sealed: bytes):
    assert sealed.startswith(PAPER)
    assert len(pdfium.PdfDocument(sealed)) == 2


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns a thousand times as often: what two must not do at once shows."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 1000)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("restless")
def test_a_seal_may_be_put_on_papers_at_one_instant(authority: Authority):
    content = authority.issues()

    for _ in range(5):
        fresh = seal_from(content, b"", NOW)
        with ThreadPoolExecutor(6) as threads:
            assert len(list(threads.map(put, [fresh] * 6))) == 6


async def test_a_file_as_windows_exports_it_signs_as_well(authority: Authority):
    content = authority.issues("bí mật", as_windows=True)

    paper = await asyncio.to_thread(put, seal_from(content, "bí mật".encode(), NOW))

    assert (await authority.judges(paper)).bottom_line


@pytest.mark.parametrize("password", [b"", b"sai"])
def test_another_password_does_not_open_it(authority: Authority, password: bytes):
    with pytest.raises(WrongPassword):
        seal_from(authority.issues("mật khẩu"), password, NOW)


def test_a_certificate_is_good_until_its_last_second_and_from_its_first(authority: Authority):
    content, second = authority.issues(begins=NOW - YEAR, ends=NOW + YEAR), timedelta(seconds=1)

    seal_from(content, b"", NOW - YEAR)
    seal_from(content, b"", NOW + YEAR)
    with pytest.raises(WrongCertificate, match=rf"ran out on {NOW + YEAR:%Y-%m-%d}"):
        seal_from(content, b"", NOW + YEAR + second)
    with pytest.raises(WrongCertificate, match=rf"from {NOW - YEAR:%Y-%m-%d} only"):
        seal_from(content, b"", NOW - YEAR - second)


@pytest.mark.parametrize("content", [b"", b"-----BEGIN CERTIFICATE-----", PAPER])
def test_what_is_not_pkcs12_is_said_not_to_be(content: bytes):
    with pytest.raises(WrongCertificate, match="not a PKCS#12 file"):
        seal_from(content, b"", NOW)


def test_a_certificate_without_its_key_cannot_sign(authority: Authority):
    with pytest.raises(WrongCertificate, match="private key"):
        seal_from(authority.issues(with_key=False), b"", NOW)
