"""
Motions: for, against, other opinion (tán thành, không tán thành, ý kiến khác). Pure.

Adopted if *for* satisfies the rule; the other marks only show what was thought.
"""

from uuid import UUID

from voting.errors import InvalidDefinition
from voting.outcome import Bases, Conclusion, Outcome, Standing
from voting.paper import Option, Question, QuestionKind
from voting.rules import MORE_THAN_HALF_OF_PRESENT, MajorityRule
from voting.tally import QuestionTally

FOR = "for"
OPTIONS = (
    Option(key=FOR, label_vi="Tán thành", label_en="For"),
    Option(key="against", label_vi="Không tán thành", label_en="Against"),
    Option(key="other", label_vi="Ý kiến khác", label_en="Other opinion"),
)


def question(
    number: int,
    title_vi: str,
    *,
    title_en: str = "",
    text_vi: str = "",
    text_en: str = "",
    rule: MajorityRule = MORE_THAN_HALF_OF_PRESENT,
    target_id: UUID | None = None,
) -> Question:
    """A motion with the usual three options."""
    return Question(
        number=number,
        kind=QuestionKind.MOTION,
        title_vi=title_vi,
        title_en=title_en,
        text_vi=text_vi,
        text_en=text_en,
        options=OPTIONS,
        rule=rule,
        target_id=target_id,
    )


def check(question: Question) -> None:
    """Raises :class:`InvalidDefinition` unless there is *for*, one mark, and a rule."""
    if not any(option.key == FOR for option in question.options):
        raise InvalidDefinition(question=question.number, reason="a motion has the option 'for'")
    if question.max_marks != 1:
        raise InvalidDefinition(question=question.number, reason="one option of a motion is marked")
    if question.rule is None:
        raise InvalidDefinition(question=question.number, reason="a motion needs a rule")


def decide(question: Question, tally: QuestionTally, bases: Bases) -> Outcome:
    """Adopted or rejected."""
    rule = question.rule
    assert rule is not None, "check() let a motion without a rule pass"
    whole = bases.whole(rule.base, tally)
    adopted = rule.is_met(tally.marks.get(FOR, 0), whole)
    return Outcome(
        question=question.number,
        conclusion=Conclusion.ADOPTED if adopted else Conclusion.REJECTED,
        chosen=(FOR,) if adopted else (),
        base=rule.base,
        whole=whole,
        needed=rule.needed(whole),
        standings=tuple(
            Standing.of(option.key, tally.marks.get(option.key, 0), whole, rule) for option in question.options
        ),
    )
