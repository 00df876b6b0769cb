"""Proxies over HTTP: from the word of the congress to a ballot that counts for two, and who sees for whom."""

import pytest

from api.auth.permissions import Role
from api.simulation.actors import Refused
from tests.congresses import ALL_FOR, Hall, a_motion

REASON = "Theo giấy ủy quyền ngày 22-12-2025"


async def grants(hall: Hall, console, giver: str, holder: str):
    command = {"holder_id": str(hall.delegate_id(holder)), "reason": REASON}
    return await console.post(f"/delegates/{hall.delegate_id(giver)}/proxy", command)


async def test_a_ballot_counts_for_the_absent_one_too_and_everybody_concerned_sees_for_whom(hall: Hall):
    await hall.hire(Role.CREDENTIALS)
    board, console = await hall.console(Role.CREDENTIALS), await hall.console()
    await console.put("/proxies", {"most": 1})
    listed = await grants(hall, board, "002", "001")
    assert [(one["giver"]["number"], one["holder"]["number"]) for one in listed["proxies"]] == [("002", "001")]
    await hall.check_in("001", "003")
    phone = await hall.phone("001")
    me = f"me/{hall.delegate_id('001')}"
    await phone.subscribe(me)

    poll_id = await console.prepares(a_motion())
    await console.takes(poll_id, "announce", "open")

    mine = await phone.until(me, lambda mine: mine["on_behalf"])
    assert mine["on_behalf"] == [{"poll_id": poll_id, "names": ["Đỗ Văn Đạt"], "mandates": 1}]
    await phone.post_ballot(poll_id, ALL_FOR)
    (receipt,) = await phone.get("/me/ballots")
    assert (receipt["mandates"], receipt["on_behalf_of"]) == (2, ["Đỗ Văn Đạt"])
    await console.takes(poll_id, "close", "publish")
    poll = await console.get(f"/polls/{poll_id}")
    assert poll["represented"] == [{"holder": "001 Nguyễn Thị Hồng Ánh", "givers": ["002 Đỗ Văn Đạt"], "mandates": 1}]
    assert (poll["present"], poll["tally"]["ballots"], poll["tally"]["mandates"]) == (3, 1, 2)


async def test_refusals_carry_their_code_and_what_they_are_about(hall: Hall):
    console = await hall.console()
    with pytest.raises(Refused) as refused:
        await grants(hall, console, "002", "001")
    assert refused.value.code == "proxies_not_allowed"
    await console.put("/proxies", {"most": 1})
    await grants(hall, console, "002", "001")

    with pytest.raises(Refused) as refused:
        await grants(hall, console, "003", "001")
    assert (refused.value.code, refused.value.facts["most"]) == ("too_many_proxies", 1)
    with pytest.raises(Refused) as refused:
        await console.put("/proxies", {"most": 0})
    assert (refused.value.code, refused.value.facts["held"]) == ("more_proxies_held", 1)
    revoked = await console.post(f"/delegates/{hall.delegate_id('002')}/proxy/revoke", {"reason": "Đã về họp"})
    assert revoked["proxies"] == []


async def test_only_the_organiser_says_how_many_are_allowed(hall: Hall):
    await hall.hire(Role.CREDENTIALS)
    board = await hall.console(Role.CREDENTIALS)

    with pytest.raises(Refused, match="not_permitted"):
        await board.put("/proxies", {"most": 1})

    assert await board.get("/proxies") == {"most": 0, "proxies": []}
