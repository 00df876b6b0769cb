"""
Nominations (đề cử, ứng cử): who is on the list, and what becomes of a paper's candidates by it. Pure.

A list belongs to the one election of a poll. The paper is made of it on request, and then goes its own way: what was
typed in by hand stays, and people are told apart by what the paper says of them.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from msgspec import structs

from delegates.names import sort_key
from voting.nomination_errors import NoSingleElection, TooManyNominees
from voting.paper import MOST_OPTIONS, Candidate, Option, Paper, Question, QuestionKind


class Candidacy(StrEnum):
    """How a nominee stands to it. Whoever does not answer stays on the list."""

    NOMINATED = "nominated"  # has not answered
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class CandidateOrder(StrEnum):
    """In which order names stand on the paper."""

    NOMINATED = "nominated"  # typed ones first, then as they were nominated
    GIVEN_NAME = "given_name"  # all of them, as Vietnamese papers list them


class Listed(NamedTuple):
    """A nominee as a paper describes them, and whether they go on it."""

    full_name: str
    birth_year: int | None
    position: str
    delegation: str
    is_on: bool = True


class _Line(NamedTuple):
    """A name on a paper with what is said of it."""

    option: Option
    candidate: Candidate


def election_of(paper: Paper) -> Question:
    """The election that people are nominated for. Raises :class:`NoSingleElection`."""
    elections = [question for question in paper.questions if question.kind is QuestionKind.ELECTION]
    if len(elections) != 1:
        raise NoSingleElection
    return elections[0]


def names_on(question: Question, listed: Sequence[Listed]) -> list[str]:
    """Which of ``listed`` stand on the paper."""
    lines = _lines(question)
    return [one.full_name for one in listed if any(_is(line, one) for line in lines)]


def with_candidates(paper: Paper, listed: Sequence[Listed], order: CandidateOrder) -> Paper:
    """
    ``paper`` with those of ``listed`` who go on it as candidates of its election, besides those typed in by hand.

    Whoever is listed and does not go on it is taken off; a biography that was typed in stays with its name.

    Raises :class:`NoSingleElection` or :class:`TooManyNominees`.
    """
    question = election_of(paper)
    before = _lines(question)
    lines = [line for line in before if not any(_is(line, one) for one in listed)]
    lines += [_line(one, before) for one in listed if one.is_on]
    if len(lines) > MOST_OPTIONS:
        raise TooManyNominees(most=MOST_OPTIONS)
    if order is CandidateOrder.GIVEN_NAME:
        lines.sort(key=lambda line: sort_key(line.option.label_vi or "-"))
    keys = [f"candidate-{place}" for place in range(1, len(lines) + 1)]
    changed = structs.replace(
        question,
        options=tuple(structs.replace(line.option, key=key) for key, line in zip(keys, lines, strict=True)),
        candidates=tuple(structs.replace(line.candidate, option=key) for key, line in zip(keys, lines, strict=True)),
    )
    return structs.replace(
        paper, questions=tuple(changed if one.number == question.number else one for one in paper.questions)
    )


def _lines(question: Question) -> list[_Line]:
    described = {candidate.option: candidate for candidate in question.candidates}
    return [_Line(option, described.get(option.key) or Candidate(option=option.key)) for option in question.options]


def _line(one: Listed, before: Sequence[_Line]) -> _Line:
    biography = next((line.candidate.biography_vi for line in before if _is(line, one)), "")
    candidate = Candidate(
        option="-",
        birth_year=one.birth_year,
        position_vi=one.position,
        delegation_vi=one.delegation,
        biography_vi=biography,
    )
    return _Line(Option(key="-", label_vi=one.full_name), candidate)


def _is(line: _Line, one: Listed) -> bool:
    """Whether a line means this person: the same name, and nothing said of them that differs."""
    said = line.candidate
    return (
        line.option.label_vi.split() == one.full_name.split()
        and (said.birth_year is None or one.birth_year is None or said.birth_year == one.birth_year)
        and (not said.delegation_vi or said.delegation_vi == one.delegation)
    )
