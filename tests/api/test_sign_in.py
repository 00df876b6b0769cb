"""Signing in: staff by password, delegates by badge and PIN, devices by a code; and never told which part was wrong."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select, text

from api.auth.models import SignIn
from api.auth.permissions import Role
from api.auth.sign_ins import PASSWORDS, Caller, nobodys_hash, sign_in_device
from api.importing import save_staff
from api.simulation.actors import Console, Refused
from tests.congresses import PASSWORD, Hall

Answer = tuple[int, Any]
REASON = {"reason": "Thẻ bị mất"}


async def answer(hall: Hall, path: str, **body: str) -> httpx.Response:
    return await hall.http.post(f"{hall.servers[0].address}/api/v1/sign-in/{path}", json=body)


async def refusal(hall: Hall, path: str, **body: str) -> Answer:
    """All that somebody who tries sees: status and body, but for the request's own random id."""
    found = await answer(hall, path, **body)
    assert "set-cookie" not in found.headers
    return found.status_code, {name: fact for name, fact in found.json().items() if name != "request"}


def wrong(pin: str | None) -> str:
    return "000000" if pin != "000000" else "111111"


# ---- who gets in


async def test_staff_delegates_and_devices_are_told_who_they_are(hall: Hall):
    console, anh, door = await hall.console(), await hall.phone("001", topics=()), await hall.door("Cửa B")

    assert (console.me["role"], console.me["name"]) == ("organiser", "Người organiser")
    assert (anh.me["role"], anh.me["name"]) == ("delegate", "Nguyễn Thị Hồng Ánh")
    assert (door.me["role"], door.me["name"]) == ("door", "Cửa B")
    assert await anh.get("/me") == anh.me


async def test_a_badge_is_taken_as_its_url_as_its_code_and_as_typed_by_hand(hall: Hall):
    badge = hall.issued["001"]
    code = badge.code.lower()

    for written in (f"HTTPS://DH.EXAMPLE/B/{badge.code}", badge.code, f" {code[:4]}-{code[4:13]} {code[13:]} "):
        assert (await answer(hall, "delegate", badge=written, pin=f" {badge.pin} ")).status_code == 200


async def test_a_login_is_taken_in_any_case(hall: Hall):
    assert (await answer(hall, "staff", login=" Organiser ", password=PASSWORD)).status_code == 200


async def test_an_account_saved_in_capitals_can_sign_in(hall: Hall):
    settings = hall.servers[0].settings
    await save_staff(hall.url, settings, login="thuky", name="Mai", role="secretary", password=PASSWORD)
    await save_staff(hall.url, settings, login="ThuKy", name="Mai Phương", role="secretary", password=PASSWORD)

    found = await answer(hall, "staff", login="ThuKy", password=PASSWORD)
    assert found.json()["name"] == "Mai Phương"


# ---- who does not, and is not told why


async def test_a_refused_delegate_is_never_told_which_part_was_wrong(hall: Hall):
    console = await hall.console()
    pins = {number: one.pin or "123456" for number, one in hall.issued.items()}
    codes = {number: one.code for number, one in hall.issued.items()}
    await console.post(f"/delegates/{hall.delegate_id('002')}/badge/revoke", REASON)
    rejected = {"credentials": "rejected", "reason": "Không đủ tư cách"}
    await console.post(f"/delegates/{hall.delegate_id('003')}/credentials", rejected)
    taken = {"replaces_id": str(hall.delegate_id("004")), "reason": "Vắng mặt"}
    await console.post(f"/delegates/{hall.delegate_id('DK01')}/promotion", taken)

    answers = [
        await refusal(hall, "delegate", badge=codes["001"], pin=wrong(pins["001"])),
        await refusal(hall, "delegate", badge="0" * 26, pin=pins["001"]),
        await refusal(hall, "delegate", badge="hello", pin=pins["001"]),
        await refusal(hall, "delegate", badge=codes["001"], pin=pins["002"]),  # somebody else's
        await refusal(hall, "delegate", badge=codes["002"], pin=pins["002"]),  # revoked
        await refusal(hall, "delegate", badge=codes["003"], pin=pins["003"]),  # rejected
        await refusal(hall, "delegate", badge=codes["004"], pin=pins["004"]),  # replaced
        await refusal(hall, "delegate", badge=codes["KM01"], pin=pins["KM01"]),  # a guest
    ]

    assert answers[0][0] == 401
    assert answers[0][1]["code"] == "sign_in_refused"
    assert answers == [answers[0]] * len(answers)


