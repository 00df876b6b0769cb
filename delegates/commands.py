"""Commands: what clients ask of the delegates' package. Each carries what makes a repeat harmless."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from delegates.kinds import Basis, Credentials, DelegateKind, Direction, ScanSource, Verdict


class ScanBadge(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    One scan of a badge at a door, or an admission by hand.

    Exactly one of ``code`` (what was scanned or typed), ``code_hash`` (hex SHA-256, from an offline door that kept no
    codes) and ``delegate_id`` (found by name; then ``reason`` is needed) says who.
    """

    nonce: UUID  # made on the device, once for each scan
    code: Annotated[str, Meta(max_length=300)] | None = None
    code_hash: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")] | None = None
    delegate_id: UUID | None = None
    direction: Direction = Direction.ENTRY
    source: ScanSource = ScanSource.CAMERA
    reason: Annotated[str, Meta(max_length=500)] = ""
    occurred_at: datetime | None = None  # by the device's clock, for what was kept offline; online it is now


class ScanBatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a door scanned while it was offline. ``sent_at`` is the device's clock now, to take its error out."""

    sent_at: datetime
    scans: Annotated[list[ScanBadge], Meta(max_length=500)]


class DelegateCard(Struct, frozen=True, kw_only=True):
    """What the door's staff compare with the person in front of them."""

    id: UUID
    number: str
    full_name: str
    kind: DelegateKind
    delegation_code: str
    delegation: str
    unit: str
    position: str
    seat: str


class ScanAnswer(Struct, frozen=True, kw_only=True):
    """The answer to a scan. ``first_at`` and ``first_door``: when and where this delegate came in first."""

    scan_id: int
    nonce: UUID
    verdict: Verdict
    direction: Direction
    occurred_at: datetime
    conflict: bool = False
    delegate: DelegateCard | None = None
    first_at: datetime | None = None
    first_door: str = ""


class Reason(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why something is done that the journal should explain."""

    reason: Annotated[str, Meta(min_length=3, max_length=500, examples=["Quét nhầm thẻ"])]


class DecideCredentials(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the credentials board decided about a delegate, and why."""

    credentials: Credentials
    reason: Annotated[str, Meta(min_length=3, max_length=500)]


class PromoteAlternate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The alternate in the path takes the place of ``replaces_id``."""

    replaces_id: UUID
    reason: Annotated[str, Meta(min_length=3, max_length=500)]


class NoticeAbsence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a delegate is excused from a sitting."""

    sitting_id: UUID
    reason: Annotated[str, Meta(min_length=3, max_length=500)]


class AllowProxies(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of how many absent delegates one may carry the mandates; 0: of none, there are no proxies."""

    most: Annotated[int, Meta(ge=0, le=100)]


class GrantProxy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The delegate in the path lets ``holder_id`` carry their mandates where they are absent."""

    holder_id: UUID
    reason: Annotated[str, Meta(min_length=3, max_length=500)]


class DelegateLine(Struct, frozen=True, kw_only=True):
    """One line of the roster, without anything sensitive."""

    id: UUID
    number: str
    full_name: str
    kind: DelegateKind
    basis: Basis | None
    delegation_code: str
    delegation: str
    unit: str
    position: str
    seat: str
    mandates: int
    credentials: Credentials
    replaces_id: UUID | None
    replaced_by_id: UUID | None
    is_present: bool
    has_badge: bool
    has_pin: bool
