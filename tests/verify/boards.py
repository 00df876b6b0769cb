"""
Random boards: what is published of a secret poll, in order or with something wrong, and what the product says of it.

A board is made by the product's own services without a database: their pure halves are all that a verdict takes.
"""

import base64
import contextlib
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import msgspec

from api.export import FORMAT
from api.simulation.papers import Pocket
from tests.verify.archives import SIGNER, Tampered
from tests.voting.papers import FEW, a_choice, a_motion, a_paper, a_ranking, a_rule, a_score, an_approval, an_election
from verify.journal import hash_of
from voting import secrecy
from voting.blind_rsa import PrivateKey, PublicKey
from voting.checkpoint import Checkpoint, WrongNote, open_checkpoint, origin_of, sign_checkpoint
from voting.errors import InvalidSecretBallot
from voting.kinds import decide
from voting.outcome import Bases
from voting.paper import Answer, Paper, QuestionKind, RankingMethod, check_answers
from voting.queries import PollResult
from voting.rules import Base
from voting.secret_ballot import ORDER, check_signatures, decode, marks_size, padded, verify
from voting.tally import count
from voting.tree import leaf_hash, root
from voting.urn import public_key

VOTERS = 12
BASES = Bases(present=10, entitled=VOTERS)


class Given(NamedTuple):
    """One voter's paper: what is published of it, and the pocket that it is in."""

    published: dict[str, Any]
    pocket: Pocket


class Papers:
    """Papers of one poll under one key. Signing takes longest, and says nothing of the question: boards share them."""

    def __init__(self) -> None:
        self.poll_id, self.private = uuid4(), PrivateKey.made(3072)
        self.given = [self._give() for _ in range(VOTERS)]

    def _give(self) -> Given:
        pocket = Pocket(self.poll_id, self.private.public)
        signed = self.private.sign(pocket.blinded)
        pocket.take(signed)
        texts = {"blinded": base64.b64encode(pocket.blinded).decode(), "signed": base64.b64encode(signed).decode()}
        return Given({"voter_id": str(uuid4()), "mandate": 1, "kind": "phone", **texts}, pocket)


@dataclass
class Board:
    """What is published of a poll. ``papers``: those of whom are listed."""

    poll_id: UUID
    key: bytes
    paper: Paper
    papers: list[Given]
    urn: list[bytes]
    voids: list[bytes]
    result: dict[str, Any]
    checkpoint: str

    def stated(self) -> None:
        """Count what is in the urn, and sign for it, as a congress would whose ballots these were."""
        answers = secrecy.answers_on([decode(one, self.public, self.marks_size) for one in self.urn])
        self.result, self.checkpoint = self.counted(answers), self.signed()

    def counted(self, answers: list[tuple[tuple[Answer, ...], int]]) -> dict[str, Any]:
        """The result of these answers."""
        tally = count(self.paper, answers)
        outcomes = tuple(map(decide, self.paper.questions, tally.questions, (BASES,)))
        result = PollResult(tally=tally.without_orders(), outcomes=outcomes, electorate=VOTERS)
        return dict(msgspec.json.decode(msgspec.json.encode(result)))

    def signed(self) -> str:
        """The congress's word on just these bytes."""
        return sign_checkpoint(self.tree, SIGNER)

    @property
    def public(self) -> PublicKey:
        """The key that ballots are verified with."""
        return public_key(self.key)

    @property
    def marks_size(self) -> int:
        """Bytes of the marks on its ballots."""
        return marks_size(self.paper)

    @property
    def tree(self) -> Checkpoint:
        """The tree over the urn as it is."""
        leaves = [leaf_hash(one) for one in self.urn]
        return Checkpoint(origin=origin_of(SIGNER.name, self.poll_id), size=len(leaves), root=root(leaves))


# ---- what is on them

KEYS = ("an", "binh", "chi", "dung")


def a_random_paper(chance: random.Random, kind: QuestionKind) -> Paper:
    """One question of this kind, as secret polls have it."""
    keys = KEYS[: chance.randint(1 if kind is QuestionKind.ELECTION else 2, len(KEYS))]
    places = chance.randint(1, len(keys))
    rule = a_rule(*chance.choice([(1, 2), (2, 3), (1, 1)]), exactly_suffices=True, base=chance.choice(list(Base)))
    question = {
        QuestionKind.MOTION: lambda: a_motion(rule=rule),
        QuestionKind.CHOICE: lambda: a_choice(*keys, rule=rule, min_marks=chance.randint(1, places), max_marks=places),
        QuestionKind.ELECTION: lambda: an_election(*keys, seats=places, rule=rule),
        QuestionKind.APPROVAL: lambda: an_approval(*keys, places=places, rule=chance.choice([None, rule])),
        QuestionKind.SCORE: lambda: a_score(*keys, places=places, most_points=chance.randint(1, 10)),
        QuestionKind.RANKING: lambda: a_ranking(*keys, places=places, counted_by=chance.choice(list(RankingMethod))),
    }[kind]()
    return a_paper(question, allows_blank=chance.random() < 0.8)