async def test_refused_staff_are_never_told_which_part_was_wrong(hall: Hall):
    console = await hall.console()
    gone = {"login": "gone", "name": "Người cũ", "role": "teller", "password": PASSWORD, "disabled": True}
    await console.put(f"/staff/{uuid4()}", gone)

    answers = [
        await refusal(hall, "staff", login="organiser", password="sai mat khau"),
        await refusal(hall, "staff", login="nobody", password=PASSWORD),
        await refusal(hall, "staff", login="gone", password=PASSWORD),
    ]

    assert answers == [answers[0]] * 3
    assert answers[0][0] == 401


@pytest.mark.parametrize("badge_is_known", [True, False])
async def test_one_waits_for_a_badge_whether_it_exists_or_not(hall: Hall, badge_is_known: bool):
    badge, pin = hall.issued["001"].code, hall.issued["001"].pin or ""
    tried = badge if badge_is_known else "0" * 26

    answers = [await refusal(hall, "delegate", badge=tried, pin=wrong(pin)) for _ in range(6)]

    assert [status for status, _ in answers] == [401] * 5 + [429]
    assert answers[-1][1]["code"] == "try_later"
    assert 1 <= answers[-1][1]["retry_in_s"] <= 3
    # The right PIN waits as well, or guessing would go on; a neighbour behind the same address does not.
    assert (await refusal(hall, "delegate", badge=tried, pin=pin))[0] == 429
    neighbour = hall.issued["002"]
    assert (await answer(hall, "delegate", badge=neighbour.code, pin=neighbour.pin or "")).status_code == 200


async def test_a_reissued_badge_signs_in_although_the_old_one_has_to_wait(hall: Hall):
    for _ in range(6):
        await refusal(hall, "delegate", badge=hall.issued["001"].code, pin="9")
    console = await hall.console()

    fresh = await console.post(f"/delegates/{hall.delegate_id('001')}/badge", REASON)

    assert (await answer(hall, "delegate", badge=fresh["url"], pin=fresh["pin"])).status_code == 200


# ---- devices


async def test_an_enrolment_code_works_once(hall: Hall):
    console, device = await hall.console(), uuid4()
    await console.put(f"/devices/{device}", {"name": "Cửa C", "role": "door"})
    code = (await console.post(f"/devices/{device}/enrolment"))["code"]

    assert (await answer(hall, "device", code=code.lower().replace("-", ""))).status_code == 200
    assert await refusal(hall, "device", code=code) == await refusal(hall, "device", code="AAAA-AAAA")


async def test_a_newer_enrolment_code_replaces_the_older(hall: Hall):
    console, device = await hall.console(), uuid4()
    await console.put(f"/devices/{device}", {"name": "Cửa C", "role": "door"})
    older = (await console.post(f"/devices/{device}/enrolment"))["code"]
    newer = (await console.post(f"/devices/{device}/enrolment"))["code"]

    assert (await refusal(hall, "device", code=older))[0] == 401
    assert (await answer(hall, "device", code=newer)).status_code == 200


async def test_an_enrolment_code_lasts_an_hour(hall: Hall):
    console, device = await hall.console(), uuid4()
    await console.put(f"/devices/{device}", {"name": "Cửa C", "role": "door"})
    code = (await console.post(f"/devices/{device}/enrolment"))["code"]
    caller, later = Caller(address="192.0.2.1", agent=""), datetime.now(UTC) + timedelta(hours=1, seconds=1)

    async with hall.sessions() as session:
        with pytest.raises(Exception, match="do not belong together"):
            await sign_in_device(session, code, caller, now=later, lasts=timedelta(days=1))


