"""The scene of a published result: every number with its text, every share with its base."""

from uuid import UUID

from msgspec import Struct

from voting.models import Poll
from voting.outcome import Conclusion, Outcome, number_text
from voting.paper import Question
from voting.queries import PollResult, paper_in


class Bar(Struct, frozen=True, kw_only=True):
    """One option: label, mandates, share of the rule's base."""

    option: str
    label_vi: str
    label_en: str
    mandates: int
    number: str  # "1.234"
    share: str  # "99,5 %"


class ResultLine(Struct, frozen=True, kw_only=True):
    """One question of a published poll."""

    question: int
    title_vi: str
    title_en: str
    bars: list[Bar]
    blank: int
    conclusion: Conclusion
    conclusion_vi: str
    conclusion_en: str
    base_vi: str  # "trên 644 đại biểu có mặt"
    base_en: str


class ResultScene(Struct, frozen=True, kw_only=True, tag_field="kind", tag="result"):
    """The result of a poll, one line a question; the screen pages when there are many."""

    poll_id: UUID
    number: int
    title_vi: str
    title_en: str
    summary_vi: str
    summary_en: str
    ballots: int
    electorate: int
    lines: list[ResultLine]


def result_scene(poll: Poll, result: PollResult) -> ResultScene:
    """The result of a published poll."""
    lines = [
        _line(question, outcome, counted.blank)
        for question, outcome, counted in zip(
            paper_in(poll).questions, result.outcomes, result.tally.questions, strict=True
        )
    ]
    adopted = sum(line.conclusion is Conclusion.ADOPTED for line in lines)
    motions = [line for line in lines if line.conclusion in (Conclusion.ADOPTED, Conclusion.REJECTED)]
    return ResultScene(
        poll_id=poll.id,
        number=poll.number,
        title_vi=poll.title_vi,
        title_en=poll.title_en,
        summary_vi=f"{adopted}/{len(motions)} nội dung được thông qua" if motions else "",
        summary_en=f"{adopted} of {len(motions)} adopted" if motions else "",
        ballots=result.tally.ballots,
        electorate=result.electorate,
        lines=lines,
    )


def _line(question: Question, outcome: Outcome, blank: int) -> ResultLine:
    shares = {standing.option: standing for standing in outcome.standings}
    return ResultLine(
        question=question.number,
        title_vi=question.title_vi,
        title_en=question.title_en,
        bars=[
            Bar(
                option=option.key,
                label_vi=option.label_vi,
                label_en=option.label_en,
                mandates=shares[option.key].mandates,
                number=number_text(shares[option.key].mandates),
                share=shares[option.key].share,
            )
            for option in question.options
        ],
        blank=blank,
        conclusion=outcome.conclusion,
        conclusion_vi=_CONCLUSIONS[outcome.conclusion][0],
        conclusion_en=_CONCLUSIONS[outcome.conclusion][1],
        base_vi=f"trên {number_text(outcome.whole)} {_BASES[outcome.base][0]}",
        base_en=f"of {outcome.whole} {_BASES[outcome.base][1]}",
    )


_CONCLUSIONS = {
    Conclusion.ADOPTED: ("Thông qua", "Adopted"),
    Conclusion.REJECTED: ("Không thông qua", "Rejected"),
    Conclusion.CHOSEN: ("Được chọn", "Chosen"),
    Conclusion.TIED: ("Ngang phiếu", "Tied"),
    Conclusion.NONE_CHOSEN: ("Không phương án nào đạt", "None chosen"),
}
_BASES = {
    "valid": ("phiếu hợp lệ", "valid ballots"),
    "cast": ("phiếu thu về", "ballots cast"),
    "present": ("đại biểu có mặt", "present"),
    "entitled": ("đại biểu được triệu tập", "summoned"),
}
