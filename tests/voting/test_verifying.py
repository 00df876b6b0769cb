"""Phones verify what was published by themselves: what they are given for it, and what they say afterwards."""

from base64 import b64decode
from uuid import UUID

import pytest
from sqlalchemy import text

from api.simulation.actors import Refused
from tests.congresses import ALL_FOR, Hall, a_motion
from tests.secret_votes import SecretVote, a_secret_vote
from voting.checkpoint import root_in
from voting.models import Verification
from voting.tree import root


def leaves_in(told: str) -> list[bytes]:
    content = b64decode(told)
    return [content[at : at + 32] for at in range(0, len(content), 32)]


async def a_recorded_poll(hall: Hall, *steps: str) -> str:
    """Two of three voted."""
    await hall.check_in("001", "002", "003")
    console = await hall.console()
    poll_id = await console.prepares(a_motion())
    await console.takes(poll_id, "announce", "open")
    for number in ("001", "002"):
        await (await hall.phone(number, topics=())).post_ballot(poll_id, ALL_FOR)
    await console.takes(poll_id, "close", *steps)
    return poll_id


async def a_published_secret_vote(hall: Hall) -> SecretVote:
    """Twenty have papers, eighteen voted."""
    hall.numbers = await hall.summon(20)
    await hall.check_in(*hall.numbers)
    vote = await a_secret_vote(hall)
    vote.pockets = await vote.papers_for(hall.numbers)
    await vote.time_for_papers_ends()
    await vote.takes("open")
    for pocket in vote.pockets[:18]:
        await vote.puts_in(vote.marked(pocket).encoded())
    await vote.takes("close", "publish")
    return vote


async def refused(request) -> str:
    with pytest.raises(Refused) as refused:
        await request
    return refused.value.code


async def test_all_leaves_come_at_once_so_that_nobody_says_which_one_is_theirs(hall: Hall):
    vote = await a_published_secret_vote(hall)
    recorded = await a_recorded_poll(hall, "publish")
    phone = await hall.phone("001")

    for poll_id, ballots in ((str(vote.poll_id), 18), (recorded, 2)):
        tree = await phone.get(f"/polls/{poll_id}/leaves")
        again = await phone.get(f"/polls/{poll_id}/leaves")
        leaves = leaves_in(tree["leaves"])
        assert (len(leaves), root(leaves)) == (ballots, root_in(tree["checkpoint"]))
        assert again == tree


async def test_each_phone_that_reached_the_root_is_counted_once(hall: Hall):
    vote = await a_published_secret_vote(hall)
    first, second, not_voting = [await hall.phone(hall.numbers[at]) for at in (0, 1, 19)]
    reached = root_in((await first.get(f"/polls/{vote.poll_id}/leaves"))["checkpoint"]).hex()
    topic = f"reckoning/{vote.poll_id}"
    watching = await (await hall.phone("001")).connect(topic)
    await watching.until(topic, lambda told: told["verified"] == 0)

    for phone in (first, second, first, not_voting):
        await phone.post(f"/polls/{vote.poll_id}/verified", {"root": reached})

    await watching.until(topic, lambda told: told["verified"] == 3)


async def test_what_there_is_no_way_to_have_verified_is_refused(hall: Hall):
    poll_id = await a_recorded_poll(hall)
    phone, stranger = await hall.phone("001"), await hall.phone("004")
    path, wrong = f"/polls/{poll_id}/verified", {"root": "ab" * 32}

    early = [await refused(phone.post(path, wrong)), await refused(phone.get(f"/polls/{poll_id}/leaves"))]
    await (await hall.console()).takes(poll_id, "publish")
    reached = root_in((await phone.get(f"/polls/{poll_id}/leaves"))["checkpoint"]).hex()

    assert early == ["not_published", "not_published"]
    assert await refused(phone.post(path, wrong)) == "another_root"  # D4: somebody shows two trees
    assert await refused(stranger.post(path, {"root": reached})) == "not_entitled"
    assert await refused(phone.post(path, {"root": "ab"})) == "bad_request"


async def test_what_is_kept_of_it_is_who_and_nothing_else(hall: Hall):
    assert set(Verification.__table__.columns.keys()) == {"poll_id", "voter_id"}
    poll_id = await a_recorded_poll(hall, "publish")
    phone = await hall.phone("003")  # who did not vote
    reached = root_in((await phone.get(f"/polls/{poll_id}/leaves"))["checkpoint"]).hex()
    await phone.post(f"/polls/{poll_id}/verified", {"root": reached})

    async with hall.sessions() as session:
        rows = (await session.execute(text("SELECT * FROM verification"))).all()
    assert [tuple(map(str, row)) for row in rows] == [(poll_id, str(UUID(str(hall.delegate_id("003")))))]