async def test_a_revoked_device_is_out_at_once_and_for_good(hall: Hall):
    console, door = await hall.console(), await hall.door()
    await door.connect("stations")
    await door.until("stations")
    code = (await console.post(f"/devices/{door.me['id']}/enrolment"))["code"]

    await console.request("DELETE", f"/devices/{door.me['id']}")

    assert await door.closed() == 4401
    assert (await refusal(hall, "device", code=code))[0] == 401
    with pytest.raises(Refused, match="not_signed_in"):
        await door.get("/doors/roster")
    with pytest.raises(Refused, match="no_such_account"):
        await console.post(f"/devices/{door.me['id']}/enrolment")


# ---- races on real Postgres


async def test_of_two_phones_at_the_same_instant_one_stays_signed_in(hall: Hall):
    await hall.serve()
    badge = hall.issued["001"]
    body = {"badge": badge.code, "pin": badge.pin}

    answers = await asyncio.gather(
        *(hall.http.post(f"{hall.servers[n % 2].address}/api/v1/sign-in/delegate", json=body) for n in range(4))
    )

    assert [one.status_code for one in answers] == [200] * 4
    async with hall.sessions() as session:
        live = await session.scalars(select(SignIn).where(SignIn.delegate_id == badge.delegate_id))
        assert sum(one.ended_at is None for one in live) == 1


async def test_a_badge_that_the_desk_is_taking_away_signs_nobody_in(hall: Hall):
    badge = hall.issued["001"]
    async with hall.sessions() as desk:
        revoke = text("UPDATE badge SET revoked_at = now() WHERE delegate_id = :id")
        await desk.execute(revoke, {"id": badge.delegate_id})
        phone = asyncio.create_task(refusal(hall, "delegate", badge=badge.code, pin=badge.pin or ""))
        await _somebody_waits_for_a_lock(hall)
        await desk.commit()

    assert (await phone)[0] == 401


async def test_staff_who_are_being_shut_out_do_not_slip_in_while_their_password_is_verified(hall: Hall):
    await hall.hire(Role.TELLER)
    async with hall.sessions() as desk:
        await desk.execute(text("UPDATE staff SET disabled_at = now() WHERE login = 'teller'"))
        teller = asyncio.create_task(refusal(hall, "staff", login="teller", password=PASSWORD))
        await _somebody_waits_for_a_lock(hall)
        await desk.commit()

    assert (await teller)[0] == 401


async def test_two_organisers_cannot_shut_each_other_out(hall: Hall):
    first, one, other = await hall.console(), uuid4(), uuid4()
    organiser = {"role": "organiser", "name": "Người tổ chức"}
    for id, login in ((one, "one"), (other, "other")):
        await first.put(f"/staff/{id}", {**organiser, "login": login, "password": PASSWORD})
    await first.put(f"/staff/{first.me['id']}", {"role": "teller", "name": "Người cũ", "login": "organiser"})
    mai = await Console(hall.servers[0].address, hall.http).sign_in("one", PASSWORD)
    lan = await Console(hall.servers[0].address, hall.http).sign_in("other", PASSWORD)

    answers = await asyncio.gather(
        mai.put(f"/staff/{other}", {**organiser, "login": "other", "disabled": True}),
        lan.put(f"/staff/{one}", {**organiser, "login": "one", "disabled": True}),
        return_exceptions=True,
    )

    assert [one.code for one in answers if isinstance(one, Refused)] == ["last_organiser"]


async def _somebody_waits_for_a_lock(hall: Hall) -> None:
    """Until the server has come to a row that another transaction holds."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(20), hall.sessions() as session:
        while not await session.scalar(waiting):
            await session.rollback()  # each look is a new snapshot


def test_a_password_costs_whoever_guesses_what_argon2_recommends(monkeypatch):
    """Tests hash cheaply (tests/conftest.py); what stands in for unknown logins costs as much as a password does."""
    monkeypatch.setattr(PASSWORDS, "current_hasher", PASSWORDS.hashers[0])  # the product's

    assert PASSWORDS.hash("a password").startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert nobodys_hash.__wrapped__().startswith("$argon2id$v=19$m=65536,t=3,p=4$")
