"""
Rows of voting: polls, their electorate, and the ballots of recorded polls.

Constraints, not code, keep the promises: one ballot a voter, no ballot outside the electorate.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from advanced_alchemy.base import DefaultBase, UUIDAuditBase
from advanced_alchemy.types import DateTimeUTC
from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Identity, Integer
from sqlalchemy.dialects.postgresql import JSON, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from agenda import rows as _rows  # noqa: F401  (closed sets as text, before any model)
from voting.life import PollState, Secrecy, SecretMode, Step


class ElectorateKind(StrEnum):
    """Whom opening a poll lets vote. Always official delegates with recognised credentials."""

    PRESENT = "present"  # those in the hall at that moment; they must still be there when they cast
    ALL_OFFICIAL = "all_official"  # every official delegate, in the hall or not


class Visibility(StrEnum):
    """What is shown while a poll is open."""

    HIDDEN = "hidden"  # nothing, not even turnout, outside the console
    TURNOUT = "turnout"  # how many have voted
    RUNNING = "running"  # also how the marks stand


class Poll(UUIDAuditBase):
    """
    One thing put to the vote: one or many questions answered on one paper.

    ``paper`` is the definition (``voting.paper.Paper``), frozen from announcing on. ``present`` and ``entitled`` are
    mandates, taken at opening (``present`` grows by late arrivals, if they join). ``closes_at`` is the deadline by
    the server's clock. ``result`` holds the tally and outcomes as counted at closing.
    """

    __tablename__ = "poll"

    LAST: ClassVar[int] = 1_000_000  # the place of a draft that nobody has put anywhere

    number: Mapped[int] = mapped_column(Integer, Identity(), unique=True)  # people say "poll 3"
    place: Mapped[int] = mapped_column(default=LAST, server_default=str(LAST))  # among the drafts, then by number
    title_vi: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id"))
    secrecy: Mapped[Secrecy] = mapped_column(default=Secrecy.RECORDED)
    secret_mode: Mapped[SecretMode] = mapped_column(default=SecretMode.STRICT, server_default="strict")
    state: Mapped[PollState] = mapped_column(default=PollState.DRAFT)
    paper: Mapped[dict[str, Any]] = mapped_column(JSONB)
    electorate_kind: Mapped[ElectorateKind] = mapped_column(default=ElectorateKind.PRESENT)
    # Of them only those of these delegations, or with these numbers; all when both are empty.
    delegation_codes: Mapped[list[str]] = mapped_column(JSONB, default=list, server_default="[]")
    delegate_numbers: Mapped[list[str]] = mapped_column(JSONB, default=list, server_default="[]")
    late_arrivals: Mapped[bool] = mapped_column(default=False)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.TURNOUT)
    two_persons: Mapped[bool] = mapped_column(default=False, server_default="false")  # to close and to publish it
    may_change: Mapped[bool] = mapped_column(default=False, server_default="false")  # one's ballot, until it closes
    beside_others: Mapped[bool] = mapped_column(default=False, server_default="false")  # open with them at one time
    seconds: Mapped[int | None]  # how long it stays open; None: until closed by hand
    opened_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    closes_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    closed_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    published_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    sitting_id: Mapped[UUID | None] = mapped_column(ForeignKey("sitting.id"))  # during which it opened
    present: Mapped[int | None]
    entitled: Mapped[int | None]
    had_quorum: Mapped[bool | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    annulled_because: Mapped[str] = mapped_column(default="")
    # What the congress states about the ballots as they were counted (``voting.checkpoint``); empty until then.
    checkpoint: Mapped[str] = mapped_column(default="", server_default="")

    @property
    def is_for_some(self) -> bool:
        """Some delegations or a named list vote, not the whole congress."""
        return bool(self.delegation_codes or self.delegate_numbers)


class Voter(DefaultBase):
    """One member of a poll's electorate and the mandates they carry in it, those of absent ones included."""

    __tablename__ = "voter"
    __table_args__ = (CheckConstraint("mandates >= 1", name="voter_mandates_at_least_one"),)

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    delegate_id: Mapped[UUID] = mapped_column(ForeignKey("delegate.id"), primary_key=True)
    delegation_id: Mapped[UUID] = mapped_column(ForeignKey("delegation.id"))  # as it was at opening
    mandates: Mapped[int]
    joined_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))


class Represented(DefaultBase):
    """
    A delegate who was absent when the electorate was taken down, and the voter who carries their mandates in this poll.

    The voter's own row has these mandates in its sum. By the primary key nobody is carried twice in a poll, by the
    foreign key only by one of its electorate. Whoever is here is no voter of that poll: both are written in one
    statement, under the lock of the poll (``voting.electorate``).
    """

    __tablename__ = "represented"
    __table_args__ = (
        ForeignKeyConstraint(
            ["poll_id", "holder_id"], ["voter.poll_id", "voter.delegate_id"], name="represented_by_the_electorate"
        ),
        CheckConstraint("mandates >= 1", name="represented_mandates_at_least_one"),
        CheckConstraint("giver_id <> holder_id", name="represented_by_another"),
    )

    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    giver_id: Mapped[UUID] = mapped_column(ForeignKey("delegate.id"), primary_key=True)
    holder_id: Mapped[UUID]
    mandates: Mapped[int]


class Ballot(DefaultBase):
    """
    What one voter marked in a recorded poll, once.

    The primary key makes a second vote impossible, the foreign key a vote from outside the electorate. ``id`` was made
    by the phone, so that repeating a cast after a lost answer finds the same ballot. It tells a voter's own ballots
    apart and needs no index: nothing is ever looked up by what a stranger may choose.
    """

    __tablename__ = "ballot"
    __table_args__ = (
        ForeignKeyConstraint(
            ["poll_id", "voter_id"], ["voter.poll_id", "voter.delegate_id"], name="ballot_of_the_electorate"
        ),
        CheckConstraint("mandates >= 1", name="ballot_mandates_at_least_one"),
    )

    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    voter_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID]
    mandates: Mapped[int]
    # Canonical: [[question, [option, …]], …]. Kept as the text that came, which also says whether two are the same.
    answers: Mapped[list[Any]] = mapped_column(JSON)
    cast_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))


class StepConfirmation(DefaultBase):
    """That one side wants a poll to take a step which takes both (``voting.two_persons``)."""

    __tablename__ = "step_confirmation"

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    step: Mapped[Step] = mapped_column(primary_key=True)
    side: Mapped[str] = mapped_column(primary_key=True)  # the kind of the actor
    account_id: Mapped[UUID]  # voting knows nothing of accounts
    name: Mapped[str]
    confirmed_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))


class Turnout(DefaultBase):
    """How far an open poll has come, kept by the batch that inserts the ballots. A row of its own: it changes often."""

    __tablename__ = "turnout"
    __table_args__ = ({"postgresql_with": {"fillfactor": 50}},)

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    ballots: Mapped[int] = mapped_column(default=0)
    mandates: Mapped[int] = mapped_column(default=0)


class Verification(DefaultBase):
    """
    That the phone of one of the electorate has found the published count to hold: once, without a time.

    It says nothing of a ballot. In a secret poll phones that gave their paper back say it too, so that it does not even
    tell who voted.
    """

    __tablename__ = "verification"
    __table_args__ = (
        ForeignKeyConstraint(
            ["poll_id", "voter_id"], ["voter.poll_id", "voter.delegate_id"], name="verification_by_the_electorate"
        ),
    )

    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    voter_id: Mapped[UUID] = mapped_column(primary_key=True)
