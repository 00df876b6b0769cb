"""
Random boards: what is published of a secret poll, and what the product says of it.

A board is made by the product's own services without a database: their pure halves are all that a verdict takes.
"""

import base64
import contextlib
import json
import random
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
from voting.secret_ballot import check_signatures, decode, marks_size, verify
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


def archive_of(board: Board, papers: Papers, *, voids: int = 0) -> Tampered:
    """
    The board as it is exported: journal, papers and signatures fit whatever is on it.

    ``voids``: how many papers had come back when it was published, as the journal says.
    """
    paper, fingerprint = msgspec.to_builtins(board.paper), secrecy.fingerprint(board.key)
    poll = {"title_vi": "Bầu kín", "paper": paper, "secrecy": "secret", "electorate_kind": "present"}
    frozen = {"mode": "strict", "key": fingerprint, "present": BASES.present, "entitled": BASES.entitled}
    said = {
        "poll.prepared": poll,
        "poll.announced": frozen,
        "poll.open": {"papers": len(board.papers)},
        "poll.closed": {"checkpoint": board.checkpoint},
        "poll.published": {"result": board.result, "voids": voids},
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
