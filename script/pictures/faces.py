"""All faces at once: what pictures share that show one poll on a phone, at the console and on the screen."""

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

    async def paper(self, poll: dict[str, Any], place: int) -> Pocket:
        """The paper that one of the present gets for a secret poll."""
        phone = Phone(self.congress.console.address, self.congress.console.http)
        await phone.sign_in(*opened_by(self.congress.voters[place]))
        return await paper_for(phone, poll)
