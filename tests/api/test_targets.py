"""Targets over the wire: the list on every phone, changing one, and "poll on all targets" in one call."""

from pathlib import Path
from uuid import uuid4

import pytest
from msgspec import structs

import examples
from agenda.congress_file import import_congress, read_congress_file
from agenda.journal import SYSTEM
from agenda.targets import NBSP
from api.auth.permissions import Role
from api.simulation.actors import Refused
from tests.congresses import ALL_FOR, Hall

A_TARGET = {
    "code": "CT03",
    "position": 3,
    "statement_vi": "Kết nạp mới đoàn viên",
    "comparator": "at_least",
    "value": "500000",
    "unit_vi": "đoàn viên",
}
MORE_THAN_HALF_OF_PRESENT = {
    "numerator": 1,
    "denominator": 2,
    "exactly_suffices": False,
    "base": "present",
}


async def test_a_target_that_is_saved_reaches_every_phone_with_its_value_as_people_read_it(hall: Hall):
    await hall.hire(Role.SECRETARY)
    secretary, anh = await hall.console(Role.SECRETARY), await hall.phone("001", topics=("targets",))

    saved = await secretary.put(f"/targets/{uuid4()}", A_TARGET)

    state = await anh.until("targets", lambda targets: len(targets["targets"]) == 3)
    assert state["targets"][-1] == saved
    assert await anh.get("/targets") == state["targets"]
    assert saved["goal_vi"].replace(NBSP, " ") == "≥ 500.000 đoàn viên"
    assert saved["goal_en"].replace(NBSP, " ") == "≥ 500,000 đoàn viên"


async def test_saving_a_target_again_is_harmless(hall: Hall):
    console, path = await hall.console(), f"/targets/{uuid4()}"

    first, again = await console.put(path, A_TARGET), await console.put(path, A_TARGET)

    assert again == first
    assert [line["code"] for line in await console.get("/targets")] == ["CT01", "CT02", "CT03"]
    journal = (await console.get("/journal"))["items"]
    assert [entry["action"] for entry in journal].count("target.saved") == 1


@pytest.mark.parametrize("wrong", [{"value": "85,5"}, {"value": "-1"}, {"code": ""}, {"position": 0}, {"unit": "%"}])
async def test_what_a_target_must_be(hall: Hall, wrong: dict[str, object]):
    console = await hall.console()

    with pytest.raises(Refused, match="bad_request"):
        await console.put(f"/targets/{uuid4()}", {**A_TARGET, **wrong})

    assert len(await console.get("/targets")) == 2


async def test_a_delegate_changes_no_target(hall: Hall):
    anh = await hall.phone("001", topics=())

    with pytest.raises(Refused, match="not_permitted"):
        await anh.put(f"/targets/{uuid4()}", A_TARGET)


async def test_the_targets_that_come_with_the_congress_become_one_paper_in_one_call(hall: Hall):
    whole = read_congress_file((Path(examples.__file__).parent / "congress" / "congress.json").read_bytes())
    only_targets = structs.replace(whole, sittings=[], documents=[], polls=[], screens=[], doors=[], staff=[])
    async with hall.sessions.begin() as session:
        await import_congress(session, SYSTEM, structs.replace(only_targets, targets=only_targets.targets[2:]))
    await hall.check_in("001")
    console, anh = await hall.console(), await hall.phone("001")

    paper = await console.get("/polls/targets-paper")
    poll = await console.prepares({"title_vi": "Biểu quyết các chỉ tiêu", "paper": paper})
    await console.takes(poll, "announce", "open")
    await anh.cast(poll, [{**ALL_FOR[0], "question": question["number"]} for question in paper["questions"]])
    published = await console.takes(poll, "close", "publish")

    targets = await anh.get("/targets")
    assert len(targets) == 14
    assert [question["target_id"] for question in paper["questions"]] == [line["id"] for line in targets]
    assert [question["title_vi"] for question in paper["questions"]] == [
        f"{line['code']}. {line['statement_vi']}" for line in targets
    ]
    assert {tuple(option["key"] for option in question["options"]) for question in paper["questions"]} == {
        ("for", "against", "other")
    }
    assert all(question["rule"].items() >= MORE_THAN_HALF_OF_PRESENT.items() for question in paper["questions"])
    assert len(published["tally"]["questions"]) == 14
