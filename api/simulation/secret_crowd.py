"""
The crowd's secret election: papers at random moments, ballots without a name, and a recount from what each phone cast.

A phone's pocket is made here as the pages make it; nothing of it is shared with the server but what phones send.
"""

import asyncio
import random
import time
from base64 import b64decode
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import msgspec
from msgspec import Struct

from api.simulation.actors import Console, Phone, Refused
from api.simulation.papers import Pocket, ask_for_signature, new_pocket, put_into_urn
from api.simulation.progress import Progress, percentiles
from voting.paper import Answer, Paper

FEWEST = 20  # papers with which a secret poll may open
CANDIDATES = ("Nguyễn Thị Hồng Ánh", "Đỗ Văn Đạt", "Trần Minh Khang", "Lê Thị Ngọc Hân", "Phạm Quốc Bình")
SEATS = 3
_MARGIN_S = 3.0  # of the time for papers that is left for slow networks


class SecretSummary(Struct, frozen=True, kw_only=True):
    """What happened in the election. Milliseconds."""

    papers: int
    ballots: int
    refusals: dict[str, int]
    tally_equals_recount: bool  # also: the published urn is what the phones cast, and nothing else
    tally: dict[str, int]
    elected: list[str]
    paper_ms: dict[str, float]
    cast_ms: dict[str, float]


class SecretCrowd:
    """Delegates with phones, one of whom runs the election from a console."""

    def __init__(
        self,
        phones: Sequence[Phone],
        *,
        console: Console,
        http: httpx.AsyncClient,
        chance: random.Random,
        over_s: float,
        progress: Progress,
    ) -> None:
        self.phones, self.console, self.http = phones, console, http
        self.chance, self.over_s, self.progress = chance, over_s, progress
        self.refusals: Counter[str] = Counter()
        self.paper_ms: list[float] = []
        self.cast_ms: list[float] = []

    async def elect(self) -> SecretSummary:
        """All of it."""
        poll_id = await self.console.prepares(an_election(), uuid4())
        await self.console.takes(poll_id, "announce")
        poll = await self.console.get(f"/polls/{poll_id}")
        ends = datetime.fromisoformat(poll["secret"]["papers_until"])
        window_s = max(0.0, (ends - datetime.now(UTC)).total_seconds() - _MARGIN_S)
        pockets = await self._all("Nhận phiếu kín", self.phones, lambda phone: self._paper(phone, poll), window_s)
        await asyncio.sleep(max(0.0, (ends - datetime.now(UTC)).total_seconds() + 0.1))
        await self.console.takes(poll_id, "open")
        cast = await self._all("Bỏ phiếu kín", pockets, lambda pocket: self._cast(pocket, poll), self.over_s)
        published = await self.console.takes(poll_id, "close", "publish")
        return await self._counted(published, len(pockets), cast)

    async def _all(self, what: str, who: Sequence[Any], do: Any, over_s: float) -> list[Any]:
        """Everybody does something at a random moment; what came of it, of those who were not refused."""
        found: list[Any] = []
        done = 0

        async def one(somebody: Any, delay_s: float) -> None:
            nonlocal done
            await asyncio.sleep(delay_s)
            try:
                found.append(await do(somebody))
            except Refused as refused:
                self.refusals[refused.code] += 1
            done += 1
            self.progress(what, done, len(who))

        await asyncio.gather(*(one(somebody, self.chance.uniform(0, over_s)) for somebody in who))
        return found

    async def _paper(self, phone: Phone, poll: dict[str, Any]) -> Pocket:
        pocket = new_pocket(poll)
        asked = time.perf_counter()
        signed = await ask_for_signature(phone, pocket)
        self.paper_ms.append((time.perf_counter() - asked) * 1000)
        pocket.take(signed)
        return pocket

    async def _cast(self, pocket: Pocket, poll: dict[str, Any]) -> tuple[bytes, tuple[str, ...]]:
        """Put a ballot in; its bytes, and what is on it."""
        paper = msgspec.convert(poll["paper"], Paper)
        (question,) = paper.questions
        keys = [option.key for option in question.options]
        marked = self.chance.sample(keys, k=self.chance.choice([0, 1, 2, 3, 3, 3, 3]), counts=[9, 7, 5, 3, 2])
        chosen = tuple(key for key in keys if key in marked)
        content = pocket.ballot((Answer(1, chosen),), paper).encoded()
        sent = time.perf_counter()
        answer = await put_into_urn(self.http, self.console.address, poll["id"], content)
        if answer.is_error:
            raise Refused(answer.json().get("code", f"http_{answer.status_code}"), answer.json())
        self.cast_ms.append((time.perf_counter() - sent) * 1000)
        return content, chosen

    async def _counted(
        self, published: dict[str, Any], papers: int, cast: list[tuple[bytes, tuple[str, ...]]]
    ) -> SecretSummary:
        counted = published["tally"]["questions"][0]
        recount = dict.fromkeys(counted["marks"], 0) | Counter(key for _, chosen in cast for key in chosen)
        urn = await self._urn(published["id"])
        labels = {one["key"]: one["label_vi"] for one in published["paper"]["questions"][0]["options"]}
        return SecretSummary(
            papers=papers,
            ballots=published["tally"]["ballots"],
            refusals=dict(self.refusals),
            tally_equals_recount=counted["marks"] == recount and urn == sorted(content for content, _ in cast),
            tally={labels[key]: votes for key, votes in counted["marks"].items()},
            elected=[labels[key] for key in published["tally"]["outcomes"][0]["chosen"]],
            paper_ms=percentiles(self.paper_ms),
            cast_ms=percentiles(self.cast_ms),
        )

    async def _urn(self, poll_id: str) -> list[bytes]:
        """All ballots as they were published."""
        found: list[bytes] = []
        cursor: str | None = ""
        while cursor is not None:
            page = await self.console.get(f"/polls/{poll_id}/urn", params={"cursor": cursor} if cursor else {})
            found += [b64decode(one) for one in page["items"]]
            cursor = page["next"]
        return found


def an_election() -> dict[str, Any]:
    """A secret election of three out of five."""
    options = [{"key": f"c{n}", "label_vi": name} for n, name in enumerate(CANDIDATES, start=1)]
    question = {
        "number": 1,
        "kind": "election",
        "title_vi": "Bầu Đoàn đại biểu dự Đại hội cấp trên (mô phỏng)",
        "title_en": "Election of delegates to the next congress (simulated)",
        "options": options,
        "candidates": [{"option": option["key"]} for option in options],
        "max_marks": SEATS,
        "rule": {"numerator": 1, "denominator": 2, "exactly_suffices": False, "base": "cast"},
    }
    return {
        "title_vi": "Bầu Đoàn đại biểu (mô phỏng)",
        "title_en": "Election (simulated)",
        "secrecy": "secret",
        "paper": {"questions": [question]},
    }
