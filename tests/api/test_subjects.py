"""Journal entries name their subjects as people do."""

from tests.congresses import Hall, a_motion

REASON = {"reason": "Thẻ bị mất"}


async def test_an_entry_names_whom_and_what_it_is_about(hall: Hall):
    console = await hall.console()
    await console.post(f"/delegates/{hall.delegate_id('003')}/badge/revoke", REASON)
    await console.put("/programme/current-item", {"id": str(hall.item_ids[0])})
    await console.prepares(a_motion("Thông qua chương trình?"))

    entries = (await console.get("/journal"))["items"]

    named = {entry["action"]: entry["subject_name"] for entry in entries}
    assert named["badge.revoked"] == "Trần Minh Khang"
    assert named["item.current"] == "Nội dung 1"
    assert named["poll.prepared"] == "Thông qua chương trình?"
    assert named["staff.signed_in"] == "Người organiser"


async def test_a_subject_that_is_nobody_and_nothing_has_no_name(hall: Hall):
    console = await hall.console()
    await console.put("/programme/current-item", {"id": None})
    await console.post("/announcement", {"text_vi": "Mời đại biểu vào hội trường"})

    entries = (await console.get("/journal"))["items"]

    assert [entry["subject_name"] for entry in entries if entry["subject"] in ("congress", "roster")] == ["", ""]