def random_answers(chance: random.Random, paper: Paper) -> tuple[Answer, ...]:
    """Something that may be marked."""
    (question,) = paper.questions
    keys = chance.sample(question.keys, len(question.keys))
    most = question.max_marks if question.kind in FEW else len(keys)
    marks = keys[: 0 if paper.allows_blank and chance.random() < 0.2 else chance.randint(question.min_marks, most)]
    says = {
        QuestionKind.APPROVAL: lambda key: f"{key}={chance.choice(['yes', 'no'])}",
        QuestionKind.SCORE: lambda key: f"{key}={chance.randint(0, question.most_points)}",
    }.get(question.kind, str)
    return check_answers(paper, [Answer(1, tuple(map(says, marks)))])


def a_board(chance: random.Random, papers: Papers, kind: QuestionKind) -> Board:
    """One that is in order."""
    given = chance.sample(papers.given, chance.randint(1, VOTERS))
    cast = chance.randint(0, len(given))
    back = chance.randint(0, len(given) - cast)
    paper = a_random_paper(chance, kind)
    urn = sorted(one.pocket.ballot(random_answers(chance, paper), paper).encoded() for one in given[:cast])
    voids = sorted(one.pocket.void(paper).encoded() for one in given[cast : cast + back])
    board = Board(papers.poll_id, papers.private.public.der(), paper, given, urn, voids, {}, "")
    board.stated()
    return board


# ---- what may be wrong with them


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


def restated(board: Board) -> None:
    """As a congress would that vouches for whatever is in its urn: tree and, where it can be counted, result fit."""
    board.checkpoint = board.signed()
    with contextlib.suppress(InvalidSecretBallot):  # there is nothing that anybody could count
        board.result = board.counted(_read(board))


# ---- what is said of them


def _read(board: Board) -> list[tuple[tuple[Answer, ...], int]]:
    key, size = board.public, board.marks_size
    return [(verify(decode(one, key, size), board.poll_id, key, board.paper), 1) for one in board.urn]


def holds_for_the_product(board: Board) -> bool:
    """Whether the product would have taken these ballots and void papers in, counted them so, and signed for that."""
    try:
        answers = _read(board)
        voids = [decode(one, board.public, board.marks_size) for one in board.voids]
        for void in voids:
            check_signatures(void, board.poll_id, board.public)
        stated = open_checkpoint(board.checkpoint, SIGNER.verifier)
    except (InvalidSecretBallot, WrongNote):
        return False
    keys = [[one[:33] for one in heap] for heap in (board.urn, board.voids)]
    # What the database sees to: the primary keys of urn and void_paper, ORDER BY key, and that a key is in one of them.
    in_order = all(heap == sorted(set(heap)) for heap in keys) and not set(keys[0]) & set(keys[1])
    enough = len(board.urn) + len(board.voids) <= len(board.papers)
    are_void = all(void.is_void for void in voids)
    return in_order and enough and are_void and stated == board.tree and board.counted(answers) == board.result


def archive_of(board: Board, papers: Papers) -> Tampered:
    """The board as it is exported: journal, papers and signatures fit whatever is on it."""
    paper, fingerprint = msgspec.to_builtins(board.paper), secrecy.fingerprint(board.key)
    poll = {"title_vi": "Bầu kín", "paper": paper, "secrecy": "secret", "electorate_kind": "present"}
    frozen = {"mode": "strict", "key": fingerprint, "present": BASES.present, "entitled": BASES.entitled}
    said = {
        "poll.prepared": poll,
        "poll.announced": frozen,
        "poll.open": {"papers": len(board.papers)},
        "poll.closed": {"checkpoint": board.checkpoint},
        "poll.published": {"result": board.result, "voids": 0},
    }
    entries: list[dict[str, Any]] = []
    previous = "0" * 64
    for number, (action, after) in enumerate(said.items(), start=1):
        entry = {"number": number, "at": "2025-12-24", "actor_kind": "system", "actor_id": None, "actor_name": ""}
        entry |= {"action": action, "subject": f"poll/{board.poll_id}", "before": None, "after": after}
        entry["previous"] = previous
        entry["hash"] = previous = hash_of(entry)
        entries.append(entry)
    times = dict.fromkeys(("opened_at", "closed_at", "published_at"), "2025-12-24")
    poll = poll | {"id": str(board.poll_id), **times, "present": BASES.present, "entitled": BASES.entitled}
    poll |= {"result": board.result, "checkpoint": board.checkpoint}
    poll |= {"secret": {"key": base64.b64encode(board.key).decode()}}
    voters = [{"delegate_id": one.published["voter_id"], "number": "1", "mandates": 1} for one in papers.given]
    lines = {
        "journal": entries,
        "polls/1/voters": voters,
        "polls/1/papers": [one.published for one in board.papers],
        "polls/1/urn": [base64.b64encode(one).decode() for one in board.urn],
        "polls/1/voids": [base64.b64encode(one).decode() for one in board.voids],
    }
    archive = Tampered()
    for name, values in lines.items():
        archive.files[f"{name}.jsonl"] = b"".join(json.dumps(one).encode() + b"\n" for one in values)
    archive.files["polls/1/poll.json"] = json.dumps(poll).encode()
    head = {"entries": len(entries), "head": previous}
    manifest = {"format": FORMAT, "verifier": SIGNER.verifier.written(), "journal": head}
    archive.files |= {"manifest.json": json.dumps(manifest).encode(), "manifest.note": b""}
    archive.signed_again()
    return archive
