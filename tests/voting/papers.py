"""Papers, rules and ballots for tests: builders with readable defaults, and strategies for every "for all"."""

from hypothesis import strategies as st
from msgspec import structs

from voting.kinds import motion
from voting.outcome import Bases
from voting.paper import Answer, Option, Paper, Question, QuestionKind, RankingMethod
from voting.rules import Base, MajorityRule
from voting.tally import QuestionTally, count

OUTSIDE = "not-on-the-paper"


def a_rule(numerator=1, denominator=2, *, exactly_suffices=False, base=Base.VALID) -> MajorityRule:
    """More than half of the valid votes, unless told otherwise."""
    return MajorityRule(numerator=numerator, denominator=denominator, exactly_suffices=exactly_suffices, base=base)


def a_motion(number=1, rule=None) -> Question:
    """For, against, other opinion."""
    return motion.question(number, f"Câu {number}", rule=rule or a_rule())


def _of_options(kind, title, keys, *, number, **more) -> Question:
    """A question whose options are called as their keys are."""
    options = tuple(Option(key=key, label_vi=key) for key in keys)
    return Question(number=number, kind=kind, title_vi=f"{title} {number}", options=options, **more)


def a_choice(*keys, number=1, rule=None, min_marks=1, max_marks=1) -> Question:
    """Some of ``keys``."""
    limits = {"min_marks": min_marks, "max_marks": max_marks}
    return _of_options(QuestionKind.CHOICE, "Câu", keys, number=number, rule=rule, **limits)


def an_election(*keys, number=1, seats=1, rule=None, by_crossing_out=False, candidates=()) -> Question:
    """Candidates for seats; elected by more than half of the ballots collected."""
    more = {"by_crossing_out": by_crossing_out, "candidates": candidates}
    elected = rule or a_rule(base=Base.CAST)
    return _of_options(QuestionKind.ELECTION, "Bầu cử", keys, number=number, max_marks=seats, rule=elected, **more)


def an_approval(*keys, number=1, places=None, rule=None, candidates=()) -> Question:
    """Yes or no on each of ``keys``; as many places as there are options, unless told otherwise."""
    more = {"max_marks": places or len(keys), "rule": rule, "candidates": candidates}
    return _of_options(QuestionKind.APPROVAL, "Tín nhiệm", keys, number=number, **more)


def a_score(*keys, number=1, places=1, most_points=5, rule=None) -> Question:
    """Points for each of ``keys``."""
    more = {"max_marks": places, "most_points": most_points, "rule": rule}
    return _of_options(QuestionKind.SCORE, "Chấm điểm", keys, number=number, **more)


def a_ranking(*keys, number=1, places=1, counted_by=RankingMethod.STV, candidates=()) -> Question:
    """``keys`` in the voter's order."""
    more = {"max_marks": places, "counted_by": counted_by, "candidates": candidates}
    return _of_options(QuestionKind.RANKING, "Xếp thứ tự", keys, number=number, **more)


def a_paper(*questions, allows_blank=True) -> Paper:
    """One motion, unless told otherwise."""
    return Paper(questions=questions or (a_motion(),), allows_blank=allows_blank)


def counted(blank=0, **marks) -> QuestionTally:
    """The tally of a question in which each ballot marks one option."""
    valid = sum(marks.values())
    return QuestionTally(question=1, marks=marks, valid=valid, blank=blank, cast=valid + blank)


def the_hall(present=0, entitled=0) -> Bases:
    """The wholes that were fixed at opening."""
    return Bases(present=present, entitled=entitled)


@st.composite
def _rules(draw) -> MajorityRule:
    """A rule that can be met."""
    numerator, denominator = sorted(draw(st.tuples(st.integers(1, 1000), st.integers(1, 1000))))
    exactly_suffices = numerator == denominator or draw(st.booleans())
    return a_rule(numerator, denominator, exactly_suffices=exactly_suffices, base=draw(st.sampled_from(Base)))


rules = _rules()

_keys = st.from_regex(r"\A[a-z0-9][a-z0-9-]{0,31}\Z").filter(lambda key: key != OUTSIDE)


