"""Ending a sign-in: requests and live sockets stop at once, on every server, and whatever was not heard in between."""

from uuid import UUID

import pytest
from sqlalchemy import text, update

from api.auth.models import SignIn
from api.auth.permissions import Role
from api.simulation.actors import Actor, Refused
from realtime.relay import APPLICATION
from tests.congresses import PASSWORD, Hall

REASON = {"reason": "Thẻ bị mất"}


async def assert_out(actor: Actor) -> None:
    """The socket was closed by the server as signed out, and requests are those of nobody."""
    assert await actor.closed() == 4401
    assert await actor.get("/me") is None
    with pytest.raises(Refused, match="not_signed_in"):
        await actor.get("/documents")


async def assert_in(actor: Actor) -> None:
    assert actor.close_code is None
    assert await actor.get("/me") == actor.me


# ---- one phone at a time


async def test_a_newer_phone_closes_the_older_ones_socket(hall: Hall):
    older = await hall.phone("001")
    await older.until("floor")

    newer = await hall.phone("001")

    await assert_out(older)
    await newer.until("floor")
    await assert_in(newer)


async def test_a_newer_phone_closes_the_older_ones_socket_on_another_server(hall: Hall):
    await hall.serve()
    older, neighbour = await hall.phone("001", server=1), await hall.phone("002", server=1)
    await older.until("floor")

    await hall.phone("001", server=0)

    await assert_out(older)
    await assert_in(neighbour)


# ---- ended by oneself, or by the desk


async def test_signing_out_ends_every_socket_of_the_sign_in(hall: Hall):
    anh = await hall.phone("001")
    tab = Actor(anh.address, hall.http)
    tab.cookie = anh.cookie
    await tab.connect("floor")
    await tab.until("floor")
    cookie = anh.cookie

    await anh.post("/sign-out")

    assert anh.cookie == ""  # the browser is told to forget it
    anh.cookie = cookie  # and keeping it is of no use
    await assert_out(anh)
    await assert_out(tab)


async def test_signing_out_without_a_sign_in_is_harmless(hall: Hall):
    await Actor(hall.servers[0].address, hall.http).post("/sign-out")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("sign-out", None),
        ("badge", REASON),
        ("badge/revoke", REASON),
        ("credentials", {"credentials": "rejected", "reason": "Không đủ tư cách"}),
    ],
)
async def test_the_desk_ends_a_delegates_sign_in(hall: Hall, path: str, body: dict[str, str] | None):
    anh, dat, console = await hall.phone("001"), await hall.phone("002"), await hall.console()
    await anh.until("floor")

    await console.post(f"/delegates/{anh.me['id']}/{path}", body)

    await assert_out(anh)
    await assert_in(dat)


async def test_whoever_is_replaced_is_signed_out_and_the_alternate_is_not(hall: Hall):
    han, binh, console = await hall.phone("004"), await hall.phone("DK01"), await hall.console()

    taken = {"replaces_id": han.me["id"], "reason": "Vắng mặt"}
    await console.post(f"/delegates/{binh.me['id']}/promotion", taken)

    await assert_out(han)
    await assert_in(binh)


@pytest.mark.parametrize("change", [{"disabled": True}, {"role": "secretary"}, {"password": "mat khau moi day"}])
async def test_staff_whose_account_changes_sign_in_anew(hall: Hall, change: dict[str, object]):
    await hall.hire(Role.TELLER)
    teller, console = await hall.console(Role.TELLER, topics=("desk",)), await hall.console()
    await teller.until("desk")

    account = {"login": "teller", "name": "Người teller", "role": "teller", **change}
    await console.put(f"/staff/{teller.me['id']}", account)

    await assert_out(teller)
    if change.get("disabled"):
        with pytest.raises(Refused, match="sign_in_refused"):
            await teller.post("/sign-in/staff", {"login": "teller", "password": PASSWORD})


async def test_staff_who_are_only_renamed_stay_and_are_called_by_the_new_name(hall: Hall):
    await hall.hire(Role.TELLER)
    teller, console = await hall.console(Role.TELLER), await hall.console()
    assert (await teller.get("/me"))["name"] == "Người teller"

    account = {"login": "teller", "name": "Lan", "role": "teller"}
    await console.put(f"/staff/{teller.me['id']}", account)
    await console.put("/programme/current-item", {"id": str(hall.item_ids[0])})  # its touch comes after

    assert (await teller.get("/me"))["name"] == "Lan"


# ---- when touches are not heard


async def end_unheard(hall: Hall, delegate_id: UUID) -> None:
    """End a sign-in while no server listens: their relays are cut off, and nothing is said."""
    async with hall.sessions.begin() as session:
        ended = update(SignIn).where(SignIn.delegate_id == delegate_id, SignIn.ended_at.is_(None))
        await session.execute(ended.values(ended_at=text("now()")))
    async with hall.sessions.begin() as session:
        relays = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name")
        await session.execute(relays, {"name": APPLICATION})


async def test_a_socket_whose_sign_in_ended_unheard_is_closed_as_soon_as_the_server_hears_again(hall: Hall):
    anh, dat = await hall.phone("001"), await hall.phone("002")
    await anh.until("floor")

    await end_unheard(hall, hall.delegate_id("001"))

    await assert_out(anh)
    await assert_in(dat)
