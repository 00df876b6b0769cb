"""Ballots that race: against the close, against each other, against a dying connection. On a real Postgres."""

import asyncio
import gc
import itertools
import json
import time
from collections import Counter

import asyncpg
import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.engine import make_url

from tests.voting.halls import a_cast, an_intake, answer
from voting import barrier
from voting.errors import AlreadyVoted, BallotIdTaken, IntakeBusy, PollClosed
from voting.intake import Receipt

VOTERS = 2_000
AT_THE_BARRIER = text(
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory' "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
PHONES = 100  # that send at any moment, so that ballots keep coming from before the close until after it


def receipts(answers):
    """The acknowledged ones."""
    return [one for one in answers if isinstance(one, Receipt)]


def kinds(answers):
    """How many heard what."""
    return Counter(type(one) for one in answers)


@pytest.fixture
def collector_at_rest():
    """As in the server, which freezes what was made at its start: a full collection takes longer than a close."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("collector_at_rest")
@pytest.mark.parametrize("until", [1, 700, 1_300])
async def test_nothing_enters_after_closing_and_everything_acknowledged_is_counted(
    voting_hall, database_url, capsys, until
):
    voters = iter(await voting_hall.fill(VOTERS))
    poll_id = await voting_hall.opens()
    answers, enough = [], asyncio.Event()

    async def phone(intake):
        for voter_id in voters:
            answers.append(await answer(intake, a_cast(poll_id, voter_id)))
            if len(answers) >= until:
                enough.set()

    async def desk():
        await enough.wait()
        began = time.perf_counter()
        poll = await voting_hall.closes(poll_id)
        return poll, (time.perf_counter() - began) * 1000

    async with an_intake(database_url) as one, an_intake(database_url) as other:
        phones = [phone(intake) for _, intake in zip(range(PHONES), itertools.cycle([one, other]), strict=False)]
        (poll, closing_ms), *_ = await asyncio.gather(desk(), *phones)

    with capsys.disabled():
        print(f"\n  closed in {closing_ms:.1f} ms, {len(receipts(answers))} of {VOTERS} ballots acknowledged")
    urn = await voting_hall.urn(poll_id)
    assert kinds(answers).keys() == {Receipt, PollClosed}, "the race was not run"
    assert urn.ids == {one.ballot_id for one in receipts(answers)}  # none late, none lost, none double
    assert poll.result["tally"]["ballots"] == urn.counted == len(urn.ballots) == len(receipts(answers))
    assert closing_ms < 2_000


async def test_of_two_devices_of_one_delegate_at_the_same_instant_exactly_one_votes(voting_hall, database_url):
    voters = await voting_hall.fill(200)
    poll_id = await voting_hall.opens()

    async with an_intake(database_url) as one, an_intake(database_url) as other:
        pairs = await asyncio.gather(
            *(
                asyncio.gather(
                    answer(one, a_cast(poll_id, voter_id, "for")), answer(other, a_cast(poll_id, voter_id, "against"))
                )
                for voter_id in voters
            )
        )

    assert all(kinds(pair) == {Receipt: 1, AlreadyVoted: 1} for pair in pairs)
    urn = await voting_hall.urn(poll_id)
    assert urn.ids == {one.ballot_id for pair in pairs for one in receipts(pair)}
    assert urn.counted == len(voters)


async def test_two_ballots_of_one_delegate_in_one_batch_are_one_vote(voting_hall, database_url):
    [voter_id] = await voting_hall.fill(1)
    poll_id = await voting_hall.opens()

    async with an_intake(database_url) as intake:
        answers = await asyncio.gather(*(answer(intake, a_cast(poll_id, voter_id)) for _ in range(20)))

    assert kinds(answers) == {Receipt: 1, AlreadyVoted: 19}
    assert (await voting_hall.urn(poll_id)).counted == 1


async def test_of_two_papers_under_one_ballot_id_the_one_that_is_in_gets_the_receipt(voting_hall, database_url):
    voters = await voting_hall.fill(300)
    poll_id = await voting_hall.opens()
    fors = [a_cast(poll_id, voter_id, "for") for voter_id in voters]
    pairs = [(one, a_cast(poll_id, one.voter_id, "against", ballot_id=one.ballot_id)) for one in fors]

    async with an_intake(database_url) as intake:
        heard = await asyncio.gather(*(answer(intake, cast) for pair in pairs for cast in pair))

    stored = {ballot.id: ballot.answers for ballot in (await voting_hall.urn(poll_id)).ballots}
    acknowledged = {
        cast.ballot_id: json.loads(cast.answers)
        for cast, one in zip((cast for pair in pairs for cast in pair), heard, strict=True)
        if isinstance(one, Receipt)
    }
    assert kinds(heard) == {Receipt: len(voters), BallotIdTaken: len(voters)}
    assert stored == acknowledged


async def test_the_same_ballot_over_two_connections_gets_the_same_receipt(voting_hall, database_url):
    voters = await voting_hall.fill(200)
    poll_id = await voting_hall.opens()
    casts = [a_cast(poll_id, voter_id) for voter_id in voters]

    async with an_intake(database_url) as one, an_intake(database_url) as other:
        answers = await asyncio.gather(
            *(asyncio.gather(one.cast(cast), other.cast(cast), one.cast(cast)) for cast in casts)
        )

    assert all(len({(one.ballot_id, one.cast_at) for one in same}) == 1 for same in answers)
    urn = await voting_hall.urn(poll_id)
    assert urn.ids == {cast.ballot_id for cast in casts}
    assert urn.counted == len(voters)


async def test_of_two_delegates_who_take_the_same_ballot_id_neither_is_in_the_others_way(voting_hall, database_url):
    anh, dat = await voting_hall.fill(2)
    poll_id = await voting_hall.opens()
    his = a_cast(poll_id, dat, "for")
    hers = a_cast(poll_id, anh, "against", ballot_id=his.ballot_id)

    async with an_intake(database_url) as one, an_intake(database_url) as other:
        answers = await asyncio.gather(answer(one, hers), answer(other, his))

    urn = await voting_hall.urn(poll_id)
    assert kinds(answers) == {Receipt: 2}
    assert {ballot.voter_id: ballot.answers for ballot in urn.ballots} == {
        anh: [[1, ["against"]]],
        dat: [[1, ["for"]]],
    }


async def test_batches_that_come_in_opposite_orders_do_not_wait_for_each_other_for_ever(voting_hall, database_url):
    voters = await voting_hall.fill(500)
    poll_id = await voting_hall.opens()
    casts = [a_cast(poll_id, voter_id) for voter_id in voters]

    with structlog.testing.capture_logs() as log:
        async with asyncio.timeout(20), an_intake(database_url) as one, an_intake(database_url) as other:
            async with voting_hall.sessions.begin() as session:
                await barrier.hold_alone(session, poll_id)
                there = asyncio.gather(*(one.cast(cast) for cast in casts))
                back = asyncio.gather(*(other.cast(cast) for cast in reversed(casts)))
                while await session.scalar(AT_THE_BARRIER) < 2:
                    pass  # both set off from there at once
            await asyncio.gather(there, back)

    assert log == []  # not even once, to be tried again
    assert (await voting_hall.urn(poll_id)).counted == len(voters)


async def test_polls_that_run_side_by_side_do_not_mix(voting_hall, database_url):
    voters = await voting_hall.fill(100)
    polls = [await voting_hall.opens() for _ in range(3)]

    async with an_intake(database_url) as intake:
        given = await asyncio.gather(
            *(answer(intake, a_cast(poll_id, voter_id)) for voter_id in voters for poll_id in polls)
        )

    for poll_id in polls:
        urn = await voting_hall.urn(poll_id)
        assert urn.ids == {one.ballot_id for one in given if one.poll_id == poll_id}
        assert urn.counted == len(voters)


async def test_a_poll_that_is_closing_does_not_keep_the_ballots_of_another_waiting(voting_hall, database_url):
    anh, dat = await voting_hall.fill(2)
    closing, running = [await voting_hall.opens() for _ in range(2)]

    async with asyncio.timeout(20), an_intake(database_url) as intake:
        async with voting_hall.sessions.begin() as session:
            await barrier.hold_alone(session, closing)
            waiting = asyncio.create_task(intake.cast(a_cast(closing, anh)))
            await asyncio.sleep(0)
            receipt = await intake.cast(a_cast(running, dat))
            was_waiting = not waiting.done()
        await waiting

    assert receipt.poll_id == running
    assert was_waiting


async def test_a_full_intake_says_so_and_takes_ballots_again_once_it_has_room(voting_hall, database_url):
    anh, dat, khang = await voting_hall.fill(3)
    poll_id = await voting_hall.opens()
    refused = a_cast(poll_id, khang)

    async with an_intake(database_url, capacity=2) as intake:
        async with voting_hall.sessions.begin() as session:
            await barrier.hold_alone(session, poll_id)  # as a close does: nothing gets through for now
            waiting = [asyncio.create_task(intake.cast(a_cast(poll_id, voter_id))) for voter_id in (anh, dat)]
            await asyncio.sleep(0)
            with pytest.raises(IntakeBusy) as busy:
                await intake.cast(refused)
        await asyncio.gather(*waiting)
        await intake.cast(refused)

    assert busy.value.retry_in_s > 0
    assert (await voting_hall.urn(poll_id)).counted == 3


async def test_a_phone_that_hangs_up_while_its_ballot_is_on_the_way_has_voted(voting_hall, database_url):
    [anh] = await voting_hall.fill(1)
    poll_id = await voting_hall.opens()
    ballot = a_cast(poll_id, anh)

    async with asyncio.timeout(20), an_intake(database_url) as intake:
        async with voting_hall.sessions.begin() as session:
            await barrier.hold_alone(session, poll_id)
            waiting = asyncio.create_task(intake.cast(ballot))
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.wait([waiting])
        receipt = await intake.cast(ballot)

    assert receipt.ballot_id == ballot.ballot_id
    assert (await voting_hall.urn(poll_id)).counted == 1


async def test_stopping_answers_whoever_waits_and_refuses_whoever_comes_later(voting_hall, database_url):
    voters = await voting_hall.fill(50)
    poll_id = await voting_hall.opens()

    async with an_intake(database_url) as intake:
        waiting = [asyncio.create_task(intake.cast(a_cast(poll_id, voter_id))) for voter_id in voters[1:]]
        await asyncio.sleep(0)
        await intake.stop()
        late = await answer(intake, a_cast(poll_id, voters[0]))

    assert all(one.done() for one in waiting)
    assert len(receipts([one.result() for one in waiting])) == 49
    assert isinstance(late, IntakeBusy)
    assert (intake.waiting, intake.is_running) == (0, False)


# ---- a connection that dies


class Killer:
    """Ends the connections of one intake, from a connection of its own."""

    def __init__(self, connection, name):
        self._connection, self._name, self.killed = connection, name, 0

    async def strike(self):
        """End them now; whatever they are doing."""
        killed = await self._connection.fetch(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = $1 AND datname = current_database()",
            self._name,
        )
        self.killed += len(killed)


@pytest.fixture
async def killer(database_url):
    """For the intake called ``victim``."""
    url = make_url(database_url)
    connection = await asyncpg.connect(
        host=str(url.query.get("host") or url.host),
        port=url.port,
        user=url.username,
        password=url.password,
        database=url.database,
    )
    yield Killer(connection, "victim")
    await connection.close()


async def persistently(intake, cast):
    """A phone's own way: the same ballot again as long as the server is busy."""
    while isinstance(heard := await answer(intake, cast), IntakeBusy):
        pass
    return heard


async def test_every_acknowledged_ballot_is_counted_once_however_often_the_connection_dies(
    voting_hall, database_url, killer, capsys
):
    people, strikes = 1_200, 60
    voters = iter(await voting_hall.fill(people))
    poll_id = await voting_hall.opens()
    answers, progress = [], asyncio.Condition()

    async def phone(intake):
        for voter_id in voters:
            answers.append(await persistently(intake, a_cast(poll_id, voter_id)))
            async with progress:
                progress.notify_all()

    async def accidents():
        for strike in range(1, strikes + 1):
            async with progress:
                await progress.wait_for(lambda due=strike * people // (strikes + 1): len(answers) >= due)
            await killer.strike()

    async with asyncio.timeout(90), an_intake(database_url, name="victim") as intake:
        await asyncio.gather(accidents(), *(phone(intake) for _ in range(10)))
    poll = await voting_hall.closes(poll_id)

    with capsys.disabled():
        print(f"\n  {killer.killed} connections ended while {people} ballots came in")
    urn = await voting_hall.urn(poll_id)
    assert killer.killed >= strikes // 2
    assert kinds(answers) == {Receipt: people}
    assert urn.ids == {one.ballot_id for one in answers}
    assert poll.result["tally"]["ballots"] == urn.counted == people


async def test_a_connection_that_dies_with_a_batch_in_hand_loses_and_doubles_nothing(voting_hall, database_url, killer):
    voters = await voting_hall.fill(100)
    poll_id = await voting_hall.opens()

    async with asyncio.timeout(30), an_intake(database_url, name="victim") as intake:
        async with voting_hall.sessions.begin() as session:
            await barrier.hold_alone(session, poll_id)
            waiting = [asyncio.create_task(intake.cast(a_cast(poll_id, voter_id))) for voter_id in voters]
            while await session.scalar(AT_THE_BARRIER) < 1:
                pass  # the batch is still on its way there
            await killer.strike()
        given = await asyncio.gather(*waiting)

    urn = await voting_hall.urn(poll_id)
    assert killer.killed == 1
    assert urn.ids == {one.ballot_id for one in given}
    assert urn.counted == len(voters)
