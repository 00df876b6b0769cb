"""
Rows of secret polls: the terms of one, who got a paper, and the urn.

Who got a paper is public; what lies in the urn is nobody's. No column, no key and no order of one leads to the other.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from advanced_alchemy.base import DefaultBase
from advanced_alchemy.types import DateTimeUTC
from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from agenda import rows as _rows  # noqa: F401  (closed sets as text, before any model)


class PaperKind(StrEnum):
    """How somebody votes in a secret poll."""

    PHONE = "phone"  # a paper signed blindly, cast into the urn
    HAND = "hand"  # a printed one from the tellers, counted by hand


class SecretPoll(DefaultBase):
    """
    What is fixed when a secret poll is announced.

    ``public_key`` is the SubjectPublicKeyInfo of the key that papers are signed with; the private one is a file of the
    issuer's, never in the database. Papers are given out until ``issue_until``.
    """

    __tablename__ = "secret_poll"

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    public_key: Mapped[bytes]
    issue_until: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
    is_tidied: Mapped[bool] = mapped_column(default=False)  # after closing: nothing is left of the order of voting


class IssuedPaper(DefaultBase):
    """
    One mandate's paper. The primary key makes a second one impossible.

    ``blinded`` and ``signed`` are kept so that a repeated request gets the same answer, also after the key is gone.
    They tell nothing of the ballot: that is what blinding is for. No time is kept.
    """

    __tablename__ = "issued_paper"
    __table_args__ = (
        ForeignKeyConstraint(
            ["poll_id", "voter_id"], ["voter.poll_id", "voter.delegate_id"], name="paper_of_the_electorate"
        ),
        CheckConstraint("mandate >= 1", name="paper_of_a_mandate"),
        CheckConstraint("(kind = 'phone') = (blinded IS NOT NULL)", name="paper_blinded_on_phones"),
    )

    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    voter_id: Mapped[UUID] = mapped_column(primary_key=True)
    mandate: Mapped[int] = mapped_column(primary_key=True)  # 1, 2, … as many as the voter carries
    kind: Mapped[PaperKind] = mapped_column(default=PaperKind.PHONE)
    blinded: Mapped[bytes | None]
    signed: Mapped[bytes | None]


class LateRequest(DefaultBase):
    """
    Somebody who waits for the next batch of late papers, once for each mandate; gone when the paper is there.

    ``blinded`` is what a phone wants to have signed. Without it this is a place that was taken at the kiosk:
    ``is_released`` with its batch, until a paper is asked for there. No time is kept.
    """

    __tablename__ = "late_request"
    __table_args__ = (
        ForeignKeyConstraint(
            ["poll_id", "voter_id"], ["voter.poll_id", "voter.delegate_id"], name="late_request_of_the_electorate"
        ),
        CheckConstraint("mandate >= 1", name="late_request_of_a_mandate"),
    )

    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    voter_id: Mapped[UUID] = mapped_column(primary_key=True)
    mandate: Mapped[int] = mapped_column(primary_key=True)
    blinded: Mapped[bytes | None]
    is_released: Mapped[bool] = mapped_column(default=False)


class HandCountEntry(DefaultBase):
    """What one teller says that a poll's printed papers came to (``voting.hand_count.HandCount``); the last word."""

    __tablename__ = "hand_count"

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    teller_id: Mapped[UUID] = mapped_column(primary_key=True)  # the account; voting knows nothing of accounts
    teller_name: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    entered_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))


class UrnBallot(DefaultBase):
    """
    A ballot in the urn: the paper's key, what vouches for it, what is marked, and its signature. Nothing else.

    No time, no serial number, no sentinel: rows are in the order in which they came only until the poll closes, when
    they are written anew in the order of their keys. A test pins these columns.
    """

    __tablename__ = "urn"

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(primary_key=True)
    paper_signature: Mapped[bytes]
    marks: Mapped[bytes]
    vote_signature: Mapped[bytes]

    CONTENT: ClassVar = ("key", "paper_signature", "marks", "vote_signature")


class VoidPaper(DefaultBase):
    """
    A paper that came back unused when its poll was over: the key, what vouches for it, and its signature over nothing.

    As nameless as a ballot. All of a poll's rows are written anew with each that comes, in the order of their keys, so
    that neither their places nor their transactions tell who came back when.
    """

    __tablename__ = "void_paper"

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(primary_key=True)
    paper_signature: Mapped[bytes]
    signature: Mapped[bytes]
