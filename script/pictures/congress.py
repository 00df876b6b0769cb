"""The congress under way: the example congress as it stands in the middle of its work."""

import asyncio
import random
from uuid import uuid4

from api.demo import Card, Credentials
from api.simulation.actors import Console, Phone, State

OPINIONS = (
    ("amend", "Đề nghị nêu rõ lộ trình từng năm và nguồn lực thực hiện."),
    ("agree", "Nhất trí với dự thảo."),
)
MOTION = ("Thông qua Chương trình làm việc của Đại hội", "Adopt the programme of the congress")


class CongressUnderWay:
    """
    What the pictures need of the congress: people, devices, a current item, a poll that comes in.

    Args:
        console: signed in as the organiser.
        present: how many official delegates have checked in, from the top of the roster.
    """

    def __init__(self, console: Console, credentials: Credentials, present: int) -> None:
        self.console, self.credentials = console, credentials
        official = [card for card in credentials.cards if card.pin and card.number.isdigit()]
        self.voters, self.absent = official[:present], official[present:]
        self.phones: list[Phone] = []

    async def device(self, name: str, role: str) -> dict[str, str]:
        """What a device signs in with; it is found again by its name."""
        known = [one for one in await self.console.get("/devices") if (one["name"], one["role"]) == (name, role)]
        device_id = known[0]["id"] if known else str(uuid4())
        if not known:
            await self.console.put(f"/devices/{device_id}", {"name": name, "role": role})
        return {"code": (await self.console.post(f"/devices/{device_id}/enrolment"))["code"]}

    async def delegate_id(self, card: Card) -> str:
        """The roster's id of whoever holds this badge."""
        lines = (await self.console.get("/delegates", params={"search": card.name}))["items"]
        return next(str(line["id"]) for line in lines if line["number"] == card.number)

    async def revokes(self, card: Card) -> None:
        """Somebody has lost their badge."""
        reason = {"reason": "Báo mất thẻ ở sảnh."}
        await self.console.post(f"/delegates/{await self.delegate_id(card)}/badge/revoke", reason)

    async def comes_to_its_targets(self) -> str:
        """An item is being dealt with, opinions were given, one was answered; the poll that the crowd voted in."""
        await self.console.connect("programme")
        programme = await self.console.until("programme")
        items = [item for sitting in programme["sittings"] for item in sitting["items"]]
        await self.console.put("/programme/current-item", {"id": items[min(4, len(items) - 1)]["id"]})
        me = await Phone(self.console.address, self.console.http).sign_in(*opened_by(self.voters[0]))
        targets = await me.get("/targets")
        for place, (stance, text) in enumerate(OPINIONS):
            sent = await me.opines(stance, text, target_id=targets[place]["id"])
            if place == 0:
                answer = {"kind": "partly", "text": "Tiếp thu, bổ sung lộ trình vào phụ lục 2 của dự thảo."}
                await self.console.put(f"/opinions/{sent['id']}/answer", answer)
        return next(str(poll["id"]) for poll in await self.polls() if poll["state"] == "published")

    async def polls(self) -> list[State]:
        """All polls, as the console lists them."""
        found = await self.console.get("/polls")
        return found["items"] if isinstance(found, dict) else found

    async def document(self) -> str:
        """The first document that delegates may read."""
        phone = await Phone(self.console.address, self.console.http).sign_in(*opened_by(self.voters[0]))
        return str((await phone.get("/documents"))["items"][0]["id"])

    async def prepares_a_motion(self) -> str:
        """A draft of a poll of one question; its id."""
        paper = await self.console.get("/polls/targets-paper")
        asked = {"number": 1, "title_vi": MOTION[0], "title_en": MOTION[1]}
        question = {**paper["questions"][0], **asked}
        return await self.console.prepares(
            {"title_vi": MOTION[0], "title_en": MOTION[1], "paper": {**paper, "questions": [question]}}
        )

    async def prepares_the_targets(self, **poll: object) -> str:
        """A draft of the poll on all targets; its id."""
        paper = await self.console.get("/polls/targets-paper")
        titles = {
            "title_vi": "Biểu quyết các chỉ tiêu nhiệm kỳ 2025–2030",
            "title_en": "Vote on the targets of the term",
        }
        return await self.console.prepares({**titles, "paper": paper, **poll})

    async def votes(self, poll_id: str, voters: list[Card]) -> None:
        """These delegates put their ballots in: most are for, a few are not."""
        paper = (await self.console.get(f"/polls/{poll_id}"))["paper"]
        chance = random.Random(1284)
        places = asyncio.Semaphore(8)

        async def one(card: Card, answers: list[State]) -> None:
            async with places:
                phone = await Phone(self.console.address, self.console.http).sign_in(*opened_by(card))
                await phone.post_ballot(poll_id, answers)

        async with asyncio.TaskGroup() as group:
            for card in voters:
                answers = []
                for question in paper["questions"]:
                    keys = [option["key"] for option in question["options"]]
                    chosen = chance.choices(keys, [96, 3, 1][: len(keys)])
                    answers.append({"question": question["number"], "options": chosen})
                group.create_task(one(card, answers))


def opened_by(card: Card) -> tuple[str, str]:
    """Badge and PIN."""
    return card.code, card.pin or ""
