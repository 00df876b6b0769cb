"""Marks: what a voter puts on a paper beside the options, and how they are read. Pure."""

from collections.abc import Sequence

from voting.paper import Question
from voting.paper_errors import MarkedTwice, TooFewMarked, TooManyMarked, UnknownOption
from voting.tally import QuestionTally

SAYS = "="  # between an option's key, which has none, and what a mark says of it


def markable(question: Question) -> tuple[str, ...]:
    """Every option can be marked."""
    return question.keys


def counted(question: Question, tally: QuestionTally) -> dict[str, int]:
    """The mandates that marked each option."""
    return {key: tally.marks.get(key, 0) for key in question.keys}


def marked(question: Question, marks: tuple[str, ...]) -> tuple[str, ...]:
    """
    Marked options in the paper's order, if they are as many as may be.

    Raises :class:`UnknownOption`, :class:`MarkedTwice`, :class:`TooFewMarked`, :class:`TooManyMarked`.
    """
    chosen = set(known(question, marks))
    if marks and len(chosen) < question.min_marks:
        raise TooFewMarked(question=question.number, marked=len(chosen), minimum=question.min_marks)
    if len(chosen) > question.max_marks:
        raise TooManyMarked(question=question.number, marked=len(chosen), maximum=question.max_marks)
    return tuple(key for key in question.keys if key in chosen)


def known(question: Question, keys: Sequence[str]) -> Sequence[str]:
    """The same ``keys``. Raises :class:`UnknownOption`, :class:`MarkedTwice`."""
    on_paper = set(question.keys)
    for key in keys:
        if key not in on_paper:
            raise UnknownOption(question=question.number, option=key[:40])
    if len(set(keys)) != len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise MarkedTwice(question=question.number, option=twice)
    return keys


def said(question: Question, marks: tuple[str, ...], may_be_said: Sequence[str]) -> tuple[str, ...]:
    """
    Marks that say something of an option each, in the paper's order.

    Raises :class:`UnknownOption`, also for what may not be said, and :class:`MarkedTwice`.
    """
    parts = [(mark, *mark.partition(SAYS)[::2]) for mark in marks]
    known(question, [key for _, key, _ in parts])
    for mark, _, word in parts:
        if word not in may_be_said:
            raise UnknownOption(question=question.number, option=mark[:40])
    of = {key: mark for mark, key, _ in parts}
    return tuple(of[key] for key in question.keys if key in of)
