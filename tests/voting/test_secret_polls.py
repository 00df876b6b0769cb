"""
Secret polls from announcing to the count, on a real database: papers, urn, and who may not do what.

Numbers (B1, C7, …) are those of the test catalogue in ``field/secret-voting.md`` §4.
"""

import asyncio
import os
import random
import stat
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from advanced_alchemy.base import DefaultBase
from sqlalchemy import func, select, text, update

from agenda.journal import SYSTEM
from api.simulation.papers import Pocket
from tests.voting.halls import KEY, NOW
from tests.voting.secret_halls import FEWEST, a_secret_hall
from voting import service
from voting.blind_rsa import PrivateKey
from voting.checkpoint import Signer, open_checkpoint
from voting.errors import (
    InvalidSecretBallot,
    KindNotHeld,
    NobodyEntitled,
    NoSuchPoll,
    NotEntitled,
    NotPresent,
    PollClosed,
    PollNotOpen,
)
from voting.issuer import Issuer
from voting.life import PollState
from voting.models import ElectorateKind, Poll
from voting.own_state import render_mine
from voting.paper import Answer
from voting.queries import result_in
from voting.secrecy import ballots_in, fingerprint
from voting.secret_errors import (
    InvalidBlindedPaper,
    NoMorePapers,
    PaperAlreadyGiven,
    PapersAreGivenOut,
    PaperSpent,
    PollIsNotSecret,
    TooFewPapers,
)
from voting.secret_models import IssuedPaper, SecretPoll, UrnBallot
from voting.states import render_tally
from voting.tidying import Tidying
from voting.tree import root

FOR = (Answer(1, ("for",)),)


@pytest.fixture
async def secret(voting_hall, database_url, tmp_path):
    await voting_hall.fill(FEWEST)
    async with a_secret_hall(voting_hall, database_url, tmp_path / "paper-keys") as secret:
        yield secret


async def test_a_secret_poll_from_the_papers_to_the_count(secret):
    poll_id = await secret.announces()
    pockets = await secret.pockets(poll_id)
    await secret.opens(poll_id)
    marks = ["for"] * 12 + ["against"] * 5 + ["other"] * 2

    for pocket, mark in zip(pockets, marks, strict=False):  # one stays silent
        await secret.casts(pocket, mark)
    poll = await secret.closes(poll_id)

    result = result_in(poll)
    assert result.tally.questions[0].marks == {"for": 12, "against": 5, "other": 2}
    assert (result.tally.ballots, result.tally.mandates, result.electorate) == (19, 19, 20)
    async with secret.hall.sessions() as session:
        ballots = await ballots_in(session, poll)
    stated = open_checkpoint(poll.checkpoint, Signer(name="dienhong/congress", key=KEY).verifier)
    assert (stated.size, stated.root) == (19, root([ballot.leaf for ballot in ballots]))
    assert Counter(ballot.key for ballot in ballots) == Counter(pocket.key for pocket in pockets[:19])


async def test_the_journal_says_by_which_key_and_how_many_papers_but_nothing_of_any_ballot(secret):
    poll_id = await secret.announces()
    await secret.pockets(poll_id)
    await secret.opens(poll_id)

    async with secret.hall.sessions() as session:
        key = (await session.get_one(SecretPoll, poll_id)).public_key
    announced, opened = await secret.journal("poll.announced"), await secret.journal("poll.open")
    assert announced["key"] == fingerprint(key)
    assert (announced["mode"], announced["electorate"]) == ("strict", FEWEST)
    assert (opened["papers"], opened["key_destroyed"]) == (FEWEST, True)


# ---- papers


async def test_the_same_request_gets_the_same_paper_also_when_the_key_is_gone(secret):  # A5
    poll_id = await secret.announces()
    voter, pocket = secret.hall.delegates[0], Pocket(poll_id, await secret.key(poll_id))
    first = await secret.asks(poll_id, voter, pocket.blinded)
    for other in secret.hall.delegates[1:]:
        await secret.pocket(poll_id, other)
    await secret.opens(poll_id)

    assert await secret.asks(poll_id, voter, pocket.blinded) == first
    with pytest.raises(NoMorePapers):
        await secret.terms.issuer.sign(poll_id, pocket.blinded)


