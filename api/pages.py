"""
Pages: the four faces and the observer's page as they were built from ``web/``, held in memory and served with strict
headers.

Hashed files are kept by browsers for ever; pages are asked for anew each time and answered by their ETag. Everything
comes from here: the Content-Security-Policy allows no other source. The badge code in ``/b/…`` is never put into the
page, a log or a redirect: it stays with the phone. Without a build there is one page that says so.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Struct

from api.auth.faces import Face

OBSERVER = "observer"
"""The page of whoever counts a published urn again. It is no face: nobody signs in there, and it asks us nothing."""

BUILD = Path(__file__).resolve().parent.parent / "web" / "dist"

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
}
_PACKED = frozenset({".js", ".css", ".html", ".svg", ".wasm", ".webmanifest", ".json"})
_FOREVER = "public, max-age=31536000, immutable"

_NOT_BUILT = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Diên Hồng</title></head>
<body><h1>Diên Hồng</h1>
<p>Máy chủ đang chạy, nhưng các trang chưa được dựng. Hãy chạy <code>script/demo</code>, hoặc
<code>npm ci &amp;&amp; npm run build</code> trong <code>web/</code>.</p>
<p lang="en">The server is running, but its pages have not been built. Run <code>script/demo</code>, or
<code>npm ci &amp;&amp; npm run build</code> in <code>web/</code>.</p></body></html>"""


class File(Struct, frozen=True, kw_only=True):
    """One file of the build, as it leaves."""

    content: bytes
    packed: bytes | None  # gzip
    media_type: str
    etag: str


class Pages:
    """The files of a build, by their path below it."""

    def __init__(self, files: Mapping[str, File]) -> None:
        self._files = files

    @classmethod
    @cache
    def in_folder(cls, folder: Path) -> "Pages":
        """All files below ``folder``, read once in a process; none if it does not exist."""
        paths = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
        return cls({path.relative_to(folder).as_posix(): _file(path) for path in paths})

    def file(self, path: str) -> File | None:
        """The file at ``path``."""
        return self._files.get(path)

    def page(self, name: str) -> File | None:
        """The page of a face, or the observer's."""
        return self.file("index.html" if name == Face.DELEGATE else f"{name}/index.html")


def policy(name: str, host: str) -> str:
    """
    The Content-Security-Policy of a face, or of the observer's page.

    The observer's page may fetch nothing beyond its own scripts, styles, fonts and pictures: what is chosen there does
    not leave the device, and browsers see to it.

    The socket's address is written out, because older Safaris do not count it as ``'self'``. Only the door reads codes
    with WebAssembly; only the console frames a page of ours, the screen, to preview it.
    """
    nobody, ours = "'none'", "'self'"
    if name == OBSERVER:
        own = [f"{kind}-src {ours}" for kind in ("script", "style", "img", "font")]
        closed = ["connect-src", "frame-ancestors", "base-uri", "form-action"]
        return "; ".join([f"default-src {nobody}", *own, *(f"{directive} {nobody}" for directive in closed)])
    wasm = " 'wasm-unsafe-eval'" if name == Face.DOOR else ""
    sockets = f" ws://{host} wss://{host}" if host.replace(".", "").replace(":", "").replace("-", "").isalnum() else ""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self'{wasm}",
            "style-src 'self'",
            "img-src 'self' blob: data:",
            "font-src 'self'",
            "media-src 'self' blob:",
            f"connect-src 'self'{sockets}",
            "worker-src 'self'",
            "manifest-src 'self'",
            f"frame-src {ours if name == Face.CONSOLE else nobody}",
            f"frame-ancestors {ours if name == Face.SCREEN else nobody}",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _file(path: Path) -> File:
    content = path.read_bytes()
    packed = gzip.compress(content, 9, mtime=0) if path.suffix in _PACKED else None
    return File(
        content=content,
        packed=packed if packed is not None and len(packed) < len(content) else None,
        media_type=_TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        etag=f'"{hashlib.sha256(content).hexdigest()[:24]}"',
    )


def _answer(request: Request[Any, Any, Any], file: File, headers: dict[str, str]) -> Response[bytes]:
    headers = {**headers, "ETag": file.etag, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    if file.etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    if file.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, media_type=file.media_type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(file.content, media_type=file.media_type, headers=headers)


def _page(request: Request[Any, Any, Any], pages: Pages, name: str) -> Response[Any]:
    headers = {
        "Content-Security-Policy": policy(name, request.headers.get("host", "")),
        "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-cache",
    }
    page = pages.page(name)
    if page is None:
        return Response(_NOT_BUILT, media_type=MediaType.HTML, status_code=503, headers=headers)
    return _answer(request, page, headers)


@get("/", opt={"public": True}, include_in_schema=False)
async def get_delegate(request: Request[Any, Any, Any], pages: NamedDependency[Pages]) -> Response[Any]:
    """The delegate's page."""
    return _page(request, pages, Face.DELEGATE)


@get(["/b/{code:str}", "/B/{code:str}"], opt={"public": True}, include_in_schema=False)
async def get_badge(
    code: FromPath[str], request: Request[Any, Any, Any], pages: NamedDependency[Pages]
) -> Response[Any]:
    """Where a badge's QR leads: the delegate's page, which reads the code from its own address."""
    return _page(request, pages, Face.DELEGATE)


@get(["/console", "/console/"], opt={"public": True}, include_in_schema=False)
async def get_console(request: Request[Any, Any, Any], pages: NamedDependency[Pages]) -> Response[Any]:
    """The console."""
    return _page(request, pages, Face.CONSOLE)


@get(["/screen", "/screen/"], opt={"public": True}, include_in_schema=False)
async def get_screen(request: Request[Any, Any, Any], pages: NamedDependency[Pages]) -> Response[Any]:
    """The projected screen."""
    return _page(request, pages, Face.SCREEN)


@get(["/door", "/door/"], opt={"public": True}, include_in_schema=False)
async def get_door(request: Request[Any, Any, Any], pages: NamedDependency[Pages]) -> Response[Any]:
    """The door station."""
    return _page(request, pages, Face.DOOR)


@get(["/observer", "/observer/"], opt={"public": True}, include_in_schema=False)
async def get_observer(request: Request[Any, Any, Any], pages: NamedDependency[Pages]) -> Response[Any]:
    """The recount of a published urn, for anybody."""
    return _page(request, pages, OBSERVER)


@get("/assets/{name:str}", opt={"public": True}, include_in_schema=False)
async def get_asset(
    name: FromPath[str], request: Request[Any, Any, Any], pages: NamedDependency[Pages]
) -> Response[bytes]:
    """A hashed file: its content never changes."""
    file = pages.file(f"assets/{name}")
    if file is None:
        raise NotFoundException
    return _answer(request, file, {"Cache-Control": _FOREVER})


@get("/{name:str}", opt={"public": True}, include_in_schema=False)
async def get_root_file(
    name: FromPath[str], request: Request[Any, Any, Any], pages: NamedDependency[Pages]
) -> Response[bytes]:
    """What browsers want at the root: the service worker, the manifest, icons."""
    file = pages.file(name)
    if file is None:
        raise NotFoundException
    return _answer(request, file, {"Cache-Control": "no-cache"})


HANDLERS = (get_delegate, get_badge, get_console, get_screen, get_door, get_observer, get_asset, get_root_file)
