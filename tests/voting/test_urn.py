"""Ballots that come together go into the urn together, and none of them has to do with what becomes of another."""

import asyncio
import random

import pytest
from sqlalchemy import func, select, text

from tests.voting.secret_halls import FEWEST, a_secret_hall
from voting import urn
from voting.barrier import barrier_key
from voting.errors import IntakeBusy, InvalidSecretBallot, PollClosed
from voting.models import Poll
from voting.paper import Answer
from voting.secret_ballot import SecretBallot, faults
from voting.secret_errors import PaperSpent
from voting.secret_models import UrnBallot

FOR, AGAINST = ((Answer(1, (mark,)),) for mark in ("for", "against"))


@pytest.fixture
async def secret(voting_hall, database_url, tmp_path):
    async with a_secret_hall(voting_hall, database_url, tmp_path / "paper-keys") as secret:
        yield secret


@pytest.fixture
async def open_poll(secret):
    await secret.hall.fill(FEWEST)
    poll_id = await secret.announces()
    pockets = await secret.pockets(poll_id)
    await secret.opens(poll_id)
    return poll_id, pockets


async def until_waiting(connection, poll_id):
    """Until a transaction of the urn waits for the barrier that this one holds; which one."""
    key = barrier_key(poll_id) & 2**64 - 1
    waiting = text(
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND classid = :high AND objid = :low"
    )
    halves = {"high": key >> 32, "low": key & 2**32 - 1}
    while (pid := await connection.scalar(waiting, halves)) is None:  # noqa: ASYNC110 - Postgres offers no event
        await asyncio.sleep(0.01)
    return pid


async def test_who_of_those_that_came_together_was_first_is_nowhere(secret, open_poll):
    poll_id, pockets = open_poll
    random.Random(2025).shuffle(pockets)

    await asyncio.gather(*(secret.casts(pocket) for pocket in pockets))

    async with secret.hall.sessions() as session:
        query = text("SELECT key, xmin::text AS written FROM urn WHERE poll_id = :id ORDER BY ctid")
        rows = (await session.execute(query, {"id": poll_id})).all()
    groups = {written: [row.key for row in rows if row.written == written] for written in {row.written for row in rows}}
    assert sum(map(len, groups.values())) == len(pockets)
    assert len(groups) < len(pockets) / 2
    assert all(keys == sorted(keys) for keys in groups.values())


async def test_of_a_group_each_hears_their_own(secret, open_poll):
    poll_id, pockets = open_poll
    stored = await secret.casts(pockets[0])
    given = [pocket.ballot(FOR, secret.paper) for pocket in pockets[1:]]
    again = [stored, given[0], pockets[0].ballot(AGAINST, secret.paper), pockets[1].ballot(AGAINST, secret.paper)]

    async with secret.engine.begin() as closing:  # holds everybody up, so that they come together
        await closing.execute(select(func.pg_advisory_xact_lock(barrier_key(poll_id))))
        casting = [asyncio.create_task(secret.sends(one, poll_id)) for one in [*given, *again]]
        await until_waiting(closing, poll_id)
    answers = await asyncio.gather(*casting, return_exceptions=True)

    assert answers[:-2] == [*given, stored, given[0]]
    assert [type(refusal) for refusal in answers[-2:]] == [PaperSpent, PaperSpent]
    assert await secret.in_urn(poll_id) == len(pockets)


async def test_what_is_no_ballot_takes_nobody_along(secret, open_poll):
    poll_id, pockets = open_poll
    given = [pocket.ballot(FOR, secret.paper) for pocket in pockets]
    forged = [
        (given[0]._replace(paper_signature=given[1].paper_signature), "paper_signature"),
        (given[2]._replace(vote_signature=given[3].vote_signature), "vote_signature"),
        (given[4]._replace(marks=given[4].marks[:-1] + b"1"), "vote_signature"),
        (pockets[5].marked(b'[[1,["nobody"]]]'.ljust(len(given[5].marks), b"\0")), "marks"),
    ]
    mixed = [*given[:6], *(ballot for ballot, _ in forged), *given[6:]]

    answers = await asyncio.gather(*(secret.sends(one, poll_id) for one in mixed), return_exceptions=True)

    assert answers[:6] + answers[-len(given[6:]) :] == given
    refusals = answers[6 : 6 + len(forged)]
    assert [(type(one), one.reason) for one in refusals] == [(InvalidSecretBallot, reason) for _, reason in forged]
    assert await secret.in_urn(poll_id) == len(pockets)


