"""The scene of a poll without a result to show: what is asked, by which rule, how far it has come."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from voting import papers, queries
from voting.kinds import votes
from voting.life import PollState, Secrecy
from voting.models import Poll, Visibility
from voting.outcome import number_text, share_text
from voting.queries import paper_in
from voting.secrecy import digest
from voting.secret_models import SecretPoll
from voting.sign import Sign, sign
from voting.tally import count
from voting.turnout import turnout_of


class QuestionTitle(Struct, frozen=True, kw_only=True):
    """What one question asks."""

    title_vi: str
    title_en: str


class RunningMark(Struct, frozen=True, kw_only=True):
    """How one option stands while the poll is open, in mandates; of a score, in points."""

    option: str
    label_vi: str
    label_en: str
    mandates: int
    number: str  # "1.234"


class PollScene(Struct, frozen=True, kw_only=True, tag_field="kind", tag="poll"):
    """
    A poll without its result. ``rule_vi`` is empty where the questions differ in their rule.

    ``electorate`` is 0 before opening. ``ballots``, ``turnout`` and ``turnout_share`` are ``None`` before opening and
    if the poll hides its turnout. ``marks`` is how an open poll of one question stands, if it is one where everybody
    may see that; of many questions the hall sees the turnout until they are published.
    """

    poll_id: UUID
    number: int
    title_vi: str
    title_en: str
    state: PollState
    secrecy: Secrecy
    questions: list[QuestionTitle]
    rule_vi: str
    rule_en: str
    seconds: int | None  # how long it stays open; None: until closed by hand
    opened_at: datetime | None
    closes_at: datetime | None
    electorate: int
    electorate_text: str
    ballots: int | None
    turnout: str | None  # "612 / 644"
    turnout_share: str | None  # "95,0 %"
    annulled_because: str
    marks: list[RunningMark] | None = None
    key: Sign | None = None  # of the key that signs papers, of a secret poll
    papers: str | None = None  # "612 / 650" papers are out, of a secret poll


async def poll_scene(session: AsyncSession, poll: Poll) -> PollScene:
    """The poll as it is now."""
    questions = paper_in(poll).questions
    rules = {question.rule for question in questions}
    rule = rules.pop() if len(rules) == 1 else None
    electorate = await queries.electorate_size(session, poll.id)
    given = await papers.on_phones(session, poll)
    ballots = None
    if poll.visibility is not Visibility.HIDDEN and poll.opened_at is not None:
        ballots = await turnout_of(session, poll, given)
    secret = await session.get(SecretPoll, poll.id) if given is not None else None
    # Of a secret poll only who has a paper can vote.
    whole = electorate if given is None else given
    return PollScene(
        poll_id=poll.id,
        number=poll.number,
        title_vi=poll.title_vi,
        title_en=poll.title_en,
        state=poll.state,
        secrecy=poll.secrecy,
        questions=[QuestionTitle(title_vi=question.title_vi, title_en=question.title_en) for question in questions],
        rule_vi=rule.text_vi if rule else "",
        rule_en=rule.text_en if rule else "",
        seconds=poll.seconds,
        opened_at=poll.opened_at,
        closes_at=poll.closes_at,
        electorate=electorate,
        electorate_text=number_text(electorate),
        ballots=ballots,
        turnout=f"{number_text(ballots)} / {number_text(whole)}" if ballots is not None else None,
        turnout_share=share_text(ballots, whole) if ballots is not None else None,
        annulled_because=poll.annulled_because,
        marks=await _running(session, poll),
        key=sign("KEY", digest(secret.public_key)) if secret else None,
        papers=f"{number_text(given)} / {number_text(electorate)}" if given is not None else None,
    )


async def _running(session: AsyncSession, poll: Poll) -> list[RunningMark] | None:
    paper = paper_in(poll)
    if poll.visibility is not Visibility.RUNNING or poll.state is not PollState.OPEN or len(paper.questions) != 1:
        return None
    tally = count(paper, [ballot async for ballot in queries.ballots_of(session, poll.id)])
    (question,), (counted,) = paper.questions, tally.questions
    standing = votes(question, counted)
    return [
        RunningMark(
            option=option.key,
            label_vi=option.label_vi,
            label_en=option.label_en,
            mandates=standing[option.key],
            number=number_text(standing[option.key]),
        )
        for option in question.options
    ]
