"""
The tally: counted ballots. Pure.

``ballots`` are people's papers; everything else counts mandates. The two are never added.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct, structs

from voting.paper import Answer, Paper, QuestionKind

BEHIND = ">"  # between two options of a ranking, the preferred one first


class QuestionTally(Struct, frozen=True, kw_only=True):
    """One question, counted in mandates. ``cast`` = ``valid`` + ``blank`` + ``invalid`` (of printed papers alone)."""

    question: int
    marks: dict[str, int]  # mark (``Answer.options``) → mandates that made it; of a ranking, the first preferences
    valid: int
    blank: int
    cast: int
    invalid: int = 0


class RankedTally(QuestionTally, frozen=True, kw_only=True):
    """A question of rankings, which no sums can decide: ``orders`` are the mandates behind each order of options."""

    orders: dict[str, int]


class Tally(Struct, frozen=True, kw_only=True):
    """A poll, counted."""

    ballots: int
    mandates: int
    questions: tuple[QuestionTally, ...]

    def without_orders(self) -> "Tally":
        """As it is stored and sent: the orders of rankings are in the ballots, and as many as those."""
        plain = tuple(
            QuestionTally(**{name: getattr(one, name) for name in QuestionTally.__struct_fields__})
            for one in self.questions
        )
        return structs.replace(self, questions=plain)


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
    from voting.kinds import KINDS

    marks = {one.number: dict.fromkeys(KINDS[one.kind].marks(one), 0) for one in paper.questions}
    orders: dict[int, dict[str, int]] = {one.number: {} for one in paper.questions if one.kind is QuestionKind.RANKING}
    blank = dict.fromkeys(marks, 0)
    never_blank = {question.number for question in paper.questions if question.may_mark_nobody}
    papers = weight = 0
    for answers, mandates in ballots:
        papers += 1
        weight += mandates
        for answer in answers:
            made = answer.options
            if not made and answer.question not in never_blank:
                blank[answer.question] += mandates
            if made and answer.question in orders:
                order = BEHIND.join(made)
                orders[answer.question][order] = orders[answer.question].get(order, 0) + mandates
                made = made[:1]
            for mark in made:
                marks[answer.question][mark] += mandates

    def counted(number: int) -> QuestionTally:
        sums = QuestionTally(
            question=number, marks=marks[number], valid=weight - blank[number], blank=blank[number], cast=weight
        )
        return RankedTally(**structs.asdict(sums), orders=orders[number]) if number in orders else sums

    return Tally(ballots=papers, mandates=weight, questions=tuple(counted(number) for number in marks))


def merge(one: Tally, other: Tally) -> Tally:
    """The tally of both heaps of ballots of one paper."""
    return Tally(
        ballots=one.ballots + other.ballots,
        mandates=one.mandates + other.mandates,
        questions=tuple(_sum(mine, theirs) for mine, theirs in zip(one.questions, other.questions, strict=True)),
    )


def _sum(mine: QuestionTally, theirs: QuestionTally) -> QuestionTally:
    both = QuestionTally(
        question=mine.question,
        marks={mark: mine.marks[mark] + theirs.marks[mark] for mark in mine.marks},
        valid=mine.valid + theirs.valid,
        blank=mine.blank + theirs.blank,
        cast=mine.cast + theirs.cast,
        invalid=mine.invalid + theirs.invalid,
    )
    if not (isinstance(mine, RankedTally) and isinstance(theirs, RankedTally)):
        return both
    orders = Counter(mine.orders) + Counter(theirs.orders)
    return RankedTally(**structs.asdict(both), orders=dict(orders))
