"""
The paper: what is put to the vote, and what a voter marked on it. Pure.

A ballot answers every question of its paper once; an answer without marks is blank. The canonical form (questions in
order, marks as their kind orders them) is what is stored, recounted and compared.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from voting.errors import InvalidDefinition
from voting.paper_errors import BlankNotAllowed, DuplicateAnswer, MissingAnswer, UnknownQuestion
from voting.rules import Base, MajorityRule

MOST_QUESTIONS = 50
MOST_OPTIONS = 200
MOST_POINTS = 100
LONGEST_MARK = 36  # characters: a key, and what is said of it

Key = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$", examples=["for"])]
Title = Annotated[str, Meta(max_length=500)]


class QuestionKind(StrEnum):
    """How a question is answered and decided; each has its module in ``voting.kinds``."""

    MOTION = "motion"  # for, against, other opinion
    CHOICE = "choice"  # some of several options
    ELECTION = "election"  # candidates for a number of seats
    APPROVAL = "approval"  # yes, no or no opinion on each
    RANKING = "ranking"  # the options in one's order of preference
    SCORE = "score"  # points for each


class RankingMethod(StrEnum):
    """How rankings are counted."""

    STV = "stv"  # single transferable vote, Scottish rules (``voting.stv``)
    SCHULZE = "schulze"  # each against each, strongest paths (``voting.schulze``)


class Option(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that can be marked."""

    key: Key
    label_vi: Title
    label_en: Title = ""


class Candidate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a paper says of the person behind an option; their name is the option's label."""

    option: Key
    birth_year: Annotated[int, Meta(ge=1900, le=2100)] | None = None
    position_vi: Title = ""
    delegation_vi: Title = ""
    biography_vi: Annotated[str, Meta(max_length=2000)] = ""


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    One question of a paper.

    ``rule`` decides it; ``None`` on a choice means that the most marked options win (relative majority). In an election
    ``max_marks`` are the seats, and with ``by_crossing_out`` the paper is the Vietnamese one: whoever is not struck is
    voted for. Where each option gets a mark of its own (approval, ranking, score) ``max_marks`` are the places to fill;
    any number of options may be marked. ``most_points`` bounds the points of a score, ``counted_by`` is for rankings.
    """

    number: Annotated[int, Meta(ge=1, le=MOST_QUESTIONS)]
    kind: QuestionKind
    title_vi: Annotated[str, Meta(min_length=1, max_length=500)]
    title_en: Title = ""
    text_vi: Annotated[str, Meta(max_length=5000)] = ""
    text_en: Annotated[str, Meta(max_length=5000)] = ""
    options: Annotated[tuple[Option, ...], Meta(max_length=MOST_OPTIONS)]  # none: candidates are still nominated
    min_marks: Annotated[int, Meta(ge=1)] = 1
    max_marks: Annotated[int, Meta(ge=1)] = 1
    rule: MajorityRule | None = None
    target_id: UUID | None = None
    candidates: Annotated[tuple[Candidate, ...], Meta(max_length=MOST_OPTIONS)] = ()
    by_crossing_out: bool = False
    most_points: Annotated[int, Meta(ge=0, le=MOST_POINTS)] = 0
    counted_by: RankingMethod = RankingMethod.STV

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the options, in the paper's order."""
        return tuple(option.key for option in self.options)

    @property
    def is_of_people(self) -> bool:
        """Whether it fills seats with candidates."""
        return self.kind is QuestionKind.ELECTION or bool(self.candidates)

    @property
    def may_mark_nobody(self) -> bool:
        """Striking the only name is an answer, a vote against, and no blank (``field/congress.md`` §2.6)."""
        return self.kind is QuestionKind.ELECTION and len(self.options) == 1


