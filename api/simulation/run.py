"""Running the crowd against a server, with a progress bar, from the demo's credentials."""

import asyncio
import random
import ssl
import sys
from uuid import uuid4

import msgspec
from rich.console import Console as Terminal
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.demo import Credentials
from api.simulation.actors import Console, Door, Screen, shared_client
from api.simulation.crowd import Crowd, Person, Summary


def simulate(
    address: str, credentials: Credentials, *, delegates: int, over_s: float, seed: int, quiet: bool = False
) -> Summary:
    """
    Let ``delegates`` official delegates of the demo do everything; the summary.

    ``address`` is the server's; its self-made certificate is accepted, because it is this machine's own.
    """
    people = [
        Person(number=card.number, code=card.code, pin=card.pin)
        for card in credentials.cards
        if card.pin is not None and card.number.isdigit()
    ][:delegates]
    if len(people) < delegates:
        raise ValueError(f"the example congress has {len(people)} official delegates, not {delegates}")
    return asyncio.run(_run(address, credentials, people, over_s, seed, quiet))


async def _run(
    address: str, credentials: Credentials, people: list[Person], over_s: float, seed: int, quiet: bool
) -> Summary:
    trust = ssl.create_default_context()
    trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
    bar = Progress(
        TextColumn("{task.description:14}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Terminal(stderr=True, quiet=quiet),
    )
    tasks: dict[str, int] = {}

    def progress(what: str, done: int, of: int) -> None:
        if what not in tasks:
            tasks[what] = bar.add_task(what, total=of)
        bar.update(tasks[what], completed=done)  # type: ignore[arg-type]

    async with shared_client(60, most=60, verify=trust) as http:
        with bar:
            console = await Console(address, http).sign_in(credentials.organiser.login, credentials.organiser.password)
            door = await Door(address, http).enrol(await _enrolment(console, "Cửa mô phỏng", "door"))
            screen = await Screen(address, http).enrol(await _enrolment(console, "main", "screen"))
            paper = await console.get("/polls/targets-paper")
            poll = {
                "title_vi": "Biểu quyết các chỉ tiêu nhiệm kỳ (mô phỏng)",
                "title_en": "Vote on the targets of the term (simulated)",
                "paper": paper,
            }
            crowd = Crowd(
                address,
                people,
                console=console,
                door=door,
                screen=screen,
                http=http,
                chance=random.Random(seed),  # noqa: S311 - chance that can be repeated
                over_s=over_s,
                progress=progress,
            )
            try:
                return await crowd.play(poll)
            finally:
                await screen.disconnect()


async def _enrolment(console: Console, name: str, role: str) -> str:
    devices = await console.get("/devices")
    known = [
        device for device in devices if device["name"] == name and device["role"] == role and not device["revoked"]
    ]
    device_id = known[0]["id"] if known else str(uuid4())
    if not known:
        await console.put(f"/devices/{device_id}", {"name": name, "role": role})
    code: str = (await console.post(f"/devices/{device_id}/enrolment"))["code"]
    return code


def print_summary(summary: Summary) -> None:
    """The last line on standard output."""
    sys.stdout.write(msgspec.json.encode(summary).decode() + "\n")
    sys.stdout.flush()
