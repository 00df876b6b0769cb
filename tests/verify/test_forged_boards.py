"""
D1 of ``field/secret-voting.md`` §4: whatever is forged on a board that was in order, the check of archives names it.

The forger has the congress's key, so that manifest and journal fit; the root was on the hall's screen. ``script/test
--long``: a thousand boards for each.
"""

import random
from collections.abc import Callable

import pytest

from api.simulation.papers import Pocket
from tests.verify.boards import Board, Papers, a_board, archive_of, random_answers
from tests.verify.wrongs import changed
from verify import verify
from voting.paper import QuestionKind

ENOUGH = 2  # ballots, so that any can be swapped
Named = str  # a part of what is said of it
Forgery = Callable[[random.Random, Board], Named]


def ballot_removed(chance: random.Random, board: Board) -> Named:
    size = len(board.urn)
    board.urn.pop(chance.randrange(size))
    return f"signed for {size} ballots, here are {size - 1}"


def ballot_changed(chance: random.Random, board: Board) -> Named:
    at = chance.randrange(len(board.urn))
    board.urn[at] = changed(chance, board.urn[at])
    return f"ballot {at + 1} is not valid"


def ballot_added(chance: random.Random, board: Board) -> Named:
    pocket = Pocket(board.poll_id, board.public)  # of nobody: the poll's key is gone, and nothing signs it
    pocket.paper = chance.randbytes(board.public.bytes)
    board.urn.append(forged := pocket.ballot(random_answers(chance, board.paper), board.paper).encoded())
    board.urn.sort()
    return f"ballot {board.urn.index(forged) + 1} is not valid"


def ballot_duplicated(chance: random.Random, board: Board) -> Named:
    at = chance.randrange(len(board.urn))
    board.urn.insert(at, board.urn[at])
    return f"ballot {at + 2} is on a paper that was used before"


def ballots_swapped(chance: random.Random, board: Board) -> Named:
    one, other = sorted(chance.sample(range(len(board.urn)), 2))
    board.urn[one], board.urn[other] = board.urn[other], board.urn[one]
    return f"ballot {other + 1} is out of order"


def voids_removed(chance: random.Random, board: Board) -> Named:
    board.voids.pop(chance.randrange(len(board.voids)))
    return f"there are {len(board.voids)} void papers, the journal says more"


def roll_forged(chance: random.Random, board: Board) -> Named:
    at = chance.randrange(len(board.papers))
    stranger = f"{chance.getrandbits(128):032x}"
    published = board.papers[at].published | {"voter_id": stranger}
    board.papers[at] = board.papers[at]._replace(published=published)
    return f"paper 1 of {stranger} is nobody's of the electorate"


FORGERIES: tuple[Forgery, ...] = (
    ballot_removed, ballot_changed, ballot_added, ballot_duplicated, ballots_swapped, voids_removed, roll_forged,
)  # fmt: skip


@pytest.fixture(scope="module")
def papers() -> Papers:
    return Papers()


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_what_is_forged_on_a_board_is_named(forge: Forgery, papers: Papers, tmp_path, long):
    seeds, tried = iter(range(1_000_000)), 0
    while tried < (1000 if long else 25):
        chance = random.Random(next(seeds))
        board = a_board(chance, papers, chance.choice(list(QuestionKind)))
        if len(board.urn) < ENOUGH or not board.voids:
            continue
        voids = len(board.voids)
        assert verify(archive_of(board, papers, voids=voids).write(tmp_path / "board.zip")) == []

        named = forge(chance, board)

        said = verify(archive_of(board, papers, voids=voids).write(tmp_path / "board.zip"))
        assert any(named in finding for finding in said), (named, said)
        tried += 1
