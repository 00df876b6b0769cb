"""Secretaries group and answer opinions; the delegate hears at once, and what was answered stays."""

import io
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook

from api.auth.permissions import Role
from api.simulation.actors import Refused
from tests.congresses import Hall

ACCEPTED = {"kind": "accepted", "text": "Tiếp thu vào mục 3."}


async def an_opinion(hall: Hall, number: str = "001", text: str = "Nên thêm chỉ tiêu nhà ở."):
    phone = await hall.phone(number, topics=())
    opinion = await phone.opines("amend", text, item_id=str(hall.item_ids[0]))
    return phone, opinion["id"]


async def test_an_answer_reaches_the_delegate_at_once(hall: Hall):
    anh, opinion = await an_opinion(hall)
    await anh.connect(anh.mine)
    await anh.until(anh.mine, lambda mine: mine["answers"] == 0)
    console = await hall.console()

    await console.put(f"/opinions/{opinion}/answer", ACCEPTED)

    await anh.until(anh.mine, lambda mine: mine["answers"] == 1)
    (mine,) = (await anh.get("/me/opinions"))["items"]
    assert (mine["answer"]["kind"], mine["answer"]["text"]) == ("accepted", "Tiếp thu vào mục 3.")
    assert mine["answer"]["by"] == "Người organiser"


async def test_what_was_answered_no_longer_changes(hall: Hall):
    anh, opinion = await an_opinion(hall, text="Ý đầu")
    await (await hall.console()).put(f"/opinions/{opinion}/answer", ACCEPTED)
    same = {"stance": "amend", "text": "Ý đầu", "item_id": str(hall.item_ids[0])}

    again = await anh.put(f"/opinions/{opinion}", same)

    assert again["answer"]["kind"] == "accepted"
    with pytest.raises(Refused, match="opinion_answered"):
        await anh.put(f"/opinions/{opinion}", {**same, "text": "Ý khác"})


async def test_a_bettered_answer_replaces_the_first_and_the_journal_keeps_both(hall: Hall):
    _, opinion = await an_opinion(hall)
    console = await hall.console()

    await console.put(f"/opinions/{opinion}/answer", ACCEPTED)
    await console.put(f"/opinions/{opinion}/answer", ACCEPTED)
    await console.put(f"/opinions/{opinion}/answer", {"kind": "explained", "text": "Đã có ở mục 2."})

    entries = [e for e in (await console.get("/journal"))["items"] if e["action"] == "opinion.answered"]
    kinds = [(entry["before"] or {}).get("kind") for entry in entries], [entry["after"]["kind"] for entry in entries]
    assert sorted(kinds[1]) == ["accepted", "explained"]
    assert "accepted" in kinds[0]


async def test_groups_are_counted_and_listed_and_the_delegate_does_not_see_them(hall: Hall):
    anh, first = await an_opinion(hall)
    _, second = await an_opinion(hall, "002")
    await an_opinion(hall, "003")
    console = await hall.console()

    for opinion in (first, second):
        await console.put(f"/opinions/{opinion}/theme", {"theme": "  Nhà   ở "})

    assert await console.get("/opinions/themes") == [{"theme": "Nhà ở", "opinions": 2}]
    listed = (await console.get("/opinions", params={"theme": "Nhà ở"}))["items"]
    assert {one["opinion"]["id"] for one in listed} == {first, second}
    assert (await anh.get("/me/opinions"))["items"][0]["theme"] == ""


async def test_the_desk_lists_what_waits_for_an_answer_and_exports_all(hall: Hall):
    _, first = await an_opinion(hall, text="=1+1")
    _, second = await an_opinion(hall, "002")
    console = await hall.console()
    await console.put(f"/opinions/{first}/answer", ACCEPTED)

    waiting = (await console.get("/opinions", params={"answered": "false"}))["items"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(await console.get("/opinions/export.xlsx")))

    assert [one["opinion"]["id"] for one in waiting] == [second]
    head, *rows = book.get_sheet_by_index(0).to_python()
    assert head[-3:] == ["Nhóm", "Xử lý", "Trả lời"]
    assert rows[0][-4:] == ["=1+1", "", "Tiếp thu", "Tiếp thu vào mục 3."]


async def test_only_secretaries_and_organisers_answer(hall: Hall):
    _, opinion = await an_opinion(hall)
    for role in (Role.CHAIR, Role.SECRETARY):
        await hall.hire(role)

    await (await hall.console(Role.SECRETARY)).put(f"/opinions/{opinion}/answer", ACCEPTED)

    with pytest.raises(Refused, match="not_permitted"):
        await (await hall.console(Role.CHAIR)).put(f"/opinions/{opinion}/answer", ACCEPTED)
    with pytest.raises(Refused, match="no_such_opinion"):
        await (await hall.console()).put(f"/opinions/{uuid4()}/answer", ACCEPTED)
