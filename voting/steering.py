"""
Steering: what a screen is told to show. Pure.

``auto`` follows the session; anything else is pinned until it is changed.
"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta, Struct, structs


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
    """A page of a published document."""

    document_id: UUID
    page: Annotated[int, Meta(ge=1)]


class ShowSpeaker(Struct, frozen=True, kw_only=True, tag_field="kind", tag="speaker"):
    """
    Who has the floor, and for how long.

    The client makes ``speech_id``. A new one starts the time; the same one lets it run on, so that a repeat is harmless
    and a name can be corrected, or ``seconds`` (of the whole speech) raised, while somebody speaks.
    """

    speech_id: UUID
    name: Annotated[str, Meta(min_length=1, max_length=120, examples=["Trần Thị Mai Phương"])]
    title_vi: Annotated[str, Meta(max_length=200, examples=["Đoàn đại biểu phường Bến Thành"])] = ""
    title_en: Annotated[str, Meta(max_length=200)] = ""
    seconds: Annotated[int, Meta(ge=1, le=4 * 60 * 60, examples=[300])]


class ShowMessage(Struct, frozen=True, kw_only=True, tag_field="kind", tag="message"):
    """A short text in large letters."""

    text_vi: Annotated[str, Meta(min_length=1, max_length=300)]
    text_en: Annotated[str, Meta(max_length=300)] = ""


class Black(Struct, frozen=True, tag_field="kind", tag="black"):
    """Nothing."""


Steering = Auto | Welcome | ShowPresence | ShowAgenda | ShowPoll | ShowPage | ShowSpeaker | ShowMessage | Black


class Speech(Struct, frozen=True, kw_only=True, tag_field="kind", tag="speaker"):
    """:class:`ShowSpeaker` as a screen keeps it: with the moment at which the time began."""

    speech_id: UUID
    name: str
    title_vi: str
    title_en: str
    seconds: int
    started_at: datetime


Told = Auto | Welcome | ShowPresence | ShowAgenda | ShowPoll | ShowPage | Speech | ShowMessage | Black


def told(steering: Steering, before: Told, *, now: datetime) -> Told:
    """What a screen keeps of ``steering``, when it kept ``before``."""
    if not isinstance(steering, ShowSpeaker):
        return steering
    began = before.started_at if isinstance(before, Speech) and before.speech_id == steering.speech_id else now
    return Speech(**structs.asdict(steering), started_at=began)


def kept(scene: dict[str, Any]) -> Told:
    """The row's JSON as it was written."""
    stored: Told = msgspec.convert(scene, Told)
    return stored
