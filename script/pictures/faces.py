"""All faces at once: what pictures share that show one poll on a phone, at the console and on the screen."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from api.simulation.actors import Phone
from api.simulation.papers import Pocket, paper_for
from script.pictures.congress import CongressUnderWay, opened_by
from script.pictures.console import ConsolePictures
from script.pictures.delegate import DelegatePictures
from script.pictures.photographer import Photographer
from script.pictures.screen import ScreenPictures


class AllFaces:
    """One delegate's phone, the organiser's console and the screen."""

    def __init__(
        self,
        photographer: Photographer,
        congress: CongressUnderWay,
        phone: DelegatePictures,
        desk: ConsolePictures,
        screen: ScreenPictures,
    ) -> None:
        self.photographer, self.congress = photographer, congress
        self.phone, self.desk, self.screen = phone, desk, screen

    async def signed_in(self, place: int) -> Phone:
        """The phone of one of the present, who is not photographed."""
        phone = Phone(self.congress.console.address, self.congress.console.http)
        return await phone.sign_in(*opened_by(self.congress.voters[place]))

    async def papers(self, poll: dict[str, Any], first: int, people: int) -> list[Pocket]:
        """The papers that so many of the present get for a secret poll."""
        return await asyncio.gather(*(self._paper(poll, place) for place in range(first, first + people)))

    async def _paper(self, poll: dict[str, Any], place: int) -> Pocket:
        return await paper_for(await self.signed_in(place), poll)

    async def opens_when_papers_are_out(self, poll: dict[str, Any]) -> None:
        """Open a secret poll once the time for papers is over."""
        ends = datetime.fromisoformat(poll["secret"]["papers_until"])
        await asyncio.sleep(max(0.0, (ends - datetime.now(UTC)).total_seconds() + 0.2))
        await self.congress.console.takes(poll["id"], "open")
