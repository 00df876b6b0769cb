"""Papers that phones give back unused: when, how often, what is kept of them, and what they are held against."""

import asyncio
import random

import pytest
from sqlalchemy import text

from api.simulation.papers import Pocket
from tests.voting.secret_halls import FEWEST, SecretHall, a_secret_hall
from voting.errors import InvalidSecretBallot, NoSuchPoll, PollClosed
from voting.reckoning import Reckoning, render_reckoning
from voting.secret_ballot import SecretBallot
from voting.secret_errors import PaperSpent, PollNotOver
from voting.secret_models import VoidPaper


@pytest.fixture
async def secret(voting_hall, database_url, tmp_path):
    await voting_hall.fill(FEWEST)
    async with a_secret_hall(voting_hall, database_url, tmp_path / "paper-keys") as secret:
        yield secret


@pytest.fixture
async def open_poll(secret):
    poll_id = await secret.announces()
    pockets = await secret.pockets(poll_id)
    await secret.opens(poll_id)
    return poll_id, pockets


async def reckoned(secret: SecretHall, poll_id) -> Reckoning:
    async with secret.hall.sessions() as session:
        return await render_reckoning(session, poll_id)


async def kept(secret: SecretHall) -> list[tuple[bytes, int]]:
    """Keys and transactions of the rows, as they lie in the file."""
    async with secret.hall.sessions() as session:
        rows = await session.execute(text("SELECT key, xmin::text::bigint AS written FROM void_paper ORDER BY ctid"))
        return [(row.key, row.written) for row in rows]


async def test_papers_ballots_and_voids_add_up(secret, open_poll):
    poll_id, pockets = open_poll
    for pocket in pockets[:15]:
        await secret.casts(pocket)
    assert await reckoned(secret, poll_id) == Reckoning(
        poll_id=poll_id, papers=FEWEST, cast=None, void=None, unaccounted=None, verified=0
    )
    await secret.closes(poll_id)
    for pocket in pockets[15:18]:
        await secret.gives_back(pocket)
    closed = await reckoned(secret, poll_id)
    await secret.publishes(poll_id)
    published = await reckoned(secret, poll_id)
    await secret.gives_back(pockets[18])

    assert (closed.papers, closed.cast, closed.void, closed.unaccounted) == (FEWEST, None, 3, None)
    assert (published.cast, published.void, published.unaccounted) == (15, 3, 2)
    assert (await reckoned(secret, poll_id)).unaccounted == 1
    assert (await secret.journal("poll.published"))["voids"] == 3


async def test_before_it_is_over_a_paper_is_for_voting(secret):
    poll_id = await secret.announces()
    pockets = await secret.pockets(poll_id)
    with pytest.raises(PollNotOver):
        await secret.gives_back(pockets[0])
    await secret.opens(poll_id)

    with pytest.raises(PollNotOver):
        await secret.gives_back(pockets[0])

    await secret.casts(pockets[0])


async def test_a_paper_is_cast_or_void_and_never_both(secret, open_poll):
    poll_id, pockets = open_poll
    ballot = await secret.casts(pockets[0])
    await secret.closes(poll_id)
    await secret.gives_back(pockets[1])

    with pytest.raises(PaperSpent):
        await secret.gives_back(pockets[0])
    with pytest.raises(PollClosed):
        await secret.casts(pockets[1])
    assert await secret.sends(ballot) == ballot


async def test_the_same_void_many_times_at_once_is_one_and_another_of_the_same_paper_is_none(secret, open_poll):
    poll_id, pockets = open_poll
    await secret.closes(poll_id)
    void, other = pockets[0].void(secret.paper), pockets[0].void(secret.paper)

    answers = await asyncio.gather(*(secret.urn.cast(poll_id, void.encoded()) for _ in range(20)))

    assert len(set(answers)) == 1
    assert answers[0].startswith("dienhong void 1\n")
    assert len(await kept(secret)) == 1
    with pytest.raises(PaperSpent):
        await secret.sends(other)


async def test_what_was_not_signed_is_not_taken_back(secret, open_poll):
    poll_id, pockets = open_poll
    await secret.closes(poll_id)
    void = pockets[0].void(secret.paper)
    stranger = Pocket(poll_id, await secret.key(poll_id))
    stranger.paper = void.paper_signature

    for wrong, reason in (
        (void._replace(vote_signature=pockets[1].void(secret.paper).vote_signature), "vote_signature"),
        (stranger.void(secret.paper), "paper_signature"),
        (void._replace(marks=void.marks[:-1]), "size"),
        (pockets[0].marked(void.marks[:-1] + b"\n"), "marks"),
    ):
        with pytest.raises(InvalidSecretBallot) as refused:
            await secret.sends(wrong)
        assert refused.value.reason == reason
    with pytest.raises(NoSuchPoll):
        await secret.sends(void, secret.hall.sitting_id)
    assert await kept(secret) == []


def test_a_void_is_its_paper_and_a_signature_and_nothing_else():
    assert set(VoidPaper.__table__.columns.keys()) == {"poll_id", "key", "paper_signature", "signature"}
    assert SecretBallot(b"", b"", bytes(64), b"").is_void
    assert not SecretBallot(b"", b"", b"[[1,[]]]".ljust(64, b"\0"), b"").is_void  # blank is a mark of its own


async def test_nothing_tells_who_came_back_when(secret, open_poll):
    poll_id, pockets = open_poll
    await secret.closes(poll_id)
    random.Random(7).shuffle(pockets)
    for pocket in pockets:
        await secret.gives_back(pocket)

    rows = await kept(secret)

    assert [key for key, _ in rows] == sorted(pocket.key for pocket in pockets)
    assert len({written for _, written in rows}) == 1
