"""
The landing page: what stands at the addresses of the four faces until the faces are built.

It says what this server is and where its API is, in both languages, and works without anything from outside. The badge
code in ``/b/…`` is never put into the page, a log or a redirect.
"""

from litestar import MediaType, Response, get
from litestar.params import FromPath

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Diên Hồng</title>
<style>body{font:1.125rem/1.6 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.25rem}
h1{font-size:2rem;margin:0 0 .5rem}p{margin:.75rem 0}.en{opacity:.75}</style></head>
<body><h1>Diên Hồng</h1>
<p>Máy chủ của đại hội đang chạy. Trang dành cho đại biểu, ban tổ chức, màn hình và cửa điểm danh chưa có trong bản này;
mọi chức năng dùng được qua API.</p>
<p class="en" lang="en">The congress server is running. The pages for delegates, organisers, screens and doors are not
part of this edition; everything works through the API.</p>
<p><a href="/api/v1/schema/openapi.json">OpenAPI 3.1</a></p></body></html>"""

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def _page() -> Response[str]:
    return Response(_PAGE, media_type=MediaType.HTML, headers=_HEADERS)


@get(["/", "/console", "/screen", "/door"], opt={"public": True}, include_in_schema=False)
async def get_face() -> Response[str]:
    """The page."""
    return _page()


@get(["/b/{code:str}", "/B/{code:str}"], opt={"public": True}, include_in_schema=False)
async def get_badge(code: FromPath[str]) -> Response[str]:
    """Where a badge's QR leads: the same page; the code stays with the phone."""
    return _page()


HANDLERS = (get_face, get_badge)
