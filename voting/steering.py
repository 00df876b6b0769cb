"""
Steering: what a screen is told to show. Pure.

``auto`` follows the session; anything else is pinned until it is changed.
"""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct


class Auto(Struct, frozen=True, tag_field="kind", tag="auto"):
    """Follow the session: the open poll, else a result that was just published, else the current item."""


class Welcome(Struct, frozen=True, tag_field="kind", tag="welcome"):
    """Name and motto of the congress, and a clock."""


class ShowPresence(Struct, frozen=True, tag_field="kind", tag="presence"):
    """Presence and quorum."""


class ShowAgenda(Struct, frozen=True, tag_field="kind", tag="agenda"):
    """The current item among its neighbours."""


class ShowPoll(Struct, frozen=True, kw_only=True, tag_field="kind", tag="poll"):
    """One poll: its question while it is announced or open, its result once published."""

    poll_id: UUID


class ShowPage(Struct, frozen=True, kw_only=True, tag_field="kind", tag="page"):
    """A page of a document."""

    document_id: UUID
    page: Annotated[int, Meta(ge=1)]


class ShowMessage(Struct, frozen=True, kw_only=True, tag_field="kind", tag="message"):
    """A short text in large letters."""

    text_vi: Annotated[str, Meta(min_length=1, max_length=300)]
    text_en: Annotated[str, Meta(max_length=300)] = ""


class Black(Struct, frozen=True, tag_field="kind", tag="black"):
    """Nothing."""


Steering = Auto | Welcome | ShowPresence | ShowAgenda | ShowPoll | ShowPage | ShowMessage | Black
