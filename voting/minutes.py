"""
Minutes of a published poll: what a counting board writes down and signs (biên bản kiểm phiếu, biên bản biểu quyết).

Contents are those of the forms in use (``field/congress.md`` §2.7): every share has its base beside it, ballots are
given out, collected and valid, and what does not exist is said to be none. A ballot that is not valid cannot be sent
from a phone; a printed one can be, and the tellers say how many were.
"""

from datetime import datetime

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.programme import congress
from voting import papers, queries
from voting.checkpoint import root_in
from voting.errors import NotPublished
from voting.kinds import votes
from voting.life import PollState, Secrecy
from voting.minutes_count import sheet_rows
from voting.models import Poll
from voting.outcome import Conclusion
from voting.paper import Paper, Question, QuestionKind
from voting.queries import PollResult, paper_in
from voting.result_scene import ResultLine, result_lines


class MinutesLine(Struct, frozen=True, kw_only=True):
    """One option or candidate: ``about`` is year of birth, position and delegation; ``elected`` its place, from 1."""

    name: str
    about: str
    votes: int
    by_hand: int  # of them on printed papers
    number: str
    share: str
    elected: int | None
    note: str = ""  # votes against, or the round that settled it


class MinutesQuestion(Struct, frozen=True, kw_only=True):
    """
    One question: what was asked, by which rule, how it came out. ``seats`` is there where people are elected; ``sheet``
    is the count of a ranking round by round (or pair by pair), with a row of headings first.
    """

    question: int
    title: str
    kind: QuestionKind
    seats: int | None
    candidates: int | None
    rule: str
    source: str
    base: str  # "trên 644 đại biểu có mặt"
    needed: str
    valid: int
    blank: int
    lines: list[MinutesLine]
    tied: list[str]
    conclusion: str
    sheet: list[list[str]] = []


class Minutes(Struct, frozen=True, kw_only=True):
    """Everything that the form asks for. Times are the server's."""

    congress: str
    term: str
    place: str
    title: str  # of the minutes
    poll: str
    number: int
    is_secret: bool
    opened_at: datetime | None
    closed_at: datetime | None
    summoned: int
    present: int
    electorate: int  # people
    issued: int
    collected: int
    valid: int
    invalid: int
    printed: int | None  # papers among those issued that tellers counted by hand; None if there were none
    printed_back: int
    questions: list[MinutesQuestion]
    root: str  # of the tree over all ballots, in hex
    tellers: list[str]


async def minutes_of(session: AsyncSession, poll: Poll, tellers: list[str]) -> Minutes:
    """The minutes, with the names of those who will sign them. Raises :class:`NotPublished`."""
    result = queries.result_in(poll)
    if poll.state is not PollState.PUBLISHED or result is None:
        raise NotPublished
    found = await congress(session)
    is_secret = poll.secrecy is Secrecy.SECRET
    given = await papers.counts(session, poll.id)
    hand = result.hand
    paper = paper_in(poll)
    questions = paper.questions
    lines = result_lines(questions, result)
    pairs = zip(questions, lines, strict=True)
    is_election = any(question.is_of_people for question in questions)
    return Minutes(
        congress=found.name_vi,
        term=found.term,
        place=found.place_vi,
        title="Biên bản kiểm phiếu" if is_election or is_secret else "Biên bản biểu quyết",
        poll=poll.title_vi,
        number=poll.number,
        is_secret=is_secret,
        opened_at=poll.opened_at,
        closed_at=poll.closed_at,
        summoned=poll.entitled or 0,
        present=poll.present or 0,
        electorate=result.electorate,
        issued=given.phone + given.hand if is_secret else result.electorate,
        collected=result.tally.ballots,
        valid=result.tally.ballots - (hand.invalid if hand else 0),
        invalid=hand.invalid if hand else 0,
        printed=given.hand if hand else None,
        printed_back=hand.papers if hand else 0,
        questions=[_question(paper, question, line, result) for question, line in pairs],
        root=root_in(poll.checkpoint).hex() if poll.checkpoint else "",
        tellers=tellers,
    )


def _question(paper: Paper, question: Question, line: ResultLine, result: PollResult) -> MinutesQuestion:
    counted, outcome = result.tally.questions[question.number - 1], result.outcomes[question.number - 1]
    about = {
        one.option: ", ".join(filter(None, (_born(one.birth_year), one.position_vi, one.delegation_vi)))
        for one in question.candidates
    }
    is_election = question.is_of_people
    # Nobody counts rankings by hand, so that the paper of a hand count has one question.
    by_hand = votes(question, result.hand.tally(paper).questions[0]) if result.hand else {}
    places = {key: place for place, key in enumerate(outcome.chosen, start=1)} if is_election else {}
    return MinutesQuestion(
        question=question.number,
        title=question.title_vi,
        kind=question.kind,
        seats=question.max_marks if is_election else None,
        candidates=len(question.options) if is_election else None,
        rule=line.rule_vi,
        source=question.rule.source if question.rule else "",
        base=line.base_vi,
        needed=line.needed,
        valid=counted.valid,
        blank=counted.blank,
        lines=[
            MinutesLine(
                name=bar.label_vi,
                about=about.get(bar.option, ""),
                votes=bar.mandates,
                by_hand=by_hand.get(bar.option, 0),
                number=bar.number,
                share=bar.share,
                elected=places.get(bar.option),
                note=bar.note_vi,
            )
            for bar in line.bars
        ],
        tied=[bar.label_vi for bar in line.bars if bar.tied] if outcome.conclusion is Conclusion.TIED else [],
        conclusion=line.conclusion_vi,
        sheet=sheet_rows(question, outcome),
    )


def _born(year: int | None) -> str:
    return f"sinh {year}" if year else ""
