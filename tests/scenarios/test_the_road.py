"""The whole road over the wire: from the badge at the door to the published result."""

from uuid import uuid4

import pytest
from sqlalchemy import text

from api.auth.permissions import Role
from api.simulation.actors import Refused, Screen
from realtime.relay import APPLICATION
from tests.congresses import ALL_FOR, Hall, a_motion
from tests.lines import Line
from tests.servers import Server


async def test_a_ballot_travels_from_the_phone_to_the_screen(hall: Hall):
    await hall.check_in("001", "002", "003")
    anh, screen = await hall.phone("001"), await hall.screen()
    console = await hall.console()
    poll = await console.prepares(a_motion("Thông qua nghị quyết?"))
    await console.takes(poll, "announce", "open")

    on_floor = await anh.until("floor", lambda floor: floor["polls"] and floor["polls"][0]["state"] == "open")
    receipt = await anh.cast(on_floor["polls"][0]["id"], ALL_FOR)
    await screen.shows("main", "poll", lambda scene: scene["turnout"] == "1 / 3")
    await console.takes(poll, "close", "publish")

    assert receipt["poll_id"] == poll
    result = await screen.shows("main", "result")
    assert result["lines"][0]["conclusion"] == "rejected"
    assert [bar["mandates"] for bar in result["lines"][0]["bars"]] == [1, 0, 0]


async def test_the_same_ballot_again_gets_the_same_receipt_and_another_is_refused(hall: Hall):
    await hall.check_in("001")
    anh, console, ballot_id = await hall.phone("001"), await hall.console(), uuid4()
    poll = await console.prepares(a_motion())
    await console.takes(poll, "announce", "open")

    first = await anh.cast(poll, ALL_FOR, ballot_id)
    again = await anh.post_ballot(poll, ALL_FOR, ballot_id)

    assert again == first
    with pytest.raises(Refused, match="already_voted"):
        await anh.cast(poll, ALL_FOR)
    with pytest.raises(Refused, match="ballot_id_taken"):
        await anh.cast(poll, [{"question": 1, "options": ["against"]}], ballot_id)


async def test_whoever_is_not_in_the_hall_is_told_why_they_cannot_vote(hall: Hall):
    door = await hall.check_in("001", "002")
    console = await hall.console()
    anh, dat, khang = await hall.phone("001"), await hall.phone("002"), await hall.phone("003")
    poll = await console.prepares(a_motion())
    await console.takes(poll, "announce", "open")
    await door.scans(hall.issued["002"].code, direction="exit")

    await anh.cast(poll, ALL_FOR)

    with pytest.raises(Refused, match="not_present"):
        await dat.cast(poll, ALL_FOR)
    with pytest.raises(Refused, match="not_entitled"):
        await khang.cast(poll, ALL_FOR)


async def test_the_console_sees_who_is_missing_and_never_a_mark(hall: Hall):
    await hall.check_in("001", "002", "003")
    anh = await hall.phone("001")
    console = await hall.console()
    poll = await console.prepares(a_motion())
    await console.takes(poll, "announce", "open")
    await console.connect(f"missing/{poll}")

    await anh.cast(poll, ALL_FOR)
    state = await console.until(f"missing/{poll}", lambda s: s["ballots"] == 1)

    assert {d["code"]: d["missing"] for d in state["delegations"]} == {
        "01": ["002 Đỗ Văn Đạt"],
        "02": ["003 Trần Minh Khang"],
    }
    assert "tally" not in str(state)
    assert (await console.get(f"/polls/{poll}"))["tally"] is None


async def test_two_servers_on_one_database_are_one_congress(hall: Hall):
    await hall.serve()
    await hall.check_in("001", "002")
    anh, screen = await hall.phone("001", server=0), await hall.screen(server=1)
    console = await hall.console(server=1)
    poll = await console.prepares(a_motion())
    await console.takes(poll, "announce", "open")

    await anh.until("floor", lambda floor: floor["polls"] and floor["polls"][0]["state"] == "open")
    await anh.cast(poll, ALL_FOR)

    await screen.shows("main", "poll", lambda scene: scene["ballots"] == 1)


async def test_a_server_that_was_deaf_for_a_while_shows_what_happened_meanwhile(hall: Hall):
    await hall.check_in("001")
    anh, console = await hall.phone("001"), await hall.console()
    async with Line(hall.url) as line, Server(line.url, hall.data_dir) as deaf:
        screen = await Screen(deaf.address, hall.http).enrol(await hall.enrolment("main", Role.SCREEN))
        await screen.connect("screen/main")
        await screen.until("screen/main")
        line.lets_nobody_else_in()
        async with hall.sessions.begin() as session:
            await session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = :name AND datname = current_database()"
                ),
                {"name": APPLICATION},
            )
        poll = await console.prepares(a_motion())
        await console.takes(poll, "announce", "open")
        await anh.cast(poll, ALL_FOR)
        before = screen.states["screen/main"]["scene"]

        line.shuts(shut=False)
        after = await screen.shows("main", "poll", lambda scene: scene["ballots"] == 1)
        await screen.disconnect()

    assert before["kind"] != "poll"
    assert after["turnout"] == "1 / 1"


async def test_a_deadline_closes_the_poll_by_itself(hall: Hall):
    await hall.check_in("001")
    anh, console = await hall.phone("001"), await hall.console()
    poll = await console.prepares(a_motion(seconds=10))
    await console.takes(poll, "announce", "open")
    await anh.until("floor", lambda floor: floor["polls"] and floor["polls"][0]["state"] == "open")

    async with hall.sessions.begin() as session:  # ten seconds later
        await session.execute(text("UPDATE poll SET closes_at = now()"))
        await session.execute(text("SELECT pg_notify('dienhong', 'polls')"))

    with pytest.raises(Refused, match="poll_closed"):
        await anh.cast(poll, ALL_FOR)
    await anh.until("floor", lambda floor: not floor["polls"])
    assert (await console.get(f"/polls/{poll}"))["state"] == "closed"
