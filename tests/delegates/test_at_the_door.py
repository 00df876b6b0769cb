"""The roster and the door over the wire."""

from datetime import UTC, datetime
from uuid import uuid4

import pypdfium2 as pdfium
import pytest
from sqlalchemy import select

from agenda.models import JournalEntry
from api.auth.permissions import Role
from api.simulation.actors import Refused
from tests.congresses import ALL_FOR, HEADERS, PEOPLE, Hall, a_motion


def a_file(*rows, name="danh-sach.csv"):
    return {"files": {"file": (name, "\n".join(",".join(row) for row in [HEADERS, *rows]).encode())}}


async def test_a_late_arrival_joins_an_open_poll_that_takes_them(hall: Hall):
    door = await hall.check_in("001", "002")
    console, dat = await hall.console(), await hall.phone("002")
    late, strict = (
        await console.prepares(a_motion("Nhận người đến sau?", late_arrivals=True)),
        await console.prepares(a_motion("Chỉ người có mặt?")),
    )
    for poll in (late, strict):
        await console.takes(poll, "announce", "open")
    khang = await hall.phone("003")

    await door.scans(hall.issued["003"].code)
    await khang.cast(late, ALL_FOR)

    with pytest.raises(Refused, match="not_entitled"):
        await khang.cast(strict, ALL_FOR)
    assert (await console.get(f"/polls/{late}"))["present"] == 3
    assert (await console.get(f"/polls/{strict}"))["present"] == 2
    await dat.cast(strict, ALL_FOR)


async def test_a_late_guest_or_alternate_joins_no_poll(hall: Hall):
    door = await hall.check_in("001")
    console = await hall.console()
    poll = await console.prepares(a_motion(late_arrivals=True))
    await console.takes(poll, "announce", "open")

    for number in ("DK01", "KM01"):
        assert (await door.scans(hall.issued[number].code))["verdict"] == "ok"

    assert (await console.get(f"/polls/{poll}"))["present"] == 1


async def test_an_offline_queue_brings_late_arrivals_in_too(hall: Hall):
    door = await hall.check_in("001")
    console = await hall.console()
    poll = await console.prepares(a_motion(late_arrivals=True))
    await console.takes(poll, "announce", "open")
    now = datetime.now(UTC).isoformat()
    scan = {"nonce": str(uuid4()), "code": hall.issued["002"].code, "occurred_at": now}

    first, repeated = await door.post("/scans/offline", {"sent_at": now, "scans": [scan, scan]})

    assert first == repeated
    assert first["verdict"] == "ok"
    assert (await console.get(f"/polls/{poll}"))["present"] == 2


async def test_by_hand_is_journalled_once_with_its_reason(hall: Hall):
    console = await hall.console()
    scan = {"nonce": str(uuid4()), "delegate_id": str(hall.delegate_id("001")), "reason": "Quên thẻ"}

    for _ in range(2):
        assert (await console.post("/scans", scan))["verdict"] == "ok"

    async with hall.sessions() as session:
        entries = list(await session.scalars(select(JournalEntry).where(JournalEntry.action == "check_in.by_hand")))
    assert [entry.after for entry in entries] == [{"verdict": "ok", "direction": "entry", "reason": "Quên thẻ"}]


async def test_undoing_a_scan_is_for_those_who_may_and_says_why(hall: Hall):
    door = await hall.door()
    scan = await door.scans(hall.issued["001"].code)
    console = await hall.console(topics=("presence",))
    await console.until("presence", lambda state: state["present"] == 1)

    with pytest.raises(Refused):
        await door.post(f"/scans/{scan['scan_id']}/undo", {"reason": "Quét nhầm"})
    await console.post(f"/scans/{scan['scan_id']}/undo", {"reason": "Quét nhầm"})

    await console.until("presence", lambda state: state["present"] == 0)


async def test_somebody_without_a_badge_is_found_by_name_at_the_door(hall: Hall):
    door = await hall.door()

    found = await door.get("/doors/search", params={"search": "nguyen thi hong"})

    assert [line["number"] for line in found["items"]] == ["001"]
    with pytest.raises(Refused):
        await door.get("/doors/search", params={"search": "n"})
    with pytest.raises(Refused):
        await door.get("/delegates")


async def test_a_file_is_tried_first_and_then_imported(hall: Hall):
    console = await hall.console()
    newcomer = ["005", "Lý Thị Sen", "chính thức", "02", "Thủ Đức", "1"]

    tried = await console.request("POST", "/roster", **a_file(*PEOPLE, newcomer))
    before = await console.get("/delegates")
    done = await console.request("POST", "/roster", params={"dry_run": "false"}, **a_file(*PEOPLE, newcomer))

    assert (tried["dry_run"], tried["added"], done["dry_run"], done["added"]) == (True, 1, False, 1)
    assert len(before["items"]) == len(PEOPLE)
    assert len((await console.get("/delegates"))["items"]) == len(PEOPLE) + 1


async def test_a_wrong_file_is_refused_with_its_cells_and_an_unreadable_one_with_a_reason(hall: Hall):
    console = await hall.console()

    with pytest.raises(Refused, match="roster_has_errors") as refused:
        await console.request("POST", "/roster", params={"dry_run": "false"}, **a_file(["", *PEOPLE[0][1:]]))
    assert [(e["row"], e["column"], e["code"]) for e in refused.value.facts["errors"]] == [
        (2, "Số đại biểu", "missing")
    ]
    with pytest.raises(Refused, match="roster_unreadable"):
        await console.request("POST", "/roster", files={"file": ("a.pdf", b"%PDF-1.7")})


