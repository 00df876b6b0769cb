"""Settings: what cannot be understood stops the start with one sentence, and every setting is documented."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from api.generated import ROOT
from api.settings import PREFIX, Settings, WrongSetting, read_settings
from tests.voting.certificates import NOW, Authority


def start(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """``dienhong serve`` with these variables."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return subprocess.run(
        [sys.executable, "-m", "api.cli", "serve"],
        env={**kept, f"{PREFIX}DATA_DIR": str(folder / "data"), **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        ("DIENHONG_PORT", "many", "Expected `int`"),
        ("DIENHONG_PORT", "70000", "<= 65535"),
        ("DIENHONG_LOG_FORMAT", "pretty", "pretty"),
        ("DIENHONG_TLS", "perhaps", "Expected `bool`"),
        ("DIENHONG_PROT", "9000", "is not a setting; see docs/settings.md"),
        ("DIENHONG_DATABASE_URL", "mysql://localhost/dienhong", "postgresql+asyncpg://"),
        ("DIENHONG_PUBLIC_URL", "dh.example", "https://"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(tmp_path: Path, variable: str, value: str, why: str):
    stopped = start(tmp_path, **{variable: value})

    assert stopped.returncode == 1
    (sentence,) = stopped.stderr.splitlines()
    assert sentence.startswith(f"Error: {variable} ")
    assert why in sentence
    assert not (tmp_path / "data").exists()


def seal_files(folder: Path, content: bytes, password: str = "") -> dict[str, str]:
    """The variables of a certificate and its password, in files."""
    certificate, password_file = folder / "dau.p12", folder / "mat-khau"
    certificate.write_bytes(content)
    password_file.write_text(f"{password}\n", encoding="utf-8")
    return {"DIENHONG_SIGNING_CERTIFICATE": str(certificate), "DIENHONG_SIGNING_PASSWORD_FILE": str(password_file)}


CERTIFICATE, PASSWORD_FILE = "DIENHONG_SIGNING_CERTIFICATE", "DIENHONG_SIGNING_PASSWORD_FILE"
UNSIGNABLE = {
    "missing": (lambda _: {CERTIFICATE: "/nowhere/dau.p12"}, CERTIFICATE, "No such file"),
    "not PKCS#12": (lambda folder: seal_files(folder, b"dau"), CERTIFICATE, "not a PKCS#12 file"),
    "expired": (lambda folder: seal_files(folder, Authority().issues(ends=NOW)), CERTIFICATE, "ran out on"),
    "wrong password": (
        lambda folder: seal_files(folder, Authority().issues("bi-mat"), "bi-mat-khac"),
        PASSWORD_FILE,
        "the password does not open it",
    ),
    "no password": (
        lambda folder: seal_files(folder, Authority().issues("bi-mat")) | {PASSWORD_FILE: ""},
        PASSWORD_FILE,
        "the password does not open it",
    ),
    "missing password": (
        lambda folder: seal_files(folder, Authority().issues("bi-mat")) | {PASSWORD_FILE: "/nowhere/mat-khau"},
        PASSWORD_FILE,
        "No such file",
    ),
}


@pytest.mark.parametrize(("given", "variable", "why"), UNSIGNABLE.values(), ids=UNSIGNABLE)
def test_a_certificate_that_cannot_sign_stops_the_start_with_one_sentence(
    tmp_path: Path, given: Callable[[Path], dict[str, str]], variable: str, why: str
):
    stopped = start(tmp_path, **given(tmp_path))

    assert stopped.returncode == 1
    (sentence,) = stopped.stderr.splitlines()
    assert sentence.startswith(f"Error: {variable} ")
    assert why in sentence
    assert "bi-mat" not in sentence
    assert not (tmp_path / "data").exists()


def test_a_password_in_a_wrong_address_is_not_printed(tmp_path: Path):
    stopped = start(tmp_path, DIENHONG_DATABASE_URL="mysql://dienhong:bi-mat@localhost/dienhong")

    assert "bi-mat" not in stopped.stderr


@pytest.mark.parametrize("field", structs.fields(Settings), ids=lambda field: field.name)
def test_every_setting_is_documented(field: structs.FieldInfo):
    rows = [line for line in (ROOT / "docs/settings.md").read_text(encoding="utf-8").splitlines() if line[:1] == "|"]

    (row,) = [row for row in rows if f"`{PREFIX}{field.name.upper()}`" in row]
    assert len(row.split("|")[3].strip()) > 10


def test_the_variables_of_others_are_left_alone():
    assert read_settings({"PATH": "/bin", "DIENHONGPORT": "many"}) == Settings()


def test_what_is_given_is_taken_as_what_it_is():
    found = read_settings({"DIENHONG_TLS": "true", "DIENHONG_SESSION_HOURS": "8", "DIENHONG_DATA_DIR": "~/dh"})

    assert (found.tls, found.session_hours, found.data_dir) == (True, 8, Path.home() / "dh")


def test_an_empty_value_is_wrong_where_a_number_is_needed():
    with pytest.raises(WrongSetting, match="DIENHONG_PORT"):
        read_settings({"DIENHONG_PORT": ""})
