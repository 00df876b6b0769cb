"""
The crowd: hundreds of delegates who sign in, check in, read, give opinions and vote over real sockets, and one who
counts.

What the crowd cast is counted here, from its own memory, and compared with what the server published.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import uuid4

import httpx
from msgspec import Struct

from api.simulation.actors import Console, Door, Phone, Refused, Screen
from api.simulation.progress import Progress, percentiles
from api.simulation.secret_crowd import FEWEST, SecretCrowd, SecretSummary

CONNECTING = 40  # phones that sign in at the same time: a door's worth, not a flood


class Person(Struct, frozen=True, kw_only=True):
    """A delegate's badge and PIN, as they were printed."""

    number: str
    code: str
    pin: str


class Summary(Struct, frozen=True, kw_only=True):
    """What happened. Milliseconds; ``screen_ms`` is from the last acknowledgement to the screen's final turnout."""

    delegates: int
    checked_in: int
    pages_read: int
    opinions: int
    ballots_acknowledged: int
    ballots_refused: int
    refusals: dict[str, int]
    tally_equals_recount: bool
    tally: list[dict[str, int]]
    recount: list[dict[str, int]]
    outcomes: list[str]
    ack_ms: dict[str, float]
    screen_ms: dict[str, float]
    open_to_paper_ms: dict[str, float]
    voting_s: float
    total_s: float
    election: SecretSummary | None  # secret; none where there are too few for one

    @property
    def holds(self) -> bool:
        """Everything that was published is what was cast."""
        return self.tally_equals_recount and (self.election is None or self.election.tally_equals_recount)


