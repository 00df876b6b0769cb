"""Commands: what organisers ask of voting. Ids are made by the client, so that a repeat is harmless."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from voting.life import Secrecy, SecretMode, Step
from voting.models import ElectorateKind, Visibility
from voting.paper import Paper


class PreparePoll(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A poll as it shall be; possible until it is announced.

    With ``delegation_codes`` or ``delegate_numbers`` only some vote: of these delegations, or of this list. With
    ``two_persons`` the chair and a teller close and publish it together; with ``may_change`` whoever has voted can
    change their ballot until it closes, if it is recorded. ``beside_others`` allows it to be open together with another
    poll of the same delegates.
    """

    title_vi: Annotated[str, Meta(min_length=1, max_length=300, examples=["Biểu quyết 14 chỉ tiêu nhiệm kỳ"])]
    title_en: Annotated[str, Meta(max_length=300)] = ""
    item_id: UUID | None = None
    secrecy: Secrecy = Secrecy.RECORDED
    secret_mode: SecretMode = SecretMode.STRICT
    paper: Paper
    electorate_kind: ElectorateKind = ElectorateKind.PRESENT
    delegation_codes: Annotated[tuple[Annotated[str, Meta(max_length=50)], ...], Meta(max_length=500)] = ()
    delegate_numbers: Annotated[tuple[Annotated[str, Meta(max_length=50)], ...], Meta(max_length=1000)] = ()
    late_arrivals: bool = False
    visibility: Visibility = Visibility.TURNOUT
    seconds: Annotated[int, Meta(ge=10, le=86_400)] | None = None
    two_persons: bool = False
    may_change: bool = False
    beside_others: bool = False


class PutInOrder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The drafts in the order in which they are meant to be held."""

    poll_ids: Annotated[list[UUID], Meta(max_length=300)]


class Confirm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which step somebody wants a poll to take, where it takes two persons: ``close`` or ``publish``."""

    step: Step


class Annul(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a poll is annulled; it stays on record with this."""

    reason: Annotated[str, Meta(min_length=3, max_length=500, examples=["Sai tên chỉ tiêu số 5"])]
