"""What a door takes along for the time without a network."""

from delegates import badges
from delegates.badge import code_hash
from delegates.door_roster import door_roster
from delegates.kinds import Credentials
from tests.delegates.entrance import EXIT, A
from tests.delegates.people import DESK, EVERYBODY, delegate, minutes


async def taken(entrance):
    async with entrance.sessions() as session:
        return await door_roster(session, sitting_id=entrance.sitting_id)


def people(roster):
    return {one.card.number: one for one in roster.delegates}


async def test_an_offline_door_knows_hashes_and_faces_but_no_codes(entrance):
    roster = await taken(entrance)

    hashes = {badge.delegate_id: badge.hash for badge in roster.badges}
    assert hashes == {one.delegate_id: code_hash(one.code).hex() for one in entrance.issued.values()}
    assert set(people(roster)) == {row[0] for row in EVERYBODY}
    card = people(roster)["001"].card
    assert (card.full_name, card.delegation_code, card.delegation) == ("Nguyễn Thị Hồng Ánh", "01", "Trung tâm")


async def test_a_door_knows_who_was_in_the_hall_when_it_took_the_roster(entrance):
    await entrance.scan("001", at=10)
    await entrance.scan("002", at=11)
    await entrance.scan("002", EXIT, at=12)

    found = people(await taken(entrance))

    assert [found[number].is_present for number in ("001", "002", "003")] == [True, False, False]
    assert (found["001"].first_at, found["001"].first_door) == (minutes(10), A.name)
    assert (found["003"].first_at, found["003"].first_door) == (None, "")


async def test_a_revoked_badge_stays_known_so_that_the_door_can_say_why(entrance):
    lost = entrance.issued["001"]
    async with entrance.sessions.begin() as session:
        await badges.revoke(session, DESK, lost.delegate_id, reason="Thất lạc", now=minutes(5))

    roster = await taken(entrance)

    revoked = {badge.hash for badge in roster.badges if badge.revoked}
    assert revoked == {code_hash(lost.code).hex()}
    assert "001" in people(roster)


async def test_a_door_knows_whom_it_must_not_let_in(entrance):
    async with entrance.sessions.begin() as session:
        (await delegate(session, "002")).credentials = Credentials.REJECTED
        (await delegate(session, "DK01")).replaces_id = entrance.issued["003"].delegate_id

    found = people(await taken(entrance))

    assert [number for number, one in found.items() if one.credentials is Credentials.REJECTED] == ["002"]
    assert [number for number, one in found.items() if one.is_replaced] == ["003"]