class Paper(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that is on the paper of one poll."""

    questions: Annotated[tuple[Question, ...], Meta(min_length=1, max_length=MOST_QUESTIONS)]
    allows_blank: bool = True

    def question(self, number: int) -> Question | None:
        """The question of this number."""
        return self.questions[number - 1] if 1 <= number <= len(self.questions) else None


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """
    What is marked in one question; without marks it is blank.

    A mark is an option's key, or a key and what is said of it, ``"an=yes"``, ``"an=7"``; each kind has its own form.
    """

    question: Annotated[int, Meta(ge=1, le=MOST_QUESTIONS, examples=[1])]
    options: Annotated[
        tuple[Annotated[str, Meta(max_length=LONGEST_MARK, examples=["for"])], ...], Meta(max_length=MOST_OPTIONS)
    ]


def check_paper(paper: Paper, *, only_present: bool = True, is_draft: bool = False) -> Paper:
    """
    ``paper``, if questions are numbered 1, 2, …, options differ, limits and kinds fit together, and rules can be met.

    ``only_present`` says whether voters have to be in the hall. In a draft an election may lack candidates: they are
    nominated later (``voting.nominations``).

    Raises :class:`InvalidDefinition` with the question's number.
    """
    from voting.kinds import KINDS

    for place, question in enumerate(paper.questions, start=1):
        if question.number != place:
            raise InvalidDefinition(question=question.number, reason="questions are numbered 1, 2, … in order")
        keys = question.keys
        if len(set(keys)) != len(keys):
            raise InvalidDefinition(question=place, reason="two options have the same key")
        lacks_candidates = is_draft and question.kind is QuestionKind.ELECTION
        most = MOST_OPTIONS if lacks_candidates else len(keys)
        if not question.min_marks <= question.max_marks <= most:
            raise InvalidDefinition(question=place, reason="needs min_marks ≤ max_marks ≤ number of options")
        described = [candidate.option for candidate in question.candidates]
        if len(set(described)) != len(described) or not set(described) <= set(keys):
            raise InvalidDefinition(question=place, reason="each candidate is one of the options, once")
        if question.candidates and question.kind in (QuestionKind.MOTION, QuestionKind.CHOICE):
            raise InvalidDefinition(question=place, reason="only an election has candidates, or what else fills seats")
        if question.by_crossing_out and question.kind is not QuestionKind.ELECTION:
            raise InvalidDefinition(question=place, reason="only an election is by crossing out")
        if (question.most_points > 0) is not (question.kind is QuestionKind.SCORE):
            raise InvalidDefinition(question=place, reason="a score, and nothing else, has points from 1 up")
        if question.rule is not None and not question.rule.is_met(1, 1):
            raise InvalidDefinition(question=place, reason="even all votes would not satisfy the rule")
        if question.rule is not None and question.rule.base is Base.PRESENT and not only_present:
            raise InvalidDefinition(question=place, reason="a share of those present needs voters who are present")
        KINDS[question.kind].check(question)
    return paper


def check_answers(paper: Paper, answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """
    The canonical form of ``answers``. Raises the leaf of :class:`~voting.errors.InvalidPaper` that says what is wrong.

    >>> from voting.kinds import motion
    >>> paper = Paper(questions=(motion.question(1, "Thông qua chương trình?"),))
    >>> check_answers(paper, [Answer(1, ("for",))])
    (Answer(question=1, options=('for',)),)
    """
    from voting.kinds import KINDS

    found: dict[int, Answer] = {}
    for answer in answers:
        question = paper.question(answer.question)
        if question is None:
            raise UnknownQuestion(question=answer.question)
        if question.number in found:
            raise DuplicateAnswer(question=question.number)
        marks = KINDS[question.kind].read(question, answer.options)
        if not marks and not paper.allows_blank and not question.may_mark_nobody:
            raise BlankNotAllowed(question=question.number)
        found[question.number] = Answer(question.number, marks)
    for question in paper.questions:
        if question.number not in found:
            raise MissingAnswer(question=question.number)
    return tuple(found[question.number] for question in paper.questions)


def canonical_json(answers: Sequence[Answer]) -> bytes:
    """
    Canonical answers as they are stored.

    >>> canonical_json([Answer(1, ("for",)), Answer(2, ())])
    b'[[1,["for"]],[2,[]]]'
    """
    return msgspec.json.encode([(answer.question, answer.options) for answer in answers])


def read_answers(content: bytes) -> tuple[Answer, ...]:
    """The inverse of :func:`canonical_json`. Raises :class:`msgspec.DecodeError` if it is something else."""
    return tuple(Answer(*pair) for pair in _STORED.decode(content))


def stored_answers(stored: object) -> tuple[Answer, ...]:
    """The answers in a row's JSON."""
    return tuple(Answer(*pair) for pair in msgspec.convert(stored, _Stored))


_Stored = tuple[tuple[int, tuple[str, ...]], ...]
_STORED = msgspec.json.Decoder(_Stored)
