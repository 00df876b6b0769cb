"""
What somebody makes of a secret poll who has the server's database and log and a clock at its door: C6 and C8 of
``field/secret-voting.md`` §4. Phones draw their moments as ``web/delegate/voting/keeper.ts`` does, and people think as
long as in the simulation of §1.5; polls, papers and urn are the product's own.

``script/test --long`` runs ten times as many.
"""

import random
import statistics
import time
from collections.abc import Iterator, Sequence
from math import erfc, sqrt
from typing import NamedTuple
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import load_der_private_key
from sqlalchemy import text

from api.simulation.papers import Pocket
from tests.voting.secret_halls import FEWEST, WINDOW, SecretHall, a_secret_hall
from voting.paper import Answer
from voting.secret_ballot import paper_message
from voting.tidying import Tidying

TIMES_GUESSING = 2  # what C6 lets an attacker reach
LAST_MOMENT_S, LONGEST_DELAY_S = 3.0, 5.0  # as in keeper.ts

# ---- C6: who asked for which paper, and which ballot came when


def thinking_s(chance: random.Random) -> float:
    """From the opening to the tap: a median of twelve seconds, some take a minute."""
    return 2 + chance.lognormvariate(2.485, 0.6)


class Moments(NamedTuple):
    """When one delegate's phone did what, in seconds; nothing else of it can be seen from outside."""

    asked: float
    cast: float


def as_phones_do(chance: random.Random) -> Moments:
    """The paper at any moment of the time for papers, the ballot some seconds after the tap."""
    heard = chance.uniform(0, 2)
    asked = heard + chance.random() * (WINDOW.total_seconds() - LAST_MOMENT_S - heard)
    opened = WINDOW.total_seconds()
    return Moments(asked, opened + thinking_s(chance) + chance.uniform(0, LONGEST_DELAY_S))


def on_the_tap(chance: random.Random) -> Moments:
    """As it must not be: the paper is asked for by who taps, and cast at once."""
    tap = thinking_s(chance)
    return Moments(tap, tap + 0.2 + chance.expovariate(4))


class Seen(NamedTuple):
    """What the attacker has of one poll: people and ballots, each in an order that may tell something."""

    people: dict[str, list[UUID]]
    ballots: dict[str, list[bytes]]
    truth: dict[UUID, bytes]  # which nobody has, to judge by

    def hits(self) -> Iterator[tuple[str, int]]:
        """
        How many pairs are right of each pairing of an order with an order, forwards and backwards.

        Where one order follows the other, however loosely, pairing rank with rank is the best matching there is.
        """
        for by, people in self.people.items():
            for of, ballots in self.ballots.items():
                for way, line in (("", ballots), (" backwards", ballots[::-1])):
                    found = sum(self.truth[one] == key for one, key in zip(people, line, strict=True))
                    yield f"{by} / {of}{way}", found


async def a_watched_poll(secret: SecretHall, chance: random.Random) -> Seen:
    """A whole poll, seen by somebody who writes down when each request comes and copies the tables whenever it pays."""
    moments = {voter: as_phones_do(chance) for voter in secret.hall.delegates}
    asking = sorted(moments, key=lambda voter: moments[voter].asked)
    casting = sorted(moments, key=lambda voter: moments[voter].cast)
    poll_id = await secret.announces()
    pockets = {voter: await secret.pocket(poll_id, voter) for voter in asking}
    await secret.opens(poll_id)
    for voter in casting:
        await secret.casts(pockets[voter], chance.choice(["for", "against"]))
    urn = {"casts by the clock": [pockets[voter].key for voter in casting], "urn, open": await secret.rows(poll_id)}
    await secret.closes(poll_id)
    await Tidying(secret.engine, secret.terms.issuer)._tidy()
    urn["urn, closed"] = await secret.rows(poll_id)
    async with secret.hall.sessions() as session:
        rows = await session.execute(
            text(
                "SELECT voter_id, blinded, signed, xmin::text::bigint AS written FROM issued_paper WHERE poll_id = :id"
            ),
            {"id": poll_id},
        )
        papers = rows.all()
    people = {
        "papers by the clock": asking,
        "papers, written": [row.voter_id for row in sorted(papers, key=lambda row: row.written)],
        "papers, blinded": [row.voter_id for row in sorted(papers, key=lambda row: row.blinded)],
        "papers, signed": [row.voter_id for row in sorted(papers, key=lambda row: row.signed)],
    }
    return Seen(people, urn, {voter: pocket.key for voter, pocket in pockets.items()})


