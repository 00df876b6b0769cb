"""Rows of access: staff accounts, devices, enrolment codes, sign-ins, failed attempts."""

from datetime import datetime
from uuid import UUID

from advanced_alchemy.base import DefaultBase, UUIDAuditBase
from advanced_alchemy.types import DateTimeUTC
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from agenda import rows as _rows  # noqa: F401  (closed sets as text, before any model)
from api.auth.permissions import Role


class Staff(UUIDAuditBase):
    """A person behind the console. Disabled rather than deleted: the journal names them."""

    __tablename__ = "staff"

    login: Mapped[str] = mapped_column(unique=True)  # lower case
    name: Mapped[str]
    role: Mapped[Role]
    password_hash: Mapped[str]
    disabled_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))


class Device(UUIDAuditBase):
    """A door station or a projected screen. ``name`` of a screen is the screen it shows."""

    __tablename__ = "device"

    name: Mapped[str]
    role: Mapped[Role]
    revoked_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    enrolment_hash: Mapped[bytes | None] = mapped_column(unique=True)  # SHA-256; spent when used
    enrolment_ends_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))


class SignIn(UUIDAuditBase):
    """
    One signed-in person or device; its id is the token's ``sid``. Ending it shuts requests and live sockets at once.

    A delegate has at most one live sign-in: one phone at a time.
    """

    __tablename__ = "sign_in"
    __table_args__ = (
        CheckConstraint("num_nonnulls(staff_id, delegate_id, device_id) = 1", name="sign_in_of_one"),
        Index("one_phone_at_a_time", "delegate_id", unique=True, postgresql_where="ended_at IS NULL"),
    )

    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    delegate_id: Mapped[UUID | None] = mapped_column(ForeignKey("delegate.id", ondelete="CASCADE"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    ended_because: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    agent: Mapped[str] = mapped_column(default="")


class FailedAttempts(DefaultBase):
    """How often a key (a badge, a login, an address) has been tried wrongly of late."""

    __tablename__ = "failed_attempts"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