async def test_a_mandate_has_one_paper_however_many_are_asked_for_at_once(secret):  # B1
    poll_id = await secret.announces()
    key = await secret.key(poll_id)

    for voter in secret.hall.delegates[:5]:
        wanted = [Pocket(poll_id, key).blinded for _ in range(20)]
        answers = await asyncio.gather(
            *(secret.asks(poll_id, voter, blinded) for blinded in wanted), return_exceptions=True
        )
        given = [answer for answer in answers if isinstance(answer, bytes)]
        assert len(given) == 1
        assert {type(answer) for answer in answers if not isinstance(answer, bytes)} == {PaperAlreadyGiven}
    async with secret.hall.sessions() as session:
        rows = await session.scalars(select(IssuedPaper.voter_id).where(IssuedPaper.poll_id == poll_id))
        assert Counter(rows) == Counter(secret.hall.delegates[:5])


async def test_each_mandate_has_a_paper_of_its_own(secret):
    (voter,) = await secret.hall.fill(1, mandates=3)
    poll_id = await secret.announces()

    for mandate in (1, 2, 3):
        await secret.pocket(poll_id, voter, mandate)
    with pytest.raises(NotEntitled):
        await secret.pocket(poll_id, voter, 4)


async def test_who_came_later_or_has_left_or_is_a_stranger_gets_none(secret):
    poll_id = await secret.announces()
    (late,) = await secret.hall.fill(1)
    left = secret.hall.delegates[0]
    await secret.hall.lets(left, be_present=False)

    for voter, refusal in ((late, NotEntitled), (left, NotPresent), (uuid4(), NotEntitled)):
        with pytest.raises(refusal):
            await secret.pocket(poll_id, voter)


@pytest.mark.parametrize(
    "blinded",
    [b"", b"\0" * 383, b"\xff" * 384, b"\1" * 385],
    ids=["empty", "short", "not below the modulus", "long"],
)
async def test_what_the_key_cannot_sign_is_refused_and_leaves_no_paper(secret, blinded):  # B6
    poll_id, voter = await secret.announces(), secret.hall.delegates[0]

    with pytest.raises(InvalidBlindedPaper):
        await secret.asks(poll_id, voter, blinded)

    await secret.pocket(poll_id, voter)  # it may still have one


@pytest.mark.parametrize("number", [0, 1])
async def test_odd_numbers_are_signed_like_any_other_and_are_of_no_use(secret, number):  # B6
    poll_id, voter = await secret.announces(), secret.hall.delegates[0]

    signed = await secret.asks(poll_id, voter, number.to_bytes(384, "big"))

    assert int.from_bytes(signed, "big") == number  # 0 and 1 are their own powers: nothing is learned


async def test_a_recorded_poll_has_no_papers_and_a_draft_is_nobodys(secret):
    recorded, draft = await secret.hall.announces(), await secret.prepares()
    for poll_id, refusal in ((recorded, PollIsNotSecret), (draft, NoSuchPoll), (uuid4(), NoSuchPoll)):
        with pytest.raises(refusal):
            await secret.asks(poll_id, secret.hall.delegates[0], b"\1" * 384)


# ---- the key


async def test_the_key_is_a_file_of_the_servers_alone_and_gone_before_the_poll_is_open(secret):
    poll_id = await secret.announces()
    file = secret.folder / f"{poll_id}.key"
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    await secret.pockets(poll_id)

    await secret.opens(poll_id)

    assert list(secret.folder.iterdir()) == []


async def test_a_poll_that_is_annulled_before_it_opens_leaves_no_key(secret):
    poll_id = await secret.announces()
    await secret.annuls(poll_id)
    assert list(secret.folder.iterdir()) == []


async def test_a_key_that_a_killed_process_left_is_destroyed_and_one_in_use_is_not(secret):
    poll_id = await secret.announces()
    for stray, age_s in ((uuid4(), 3600), (uuid4(), 0)):
        await secret.terms.issuer.new_key(stray)
        file = secret.folder / f"{stray}.key"
        os.utime(file, (file.stat().st_atime, file.stat().st_mtime - age_s))

    await secret.terms.issuer.keep_only({poll_id})

    left = {file.stem for file in secret.folder.iterdir()}
    assert left == {str(poll_id), str(stray)}  # the young one may belong to a poll that is being announced


async def test_a_key_that_another_process_destroyed_is_soon_in_nobodys_memory(secret):
    poll_id = await secret.announces()
    await secret.pockets(poll_id)
    another, tidying = Issuer(secret.folder), Tidying(secret.engine, secret.terms.issuer)
    tidying.start()
    assert list(secret.terms.issuer._keys) == [poll_id]

    await another.destroy(poll_id)
    tidying.wake()  # as a change of the polls does in every process

    async with asyncio.timeout(30):
        while secret.terms.issuer._keys:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await tidying.stop()
    await another.stop()