async def test_of_a_crowd_some_are_verified_at_a_time_so_that_others_come_in_between(secret, open_poll, monkeypatch):
    poll_id, pockets = open_poll
    rounds, verified = 0, []

    async def watch():
        nonlocal rounds
        while True:
            await asyncio.sleep(0)
            rounds += 1

    def seen(ballots, *rest):
        verified.append((rounds, len(ballots)))
        return faults(ballots, *rest)

    monkeypatch.setattr(urn, "_AT_A_TIME", 3)
    monkeypatch.setattr(urn, "faults", seen)
    watching = asyncio.create_task(watch())

    contents = [pocket.ballot(FOR, secret.paper).encoded() for pocket in pockets]
    await asyncio.gather(*(secret.urn.cast(poll_id, content) for content in contents))

    watching.cancel()
    assert sum(size for _, size in verified) == len(pockets)
    assert max(size for _, size in verified) == 3
    assert len({round_ for round_, _ in verified}) == len(verified)


async def test_who_comes_as_the_last_carrier_goes_does_not_wait_for_the_next_one(secret, open_poll, monkeypatch):
    poll_id, pockets = open_poll
    monkeypatch.setattr(urn, "_CARRIERS", 1)
    contents = [pocket.ballot(FOR, secret.paper).encoded() for pocket in pockets]

    async with asyncio.timeout(20):
        for one, next_one in zip(contents[::2], contents[1::2], strict=True):
            await asyncio.create_task(secret.urn.cast(poll_id, one))
            await secret.urn.cast(poll_id, next_one)  # in the very round of the loop

    assert await secret.in_urn(poll_id) == len(pockets)


async def test_a_fault_of_ours_leaves_nobody_waiting(secret, open_poll, monkeypatch):
    poll_id, pockets = open_poll
    with monkeypatch.context() as broken:
        broken.setattr(urn, "faults", lambda *_: 1 / 0)
        answers = await asyncio.gather(*(secret.casts(pocket) for pocket in pockets), return_exceptions=True)

    assert {type(one) for one in answers} == {ZeroDivisionError}
    await asyncio.gather(*(secret.casts(pocket) for pocket in pockets))
    assert await secret.in_urn(poll_id) == len(pockets)


async def test_who_hangs_up_takes_nobody_along(secret, open_poll):
    poll_id, pockets = open_poll

    async with secret.engine.begin() as closing:
        await closing.execute(select(func.pg_advisory_xact_lock(barrier_key(poll_id))))
        casting = [asyncio.create_task(secret.casts(pocket)) for pocket in pockets]
        await until_waiting(closing, poll_id)
        casting[0].cancel()
        casting[7].cancel()
    answers = await asyncio.gather(*casting, return_exceptions=True)

    assert [isinstance(one, asyncio.CancelledError) for one in answers] == [n in (0, 7) for n in range(len(pockets))]
    assert await secret.in_urn(poll_id) >= len(pockets) - 2
    assert not secret.urn._arrived


async def test_when_the_database_is_lost_everybody_hears_it_and_sends_again(secret, open_poll):
    poll_id, pockets = open_poll
    ballots = [pocket.ballot(FOR, secret.paper) for pocket in pockets]
    async with secret.hall.sessions.begin() as closing:
        await closing.execute(select(func.pg_advisory_xact_lock(barrier_key(poll_id))))
        casting = [asyncio.create_task(secret.sends(ballot)) for ballot in ballots]
        lost = await until_waiting(closing, poll_id)
        await closing.execute(select(func.pg_terminate_backend(lost)))
        await asyncio.wait(casting, return_when=asyncio.FIRST_EXCEPTION)
    answers = await asyncio.gather(*casting, return_exceptions=True)

    assert IntakeBusy in {type(one) for one in answers} <= {IntakeBusy, SecretBallot}
    acknowledged = {one.key for one in answers if not isinstance(one, Exception)}
    async with secret.hall.sessions() as session:
        assert set(await session.scalars(select(UrnBallot.key))) == acknowledged
    assert await asyncio.gather(*(secret.sends(ballot) for ballot in ballots)) == ballots
    assert await secret.in_urn(poll_id) == len(pockets)


async def test_a_group_that_is_too_late_is_refused_whole(secret, open_poll):
    poll_id, pockets = open_poll
    async with secret.hall.sessions.begin() as session:
        poll = await session.get_one(Poll, poll_id)
        poll.closes_at = (await session.execute(select(func.clock_timestamp()))).scalar_one()

    answers = await asyncio.gather(*(secret.casts(pocket) for pocket in pockets), return_exceptions=True)

    assert {type(one) for one in answers} == {PollClosed}
    assert await secret.in_urn(poll_id) == 0