async def test_a_header_of_the_houses_own_is_imported_once_somebody_says_what_it_means(hall: Hall):
    console = await hall.console()
    table = "\n".join(",".join(row) for row in [["Mã số thẻ", *HEADERS[1:]], *PEOPLE])
    file = {"files": {"file": ("danh-sach.csv", table.encode())}}

    with pytest.raises(Refused, match="roster_unreadable") as refused:
        await console.request("POST", "/roster", **file)
    assert refused.value.facts["fault"] == "columns_missing"
    assert (refused.value.facts["columns"], refused.value.facts["headers"]) == (["number"], ["Mã số thẻ"])
    tried = await console.request("POST", "/roster", params={"mapping": "number:Mã số thẻ"}, **file)
    assert tried["unchanged"] == len(PEOPLE)
    with pytest.raises(Refused, match="bad_request"):
        await console.request("POST", "/roster", params={"mapping": "Mã số thẻ"}, **file)


async def test_how_many_badges_are_missing_is_known_and_who_has_none(hall: Hall):
    console = await hall.console()
    await console.post(f"/delegates/{hall.delegate_id('003')}/badge/revoke", {"reason": "Mất thẻ"})

    assert await console.get("/badges") == {"people": len(PEOPLE), "badges": len(PEOPLE) - 1}
    without = (await console.get("/delegates", params={"badge": "false"}))["items"]
    assert [line["number"] for line in without] == ["003"]


async def test_who_was_replaced_is_shown_with_the_one_who_took_the_place(hall: Hall):
    console, binh, han = await hall.console(), hall.delegate_id("DK01"), hall.delegate_id("004")

    await console.post(f"/delegates/{binh}/promotion", {"replaces_id": str(han), "reason": "Ốm nặng"})

    assert (await console.get(f"/delegates/{binh}"))["replaces_id"] == str(han)
    assert (await console.get(f"/delegates/{han}"))["replaced_by_id"] == str(binh)


async def test_pages_of_delegates_end(hall: Hall):
    console = await hall.console()
    seen, cursor = [], None
    while True:
        page = await console.get("/delegates", params={"limit": 4, **({"cursor": cursor} if cursor else {})})
        seen += [line["number"] for line in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert seen == ["001", "DK01", "002", "004", "003", "KM01"]


@pytest.mark.parametrize("limit", [0, 201, 10**9])
async def test_no_page_is_larger_than_two_hundred(hall: Hall, limit):
    console = await hall.console()

    with pytest.raises(Refused):
        await console.get("/delegates", params={"limit": limit})


async def test_missing_badges_come_as_a_print_and_a_reissued_one_replaces_the_old(hall: Hall):
    console, door = await hall.console(), await hall.door()
    newcomer = ["005", "Lý Thị Sen", "chính thức", "02", "Thủ Đức", "1"]
    await console.request("POST", "/roster", params={"dry_run": "false"}, **a_file(*PEOPLE, newcomer))

    pdf = pdfium.PdfDocument(await console.post("/badges"))
    new = await console.post(f"/delegates/{hall.delegate_id('001')}/badge", {"reason": "Mất thẻ"})

    texts = [page.get_textpage().get_text_range() for page in pdf]
    assert len(texts) == 2
    assert all("Lý Thị Sen" in text.replace("\r\n", " ") for text in texts)
    assert (await door.scans(hall.issued["001"].code))["verdict"] == "revoked"
    assert (await door.scans(new["url"]))["verdict"] == "ok"
    assert new["svg"].lstrip().startswith("<?xml")


async def test_sensitive_sums_are_for_those_who_may_see_them(hall: Hall):
    await hall.hire(Role.SECRETARY)
    await hall.hire(Role.CREDENTIALS)
    board, secretary = await hall.console(Role.CREDENTIALS), await hall.console(Role.SECRETARY)

    shown, withheld = await board.get("/credentials/report"), await secretary.get("/credentials/report")

    assert shown["delegates"] == withheld["delegates"] == 4
    assert set(shown["sensitive"]) == {"ethnicity", "religion", "party_member"}
    assert withheld["sensitive"] is None


async def test_a_door_takes_the_roster_along_and_fetches_it_again_only_when_it_changed(hall: Hall):
    door = await hall.check_in("001")
    url, cookie = f"{door.address}/api/v1/doors/roster", {"Cookie": f"dienhong={door.cookie}"}

    first = await hall.http.get(url, headers=cookie)
    unchanged = await hall.http.get(url, headers={**cookie, "If-None-Match": first.headers["etag"]})
    await door.scans(hall.issued["002"].code)
    changed = await hall.http.get(url, headers={**cookie, "If-None-Match": first.headers["etag"]})

    assert (first.status_code, unchanged.status_code, changed.status_code) == (200, 304, 200)
    assert first.json()["sitting_id"] == str(hall.sitting_id)
    present = [sum(one["is_present"] for one in answer.json()["delegates"]) for answer in (first, changed)]
    assert present == [1, 2]
