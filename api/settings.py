"""
Settings: everything that can be configured, in one typed place.

Each setting is an environment variable ``DIENHONG_<NAME>``. Nothing needs to be set to try the product. A wrong value
stops the start with one clear sentence. ``docs/settings.md`` is generated from this module.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, structs

PREFIX = "DIENHONG_"


class LogFormat(StrEnum):
    """How log lines look: for people or for machines."""

    CONSOLE = "console"
    JSON = "json"


class Settings(Struct, frozen=True, kw_only=True):
    """What the server is told from outside. Defaults suit one laptop in one hall."""

    data_dir: Annotated[Path, Meta(description="Folder for everything that is kept: database, files, keys.")] = Path(
        ".data"
    )
    database_url: Annotated[
        str,
        Meta(
            description="Postgres to use, `postgresql+asyncpg://user:password@host/name`. "
            "Empty: an embedded Postgres 18 under the data folder."
        ),
    ] = ""
    database_connections: Annotated[
        int, Meta(ge=4, le=500, description="Connections that one app process may hold open.")
    ] = 20
    host: Annotated[str, Meta(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535, description="Port to listen on; 0 takes a free one.")] = 8710
    workers: Annotated[int, Meta(ge=1, le=64, description="App processes behind the one port.")] = 1
    public_url: Annotated[
        str,
        Meta(
            description="Address under which phones reach the server, as `https://host[:port]`; it is printed in "
            "badges and is an allowed `Origin`. Empty: made from host and port."
        ),
    ] = ""
    allowed_origins: Annotated[
        str,
        Meta(description="Further origins that may open WebSockets and send commands, separated by commas."),
    ] = ""
    tls: Annotated[bool, Meta(description="Serve HTTPS with a certificate made on the spot.")] = False
    insecure_cookies: Annotated[
        bool,
        Meta(
            description="Leave `Secure` off cookies, so that plain HTTP works on addresses other than localhost. "
            "Only for trying things out."
        ),
    ] = False
    trusted_proxies: Annotated[
        str,
        Meta(description="Addresses of reverse proxies whose `X-Forwarded-*` headers are believed, by commas."),
    ] = ""
    log_format: Annotated[LogFormat, Meta(description="`console` for people, `json` for machines.")] = LogFormat.CONSOLE
    log_level: Annotated[
        str, Meta(pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Least severe level logged.")
    ] = "INFO"
    session_hours: Annotated[int, Meta(ge=1, le=168, description="Hours until a sign-in ends by itself.")] = 16
    upload_megabytes: Annotated[int, Meta(ge=1, le=500, description="Largest accepted upload, in MB.")] = 60
    document_pages: Annotated[int, Meta(ge=1, le=5000, description="Most pages a document may have.")] = 600
    intake_queue: Annotated[
        int, Meta(ge=100, le=1_000_000, description="Ballots that may wait for the next commit in one process.")
    ] = 20_000
    secret_papers: Annotated[
        int, Meta(ge=20, le=1000, description="Fewest papers with which a secret poll may open.")
    ] = 20
    secret_window_seconds: Annotated[
        int,
        Meta(
            ge=20,
            le=600,
            description="Shortest time in which the papers of a secret poll are given out; a hundred delegates take "
            "a second at least.",
        ),
    ] = 20
    signing_certificate: Annotated[
        str,
        Meta(
            description="PKCS#12 file (`.p12`, `.pfx`) with a certificate, its key and the certificates above it; "
            "minutes are signed with it (PAdES). Empty: they are signed by hand alone."
        ),
    ] = ""
    signing_password_file: Annotated[
        str, Meta(description="File that holds the password of the signing certificate. Empty: it has none.")
    ] = ""
    sockets: Annotated[int, Meta(ge=10, le=100_000, description="WebSockets that one process accepts.")] = 12_000
    slow_client_seconds: Annotated[
        float, Meta(gt=0, le=300, description="Seconds a client may owe its state before it is closed.")
    ] = 10.0

    @property
    def files_dir(self) -> Path:
        """Where uploaded and rendered files live."""
        return self.data_dir / "files"

    @property
    def keys_dir(self) -> Path:
        """Where secret keys live, readable by the server alone."""
        return self.data_dir / "keys"

    @property
    def paper_keys_dir(self) -> Path:
        """Where keys of secret polls live while papers are given out; never in a backup."""
        return self.data_dir / "paper-keys"

    @property
    def url(self) -> str:
        """The address that people are given."""
        scheme = "https" if self.tls else "http"
        return self.public_url.rstrip("/") or f"{scheme}://{self.host}:{self.port}"

    @property
    def origins(self) -> frozenset[str]:
        """Every ``Origin`` that a browser of ours may name."""
        more = (origin.strip().rstrip("/") for origin in self.allowed_origins.split(","))
        return frozenset({self.url, *filter(None, more)})


_ADDRESSES = {
    "database_url": (re.compile(r"postgresql\+asyncpg://\S+"), "postgresql+asyncpg://user:password@host/name"),
    "public_url": (re.compile(r"https?://[^/\s]+/?"), "https://host[:port]"),
}
"""Settings that are addresses: what fits, and how to write it."""


class WrongSetting(ValueError):
    """An environment variable cannot be understood. The message is one sentence for the person who installs."""


def _path(wanted: type, value: object) -> object:
    if wanted is Path:
        return Path(str(value)).expanduser()
    raise NotImplementedError(wanted)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """
    The settings that ``environment`` asks for.

    Raises:
        WrongSetting: a value does not fit, or a ``DIENHONG_`` variable does not exist (a typo would go unnoticed).

    >>> read_settings({"DIENHONG_PORT": "9000"}).port
    9000
    >>> read_settings({"DIENHONG_PORT": "many"})
    Traceback (most recent call last):
        ...
    api.settings.WrongSetting: DIENHONG_PORT is 'many': Expected `int`, got `str`
    """
    known = {f"{PREFIX}{field.name.upper()}": field for field in structs.fields(Settings)}
    values: dict[str, object] = {}
    for variable, value in environment.items():
        if not variable.startswith(PREFIX):
            continue
        if variable not in known:
            raise WrongSetting(f"{variable} is not a setting; see docs/settings.md")
        field = known[variable]
        fits, shape = _ADDRESSES.get(field.name, (None, ""))
        if value and fits and not fits.fullmatch(value):  # it may hold a password: not repeated
            raise WrongSetting(f"{variable} is not an address such as {shape}")
        try:
            values[field.name] = msgspec.convert(value, field.type, strict=False, dec_hook=_path)
        except msgspec.ValidationError as error:
            raise WrongSetting(f"{variable} is {value!r}: {error}") from None
    return Settings(**values)  # type: ignore[arg-type]


def settings_markdown() -> str:
    """The page ``docs/settings.md``."""
    rows = []
    for field in structs.fields(Settings):
        info = msgspec.inspect.type_info(field.type)
        about = info.extra_json_schema["description"] if isinstance(info, msgspec.inspect.Metadata) else ""  # type: ignore[index]
        default = field.default.value if isinstance(field.default, StrEnum) else field.default
        rows.append(f"| `{PREFIX}{field.name.upper()}` | `{default}` | {about} |")
    return "\n".join(
        [
            "# Settings",
            "",
            "Environment variables; generated from `api/settings.py`. A wrong value stops the start.",
            "",
            "| variable | default | meaning |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )
