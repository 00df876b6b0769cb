"""
The tally: counted ballots. Pure.

``ballots`` are people's papers; everything else counts mandates. The two are never added.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from voting.paper import Answer, Paper


class QuestionTally(Struct, frozen=True, kw_only=True):
    """One question, counted in mandates. ``cast`` = ``valid`` + ``blank`` + ``invalid`` (of printed papers alone)."""

    question: int
    marks: dict[str, int]  # option → mandates that marked it
    valid: int
    blank: int
    cast: int
    invalid: int = 0


class Tally(Struct, frozen=True, kw_only=True):
    """A poll, counted."""

    ballots: int
    mandates: int
    questions: tuple[QuestionTally, ...]


Counted = tuple[Sequence[Answer], int]
"""One ballot as counting wants it: canonical answers, and the mandates that it carries."""


def count(paper: Paper, ballots: Iterable[Counted]) -> Tally:
    """
    Count ``ballots``: canonical answers and the mandates they carry.

    >>> from voting.kinds import motion
    >>> paper = Paper(questions=(motion.question(1, "?"),))
    >>> tally = count(paper, [([Answer(1, ("for",))], 2), ([Answer(1, ())], 1)])
    >>> tally.ballots, tally.mandates, tally.questions[0].marks["for"], tally.questions[0].blank
    (2, 3, 2, 1)
    """
    marks = {question.number: {option.key: 0 for option in question.options} for question in paper.questions}
    blank = dict.fromkeys(marks, 0)
    never_blank = {question.number for question in paper.questions if question.may_mark_nobody}
    papers = weight = 0
    for answers, mandates in ballots:
        papers += 1
        weight += mandates
        for answer in answers:
            if not answer.options and answer.question not in never_blank:
                blank[answer.question] += mandates
            for option in answer.options:
                marks[answer.question][option] += mandates
    return Tally(
        ballots=papers,
        mandates=weight,
        questions=tuple(
            QuestionTally(
                question=number, marks=marks[number], valid=weight - blank[number], blank=blank[number], cast=weight
            )
            for number in marks
        ),
    )


def merge(one: Tally, other: Tally) -> Tally:
    """The tally of both heaps of ballots of one paper."""
    return Tally(
        ballots=one.ballots + other.ballots,
        mandates=one.mandates + other.mandates,
        questions=tuple(
            QuestionTally(
                question=mine.question,
                marks={option: mine.marks[option] + theirs.marks[option] for option in mine.marks},
                valid=mine.valid + theirs.valid,
                blank=mine.blank + theirs.blank,
                cast=mine.cast + theirs.cast,
                invalid=mine.invalid + theirs.invalid,
            )
            for mine, theirs in zip(one.questions, other.questions, strict=True)
        ),
    )
