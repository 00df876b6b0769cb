"""Electorates of some: delegations, a named list; who is in them, what shares are taken of, and who is told."""

import pytest
from sqlalchemy import select

from api.auth.permissions import Role
from api.simulation.actors import Refused
from tests.congresses import ALL_FOR, Hall, a_motion
from voting.models import Voter

TRUNG_TAM, THU_DUC = "01", "02"  # 001 and 002; 003, 004 and an alternate


async def voters(hall: Hall, poll_id: str) -> set[str]:
    """The numbers of the electorate."""
    numbers = {hall.delegate_id(number): number for number in hall.issued}
    async with hall.sessions() as session:
        return {
            numbers[one] for one in await session.scalars(select(Voter.delegate_id).where(Voter.poll_id == poll_id))
        }


async def opened(hall: Hall, *, base: str = "present", **electorate) -> str:
    console = await hall.console()
    poll = a_motion(**electorate)
    poll["paper"]["questions"][0]["rule"]["base"] = base
    poll_id = await console.prepares(poll)
    await console.takes(poll_id, "announce", "open")
    return poll_id


async def test_a_poll_of_one_delegation_is_of_those_of_it_who_are_present(hall: Hall):
    await hall.check_in("001", "003", "004", "DK01")

    poll_id = await opened(hall, delegation_codes=[THU_DUC])

    assert await voters(hall, poll_id) == {"003", "004"}
    poll = await (await hall.console()).get(f"/polls/{poll_id}")
    assert (poll["electorate"], poll["present"], poll["entitled"], poll["had_quorum"]) == (2, 2, 2, True)


async def test_several_delegations_vote_together_absent_ones_too_if_asked(hall: Hall):
    await hall.check_in("001")

    poll_id = await opened(hall, delegation_codes=[TRUNG_TAM, THU_DUC], electorate_kind="all_official", base="entitled")

    assert await voters(hall, poll_id) == {"001", "002", "003", "004"}


async def test_a_named_list_elects_its_own(hall: Hall):
    await hall.check_in("001", "002", "003")

    poll_id = await opened(hall, delegate_numbers=["001", "003", "004"])

    assert await voters(hall, poll_id) == {"001", "003"}
    poll = await (await hall.console()).get(f"/polls/{poll_id}")
    assert (poll["present"], poll["entitled"]) == (2, 3)  # shares are of the list


async def test_whoever_is_not_among_them_cannot_vote_and_members_are_told_by_the_server(hall: Hall):
    await hall.check_in("001", "003")
    member, other = await hall.phone("003"), await hall.phone("001")
    me = f"me/{hall.delegate_id('003')}"
    await member.subscribe(me)

    poll_id = await opened(hall, delegation_codes=[THU_DUC])

    await member.until(me, lambda mine: poll_id in mine["may_vote_in"])
    floor = await other.until("floor", lambda floor: any(poll["id"] == poll_id for poll in floor["polls"]))
    assert floor["polls"][0]["is_for_some"] is True
    assert (await member.post_ballot(poll_id, ALL_FOR))["poll_id"] == poll_id
    with pytest.raises(Refused, match="not_entitled"):
        await other.post_ballot(poll_id, ALL_FOR)


async def test_late_arrivals_join_only_if_they_are_among_them(hall: Hall):
    await hall.check_in("001", "003")
    poll_id = await opened(hall, delegate_numbers=["003", "004"], late_arrivals=True)

    await hall.check_in("002", "004")

    assert await voters(hall, poll_id) == {"003", "004"}
    assert (await (await hall.console()).get(f"/polls/{poll_id}"))["present"] == 2


@pytest.mark.parametrize(
    ("electorate", "code", "unknown"),
    [
        ({"delegation_codes": ["01", "99"]}, "unknown_voters", ["99"]),
        ({"delegate_numbers": ["001", "DK01", "KM01", "9999"]}, "unknown_voters", ["9999", "DK01", "KM01"]),
        ({"delegation_codes": ["01"], "delegate_numbers": ["001"]}, "invalid_definition", None),
    ],
)
async def test_an_electorate_that_there_is_not_is_refused_by_name(hall: Hall, electorate, code, unknown):
    with pytest.raises(Refused, match=code) as refused:
        await (await hall.console()).prepares(a_motion(**electorate))

    assert refused.value.facts.get("unknown") == unknown


async def test_an_empty_electorate_does_not_open(hall: Hall):
    await hall.check_in("001")

    with pytest.raises(Refused, match="nobody_entitled"):
        await opened(hall, delegation_codes=[THU_DUC])


async def test_who_votes_is_in_the_journal_and_does_not_change_after_announcing(hall: Hall):
    await hall.check_in("001")
    console = await hall.console()
    poll_id = await console.prepares(a_motion(delegation_codes=[TRUNG_TAM]))
    await console.takes(poll_id, "announce")

    with pytest.raises(Refused, match="definition_frozen"):
        await console.put(f"/polls/{poll_id}", a_motion(delegation_codes=[THU_DUC]))

    await hall.hire(Role.SECRETARY)
    entries = (await console.get("/journal"))["items"]
    (prepared,) = [entry for entry in entries if entry["action"] == "poll.prepared"]
    assert prepared["after"]["delegation_codes"] == [TRUNG_TAM]