@st.composite
def questions(draw, number=1, kinds=tuple(QuestionKind)) -> Question:
    """A well-formed question of any of these kinds."""
    kind = draw(st.sampled_from(kinds))
    if kind is QuestionKind.MOTION:
        return a_motion(number, draw(rules))
    if kind is QuestionKind.ELECTION:
        keys = draw(st.lists(_keys, min_size=1, max_size=6, unique=True))
        seats = draw(st.integers(1, len(keys)))
        return an_election(*keys, number=number, seats=seats, rule=draw(rules), by_crossing_out=draw(st.booleans()))
    keys = draw(st.lists(_keys, min_size=2, max_size=6, unique=True))
    most = draw(st.integers(1, len(keys)))
    if kind is QuestionKind.APPROVAL:
        return an_approval(*keys, number=number, places=most, rule=draw(st.none() | rules))
    if kind is QuestionKind.SCORE:
        rule = draw(st.none() | rules.filter(lambda rule: rule.base is Base.VALID))
        return a_score(*keys, number=number, places=most, most_points=draw(st.integers(1, 10)), rule=rule)
    if kind is QuestionKind.RANKING:
        return a_ranking(*keys, number=number, places=most, counted_by=draw(st.sampled_from(RankingMethod)))
    least = draw(st.integers(1, most))
    rule = draw(st.none() | rules)
    return a_choice(*keys, number=number, rule=rule, min_marks=least, max_marks=most)


@st.composite
def papers(draw) -> Paper:
    """A well-formed paper of one to four questions."""
    several = [draw(questions(number)) for number in range(1, draw(st.integers(1, 4)) + 1)]
    return a_paper(*several, allows_blank=draw(st.booleans()))


FEW = frozenset({QuestionKind.MOTION, QuestionKind.CHOICE, QuestionKind.ELECTION})  # marks: no more than max_marks


def _marks_on(question: Question, key: str):
    """What may be marked on one option."""
    if question.kind is QuestionKind.APPROVAL:
        return st.sampled_from([f"{key}=yes", f"{key}=no"])
    if question.kind is QuestionKind.SCORE:
        return st.integers(0, question.most_points).map(lambda points: f"{key}={points}")
    return st.just(key)


@st.composite
def valid_answers(draw, paper: Paper) -> list[Answer]:
    """Answers that ``paper`` accepts, questions and marks in whatever order a phone sends them."""
    answers = []
    for question in paper.questions:
        blank = paper.allows_blank and draw(st.booleans())
        keys = draw(st.permutations([option.key for option in question.options]))
        most = question.max_marks if question.kind in FEW else len(keys)
        marks = 0 if blank else draw(st.integers(question.min_marks, most))
        answers.append(Answer(question.number, tuple(draw(_marks_on(question, key)) for key in keys[:marks])))
    return draw(st.permutations(answers))


@st.composite
def any_answers(draw, paper: Paper) -> list[Answer]:
    """Whatever a clumsy or hostile phone may send: often nearly right, seldom right."""
    answers = list(draw(valid_answers(paper)))
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(answers)))
        number = draw(st.integers(1, len(paper.questions) + 1))
        question = paper.question(number)
        keys = [option.key for option in question.options] if question else []
        marks = draw(st.lists(st.sampled_from([*keys, OUTSIDE]), max_size=len(keys) + 1))
        answers[place : place + draw(st.integers(0, 1))] = [Answer(number, tuple(marks))]
    return answers


@st.composite
def heaps(draw, paper: Paper) -> list[tuple[list[Answer], int]]:
    """A heap of ballots of one paper: answers and the mandates they carry."""
    return draw(st.lists(st.tuples(valid_answers(paper), st.integers(1, 5)), max_size=12))


@st.composite
def tallies(draw, question: Question) -> QuestionTally:
    """A question's tally as counting a heap of its ballots would make it."""
    if question.kind not in FEW:
        alone = structs.replace(question, number=1)
        (tally,) = count(a_paper(alone), draw(heaps(a_paper(alone)))).questions
        return structs.replace(tally, question=question.number)
    keys = [option.key for option in question.options]
    valid, blank = draw(st.integers(0, 300)), draw(st.integers(0, 100))
    if question.max_marks == 1:
        cuts = sorted(draw(st.lists(st.integers(0, valid), min_size=len(keys) - 1, max_size=len(keys) - 1)))
        marks = [high - low for low, high in zip([0, *cuts], [*cuts, valid], strict=True)]
    else:
        marks = draw(st.lists(st.integers(0, valid), min_size=len(keys), max_size=len(keys)))
    return QuestionTally(
        question=question.number,
        marks=dict(zip(keys, marks, strict=True)),
        valid=valid,
        blank=blank,
        cast=valid + blank,
    )


@st.composite
def bases_for(draw, tally: QuestionTally) -> Bases:
    """A hall in which this tally can come about: cast ≤ present ≤ entitled."""
    present = tally.cast + draw(st.integers(0, 100))
    return Bases(present=present, entitled=present + draw(st.integers(0, 100)))
