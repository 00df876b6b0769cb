"""Rows of nominations: the chair's call for them, who is on the list, and who put them there."""

from datetime import datetime
from uuid import UUID

from advanced_alchemy.base import DefaultBase
from advanced_alchemy.types import DateTimeUTC
from sqlalchemy import ForeignKey, ForeignKeyConstraint, Identity, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from agenda import rows as _rows  # noqa: F401  (closed sets as text, before any model)
from voting.nominations import Candidacy


class NominationCall(DefaultBase):
    """
    That people are nominated for a poll's election, and whether they still are.

    Whoever changes the list locks this row. The list refers to it and not to the poll: a key on the poll would wait for
    a step that itself waits for this row.
    """

    __tablename__ = "nomination_call"

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    is_open: Mapped[bool]
    opened_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
    closed_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))


class Nominee(DefaultBase):
    """One person on the list of a poll, once however often they are nominated."""

    __tablename__ = "nominee"

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("nomination_call.poll_id"), primary_key=True)
    delegate_id: Mapped[UUID] = mapped_column(ForeignKey("delegate.id"), primary_key=True)
    place: Mapped[int] = mapped_column(Integer, Identity(), unique=True)  # the order in which they came
    candidacy: Mapped[Candidacy] = mapped_column(default=Candidacy.NOMINATED)
    is_left_out: Mapped[bool] = mapped_column(default=False)  # the chair's decision (cho thôi)
    answered_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))


class Nomination(DefaultBase):
    """Who nominated whom; whoever stands nominates themselves."""

    __tablename__ = "nomination"
    __table_args__ = (
        ForeignKeyConstraint(
            ["poll_id", "nominee_id"], ["nominee.poll_id", "nominee.delegate_id"], name="nomination_of_the_list"
        ),
        Index("nominations_by", "nominator_id", "poll_id"),
    )

    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    nominee_id: Mapped[UUID] = mapped_column(primary_key=True)
    nominator_id: Mapped[UUID] = mapped_column(ForeignKey("delegate.id"), primary_key=True)
    nominated_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