@pytest.mark.slow
async def test_who_has_database_and_clock_links_no_better_than_by_guessing(voting_hall, database_url, tmp_path, long):
    polls, chance = 200 if long else 20, random.Random(1284)
    await voting_hall.fill(FEWEST)
    found: dict[str, int] = {}
    async with a_secret_hall(voting_hall, database_url, tmp_path / "paper-keys") as secret:
        for _ in range(polls):
            seen = await a_watched_poll(secret, chance)
            found = {attack: found.get(attack, 0) + hits for attack, hits in seen.hits()}

    assert len(found) == 4 * 3 * 2
    by_guessing = polls  # one pair of each poll, however many voters it has
    assert max(found.values()) <= TIMES_GUESSING * by_guessing, found


def test_the_attack_finds_those_whose_papers_come_on_the_tap():
    """A canary: with the same eyes, on phones that do it wrong."""
    chance, polls, hits, last = random.Random(1284), 200, 0, 0
    for _ in range(polls):
        moments = [on_the_tap(chance) for _ in range(FEWEST)]
        asked = sorted(range(FEWEST), key=lambda one: moments[one].asked)
        cast = sorted(range(FEWEST), key=lambda one: moments[one].cast)
        hits += sum(one == other for one, other in zip(asked, cast, strict=True))
        last += asked[-1] == cast[-1]

    assert hits / polls > 10  # of twenty, where guessing finds one
    assert last / polls > 0.9


# ---- C8: how long the urn takes to answer

CHOICES = (("for",), ("against",), ())


async def answer_times(secret: SecretHall, chance: random.Random, rounds: int) -> dict[tuple[str, ...], list[float]]:
    """How long the urn took to answer for ballots of each choice, in an order that nobody planned. Seconds."""
    poll_id = await secret.announces()
    pressed = load_der_private_key((secret.folder / f"{poll_id}.key").read_bytes(), None)
    assert isinstance(pressed, RSAPrivateKey)
    for voter in secret.hall.delegates:
        await secret.pocket(poll_id, voter)
    await secret.opens(poll_id)
    took: dict[tuple[str, ...], list[float]] = {choice: [] for choice in CHOICES}
    for choice in chance.sample(CHOICES * rounds, k=len(CHOICES) * rounds):
        pocket = Pocket(poll_id, await secret.key(poll_id))
        pocket.paper = pressed.sign(paper_message(poll_id, pocket.key), PSS(MGF1(SHA384()), 48), SHA384())
        content = pocket.ballot((Answer(1, choice),), secret.paper).encoded()
        began = time.perf_counter()
        await secret.urn.cast(poll_id, content)
        took[choice].append(time.perf_counter() - began)
    return took


def chance_of_this(one: Sequence[float], other: Sequence[float]) -> float:
    """Welch's test: how often means differ by so much that are the same (of so many, t is as good as normal)."""
    spread = sqrt(statistics.variance(one) / len(one) + statistics.variance(other) / len(other))
    return erfc(abs(statistics.fmean(one) - statistics.fmean(other)) / spread / sqrt(2))


def test_the_clock_would_tell_choices_apart_if_they_took_different_times():
    """A canary."""
    chance = random.Random(1284)
    took = [[chance.gauss(ms, 1) for _ in range(1000)] for ms in (5, 5.3)]
    assert chance_of_this(*took) < 0.01 < chance_of_this(took[0][::2], took[0][1::2])


@pytest.mark.slow
async def test_how_long_the_urn_takes_to_answer_says_nothing_of_the_choice(voting_hall, database_url, tmp_path, long):
    chance = random.Random(1284)
    await voting_hall.fill(FEWEST)
    async with a_secret_hall(voting_hall, database_url, tmp_path / "paper-keys") as secret:
        for _ in range(3):  # one time in a hundred equal means look different; what is different does so every time
            took = await answer_times(secret, chance, rounds=33_334 if long else 250)
            found = [chance_of_this(took[CHOICES[0]], took[other]) for other in CHOICES[1:]]
            if min(found) > 0.01:
                break

    assert min(found) > 0.01, found
