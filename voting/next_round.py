"""
The next round: what a congress votes on again when an election or a choice left something open. Pure.

Among those who are tied there is a run-off for the places that they are tied for; where too few are elected, whoever is
not stands again for the seats left (``field/congress.md`` §2.6). The chair may change the draft that comes of it.
"""

import re

from msgspec import structs

from voting.count_sheet import Moved
from voting.errors import NothingLeftOpen
from voting.outcome import Conclusion, Outcome
from voting.paper import Paper, Question

LONGEST_TITLE = 300  # of a poll; a question's may be longer

_ROUND = {
    "vi": (re.compile(r" – lần (\d+)$"), " – lần {}"),
    "en": (re.compile(r" – round (\d+)$"), " – round {}"),
}


def next_paper(paper: Paper, outcomes: tuple[Outcome, ...]) -> Paper:
    """
    Every question that left something open, with whom and for how many places it is voted on again.

    Raises :class:`NothingLeftOpen` if none did.
    """
    open_ones = [
        question
        for asked, outcome in zip(paper.questions, outcomes, strict=True)
        if (question := _again(asked, outcome)) is not None
    ]
    if not open_ones:
        raise NothingLeftOpen
    numbered = tuple(structs.replace(question, number=n) for n, question in enumerate(open_ones, start=1))
    return structs.replace(paper, questions=numbered)


def next_title(title: str, language: str = "vi") -> str:
    """
    The title of the round after.

    >>> next_title("Bầu Ban Chấp hành"), next_title("Bầu Ban Chấp hành – lần 2")
    ('Bầu Ban Chấp hành – lần 2', 'Bầu Ban Chấp hành – lần 3')
    """
    if not title:
        return ""
    pattern, words = _ROUND[language]
    found = pattern.search(title)
    stem = title[: found.start()] if found else title
    suffix = words.format(int(found[1]) + 1 if found else 2)
    return stem[: LONGEST_TITLE - len(suffix)] + suffix


def _continuing(question: Question, outcome: Outcome) -> set[str]:
    """Who was neither elected nor excluded when a tie stopped the count of single transferable votes."""
    excluded = {key for one in outcome.rounds if one.moved is Moved.EXCLUSION for key in one.of}
    return set(question.keys) - set(outcome.chosen) - excluded


def _again(question: Question, outcome: Outcome) -> Question | None:
    """One question voted on again; ``None`` if it is settled, or if nobody is left to stand."""
    match outcome.conclusion:
        case Conclusion.TIED:
            standing = set(outcome.tied) if not outcome.rounds else _continuing(question, outcome)
        case Conclusion.TOO_FEW:
            standing = set(question.keys) - set(outcome.chosen)
        case _:
            return None
    places = min(question.max_marks - len(outcome.chosen), len(standing))
    if places < 1:
        return None
    return structs.replace(
        question,
        title_vi=next_title(question.title_vi),
        title_en=next_title(question.title_en, "en"),
        options=tuple(option for option in question.options if option.key in standing),
        candidates=tuple(candidate for candidate in question.candidates if candidate.option in standing),
        min_marks=min(question.min_marks, places),
        max_marks=places,
    )
