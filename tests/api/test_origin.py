"""Cookies and origins: a page of somebody else can neither read the sign-in nor act with it."""

from http.cookies import SimpleCookie

import httpx
import pytest
import websockets
from websockets.asyncio.client import connect

from api.auth.middleware import origin_is_ours
from tests.congresses import PASSWORD, Hall
from tests.servers import Server

FOREIGN = "https://evil.example"
CONFIGURED = "https://dh.example"


async def signs_in(hall: Hall, server: Server, **headers: str) -> httpx.Response:
    body = {"login": "organiser", "password": PASSWORD}
    hall.http.cookies.clear()
    return await hall.http.post(f"{server.address}/api/v1/sign-in/staff", json=body, headers=headers)


async def opens_a_socket(hall: Hall, server: Server, origin: str | None) -> bool:
    """With the cookie of a sign-in, as a browser would send it along."""
    cookie = (await signs_in(hall, server)).headers["set-cookie"].split(";")[0]
    try:
        async with connect(
            f"ws{server.address.removeprefix('http')}/api/v1/live",
            additional_headers={"Cookie": cookie},
            origin=websockets.Origin(origin) if origin else None,
            proxy=None,
        ) as socket:
            await socket.recv()
    except websockets.InvalidStatus as error:
        return error.response.status_code != 403
    return True


# ---- the cookie


@pytest.mark.parametrize(("insecure", "secure"), [(False, True), (True, False)])
async def test_scripts_cannot_read_the_cookie_and_other_sites_cannot_send_it(hall: Hall, insecure: bool, secure: bool):
    server = await hall.serve(insecure_cookies=insecure)

    (cookie,) = SimpleCookie((await signs_in(hall, server)).headers["set-cookie"]).values()

    assert cookie.key == "dienhong"
    assert cookie["httponly"] is True
    assert cookie["samesite"].lower() == "strict"
    assert cookie["path"] == "/"
    assert cookie["domain"] == ""  # this host alone
    assert bool(cookie["secure"]) is secure
    assert int(cookie["max-age"]) == server.settings.session_hours * 3600


async def test_the_answer_that_holds_a_cookie_is_kept_by_nobody(hall: Hall):
    assert (await signs_in(hall, hall.servers[0])).headers["cache-control"] == "no-store"


# ---- the origin


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        pytest.param(FOREIGN, 403, id="foreign"),
        pytest.param("http://[", 403, id="no address at all"),
        pytest.param("null", 403, id="of a sandboxed frame"),
        pytest.param("http://127.0.0.1:1", 403, id="another port of this host"),
        pytest.param("own", 200, id="own"),
        pytest.param(None, 200, id="none: not a browser"),
        pytest.param(CONFIGURED, 200, id="configured"),
    ],
)
async def test_commands_and_sockets_are_taken_from_our_pages_alone(hall: Hall, origin: str | None, status: int):
    server = await hall.serve(allowed_origins=f"https://other.example, {CONFIGURED}/")
    named = server.address if origin == "own" else origin

    answer = await signs_in(hall, server, **({"Origin": named} if named else {}))

    assert answer.status_code == status
    assert (answer.json().get("code") == "wrong_origin") is (status == 403)
    assert await opens_a_socket(hall, server, named) is (status == 200)


async def test_a_foreign_page_may_ask_what_everybody_may_know(hall: Hall):
    address = f"{hall.servers[0].address}/api/v1/schema/openapi.json"

    answer = await hall.http.get(address, headers={"Origin": FOREIGN})

    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers  # but its scripts cannot read it


def test_where_the_public_address_is_set_its_pages_are_ours_behind_any_proxy():
    ours = frozenset({CONFIGURED})

    assert origin_is_ours(CONFIGURED, "app-1:8710", ours, secure=False)
    assert not origin_is_ours(FOREIGN, "app-1:8710", ours, secure=False)
    assert not origin_is_ours("", "", frozenset(), secure=False)


def test_a_page_without_tls_is_not_ours_where_we_have_it():
    # Whoever forges a page of this name on the hall's Wi-Fi has no certificate for it.
    assert not origin_is_ours("http://hall.local", "hall.local", frozenset(), secure=True)
    assert origin_is_ours("https://hall.local", "hall.local", frozenset(), secure=True)
    assert origin_is_ours("https://hall.local", "hall.local", frozenset(), secure=False)  # TLS ends at a proxy
