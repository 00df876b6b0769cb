"""The pages as browsers get them: strict headers, kept for ever when hashed, nothing of a badge in them."""

from pathlib import Path

import httpx
import pytest

from api.auth.faces import Face
from api.pages import BUILD, Pages, policy
from tests.congresses import Hall

BADGE = "0123456789ABCDEFGHJKMNPQRS"
PATHS = {Face.DELEGATE: "/", Face.CONSOLE: "/console", Face.SCREEN: "/screen", Face.DOOR: "/door"}


async def fetched(hall: Hall, path: str, **headers: str) -> httpx.Response:
    return await hall.http.get(f"{hall.servers[0].address}{path}", headers=headers)


@pytest.mark.parametrize("face", Face)
async def test_a_face_comes_with_a_policy_that_allows_nobody_else(hall: Hall, face: Face):
    page = await fetched(hall, PATHS[face])

    assert page.status_code == 200
    assert f'src="/assets/{face}-' in page.text
    directives = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
    assert directives["default-src"] == "'none'"
    assert "unsafe-inline" not in page.headers["content-security-policy"]
    assert ("wasm-unsafe-eval" in directives["script-src"]) is (face is Face.DOOR)
    assert (directives["frame-ancestors"] == "'self'") is (face is Face.SCREEN)
    assert page.headers["referrer-policy"] == "no-referrer"


async def test_the_observers_page_may_ask_nobody(hall: Hall):
    page = await fetched(hall, "/observer")

    assert page.status_code == 200
    assert 'src="/assets/observer-' in page.text
    directives = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
    closed = ("default-src", "connect-src", "frame-ancestors", "base-uri", "form-action")
    assert {directives.pop(one) for one in closed} == {"'none'"}
    assert directives == dict.fromkeys(["script-src", "style-src", "img-src", "font-src"], "'self'")
    assert "set-cookie" not in page.headers


def test_a_host_that_is_no_host_gets_into_no_policy():
    assert "evil" not in policy(Face.DELEGATE, "hall.local; script-src evil")
    assert " wss://hall.local:8710" in policy(Face.DELEGATE, "hall.local:8710")


async def test_a_badge_opens_the_delegates_page_and_is_not_in_it(hall: Hall):
    page = await fetched(hall, f"/B/{BADGE}")

    assert page.status_code == 200
    assert BADGE not in page.text + str(page.headers)


async def test_hashed_files_are_kept_for_ever_and_travel_packed(hall: Hall):
    script = next((BUILD / "assets").glob("*.js"))

    packed = await fetched(hall, f"/assets/{script.name}")
    plain = await fetched(hall, f"/assets/{script.name}", **{"Accept-Encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content == script.read_bytes()
    assert "immutable" in packed.headers["cache-control"]
    assert packed.headers["content-type"].startswith("text/javascript")


async def test_a_page_that_the_browser_holds_is_not_sent_again(hall: Hall):
    page = await fetched(hall, "/")

    again = await fetched(hall, "/", **{"If-None-Match": page.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/assets/nothing.js", "/nothing", "/assets/..%2f..%2fpyproject.toml", "/.stamp.x"])
async def test_what_is_not_in_the_build_is_not_found(hall: Hall, path: str):
    assert (await fetched(hall, path)).status_code == 404


def test_without_a_build_there_are_no_pages(tmp_path: Path):
    assert Pages.in_folder(tmp_path / "missing").page(Face.CONSOLE) is None


async def test_one_browser_shows_a_console_and_a_delegate_side_by_side(hall: Hall):
    issued, address = hall.issued["001"], hall.servers[0].address
    staff = {"login": "organiser", "password": "mat khau dai hoi"}
    async with httpx.AsyncClient(base_url=f"{address}/api/v1") as browser:
        await browser.post("/sign-in/staff", json=staff, headers={"X-Face": "console"})
        await browser.post("/sign-in/delegate", json={"badge": issued.code, "pin": issued.pin})

        roles = {face: (await browser.get("/me", params={"face": face})).json() for face in Face}

    assert roles[Face.CONSOLE]["role"] == "organiser"
    assert roles[Face.DELEGATE]["role"] == "delegate"
    assert roles[Face.DOOR] is None
