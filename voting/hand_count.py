"""
The hand count: what the printed papers of a secret poll came to, entered by two tellers who do not see each other's.

They are a block of their own beside the urn: nobody can check a paper's mark from afar, so every result shows them
apart. Rules of the form: ``field/congress.md`` §2.7 (phiếu hợp lệ, phiếu không hợp lệ, phiếu trắng).
"""

from collections import Counter
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from sqlalchemy import select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.journal import Actor
from voting.kinds import KINDS
from voting.marks import SAYS
from voting.paper import Paper, QuestionKind
from voting.secret_errors import InvalidHandCount
from voting.secret_models import HandCountEntry
from voting.tally import QuestionTally, Tally

_ANY_NUMBER = frozenset({QuestionKind.APPROVAL, QuestionKind.SCORE})  # of options may be marked on their papers

Papers = Annotated[int, Meta(ge=0, le=1_000_000)]


class HandCount(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Printed papers that came back (``papers``); of them ``invalid`` and ``blank`` ones; and how often each option or
    candidate is marked on the others.
    """

    papers: Papers
    invalid: Papers = 0
    blank: Papers = 0
    marks: dict[str, Papers]

    def tally(self, paper: Paper) -> Tally:
        """As counting has it: each printed paper is one mandate's."""
        (question,) = paper.questions
        counted = QuestionTally(
            question=question.number,
            marks={mark: self.marks[mark] for mark in KINDS[question.kind].marks(question)},
            valid=self.papers - self.invalid - self.blank,
            blank=self.blank,
            cast=self.papers,
            invalid=self.invalid,
        )
        return Tally(ballots=self.papers, mandates=self.papers, questions=(counted,))


def check(count: HandCount, paper: Paper, given: int) -> None:
    """
    Whether ``given`` printed papers can have come to ``count``.

    >>> from voting.kinds import motion
    >>> paper = Paper(questions=(motion.question(1, "?"),))
    >>> check(HandCount(papers=3, invalid=1, marks={"for": 2, "against": 0, "other": 0}), paper, given=3)

    Raises :class:`InvalidHandCount`.
    """
    (question,) = paper.questions
    if question.kind is QuestionKind.RANKING:
        raise InvalidHandCount(reason="rankings are not counted by hand")
    if count.marks.keys() != set(KINDS[question.kind].marks(question)):
        raise InvalidHandCount(reason="every option of the paper has a number, and nothing else has")
    if count.papers > given:
        raise InvalidHandCount(reason=f"{given} papers were given out, {count.papers} cannot have come back")
    marked = count.papers - count.invalid - count.blank
    if marked < 0:
        raise InvalidHandCount(reason="more papers are invalid or blank than came back")
    if count.blank and (question.may_mark_nobody or not paper.allows_blank):
        raise InvalidHandCount(reason="a blank paper is a vote or invalid here")
    of_option: Counter[str] = Counter()
    for mark, number in count.marks.items():
        of_option[mark.partition(SAYS)[0]] += number
    if any(number > marked for number in of_option.values()):
        raise InvalidHandCount(reason=f"an option is marked more often than there are marked papers ({marked})")
    fewest = 0 if question.may_mark_nobody else question.min_marks
    most = len(question.options) if question.kind in _ANY_NUMBER else question.max_marks
    if not fewest * marked <= sum(count.marks.values()) <= most * marked:
        raise InvalidHandCount(reason=f"{sum(count.marks.values())} marks cannot be on {marked} papers")


async def enter(
    session: AsyncSession, poll_id: UUID, teller: Actor, count: HandCount, now: datetime
) -> HandCount | None:
    """Put down what a teller says, in place of what they said before: the count, if another one says the same."""
    row = {"teller_name": teller.name, "content": msgspec.to_builtins(count), "entered_at": now}
    entry = postgresql.insert(HandCountEntry).values(poll_id=poll_id, teller_id=teller.id, **row)
    await session.execute(entry.on_conflict_do_update(index_elements=["poll_id", "teller_id"], set_=row))
    others = [entry.content for entry in await entered(session, poll_id) if entry.teller_id != teller.id]
    return count if row["content"] in others else None


async def entered(session: AsyncSession, poll_id: UUID) -> list[HandCountEntry]:
    """What tellers have entered, the first one first."""
    query = select(HandCountEntry).where(HandCountEntry.poll_id == poll_id)
    return list(await session.scalars(query.order_by(HandCountEntry.entered_at)))
