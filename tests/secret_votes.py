"""A secret poll over the wire: phones ask for papers with their names and cast ballots without."""

from base64 import b64decode, b64encode
from typing import Any
from uuid import UUID

import httpx
import msgspec
from sqlalchemy import func, update

from api.simulation.actors import Phone
from api.simulation.papers import Pocket, new_pocket, paper_for, put_into_urn
from realtime.touch import touch
from tests.congresses import Hall, a_motion
from voting.paper import Answer, Paper
from voting.secret_ballot import SecretBallot
from voting.secret_models import SecretPoll
from voting.urn import public_key


class SecretVote:
    """A secret poll of one motion that ``hall``'s organiser has announced."""

    def __init__(self, hall: Hall, poll: dict[str, Any]) -> None:
        self.hall, self.poll, self.poll_id = hall, poll, UUID(poll["id"])
        self.paper = msgspec.convert(poll["paper"], Paper)
        self.key = public_key(b64decode(poll["secret"]["key"]))
        self.fingerprint = poll["secret"]["fingerprint"]

    async def paper_for(self, phone: Phone) -> Pocket:
        """A pocket with the paper that the server signed for whoever holds this phone."""
        return await paper_for(phone, self.poll)

    async def papers_for(self, numbers: list[str]) -> list[Pocket]:
        """One for each delegate."""
        return [await self.paper_for(await self.hall.phone(number, topics=())) for number in numbers]

    async def asks_late(self, numbers: list[str]) -> list[Pocket]:
        """Phones of these delegates ask for late papers; their pockets, before any batch is released to them."""
        pockets = [new_pocket(self.poll) for _ in numbers]
        for number, pocket in zip(numbers, pockets, strict=True):
            body = {"blinded": b64encode(pocket.blinded).decode()}
            await (await self.hall.phone(number, topics=())).post(f"/polls/{self.poll_id}/papers", body)
        return pockets

    async def time_for_papers_ends(self) -> None:
        """Twenty seconds later."""
        async with self.hall.sessions.begin() as session:
            over = update(SecretPoll).where(SecretPoll.poll_id == self.poll_id)
            await session.execute(over.values(issue_until=func.now()))
            await touch(session, "floor", f"desk-poll/{self.poll_id}")

    async def takes(self, *steps: str) -> dict[str, Any]:
        """The organiser takes the poll further."""
        return await (await self.hall.console()).takes(str(self.poll_id), *steps)

    def marked(self, pocket: Pocket, mark: str = "for") -> SecretBallot:
        """A ballot for the urn."""
        return pocket.ballot((Answer(1, (mark,)),), self.paper)

    async def puts_in(self, content: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
        """What the urn answers."""
        return await put_into_urn(self.hall.http, self.hall.servers[0].address, self.poll_id, content, headers)


async def a_secret_vote(hall: Hall, **changes: Any) -> SecretVote:
    """It, announced."""
    console = await hall.console()
    poll_id = await console.prepares(a_motion("Bầu kín", secrecy="secret") | changes)
    await console.takes(poll_id, "announce")
    return SecretVote(hall, await console.get(f"/polls/{poll_id}"))


async def a_closed_secret_vote(hall: Hall, **changes: Any) -> SecretVote:
    """It, closed: of twenty papers twelve are for the first option, seven for the second, and one came back unused."""
    numbers = await hall.summon(20)
    await hall.check_in(*numbers)
    vote = await a_secret_vote(hall, **changes)
    *cast, left = await vote.papers_for(numbers)
    await vote.time_for_papers_ends()
    await vote.takes("open")
    (asked,) = vote.paper.questions
    for n, pocket in enumerate(cast):
        (await vote.puts_in(vote.marked(pocket, asked.keys[n < 7]).encoded())).raise_for_status()
    await vote.takes("close")
    (await vote.puts_in(left.void(vote.paper).encoded())).raise_for_status()
    return vote
