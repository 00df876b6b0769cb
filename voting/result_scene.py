"""The scene of a published result: every number with its text, every share with its base and its rule."""

from uuid import UUID

from msgspec import Struct

from voting.checkpoint import root_in
from voting.count_sheet import Moved
from voting.hand_count import HandCount
from voting.models import Poll
from voting.outcome import Conclusion, Outcome, Standing, number_text
from voting.paper import Option, Question, QuestionKind, RankingMethod
from voting.queries import PollResult, paper_in
from voting.sign import Sign, sign

_WIDEST = 4  # options that a table can hold beside the titles


class Bar(Struct, frozen=True, kw_only=True):
    """
    One option: label, mandates (of a score, points), share of the rule's base; ``note`` is what else its kind says.
    """

    option: str
    label_vi: str
    label_en: str
    mandates: int
    number: str  # "1.234"
    share: str  # "99,5 %"
    chosen: bool
    tied: bool
    note_vi: str = ""
    note_en: str = ""


class ResultLine(Struct, frozen=True, kw_only=True):
    """One question of a published poll. ``whole`` is what shares are taken of; ``needed`` is empty without a rule."""

    question: int
    title_vi: str
    title_en: str
    bars: list[Bar]
    blank: int
    blank_number: str
    conclusion: Conclusion
    conclusion_vi: str
    conclusion_en: str
    whole: int
    base_vi: str  # "trên 644 đại biểu có mặt"
    base_en: str
    needed: str  # mandates, "323"
    rule_vi: str
    rule_en: str


class Column(Struct, frozen=True, kw_only=True):
    """One option that all questions share."""

    label_vi: str
    label_en: str


class ResultScene(Struct, frozen=True, kw_only=True, tag_field="kind", tag="result"):
    """
    The result of a poll, one line a question; the screen pages when there are many.

    ``columns`` are the options of every line, in their order; empty if lines differ in them or there are too many.
    """

    poll_id: UUID
    number: int
    title_vi: str
    title_en: str
    summary_vi: str
    summary_en: str
    ballots: int
    electorate: int
    turnout: str  # "641 / 644"
    columns: list[Column]
    lines: list[ResultLine]
    hand_vi: str = ""  # how many of the ballots were printed papers
    hand_en: str = ""
    checked_vi: str = ""  # where secret papers have gone, how many phones have verified the count
    checked_en: str = ""
    root: Sign | None = None  # of the tree over all ballots, as the congress signed it


def result_scene(poll: Poll, result: PollResult, checked: tuple[str, str] = ("", "")) -> ResultScene:
    """The result of a published poll; ``checked`` is what it was held against, in Vietnamese and in English."""
    questions = paper_in(poll).questions
    lines = result_lines(questions, result)
    adopted = sum(line.conclusion is Conclusion.ADOPTED for line in lines)
    motions = [line for line in lines if line.conclusion in (Conclusion.ADOPTED, Conclusion.REJECTED)]
    electorate = result.electorate
    return ResultScene(
        poll_id=poll.id,
        number=poll.number,
        title_vi=poll.title_vi,
        title_en=poll.title_en,
        summary_vi=f"{adopted}/{len(motions)} nội dung được thông qua" if motions else "",
        summary_en=f"{adopted} of {len(motions)} adopted" if motions else "",
        ballots=result.tally.ballots,
        electorate=electorate,
        turnout=f"{number_text(result.tally.ballots)} / {number_text(electorate)}",
        columns=_columns(questions),
        lines=lines,
        hand_vi=_by_hand(result.hand, 0),
        hand_en=_by_hand(result.hand, 1),
        checked_vi=checked[0],
        checked_en=checked[1],
        root=sign("ROOT", root_in(poll.checkpoint)) if poll.checkpoint else None,
    )


def result_lines(questions: tuple[Question, ...], result: PollResult) -> list[ResultLine]:
    """What each question came to."""
    return [
        _line(question, outcome, counted.blank)
        for question, outcome, counted in zip(questions, result.outcomes, result.tally.questions, strict=True)
    ]


def _by_hand(hand: HandCount | None, language: int) -> str:
    """Shown apart in every result: nobody can check from afar what was marked on them."""
    if hand is None:
        return ""
    papers, invalid = number_text(hand.papers), number_text(hand.invalid)
    words = (f"trong đó {papers} phiếu giấy kiểm tay", f"{papers} of them printed papers counted by hand")[language]
    bad = (f", {invalid} không hợp lệ", f", {invalid} invalid")[language]
    return words + (bad if hand.invalid else "")


def _columns(questions: tuple[Question, ...]) -> list[Column]:
    options = questions[0].options
    if any(question.kind not in (QuestionKind.MOTION, QuestionKind.CHOICE) for question in questions):
        return []  # who is elected is named, in order of votes
    if len(options) > _WIDEST or any(question.options != options for question in questions):
        return []
    return [Column(label_vi=option.label_vi, label_en=option.label_en) for option in options]


