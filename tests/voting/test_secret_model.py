"""
A secret poll against a model of it (B13 of ``field/secret-voting.md`` §4): whatever is asked in whatever order, with
callers who give up half-way and a server that starts anew, the database holds what a page of paper says.

``script/test --long`` runs ten thousand sequences.
"""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from api.simulation.papers import Pocket
from tests.voting.halls import Hall
from tests.voting.secret_halls import SecretHall
from voting.errors import NotAllowedInState, PollClosed, PollNotOpen, VotingError
from voting.issuer import Issuer
from voting.life import PollState, Step, steps_from
from voting.paper import Answer
from voting.queries import result_in
from voting.secrecy import SecretTerms
from voting.secret_ballot import SecretBallot
from voting.secret_errors import NoMorePapers, PaperAlreadyGiven, PaperSpent, PollNotOver, TooFewPapers
from voting.secret_models import IssuedPaper, VoidPaper

VOTERS, FLOOR = 5, 3
MARKS = ("for", "against", "other")
voters, marks = st.integers(0, VOTERS - 1), st.sampled_from(MARKS)
OVER = (PollState.CLOSED, PollState.PUBLISHED, PollState.ANNULLED)


class SecretPollModel(RuleBasedStateMachine):
    """One poll, as somebody would follow it with a pencil."""

    loop: asyncio.AbstractEventLoop
    secret: SecretHall

    def __init__(self) -> None:
        super().__init__()
        self.state = PollState.ANNOUNCED
        self.papers: dict[int, Pocket] = {}  # signed ones, by voter
        self.urn: dict[int, str] = {}  # what is marked, by whose paper it is
        self.doubtful: dict[int, set[str]] = {}  # the caller gave up: one of them may be in
        self.ballots: dict[tuple[int, str], SecretBallot] = {}  # made once: sent again, they are the same bytes
        self.voids: set[int] = set()  # whose papers came back unused

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """What comes of it, a refusal as a value."""
        try:
            return self.loop.run_until_complete(work)
        except VotingError as refusal:
            return refusal

    @initialize(asking=st.integers(FLOOR - 1, VOTERS), opens=st.sampled_from([True, True, False]))
    def announce(self, asking: int, opens: bool) -> None:
        """Papers are given out, some have asked, mostly it has opened: steps are left for what comes after."""
        self.poll_id = self.do(self.secret.announces())
        self.key = self.do(self.secret.key(self.poll_id))
        for voter in range(asking):
            self.ask_for_a_paper(voter, again=False)
        if opens:
            self.open()

    @rule(voter=voters, again=st.booleans())
    def ask_for_a_paper(self, voter: int, again: bool) -> None:
        """With a new blinded paper, or with the one that was asked for before."""
        known = self.papers.get(voter)
        pocket = known if known and again else Pocket(self.poll_id, self.key)
        answer = self.do(self.secret.asks(self.poll_id, self.secret.hall.delegates[voter], pocket.blinded))
        if known and again:
            pocket.take(answer)  # verifies
        elif known:
            assert isinstance(answer, PaperAlreadyGiven)
        elif self.state is PollState.ANNOUNCED:
            pocket.take(answer)
            self.papers[voter] = pocket
        else:
            assert isinstance(answer, NoMorePapers)

    @precondition(lambda self: self.papers)
    @rule(
        casts=st.lists(st.tuples(voters, marks, st.sampled_from([None, None, None, 0, 5, 15])), min_size=1, max_size=8)
    )
    def cast_some(self, casts: list[tuple[int, str, int | None]]) -> None:
        """Put ballots in, one after another."""
        for voter, mark, patience_ms in casts:
            self._cast(voter, mark, patience_ms)

    def _cast(self, voter: int, mark: str, patience_ms: int | None) -> None:
        """Wait for the answer, or be gone before it comes."""
        pocket = self.papers.get(voter)
        if pocket is None:
            return
        if (voter, mark) not in self.ballots:
            self.ballots[voter, mark] = pocket.ballot((Answer(1, (mark,)),), self.secret.paper)
        work = self.secret.sends(self.ballots[voter, mark], self.poll_id)
        if patience_ms is not None:
            answer = self.do(self._gives_up(work, patience_ms / 1000))
            if answer is None:
                if self.state is PollState.OPEN and voter not in self.urn:
                    self.doubtful.setdefault(voter, set()).add(mark)
                return
        else:
            answer = self.do(work)
        self._learn(voter, mark, answer)

    @staticmethod
    async def _gives_up(work: Coroutine[Any, Any, Any], patience_s: float) -> Any:
        try:
            return await asyncio.wait_for(work, patience_s)
        except TimeoutError:
            return None

    def _learn(self, voter: int, mark: str, answer: Any) -> None:
        known, perhaps = self.urn.get(voter), self.doubtful.get(voter, set())
        if isinstance(answer, SecretBallot):  # the promise to publish: a first time, or once more
            assert answer == self.ballots[voter, mark]
            assert known == mark if known else self.state is PollState.OPEN or mark in perhaps
            self.urn[voter] = mark
            self.doubtful.pop(voter, None)
            return
        assert known != mark, "what was promised is promised again, whatever has happened since"
        if isinstance(answer, PaperSpent):
            assert known or perhaps - {mark}, "only by another ballot of the same voter"
        else:
            assert isinstance(answer, PollNotOpen if self.state is PollState.ANNOUNCED else PollClosed)
            assert self.state is not PollState.OPEN

    @precondition(lambda self: self.papers)
    @rule(voter=voters)
    def give_back(self, voter: int) -> None:
        """Return a paper unused, whether it was or not."""
        pocket = self.papers.get(voter)
        if pocket is None:
            return
        if (voter, "void") not in self.ballots:
            self.ballots[voter, "void"] = pocket.void(self.secret.paper)
        answer = self.do(self.secret.sends(self.ballots[voter, "void"], self.poll_id))
        if self.state not in OVER:
            assert isinstance(answer, PollNotOver)
        elif isinstance(answer, PaperSpent):
            assert voter in self.urn or voter in self.doubtful
        else:
            assert answer == self.ballots[voter, "void"]
            assert voter not in self.urn
            self.doubtful.pop(voter, None)  # then none of them got in
            self.voids.add(voter)

    @rule()
    def open(self) -> None:
        """Only with papers enough, and not twice."""
        self._step(Step.OPEN, self.secret.opens(self.poll_id), TooFewPapers if len(self.papers) < FLOOR else None)

    @rule()
    def close(self) -> None:
        """Count; whatever was in doubt is in or out now, as the urn says."""
        poll = self._step(Step.CLOSE, self.secret.closes(self.poll_id))
        if poll is None:
            return
        result = result_in(poll)
        assert result is not None
        marked = result.tally.questions[0].marks
        certain = Counter(self.urn.values())
        for mark in MARKS:
            assert certain[mark] <= marked[mark] <= certain[mark] + sum(mark in one for one in self.doubtful.values())
        assert sum(marked.values()) <= sum(certain.values()) + len(self.doubtful)

    @rule()
    def publish(self) -> None:
        """Show it."""
        self._step(Step.PUBLISH, self.secret.publishes(self.poll_id))

    @precondition(lambda self: self.state is not PollState.ANNOUNCED)
    @rule(chance=st.integers(0, 9))
    def annul(self, chance: int) -> None:
        """Declare it void; rarely, since there is little to see afterwards."""
        if chance == 5:
            self._step(Step.ANNUL, self.secret.annuls(self.poll_id))

    @rule()
    def start_anew(self) -> None:
        """The server goes and comes back: what it knew beyond database and key files is gone."""
        self.do(self.secret.terms.issuer.stop())
        self.secret.terms = SecretTerms(Issuer(self.secret.folder), FLOOR, 20)

    def _step(self, step: Step, work: Coroutine[Any, Any, Any], refusal: type[VotingError] | None = None) -> Any:
        """Take a step; the poll, if that moved it."""
        answer, before = self.do(work), self.state
        if step not in steps_from(before):
            assert isinstance(answer, NotAllowedInState) or answer.state is before
            return None
        if refusal is not None:
            assert isinstance(answer, refusal)
            return None
        self.state = answer.state
        return answer

    @invariant()
    def papers_are_those_that_were_signed(self) -> None:
        """Ballots and voids ≤ papers ≤ electorate, and the key is there as long as papers may be made."""
        if not hasattr(self, "poll_id"):
            return
        papers, ballots, voids = self.do(self._counts())
        assert voids == len(self.voids) <= papers - ballots
        assert papers == len(self.papers) <= VOTERS
        assert len(self.urn) <= ballots <= len(self.urn) + len(self.doubtful)
        assert self.secret.folder.joinpath(f"{self.poll_id}.key").exists() is (self.state is PollState.ANNOUNCED)

    async def _counts(self) -> tuple[int, int, int]:
        async with self.secret.hall.sessions() as session:
            issued = select(func.count()).select_from(IssuedPaper).where(IssuedPaper.poll_id == self.poll_id)
            papers = await session.scalar(issued) or 0
            back = select(func.count()).select_from(VoidPaper).where(VoidPaper.poll_id == self.poll_id)
            voids = await session.scalar(back) or 0
        return papers, await self.secret.in_urn(self.poll_id), voids


@pytest.mark.slow
def test_whatever_is_asked_in_whatever_order_the_poll_is_as_its_model(database_url, tmp_path, long, monkeypatch):
    monkeypatch.setattr("voting.issuer.BITS", 2048)  # a key a sequence; the rules know nothing of its length
    loop = asyncio.new_event_loop()
    engine = create_async_engine(database_url)
    hall = Hall(async_sessionmaker(engine, expire_on_commit=False))
    secret = SecretHall(hall, database_url, tmp_path / "paper-keys")
    loop.run_until_complete(hall.fill(VOTERS))
    secret.terms = SecretTerms(Issuer(secret.folder), FLOOR, 20)
    SecretPollModel.loop, SecretPollModel.secret = loop, secret
    try:
        run_state_machine_as_test(
            SecretPollModel,
            settings=settings(
                max_examples=10_000 if long else 12,
                stateful_step_count=30,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        loop.run_until_complete(secret.stop())
        loop.run_until_complete(engine.dispose())
        loop.close()