async def test_without_the_means_no_secret_poll_is_announced(secret):
    poll_id = await secret.prepares()

    async with secret.hall.sessions() as session:
        with pytest.raises(KindNotHeld):
            await service.announce(session, SYSTEM, poll_id, now=NOW)

    assert (await secret.poll(poll_id)).state is PollState.DRAFT


# ---- opening


async def test_it_does_not_open_while_papers_are_given_out(secret):
    poll_id = await secret.announces()
    await secret.pockets(poll_id)

    with pytest.raises(PapersAreGivenOut) as refused:
        await secret.opens(poll_id, late=timedelta(seconds=5))

    assert 10 <= refused.value.retry_in_s <= 16
    assert (await secret.poll(poll_id)).state is PollState.ANNOUNCED


async def test_below_the_floor_it_does_not_open_and_more_papers_may_come(secret):  # C7
    poll_id = await secret.announces()
    for voter in secret.hall.delegates[:-1]:
        await secret.pocket(poll_id, voter)
    with pytest.raises(TooFewPapers) as refused:
        await secret.opens(poll_id)
    assert (refused.value.papers, refused.value.needed) == (FEWEST - 1, FEWEST)

    await secret.pocket(poll_id, secret.hall.delegates[-1])  # its key is there still
    assert (await secret.opens(poll_id)).state is PollState.OPEN


async def test_nobody_to_give_papers_to(secret):
    for delegate in secret.hall.delegates:
        await secret.hall.lets(delegate, be_present=False)
    with pytest.raises(NobodyEntitled):
        await secret.announces()
    assert not secret.folder.exists() or list(secret.folder.iterdir()) == []


# ---- the urn


@pytest.fixture
async def open_poll(secret):
    poll_id = await secret.announces()
    pockets = await secret.pockets(poll_id)
    await secret.opens(poll_id)
    return poll_id, pockets


async def test_before_it_opens_and_after_it_closes_nothing_goes_in(secret):
    poll_id = await secret.announces()
    pockets = await secret.pockets(poll_id)
    with pytest.raises(PollNotOpen):
        await secret.casts(pockets[0])
    await secret.opens(poll_id)
    await secret.casts(pockets[0])
    await secret.closes(poll_id)
    with pytest.raises(PollClosed):
        await secret.casts(pockets[1])
    assert await secret.in_urn(poll_id) == 1


async def test_the_same_ballot_fifty_times_at_once_is_one_and_every_answer_is_the_same(secret, open_poll):  # B3
    poll_id, pockets = open_poll
    ballot = pockets[0].ballot(FOR, secret.paper)

    answers = await asyncio.gather(*(secret.sends(ballot) for _ in range(50)))

    assert set(answers) == {ballot}
    assert await secret.in_urn(poll_id) == 1
    await secret.closes(poll_id)
    assert await secret.sends(ballot) == ballot  # closing does not take a promise back


async def test_of_two_votes_with_one_paper_exactly_one_counts(secret, open_poll):  # B4
    poll_id, pockets = open_poll

    for pocket in pockets:
        both = await asyncio.gather(
            secret.casts(pocket, "for"), secret.casts(pocket, "against"), return_exceptions=True
        )
        assert sorted(type(one).__name__ for one in both) == ["PaperSpent", "SecretBallot"]

    assert await secret.in_urn(poll_id) == FEWEST
    with pytest.raises(PaperSpent):
        await secret.casts(pockets[0], "other")


async def test_papers_of_another_poll_or_another_key_do_not_go_in(secret, open_poll):  # B5
    poll_id, pockets = open_poll
    other_id = await secret.announces()
    other = await secret.pockets(other_id)
    await secret.opens(other_id)
    stranger = Pocket(poll_id, (key := PrivateKey.made(3072)).public)
    stranger.take(key.sign(stranger.blinded))

    for pocket, into in ((other[0], poll_id), (pockets[0], other_id), (stranger, poll_id)):
        with pytest.raises(InvalidSecretBallot) as refused:
            await secret.sends(pocket.ballot(FOR, secret.paper), into)
        assert refused.value.reason == "paper_signature"
    with pytest.raises(NoSuchPoll):
        await secret.sends(pockets[0].ballot(FOR, secret.paper), uuid4())
    assert await secret.in_urn(poll_id) == await secret.in_urn(other_id) == 0


async def test_no_changed_ballot_goes_in(secret, open_poll):  # B7, shortened: all of it is in test_secret_ballot
    poll_id, pockets = open_poll
    content = pockets[0].ballot(FOR, secret.paper).encoded()
    chance = random.Random(2025)

    for _ in range(200):
        changed = bytearray(content)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        with pytest.raises(InvalidSecretBallot):
            await secret.urn.cast(poll_id, bytes(changed))

    assert await secret.in_urn(poll_id) == 0


