"""
Rows of the delegates: delegations, delegates, badges, scans and presence.

A scan is a recorded event, also when it was refused; presence is a projection of the accepted ones.
"""

from datetime import datetime
from uuid import UUID

from advanced_alchemy.base import DefaultBase, UUIDAuditBase
from advanced_alchemy.types import DateTimeUTC
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agenda import rows as _rows  # noqa: F401  (closed sets as text, before any model)
from delegates.kinds import Basis, Credentials, DelegateKind, Direction, Gender, ScanSource, Verdict


class Delegation(UUIDAuditBase):
    """A group of delegates, in the order of ``code``."""

    __tablename__ = "delegation"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Delegate(UUIDAuditBase):
    """
    One person on the roster. ``number`` is the key under which importing again finds them.

    An alternate who takes over has ``replaces_id`` set and becomes ``official``; the replaced one keeps the kind
    ``official`` for the record, is found by that link, and neither enters nor votes any more.
    """

    __tablename__ = "delegate"
    __table_args__ = (
        CheckConstraint("mandates >= 1", name="delegate_mandates_at_least_one"),
        Index("delegate_in_name_order", "sort_key", "number"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(
        String(collation="C")
    )  # given name first, Vietnamese letters and tones in their order: delegates.names
    folded: Mapped[str]  # name, number, unit, delegation without tone marks, for search
    kind: Mapped[DelegateKind]
    basis: Mapped[Basis | None]
    delegation_id: Mapped[UUID] = mapped_column(ForeignKey("delegation.id"), index=True)
    unit: Mapped[str] = mapped_column(default="")
    position: Mapped[str] = mapped_column(default="")
    officer_kind: Mapped[str] = mapped_column(default="")
    sector: Mapped[str] = mapped_column(default="")
    education: Mapped[str] = mapped_column(default="")
    birth_year: Mapped[int | None]
    gender: Mapped[Gender | None]
    discussion_group: Mapped[str] = mapped_column(default="")
    seat: Mapped[str] = mapped_column(default="")
    mandates: Mapped[int] = mapped_column(default=1)
    credentials: Mapped[Credentials] = mapped_column(default=Credentials.RECOGNISED)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("delegate.id"), unique=True)
    pin_hash: Mapped[str | None]  # keyed hash, see api.auth.pins; None: cannot sign in yet


class Proxy(DefaultBase):
    """
    That a delegate's mandates are carried by another in polls that they are absent from (ủy quyền).

    The primary key gives a giver one holder. That nobody both gives and holds, and how many one may hold, is decided
    while both delegates are locked (``delegates.proxies``).
    """

    __tablename__ = "proxy"
    __table_args__ = (CheckConstraint("giver_id <> holder_id", name="proxy_of_another"),)

    giver_id: Mapped[UUID] = mapped_column(ForeignKey("delegate.id"), primary_key=True)
    holder_id: Mapped[UUID] = mapped_column(ForeignKey("delegate.id"), index=True)
    granted_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))


class SensitiveFacts(DefaultBase):
    """
    Ethnicity, religion and party membership: sensitive by law (91/2025/QH15), hence apart, with their own permission.

    They leave the database only as aggregates in which no cell is under three.
    """

    __tablename__ = "sensitive_facts"

    delegate_id: Mapped[UUID] = mapped_column(ForeignKey("delegate.id", ondelete="CASCADE"), primary_key=True)
    ethnicity: Mapped[str] = mapped_column(default="")
    religion: Mapped[str] = mapped_column(default="")
    party_member: Mapped[bool] = mapped_column(default=False)


class Badge(UUIDAuditBase):
    """
    The printed QR credential of a delegate. Only the SHA-256 of its code is kept (the code has 130 random bits).

    A delegate has at most one badge that is not revoked.
    """

    __tablename__ = "badge"
    __table_args__ = (Index("one_valid_badge", "delegate_id", unique=True, postgresql_where="revoked_at IS NULL"),)

    delegate_id: Mapped[UUID] = mapped_column(ForeignKey("delegate.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[bytes] = mapped_column(unique=True)
    issued_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    revoked_because: Mapped[str] = mapped_column(default="")


class Scan(DefaultBase):
    """
    One scan, kept for ever, also a refused one.

    ``nonce`` is made on the device: the same scan sent twice is one row. ``occurred_at`` is the device's time with
    its clock offset taken out, ``received_at`` the server's. ``conflict`` marks an entry that a door let in although
    another had let the same person in before, with no exit between (two doors offline); it is counted once.
    """

    __tablename__ = "scan"
    __table_args__ = (
        UniqueConstraint("device_id", "nonce"),
        Index("scan_of_delegate", "sitting_id", "delegate_id", "occurred_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    sitting_id: Mapped[UUID | None] = mapped_column(ForeignKey("sitting.id"))
    delegate_id: Mapped[UUID | None] = mapped_column(ForeignKey("delegate.id"), index=True)
    badge_id: Mapped[UUID | None] = mapped_column(ForeignKey("badge.id"))
    code_hash: Mapped[bytes | None]
    direction: Mapped[Direction]
    verdict: Mapped[Verdict]
    conflict: Mapped[bool] = mapped_column(default=False)
    undone_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    undone_because: Mapped[str] = mapped_column(default="")
    occurred_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
    received_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
    device_id: Mapped[UUID]  # the door's, or the signed-in person's when scanned at a desk
    door: Mapped[str] = mapped_column(default="")
    operator: Mapped[str] = mapped_column(default="")
    nonce: Mapped[UUID]
    source: Mapped[ScanSource]
    offline: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")  # of a manual check-in


class Presence(DefaultBase):
    """
    Who is in the hall at a sitting: a projection of the scans, kept so that opening a poll is one statement.

    ``delegates.check_in.project`` computes the same from the scans alone; a test compares the two.
    """

    __tablename__ = "presence"

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sitting.id"), primary_key=True)
    delegate_id: Mapped[UUID] = mapped_column(ForeignKey("delegate.id"), primary_key=True)
    is_present: Mapped[bool]
    first_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    first_door: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))


class AbsenceNotice(DefaultBase):
    """A delegate who is excused from a sitting, and why. Whoever is absent without one is unexcused."""

    __tablename__ = "absence_notice"

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sitting.id"), primary_key=True)
    delegate_id: Mapped[UUID] = mapped_column(ForeignKey("delegate.id"), primary_key=True)
    reason: Mapped[str]
