"""The seal of minutes that the settings name."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from api.settings import PREFIX, Settings, WrongSetting

if TYPE_CHECKING:
    from voting.seal import Seal


def seal_in(settings: Settings, now: datetime) -> "Seal | None":
    """
    The organiser's seal, read from its files; ``None`` if there is none.

    Raises:
        WrongSetting: a file cannot be read, or the certificate cannot sign at ``now``.
    """
    if not settings.signing_certificate:
        return None
    from voting.seal import WrongCertificate, WrongPassword, seal_from  # most of a second, and 25 MB: only for a seal

    content, password = _read(settings, "signing_certificate"), b""
    if settings.signing_password_file:
        password = _read(settings, "signing_password_file").rstrip(b"\r\n")
    try:
        return seal_from(content, password, now)
    except WrongPassword as error:
        raise _wrong(settings, "signing_password_file", error) from None
    except WrongCertificate as error:
        raise _wrong(settings, "signing_certificate", error) from None


def _read(settings: Settings, field: str) -> bytes:
    try:
        return Path(getattr(settings, field)).expanduser().read_bytes()
    except OSError as error:
        raise _wrong(settings, field, error.strerror) from None


def _wrong(settings: Settings, field: str, why: object) -> WrongSetting:
    return WrongSetting(f"{PREFIX}{field.upper()} is {getattr(settings, field)!r}: {why}")
