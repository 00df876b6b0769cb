"""A congress in a data folder, with its embedded database, as it stands on a laptop in the hall."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import httpx

from api.database import database_config, migrate
from api.embedded import EmbeddedPostgres
from api.settings import Settings
from api.simulation.actors import Phone, State
from delegates.badges import Issued
from tests.congresses import ALL_FOR, Hall, a_motion

VOTERS = ("001", "002", "003", "004")


@asynccontextmanager
async def a_hall_in(folder: Path) -> AsyncIterator[Hall]:
    """A congress in the embedded database of ``folder``, which stands still afterwards."""
    postgres = EmbeddedPostgres(folder / "database")
    url = await asyncio.to_thread(postgres.start)
    config = database_config(url, Settings(database_connections=4))
    await migrate(config)
    await config.get_engine().dispose()
    async with Hall(url, folder) as hall:
        yield hall
    await asyncio.to_thread(postgres.stop)


async def a_congress_that_votes(folder: Path, polls: int) -> tuple[dict[str, Issued], list[str]]:
    """A congress in the embedded database of ``folder`` with ``polls`` open polls; who may vote, and in what."""
    async with a_hall_in(folder) as hall:
        await hall.check_in(*VOTERS)
        console = await hall.console()
        opened = [await console.prepares(a_motion(f"Nội dung {n}")) for n in range(polls)]
        for poll in opened:
            await console.takes(poll, "announce", "open")
    return hall.issued, opened


async def casts(address: str, http: httpx.AsyncClient, issued: Issued, ballots: dict[str, UUID]) -> dict[str, State]:
    """Cast a ballot in each poll; the receipts that came before the server died."""
    receipts: dict[str, State] = {}
    async with Phone(address, http) as phone:
        try:
            await phone.sign_in(issued.code, issued.pin or "")
            for poll, ballot_id in ballots.items():
                receipts[poll] = await phone.post_ballot(poll, ALL_FOR, ballot_id)
        except httpx.TransportError:
            pass
    return receipts
