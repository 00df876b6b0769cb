"""What the steps of a secret poll do beyond those of every poll: terms, papers, and the urn that is counted."""

import hashlib
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from voting import late_papers, papers
from voting.commands import PreparePoll
from voting.disclosure import disclosed
from voting.errors import InvalidDefinition, NotPublished
from voting.issuer import Issuer
from voting.life import PollState, Secrecy, SecretMode
from voting.models import Poll, Visibility
from voting.paper import Answer, read_answers
from voting.queries import poll_of
from voting.secret_ballot import SecretBallot
from voting.secret_errors import PapersAreGivenOut, PollIsNotSecret, TooFewPapers
from voting.secret_models import SecretPoll, UrnBallot


class SecretTerms(NamedTuple):
    """By what this server holds secret polls, and who makes the papers."""

    issuer: Issuer
    fewest_papers: int  # with which a poll may open
    shortest_window_s: int  # in which papers are given out


def digest(public_key: bytes) -> bytes:
    """What the screen shows of a key: SHA-256 of its SubjectPublicKeyInfo."""
    return hashlib.sha256(public_key).digest()


def fingerprint(public_key: bytes) -> str:
    """The same in hex."""
    return digest(public_key).hex()


def check(command: PreparePoll) -> None:
    """
    Whether ``command`` may be secret.

    Raises:
        InvalidDefinition: it has many questions (the pattern of answers can be forced by a coercer), shows how the
            marks stand, or lets people in when the papers are out.
    """
    if len(command.paper.questions) != 1:
        raise InvalidDefinition(question=2, reason="a secret poll has one question")
    if command.visibility is Visibility.RUNNING:
        raise InvalidDefinition(question=0, reason="how the marks of a secret poll stand is shown to nobody")
    if command.may_change:
        raise InvalidDefinition(question=0, reason="nobody can tell whose ballot is whose, to change it")
    if command.late_arrivals:
        raise InvalidDefinition(question=0, reason="late arrivals vote on printed papers in a secret poll")


async def announce(session: AsyncSession, poll: Poll, terms: SecretTerms, people: int, now: datetime) -> dict[str, Any]:
    """Make the poll's key and begin to give papers out to an electorate of so many; what the journal says of it."""
    key = (await terms.issuer.new_key(poll.id)).der()
    window_s = max(terms.shortest_window_s, -(-people // _PEOPLE_A_SECOND))
    until = now + timedelta(seconds=window_s)
    session.add(SecretPoll(poll_id=poll.id, public_key=key, issue_until=until))
    return {"mode": poll.secret_mode, "key": fingerprint(key), "papers_until": until}


async def open_urn(session: AsyncSession, poll: Poll, terms: SecretTerms, now: datetime) -> dict[str, Any]:
    """
    End the giving out; destroy the key if the poll is strict.

    Raises:
        PapersAreGivenOut: the time for papers is not over.
        TooFewPapers: secrecy would be none.
    """
    secret = await session.get_one(SecretPoll, poll.id)
    if now < secret.issue_until:
        left_s = (secret.issue_until - now).total_seconds()
        raise PapersAreGivenOut(until=secret.issue_until, retry_in_s=int(left_s) + 1)
    given = await papers.counts(session, poll.id)
    if given.phone < terms.fewest_papers:
        raise TooFewPapers(papers=given.phone, needed=terms.fewest_papers)
    if poll.secret_mode is SecretMode.STRICT:
        # Before the commit: should that fail, nobody gets a paper any more, and opening again is all it takes.
        await terms.issuer.destroy(poll.id)
    return {"papers": given.phone, "key_destroyed": poll.secret_mode is SecretMode.STRICT}


async def close_urn(session: AsyncSession, poll: Poll, terms: SecretTerms) -> dict[str, Any]:
    """
    Write the urn in the order of keys, so that not even the order of its rows tells of the order of voting.

    The key is destroyed here at the latest. In an attended poll only now it is certain how many papers there are: what
    the journal says of it at opening is the least.
    """
    await session.execute(_IN_ORDER, {"poll_id": poll.id})
    await terms.issuer.destroy(poll.id)
    await late_papers.end(session, poll)
    given = await papers.counts(session, poll.id)
    return {"papers": given.phone, "key_destroyed": True}


async def published(session: AsyncSession, poll_id: UUID) -> Poll:
    """
    A secret poll that everybody may count again.

    Raises:
        NoSuchPoll: there is none of this id.
        PollIsNotSecret: it has no urn.
        NotPublished: nobody counts again before there is a result.
    """
    poll = await poll_of(session, poll_id)
    if poll.secrecy is not Secrecy.SECRET:
        raise PollIsNotSecret
    if poll.state is not PollState.PUBLISHED:
        raise NotPublished
    return poll


async def ballots_in(
    session: AsyncSession, poll: Poll, *, after: bytes = b"", limit: int | None = None
) -> list[SecretBallot]:
    """Ballots of a poll in the order of their keys, which is that of the tree, beginning behind ``after``."""
    columns = [getattr(UrnBallot, name) for name in UrnBallot.CONTENT]
    query = select(*columns).where(UrnBallot.poll_id == poll.id, UrnBallot.key > after)
    rows = await session.execute(query.order_by(UrnBallot.key).limit(limit))
    return [SecretBallot(*row) for row in rows]


def answers_on(ballots: list[SecretBallot]) -> list[tuple[tuple[Answer, ...], int]]:
    """As counting wants them: answers and mandates. Each paper is one mandate's."""
    return [(read_answers(ballot.marks.rstrip(b"\0")), 1) for ballot in ballots]


async def cast_so_far(session: AsyncSession, poll: Poll, given: int) -> int:
    """How many ballots are in, as far as that may be told of a poll with so many papers."""
    query = select(func.count()).select_from(UrnBallot).where(UrnBallot.poll_id == poll.id)
    cast = await session.scalar(query) or 0
    if poll.state is not PollState.OPEN:
        return cast
    return disclosed(cast, given)


_PEOPLE_A_SECOND = 100
_IN_ORDER = text("""
    WITH taken AS (DELETE FROM urn WHERE poll_id = :poll_id RETURNING *)
    INSERT INTO urn (poll_id, key, paper_signature, marks, vote_signature)
    SELECT poll_id, key, paper_signature, marks, vote_signature FROM taken ORDER BY key
""")