class Crowd:
    """
    Delegates on a server, with a door, a console and a screen.

    Args:
        people: whose badges and PINs are known.
        chance: decides who marks what; the same seed, the same votes.
        over_s: seconds over which the votes are spread (0: all at once).
    """

    def __init__(
        self,
        address: str,
        people: Sequence[Person],
        *,
        console: Console,
        door: Door,
        screen: Screen,
        http: httpx.AsyncClient,
        chance: random.Random,
        over_s: float,
        progress: Progress,
    ) -> None:
        self.address, self.people = address, people
        self.console, self.door, self.screen = console, door, screen
        self.http, self.chance, self.over_s, self.progress = http, chance, over_s, progress
        self.phones: list[Phone] = []
        self.refusals: Counter[str] = Counter()
        self.checked_in = self.pages_read = self.opinions = 0

    async def play(self, poll: dict[str, Any]) -> Summary:
        """All of it, on a poll that is prepared here."""
        began = time.perf_counter()
        try:
            await self._each("Điểm danh", self._checks_in)
            await self._each("Đăng nhập", self._signs_in)
            await self._each("Đọc tài liệu", self._reads)
            await self._each("Gửi ý kiến", self._opines)
            return await self._vote(poll, began)
        finally:
            await asyncio.gather(*(phone.disconnect() for phone in self.phones))

    async def _each(self, what: str, do: Callable[[int, Person], Awaitable[None]]) -> None:
        """Everybody does something, so many at a time, with progress."""
        places, done = asyncio.Semaphore(CONNECTING), 0

        async def one(index: int, person: Person) -> None:
            nonlocal done
            async with places:
                try:
                    await do(index, person)
                except Refused as refused:
                    self.refusals[refused.code] += 1
            done += 1
            self.progress(what, done, len(self.people))

        async with asyncio.TaskGroup() as group:
            for index, person in enumerate(self.people):
                group.create_task(one(index, person))

    async def _checks_in(self, _: int, person: Person) -> None:
        answer = await self.door.scans(person.code)
        self.checked_in += answer["verdict"] in ("ok", "already_present")

    async def _signs_in(self, _: int, person: Person) -> None:
        phone = await Phone(self.address, self.http).sign_in(person.code, person.pin)
        await phone.connect("floor", phone.mine)
        await phone.until("floor")
        self.phones.append(phone)

    async def _reads(self, index: int, _: Person) -> None:
        """One page of the first document; every tenth reads three."""
        if index >= len(self.phones):
            return
        phone = self.phones[index]
        documents = (await phone.get("/documents"))["items"]
        if not documents:
            return
        document = documents[index % len(documents)]
        for page in range(1, min(document["pages"], 3 if index % 10 == 0 else 1) + 1):
            path = f"/documents/{document['id']}/versions/{document['version']}/pages/{page}"
            await phone.get(f"{path}/small.webp")
            self.pages_read += 1
        await phone.put(f"/documents/{document['id']}/place", {"page": 1})

    async def _opines(self, index: int, _: Person) -> None:
        """Every eighth delegate gives an opinion on a target."""
        if index % 8 or index >= len(self.phones):
            return
        phone = self.phones[index]
        targets = await phone.get("/targets")
        if targets:
            target = targets[index // 8 % len(targets)]
            text = f"Đề nghị làm rõ giải pháp để đạt {target['goal_vi']} ở chỉ tiêu {target['code']}."
            await phone.opines("amend", text, target_id=target["id"])
            self.opinions += 1

    async def _vote(self, poll: dict[str, Any], began: float) -> Summary:
        await self.screen.connect("screen/main")
        poll_id = await self.console.prepares(poll, uuid4())
        await self.console.takes(poll_id, "announce")
        for phone in self.phones:
            phone.arrived_at.clear()
        opened_at = time.perf_counter()
        await self.console.takes(poll_id, "open")
        papers = await asyncio.gather(*(self._paper(phone, poll_id, opened_at) for phone in self.phones))

        voting_from = time.perf_counter()
        acknowledged: list[list[dict[str, Any]]] = []
        ack_ms: list[float] = []
        done = 0

        async def votes(phone: Phone, delay_s: float) -> None:
            nonlocal done
            await asyncio.sleep(delay_s)
            answers = self._marks(phone.states["floor"], poll_id)
            sent = time.perf_counter()
            try:
                await phone.cast(poll_id, answers)
            except Refused as refused:
                self.refusals[refused.code] += 1
            else:
                ack_ms.append((time.perf_counter() - sent) * 1000)
                acknowledged.append(answers)
            done += 1
            self.progress("Biểu quyết", done, len(self.phones))

        delays = [self.over_s * index / max(1, len(self.phones)) for index in range(len(self.phones))]
        self.chance.shuffle(delays)
        await asyncio.gather(*(votes(phone, delay) for phone, delay in zip(self.phones, delays, strict=True)))
        last_ack = time.perf_counter()
        # The result of an earlier poll may stand there until ours shows; others may vote too.
        await self.screen.until(
            "screen/main", lambda s: s["scene"]["kind"] == "poll" and (s["scene"]["ballots"] or 0) >= len(acknowledged)
        )
        screen_ms = max(0.0, (self.screen.arrived_at["screen/main"] - last_ack) * 1000)

        published = await self.console.takes(poll_id, "close", "publish")
        result = await self.screen.until("screen/main", lambda s: s["scene"]["kind"] == "result")
        tally = [dict(question["marks"]) for question in published["tally"]["questions"]]
        recount = self._recount(published["paper"]["questions"], acknowledged)
        shown = [{bar["option"]: bar["mandates"] for bar in line["bars"]} for line in result["scene"]["lines"]]
        return Summary(
            delegates=len(self.people),
            checked_in=self.checked_in,
            pages_read=self.pages_read,
            opinions=self.opinions,
            ballots_acknowledged=len(acknowledged),
            ballots_refused=sum(self.refusals.values()),
            refusals=dict(self.refusals),
            tally_equals_recount=tally == recount == shown and published["tally"]["ballots"] == len(acknowledged),
            tally=tally,
            recount=recount,
            outcomes=[outcome["conclusion"] for outcome in published["tally"]["outcomes"]],
            ack_ms=percentiles(ack_ms),
            screen_ms=percentiles([screen_ms]),
            open_to_paper_ms=percentiles(papers),
            voting_s=round(last_ack - voting_from, 2),
            election=await self._election(),
            total_s=round(time.perf_counter() - began, 1),
        )

    async def _election(self) -> SecretSummary | None:
        if len(self.phones) < FEWEST:
            return None
        crowd = SecretCrowd(
            self.phones,
            console=self.console,
            http=self.http,
            chance=self.chance,
            over_s=self.over_s,
            progress=self.progress,
        )
        return await crowd.elect()

    async def _paper(self, phone: Phone, poll_id: str, opened_at: float) -> float:
        """Milliseconds until the open paper is on this phone."""
        await phone.until(
            "floor", lambda floor: any(one["id"] == poll_id and one["state"] == "open" for one in floor["polls"])
        )
        return (phone.arrived_at["floor"] - opened_at) * 1000

    def _marks(self, floor: dict[str, Any], poll_id: str) -> list[dict[str, Any]]:
        """A paper like a real one: most are for, some questions are contested, a few stay blank."""
        paper = next(one["paper"] for one in floor["polls"] if one["id"] == poll_id)
        answers = []
        for question in paper["questions"]:
            keys = [option["key"] for option in question["options"]]
            contested = question["number"] % 5 == 0
            weights = [50, 46, 3] if contested else [96, 2, 1.5]
            weights = [*[*weights, 0.5][: len(keys)], 0.5]
            chosen = self.chance.choices([*keys, None], weights=weights)[0]
            answers.append({"question": question["number"], "options": [chosen] if chosen else []})
        return answers

    @staticmethod
    def _recount(questions: list[dict[str, Any]], ballots: list[list[dict[str, Any]]]) -> list[dict[str, int]]:
        """Counted anew from what was cast, sharing nothing with the server."""
        found = [dict.fromkeys((option["key"] for option in question["options"]), 0) for question in questions]
        for ballot in ballots:
            for answer in ballot:
                for option in answer["options"]:
                    found[answer["question"] - 1][option] += 1
        return found