def _line(question: Question, outcome: Outcome, blank: int) -> ResultLine:
    shares = {standing.option: standing for standing in outcome.standings}
    rule = question.rule
    base = _POINTS if question.kind is QuestionKind.SCORE else _BASES[outcome.base]
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
                chosen=option.key in outcome.chosen,
                tied=option.key in outcome.tied,
                note_vi=note(outcome, shares[option.key], 0),
                note_en=note(outcome, shares[option.key], 1),
            )
            for option in _in_order(question, outcome, shares)
        ],
        blank=blank,
        blank_number=number_text(blank),
        conclusion=outcome.conclusion,
        conclusion_vi=_conclusion(question, outcome, 0),
        conclusion_en=_conclusion(question, outcome, 1),
        whole=outcome.whole,
        base_vi=f"trên {number_text(outcome.whole)} {base[0]}",
        base_en=f"of {outcome.whole} {base[1]}",
        needed=number_text(outcome.needed) if outcome.needed is not None else "",
        rule_vi=rule.text_vi if rule else method_text(question, 0),
        rule_en=rule.text_en if rule else method_text(question, 1),
    )


def _conclusion(question: Question, outcome: Outcome, language: int) -> str:
    """In words; of an election, how many of the seats are filled."""
    words = _CONCLUSIONS[outcome.conclusion][language]
    if not question.is_of_people:
        return words
    filled = f"{('Trúng cử', 'Elected')[language]} {len(outcome.chosen)}/{question.max_marks}"
    return f"{filled} · {words}" if outcome.conclusion is Conclusion.TIED else filled


def _in_order(question: Question, outcome: Outcome, shares: dict[str, Standing]) -> list[Option]:
    """As on the paper; where places are filled, those who have one and then from the most votes down, as read out."""
    if question.kind in (QuestionKind.MOTION, QuestionKind.CHOICE):
        return list(question.options)
    place = {key: number for number, key in enumerate(outcome.chosen)}
    return sorted(
        question.options, key=lambda option: (place.get(option.key, len(place)), -shares[option.key].mandates)
    )


def method_text(question: Question, language: int) -> str:
    """How a question without a rule is decided, where its kind has a method for that."""
    if question.kind is QuestionKind.RANKING:
        return _METHODS[question.counted_by][language]
    if question.kind is QuestionKind.SCORE:
        return (f"tổng điểm cao nhất, mỗi phiếu tối đa {question.most_points} điểm cho một phương án",
                f"the most points, up to {question.most_points} of each ballot for an option")[language]  # fmt: skip
    return ""


def note(outcome: Outcome, standing: Standing, language: int) -> str:
    """What a kind says of an option beside its number: votes against, or in which round it was settled."""
    if standing.against is not None and standing.abstained is not None:
        against, abstained = number_text(standing.against), number_text(standing.abstained)
        return (f"{against} không đồng ý · {abstained} không ý kiến", f"{against} no · {abstained} no opinion")[
            language
        ]
    for number, one in enumerate(outcome.rounds, start=1):
        if standing.option in one.elected:
            return (f"đạt ở vòng {number}", f"in at round {number}")[language]
        if one.moved is Moved.EXCLUSION and standing.option in one.of:
            return (f"loại ở vòng {number}", f"out at round {number}")[language]
    return ""


_CONCLUSIONS = {
    Conclusion.ADOPTED: ("Thông qua", "Adopted"),
    Conclusion.REJECTED: ("Không thông qua", "Rejected"),
    Conclusion.CHOSEN: ("Được chọn", "Chosen"),
    Conclusion.TIED: ("Ngang phiếu", "Tied"),
    Conclusion.NONE_CHOSEN: ("Không phương án nào đạt", "None chosen"),
    Conclusion.ELECTED: ("Trúng cử đủ số lượng", "All seats elected"),
    Conclusion.TOO_FEW: ("Trúng cử chưa đủ số lượng", "Too few elected"),
}
_METHODS = {
    RankingMethod.STV: (
        "phiếu xếp thứ tự có chuyển nhượng (STV, quy tắc Scotland 2007); số phiếu là ưu tiên 1",
        "single transferable vote (Scottish rules, 2007); votes shown are first preferences",
    ),
    RankingMethod.SCHULZE: (
        "phiếu xếp thứ tự, so từng cặp (phương pháp Schulze); số phiếu là ưu tiên 1",
        "rankings compared in pairs (Schulze method); votes shown are first preferences",
    ),
}
_POINTS = ("điểm có thể cho", "points that could be given")
_BASES = {
    "valid": ("phiếu hợp lệ", "valid ballots"),
    "cast": ("phiếu thu về", "ballots cast"),
    "present": ("đại biểu có mặt", "present"),
    "entitled": ("đại biểu được triệu tập", "summoned"),
}
