"""A secret poll in a hall: announced, papers in pockets, ballots in the urn, by the product's own services."""

import os
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text

from agenda.journal import SYSTEM, Actor
from agenda.models import Congress, JournalEntry
from api.simulation.papers import Pocket
from delegates.models import Delegate
from tests.engines import engine_on, put_away
from tests.voting.halls import KEY, Hall
from tests.voting.papers import a_paper
from voting import kiosk, papers, printed, service
from voting.blind_rsa import PublicKey
from voting.checkpoint import congress_signer, open_note
from voting.counting import enter_hand_count
from voting.hand_count import HandCount
from voting.issuer import Issuer
from voting.kiosk import KioskPlace
from voting.life import Secrecy
from voting.models import Poll
from voting.paper import Answer
from voting.printed import Recipient
from voting.queries import paper_in, poll_of
from voting.secrecy import SecretTerms
from voting.secret_ballot import SecretBallot
from voting.secret_models import SecretPoll, UrnBallot
from voting.urn import Urn, public_key

FEWEST = 20
WINDOW = timedelta(seconds=20)


class SecretHall:
    """One server's means to hold secret polls, and voters with pockets."""

    def __init__(self, hall: Hall, url: str, folder: Path) -> None:
        self.hall, self.folder = hall, folder
        self.engine = engine_on(url)
        self.terms = SecretTerms(Issuer(folder), FEWEST, 20)
        self.urn = Urn(self.engine, KEY, capacity=1000)
        self.paper = a_paper()

    async def stop(self) -> None:
        """End."""
        await self.terms.issuer.stop()
        await put_away(self.engine)

    async def announces(self, **changes: Any) -> UUID:
        """A secret poll of one motion that is announced: papers are given out."""
        poll_id = await self.prepares(**changes)
        async with self.hall.sessions.begin() as session:
            await service.announce(session, SYSTEM, poll_id, now=datetime.now(UTC), terms=self.terms)
        return poll_id

    async def prepares(self, **changes: Any) -> UUID:
        """Its draft."""
        return await self.hall.prepares(secrecy=Secrecy.SECRET, **{"paper": self.paper, **changes})

    async def key(self, poll_id: UUID) -> PublicKey:
        """What papers of the poll are verified with."""
        async with self.hall.sessions() as session:
            return public_key((await session.get_one(SecretPoll, poll_id)).public_key)

    async def asks(self, poll_id: UUID, voter_id: UUID, blinded: bytes, mandate: int = 1) -> bytes | None:
        """The signature that a request for a paper gets; ``None``: it comes with the next batch."""
        async with self.hall.sessions.begin() as session:
            return await papers.give(session, self.terms.issuer, poll_id, voter_id, mandate, blinded)

    async def pocket(self, poll_id: UUID, voter_id: UUID, mandate: int = 1) -> Pocket:
        """A voter's pocket with a signed paper."""
        pocket = Pocket(poll_id, await self.key(poll_id))
        signed = await self.asks(poll_id, voter_id, pocket.blinded, mandate)
        assert signed is not None, "late papers come in batches"
        pocket.take(signed)
        return pocket

    async def pockets(self, poll_id: UUID) -> list[Pocket]:
        """One for everybody in the hall."""
        return [await self.pocket(poll_id, voter_id) for voter_id in self.hall.delegates]

    async def late(self, poll_id: UUID, voter_ids: list[UUID]) -> list[Pocket]:
        """Pockets of people who ask for late papers one after another, with those that the last one released."""
        pockets = [Pocket(poll_id, await self.key(poll_id)) for _ in voter_ids]
        asking = list(zip(voter_ids, pockets, strict=True))
        for voter_id, pocket in asking:
            await self.asks(poll_id, voter_id, pocket.blinded)
        for voter_id, pocket in asking:
            if (signed := await self.asks(poll_id, voter_id, pocket.blinded)) is not None:
                pocket.take(signed)
        return pockets

    async def ages_keys(self) -> None:
        """An hour goes by for the keys on the disk."""
        for file in self.folder.iterdir():
            then = file.stat().st_mtime - 3600
            os.utime(file, (then, then))

    async def signs_at_kiosk(self, poll_id: UUID, voter_id: UUID) -> KioskPlace:
        """A delegate without a phone at the teller's tablet."""
        async with self.hall.sessions.begin() as session:
            return await kiosk.sign_for_place(session, self.terms.issuer, poll_id, voter_id)

    async def opens(self, poll_id: UUID, *, late: timedelta = WINDOW) -> Poll:
        """Open it once the time for papers is over."""
        async with self.hall.sessions.begin() as session:
            now = datetime.now(UTC) + late
            return await service.open_poll(session, SYSTEM, poll_id, now=now, terms=self.terms)

    async def closes(self, poll_id: UUID) -> Poll:
        """Close and count."""
        async with self.hall.sessions.begin() as session:
            return await service.close(session, SYSTEM, poll_id, now=datetime.now(UTC), key=KEY, terms=self.terms)

    async def annuls(self, poll_id: UUID) -> Poll:
        """Annul."""
        async with self.hall.sessions.begin() as session:
            return await service.annul(session, SYSTEM, poll_id, reason="Sai danh sách", terms=self.terms)

    async def hands_out(self, poll_id: UUID, voter_id: UUID) -> Recipient:
        """A teller gives a delegate a printed paper."""
        async with self.hall.sessions.begin() as session:
            number = (await session.get_one(Delegate, voter_id)).number
            return await printed.hand_out(session, SYSTEM, poll_id, number, datetime.now(UTC))

    async def takes_back(self, poll_id: UUID, voter_id: UUID) -> Recipient:
        """And takes it back."""
        async with self.hall.sessions.begin() as session:
            number = (await session.get_one(Delegate, voter_id)).number
            return await printed.take_back(session, SYSTEM, poll_id, number)

    async def enters(self, poll_id: UUID, teller: Actor, **counted: Any) -> Poll:
        """A teller says what the printed papers came to."""
        count = HandCount(**counted)
        async with self.hall.sessions.begin() as session:
            return await enter_hand_count(session, teller, poll_id, count, now=datetime.now(UTC))

    async def publishes(self, poll_id: UUID) -> Poll:
        """Show the result."""
        async with self.hall.sessions.begin() as session:
            return await service.publish(session, SYSTEM, poll_id, now=datetime.now(UTC))

    async def casts(self, pocket: Pocket, mark: str = "for") -> SecretBallot:
        """Put a ballot in."""
        return await self.sends(pocket.ballot((Answer(1, (mark,)),), self.paper))

    async def sends(self, ballot: SecretBallot, poll_id: UUID | None = None) -> SecretBallot:
        """The same with a finished ballot, perhaps into the urn of another poll."""
        async with self.hall.sessions() as session:
            newest = select(SecretPoll.poll_id).join(Poll).order_by(Poll.number.desc()).limit(1)
            into = poll_id or await session.scalar(newest)
            congress = congress_signer(await session.scalar(select(Congress.slug)) or "", KEY).verifier
        assert into is not None
        promise = open_note(await self.urn.cast(into, ballot.encoded()), congress)
        assert promise.splitlines()[2] == b64encode(ballot.leaf).decode()
        return ballot

    async def gives_back(self, pocket: Pocket) -> SecretBallot:
        """A phone that has not voted returns its paper."""
        return await self.sends(pocket.void(self.paper), pocket.poll_id)

    async def in_urn(self, poll_id: UUID) -> int:
        """How many ballots are in, as the database has it."""
        async with self.hall.sessions() as session:
            count = select(func.count()).select_from(UrnBallot).where(UrnBallot.poll_id == poll_id)
            return await session.scalar(count) or 0

    async def rows(self, poll_id: UUID) -> list[bytes]:
        """The keys in the order in which the rows lie in the table's file."""
        async with self.hall.sessions() as session:
            found = await session.execute(
                text("SELECT key FROM urn WHERE poll_id = :id ORDER BY ctid"), {"id": poll_id}
            )
            return [row.key for row in found]

    async def journal(self, action: str) -> dict[str, Any]:
        """What the newest entry of this action says."""
        async with self.hall.sessions() as session:
            newest = select(JournalEntry.after).where(JournalEntry.action == action)
            found = await session.scalar(newest.order_by(JournalEntry.number.desc()).limit(1))
        assert found is not None
        return found

    async def poll(self, poll_id: UUID) -> Poll:
        """The row."""
        async with self.hall.sessions() as session:
            poll = await poll_of(session, poll_id)
            assert paper_in(poll) == self.paper
            return poll


@asynccontextmanager
async def a_secret_hall(hall: Hall, url: str, folder: Path) -> AsyncIterator[SecretHall]:
    """It, stopped in the end."""
    secret = SecretHall(hall, url, folder)
    try:
        yield secret
    finally:
        await secret.stop()