@pytest.mark.parametrize("seed", range(5))
async def test_what_was_acknowledged_while_it_closed_is_counted_and_nothing_else(secret, open_poll, seed):  # B2
    poll_id, pockets = open_poll
    chance = random.Random(seed)

    async def votes(pocket):
        await asyncio.sleep(chance.uniform(0, 0.05))
        return await secret.casts(pocket)

    voting = [asyncio.create_task(votes(pocket)) for pocket in pockets]
    await asyncio.sleep(chance.uniform(0, 0.04))
    poll = await secret.closes(poll_id)
    answers = await asyncio.gather(*voting, return_exceptions=True)

    acknowledged = [answer.key for answer in answers if not isinstance(answer, Exception)]
    assert {type(answer) for answer in answers if isinstance(answer, Exception)} <= {PollClosed}
    assert result_in(poll).tally.ballots == len(acknowledged)
    assert await secret.rows(poll_id) == sorted(acknowledged)


async def test_after_the_deadline_nothing_goes_in_though_nobody_has_closed_yet(secret):  # B9
    poll_id = await secret.announces(seconds=10)
    pockets = await secret.pockets(poll_id)
    await secret.opens(poll_id)
    await secret.casts(pockets[0])
    async with secret.hall.sessions.begin() as session:  # the database's clock decides, and no phone's
        await session.execute(update(Poll).where(Poll.id == poll_id).values(closes_at=func.now()))

    with pytest.raises(PollClosed):
        await secret.casts(pockets[1])
    assert await secret.in_urn(poll_id) == 1


# ---- what can be known


def test_the_urn_holds_key_marks_and_signatures_and_nothing_else():
    assert [column.name for column in UrnBallot.__table__.columns] == [
        "poll_id",
        "key",
        "paper_signature",
        "marks",
        "vote_signature",
    ]
    assert UrnBallot.__bases__ == (DefaultBase,)
    assert not any(column.default or column.server_default for column in UrnBallot.__table__.columns)
    assert not any(column._insert_sentinel for column in UrnBallot.__table__.columns)
    assert [index.name for index in UrnBallot.__table__.indexes] == []


async def test_after_closing_rows_lie_in_the_order_of_keys_and_nothing_older_is_in_the_file(secret, open_poll):  # C2
    poll_id, pockets = open_poll
    came = random.Random(7).sample(pockets, len(pockets))
    for pocket in came:
        await secret.casts(pocket)
    assert await secret.rows(poll_id) == [pocket.key for pocket in came]  # the test can fail: it is told before

    await secret.closes(poll_id)
    tidying = Tidying(secret.engine, secret.terms.issuer)
    await tidying._tidy()

    assert await secret.rows(poll_id) == sorted(pocket.key for pocket in pockets)
    async with secret.hall.sessions() as session:
        assert await session.scalar(text("SELECT count(DISTINCT xmin::text) FROM urn")) == 1
        size = await session.scalar(text("SELECT pg_relation_size('urn')"))
        dead = await session.scalar(text("SELECT pg_size_bytes('8kB') * ceil(count(*) * 700 / 8192.0) FROM urn"))
    assert size <= dead + 8192


async def test_what_is_told_of_an_open_poll_is_a_round_number(secret, open_poll):  # C9
    poll_id, pockets = open_poll

    async def told() -> int | None:
        async with secret.hall.sessions() as session:
            reading = await render_tally(session, poll_id)
        assert (reading.marks, reading.papers, reading.electorate) == (None, FEWEST, FEWEST)
        return reading.ballots

    counts = []
    for pocket in pockets:
        await secret.casts(pocket)
        counts.append(await told())

    assert counts == [0] * 9 + [10] * 11
    await secret.closes(poll_id)
    assert await told() == FEWEST


async def test_a_delegate_is_told_of_their_paper_and_nobody_of_a_ballot(secret):
    poll_id = await secret.announces()
    one, other = secret.hall.delegates[:2]
    await secret.pocket(poll_id, one)

    async with secret.hall.sessions() as session:
        mine, theirs = await render_mine(session, one), await render_mine(session, other)

    assert (mine.open_polls, mine.may_vote_in, mine.papers, mine.ballots) == ([poll_id], [poll_id], [poll_id], [])
    assert (theirs.may_vote_in, theirs.papers) == ([poll_id], [])


async def test_all_official_delegates_may_vote_from_anywhere(secret):
    await secret.hall.lets(secret.hall.delegates[0], be_present=False)
    poll_id = await secret.announces(electorate_kind=ElectorateKind.ALL_OFFICIAL)
    await secret.pocket(poll_id, secret.hall.delegates[0])
