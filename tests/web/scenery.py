"""Scenery: one screen put through its scenes by the console's requests, in a test's hall or in the example congress."""

from typing import Any
from uuid import uuid4

from api.simulation.actors import Console, State


class Scenery:
    """
    What the console tells a screen.

    Args:
        console: signed in as somebody who steers screens and runs the programme.
        name: the screen's.
    """

    def __init__(self, console: Console, name: str = "main") -> None:
        self.console, self.name = console, name

    async def show(self, kind: str, **told: Any) -> State:
        """Pin a scene; ``auto`` lets the screen follow the session."""
        line: State = await self.console.put(f"/screens/{self.name}/scene", {"scene": {"kind": kind, **told}})
        return line

    async def speaker(self, name: str, title: str = "", *, seconds: int = 300, **told: Any) -> State:
        """Give somebody the floor."""
        speech = {"speech_id": str(uuid4()), "name": name, "title_vi": title, "seconds": seconds, **told}
        return await self.show("speaker", **speech)

    async def announce(self, text_vi: str, text_en: str = "") -> None:
        """The strip on top of every scene; an empty text takes it away."""
        await self.console.post("/announcement", {"text_vi": text_vi, "text_en": text_en})
