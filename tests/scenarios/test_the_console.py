"""What the console hears and asks, over the wire."""

from uuid import uuid4

import pytest

from api.auth.permissions import Role
from api.simulation.actors import Refused
from tests.congresses import ALL_FOR, Hall, a_motion


async def test_a_draft_is_seen_at_the_desk_and_nowhere_else(hall: Hall):
    poll_id = uuid4()
    console = await hall.console(topics=("polls",))
    anh = await hall.phone("001")
    await console.prepares(a_motion("Nháp"), poll_id)

    await console.subscribe(f"desk-poll/{poll_id}")
    await anh.subscribe(f"desk-poll/{poll_id}")

    draft = await console.until(f"desk-poll/{poll_id}")
    assert (draft["poll"]["title_vi"], draft["poll"]["steps"]) == ("Nháp", ["announce"])
    with pytest.raises(Refused, match="topic_not_for_you"):
        await anh.until(f"desk-poll/{poll_id}")


async def test_a_change_of_a_draft_reaches_the_other_desk(hall: Hall):
    poll_id = uuid4()
    await hall.hire(Role.CHAIR)
    console, chair = await hall.console(), await hall.console(Role.CHAIR, topics=("polls",))
    await console.prepares(a_motion("Nháp"), poll_id)
    await chair.subscribe(f"desk-poll/{poll_id}")
    await chair.until(f"desk-poll/{poll_id}")

    await console.prepares(a_motion("Nháp", seconds=90), poll_id)

    await chair.until(f"desk-poll/{poll_id}", lambda state: state["poll"]["seconds"] == 90)


async def test_late_arrivals_show_at_the_desk_and_marks_do_not(hall: Hall):
    door = await hall.check_in("001")
    anh, console = await hall.phone("001"), await hall.console(topics=("polls",))
    poll = await console.prepares(a_motion(late_arrivals=True))
    await console.takes(poll, "announce", "open")
    await console.subscribe(f"desk-poll/{poll}")

    await anh.cast(poll, ALL_FOR)
    await door.scans(hall.issued["002"].code)

    state = await console.until(f"desk-poll/{poll}", lambda state: state["poll"]["electorate"] == 2)
    assert state["poll"]["tally"] is None
    await console.takes(poll, "close")
    state = await console.until(f"desk-poll/{poll}", lambda state: state["poll"]["state"] == "closed")
    assert state["poll"]["tally"] is None


async def test_the_programme_says_how_it_really_went(hall: Hall):
    console = await hall.console(topics=("programme",))
    first, second = hall.item_ids

    for item in (first, second):
        await console.put("/programme/current-item", {"id": str(item)})

    state = await console.until("programme", lambda state: state["sittings"][0]["items"][1]["progress"] == "current")
    done, current = state["sittings"][0]["items"]
    assert done["began_at"] < done["ended_at"] == current["began_at"]
    assert current["ended_at"] is None
    assert [item["position"] for item in (done, current)] == [1, 2]


async def test_a_new_screen_and_what_it_is_told_reach_every_desk(hall: Hall):
    console = await hall.console(topics=("screens",))

    await console.put(f"/screens/{uuid4()}", {"name": "hanh-lang", "title": "Hành lang"})
    await console.put("/screens/hanh-lang/scene", {"scene": {"kind": "black"}})

    state = await console.until("screens", lambda state: state["screens"][0]["steering"] == "black")
    assert [screen["name"] for screen in state["screens"]] == ["hanh-lang", "main"]


async def test_a_poll_of_each_rule_of_the_profile_can_be_held(hall: Hall):
    console = await hall.console()
    rules = await console.get("/rules")

    bases = []
    for rule in rules["majorities"]:
        motion = a_motion(rule["text_vi"])
        motion["paper"]["questions"][0]["rule"] = rule
        await console.takes(await console.prepares(motion), "announce")
        bases.append(rule["base"])

    assert rules["profile"] == "vgcl-2024"
    assert bases == ["present", "cast", "entitled"]


async def test_an_undone_scan_stays_in_sight_and_takes_presence_back(hall: Hall):
    await hall.check_in("001")
    console = await hall.console(topics=("stations", "presence"))
    scan = (await console.until("stations", lambda state: state["last"]))["last"][0]
    assert (scan["name"], scan["undone"]) == ("Nguyễn Thị Hồng Ánh", False)

    await console.post(f"/scans/{scan['id']}/undo", {"reason": "Quét nhầm thẻ"})

    await console.until("stations", lambda state: state["last"][0]["undone"])
    await console.until("presence", lambda state: state["present"] == 0)
