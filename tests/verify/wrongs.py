"""What may be wrong with a board: one function each, which changes it by chance."""

import json
import random
from collections.abc import Callable
from uuid import uuid4

import msgspec

from api.simulation.papers import Pocket
from tests.verify.archives import SIGNER
from tests.verify.boards import Board, random_answers
from voting.blind_rsa import PrivateKey
from voting.checkpoint import origin_of, sign_checkpoint
from voting.secret_ballot import ORDER, padded


def changed(chance: random.Random, content: bytes) -> bytes:
    """One bit is another."""
    at, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
    return content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :]


def _somewhere(chance: random.Random, board: Board) -> list[bytes]:
    """The urn, or now and then the void papers; whichever has something in it."""
    return chance.choice([heap for heap in (board.urn, board.urn, board.voids) if heap] or [[bytes(600)]])


def one_bit(chance: random.Random, board: Board) -> None:
    heap = _somewhere(chance, board)
    at = chance.randrange(len(heap))
    heap[at] = changed(chance, heap[at])


def dropped(chance: random.Random, board: Board) -> None:
    heap = _somewhere(chance, board)
    heap.pop(chance.randrange(len(heap)))


def twice(chance: random.Random, board: Board) -> None:
    heap = _somewhere(chance, board)
    at = chance.randrange(len(heap))
    heap.insert(at, heap[at])


def swapped(chance: random.Random, board: Board) -> None:
    chance.shuffle(_somewhere(chance, board))


def into_the_other_heap(chance: random.Random, board: Board) -> None:
    one, other = chance.sample([board.urn, board.voids], 2)
    if one:
        other.append(one.pop(chance.randrange(len(one))))
        other.sort()


def longer_or_shorter(chance: random.Random, board: Board) -> None:
    heap = _somewhere(chance, board)
    at = chance.randrange(len(heap))
    heap[at] = heap[at][:-1] if chance.random() < 0.5 else heap[at] + bytes(chance.choice([1, 64]))


def the_higher_signature(chance: random.Random, board: Board) -> None:
    heap = _somewhere(chance, board)
    at = chance.randrange(len(heap))
    s = int.from_bytes(heap[at][-32:], "big")
    heap[at] = heap[at][:-32] + ((ORDER - s) % ORDER).to_bytes(32, "big")


def a_stranger(chance: random.Random, board: Board) -> None:
    pocket = Pocket(board.poll_id, (private := PrivateKey.made(3072)).public)
    pocket.take(private.sign(pocket.blinded))
    board.urn.append(pocket.ballot(random_answers(chance, board.paper), board.paper).encoded())
    board.urn.sort()


def odd_marks(chance: random.Random, board: Board) -> None:
    """Signed by the paper's own key, and nothing that may stand on it, or not as it is written."""
    given = {one.pocket.key: one.pocket for one in board.papers}
    if not board.urn:
        return
    at = chance.randrange(len(board.urn))
    size, (question,) = board.marks_size, board.paper.questions
    first, last = question.keys[0], question.keys[-1]
    texts = [
        json.dumps([[1, []]], separators=(",", ":")),
        json.dumps([[1, [first]]]),  # with a space
        json.dumps([[1, [last, first]]], separators=(",", ":")),
        json.dumps([[1, [first, first]]], separators=(",", ":")),
        json.dumps([[1, ["nobody"]]], separators=(",", ":")),
        json.dumps([[2, [first]]], separators=(",", ":")),
        json.dumps([[1, list(question.keys)]], separators=(",", ":")),
        json.dumps([[1, [f"{first}=11"]]], separators=(",", ":")),
        json.dumps([[1, [f"{first}=01"]]], separators=(",", ":")),
        json.dumps([[1, [f"{first}=yes", f"{first}=no"]]], separators=(",", ":")),
        json.dumps([[1.0, [first]]], separators=(",", ":")),
        json.dumps([[True, [first]]], separators=(",", ":")),
        json.dumps([[1, [first], []]], separators=(",", ":")),
        f'[[1,["{first[0]}\\u{ord(first[1]):04x}{first[2:]}"]]]',
        "[[1,{}]]",
        "null",
        "\x00[]",
        "",
    ]
    content = chance.choice(texts).encode()
    marks = content.ljust(size, b"\0") if len(content) <= size else padded(b"[]", size)
    board.urn[at] = given[board.urn[at][:33]].marked(marks).encoded()


def of_another_poll(chance: random.Random, board: Board) -> None:
    board.poll_id = uuid4()


def a_figure(chance: random.Random, board: Board) -> None:
    (counted,), tally = board.result["tally"]["questions"], board.result["tally"]
    where, name = chance.choice(
        [(tally, "ballots"), (tally, "mandates")]
        + [(counted, name) for name in ("valid", "blank", "cast", "invalid")]
        + [(counted["marks"], mark) for mark in counted["marks"]]
    )
    where[name] += chance.choice([-1, 1])


def what_was_decided(chance: random.Random, board: Board) -> None:
    (told,) = board.result["outcomes"]
    name = chance.choice(["conclusion", "chosen", "tied", "whole"])
    told[name] = {
        "conclusion": chance.choice(["adopted", "rejected", "chosen", "tied", "none_chosen", "elected", "too_few"]),
        "chosen": chance.sample(board.paper.questions[0].keys, chance.randint(0, 1)),
        "tied": chance.sample(board.paper.questions[0].keys, chance.randint(0, 1)),
        "whole": told["whole"] + 1,
    }[name]


def of_the_checkpoint(chance: random.Random, board: Board) -> None:
    tree = board.tree
    other = chance.choice(
        [
            msgspec.structs.replace(tree, size=tree.size + 1),
            msgspec.structs.replace(tree, root=changed(chance, tree.root)),
            msgspec.structs.replace(tree, origin=origin_of(SIGNER.name, uuid4())),
        ]
    )
    board.checkpoint = sign_checkpoint(other, SIGNER)


def of_its_text(chance: random.Random, board: Board) -> None:
    at = chance.randrange(len(board.checkpoint))
    put = chance.choice(["", "\n", "=", " ", "—", chance.choice("AQgwx0+/")])
    board.checkpoint = board.checkpoint[:at] + put + board.checkpoint[at + 1 :]


def fewer_papers(chance: random.Random, board: Board) -> None:
    board.papers = board.papers[: chance.randrange(len(board.papers))]


def another_key(_: random.Random, board: Board) -> None:
    board.key = PrivateKey.made(3072).public.der()


Wrong = Callable[[random.Random, Board], None]
WRONGS: tuple[Wrong, ...] = (
    one_bit, dropped, twice, swapped, into_the_other_heap, longer_or_shorter, the_higher_signature, odd_marks,
    of_another_poll, a_figure, what_was_decided, of_the_checkpoint, of_its_text, fewer_papers,
)  # fmt: skip
SLOW_WRONGS: tuple[Wrong, ...] = (a_stranger, another_key)  # they make a key
