"""A hall full of delegates as plain rows, polls opened by the product's own service, and ballots on their way in."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from agenda.journal import SYSTEM
from agenda.models import Congress, JournalEntry, Progress, Sitting
from delegates.kinds import DelegateKind
from delegates.models import Delegate, Delegation, Presence, Proxy
from tests.voting.papers import a_paper
from voting import service
from voting.commands import PreparePoll
from voting.errors import VotingError
from voting.intake import Cast, Intake, Receipt
from voting.models import Ballot, Poll, Turnout
from voting.paper import Answer, canonical_json

Sessions = async_sessionmaker[AsyncSession]
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))  # of the congress
NOW = datetime(2025, 12, 24, 8, tzinfo=UTC)


class Hall:
    """Delegates at a sitting under way; ``present`` of them are in the hall."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        self.sitting_id, self.delegation_id = uuid4(), uuid4()
        self.delegates: list[UUID] = []

    async def fill(self, people: int, *, mandates: int = 1, kind: DelegateKind = DelegateKind.OFFICIAL) -> list[UUID]:
        """Summon that many more delegates and let them in."""
        first, ids = len(self.delegates), [uuid4() for _ in range(people)]
        async with self.sessions.begin() as session:
            if not first:
                times = {"starts_at": NOW, "ends_at": NOW + timedelta(hours=4)}
                session.add(
                    Sitting(id=self.sitting_id, number=1, title_vi="Phiên 1", progress=Progress.CURRENT, **times)
                )
                session.add(Delegation(id=self.delegation_id, code="01", name="Thủ Đức"))
                await session.flush()
            session.add_all(
                Delegate(
                    id=one,
                    number=f"{place:04}",
                    full_name=f"Đại biểu {place}",
                    sort_key=f"{place:04}",
                    folded=f"dai bieu {place}",
                    kind=kind,
                    delegation_id=self.delegation_id,
                    mandates=mandates,
                )
                for place, one in enumerate(ids, start=first)
            )
            await session.flush()
            session.add_all(
                Presence(sitting_id=self.sitting_id, delegate_id=one, is_present=True, first_at=NOW, changed_at=NOW)
                for one in ids
            )
        self.delegates += ids
        return ids

    async def lets(self, delegate_id: UUID, *, be_present: bool) -> None:
        """A delegate goes out, or comes in again."""
        async with self.sessions.begin() as session:
            await session.execute(
                update(Presence).where(Presence.delegate_id == delegate_id).values(is_present=be_present)
            )

    async def founds_congress(self) -> None:
        """A congress with its rules: without one no poll knows of a quorum."""
        async with self.sessions.begin() as session:
            dates = {"starts_on": NOW.date(), "ends_on": NOW.date()}
            session.add(Congress(slug="test", name_vi="Đại hội thử", rules_profile="vgcl-2024", **dates))

    async def gives_proxy(self, giver_id: UUID, holder_id: UUID) -> None:
        """``holder_id`` carries the mandates of ``giver_id``, who goes out."""
        async with self.sessions.begin() as session:
            session.add(Proxy(giver_id=giver_id, holder_id=holder_id, granted_at=NOW))
        await self.lets(giver_id, be_present=False)

    async def announces(self, **changes) -> UUID:
        """A poll of one motion that is announced and not yet open."""
        poll_id = await self.prepares(**changes)
        async with self.sessions.begin() as session:
            await service.announce(session, SYSTEM, poll_id, now=datetime.now(UTC))
        return poll_id

    async def prepares(self, **changes) -> UUID:
        """The draft of one, which may be open beside others unless told otherwise: most tests are not about that."""
        poll_id = uuid4()
        changes = {"beside_others": True} | changes
        async with self.sessions.begin() as session:
            command = PreparePoll(title_vi="Thông qua nghị quyết?", paper=changes.pop("paper", a_paper()), **changes)
            await service.prepare(session, SYSTEM, poll_id, command)
        return poll_id

    async def opens(self, poll_id: UUID | None = None, *, now: datetime | None = None, **changes) -> UUID:
        """A poll that is open."""
        poll_id = poll_id or await self.announces(**changes)
        async with self.sessions.begin() as session:
            await service.open_poll(session, SYSTEM, poll_id, now=now or datetime.now(UTC))
        return poll_id

    async def closes(self, poll_id: UUID) -> Poll:
        """The same poll, closed and counted."""
        async with self.sessions.begin() as session:
            return await service.close(session, SYSTEM, poll_id, now=datetime.now(UTC), key=KEY)

    async def urn(self, poll_id: UUID) -> "Urn":
        """What the database holds of a poll."""
        async with self.sessions() as session:
            ballots = (await session.scalars(select(Ballot).where(Ballot.poll_id == poll_id))).all()
            turnout = await session.get_one(Turnout, poll_id)
            return Urn(ballots, turnout.ballots, turnout.mandates)

    async def journalled(self, action: str) -> int:
        """How often the journal says ``action``."""
        async with self.sessions() as session:
            times = select(func.count()).select_from(JournalEntry).where(JournalEntry.action == action)
            return await session.scalar(times) or 0


class Urn(NamedTuple):
    """The rows of a poll, and what its running count says of them."""

    ballots: Sequence[Ballot]
    counted: int
    mandates: int

    @property
    def ids(self) -> set[UUID]:
        """The ids of the ballots."""
        return {ballot.id for ballot in self.ballots}


def a_cast(poll_id: UUID, voter_id: UUID, mark: str | None = "for", *, ballot_id: UUID | None = None) -> Cast:
    """A checked ballot on a paper of one motion."""
    answers = canonical_json([Answer(1, (mark,) if mark else ())]).decode()
    return Cast(ballot_id or uuid4(), poll_id, voter_id, answers)


async def answer(intake: Intake, cast: Cast) -> Receipt | VotingError:
    """What the caller of ``cast`` hears, a refusal as a value."""
    try:
        return await intake.cast(cast)
    except VotingError as refusal:
        return refusal


@asynccontextmanager
async def an_intake(url: str, *, capacity: int = 10_000, name: str = "intake") -> AsyncIterator[Intake]:
    """An intake on an engine of its own, as each process has one; ``name`` is what Postgres calls its connections."""
    engine = create_async_engine(url, connect_args={"server_settings": {"application_name": name}})
    intake = Intake(engine, capacity=capacity)
    intake.start()
    try:
        yield intake
    finally:
        await intake.stop()
        await engine.dispose()
