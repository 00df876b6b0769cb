"""
Congress files: a whole congress as one JSON document, to be imported all or nothing and again and again.

What is found again by its key (sittings by number, items and documents by key, targets by code) is updated. Polls,
staff and doors are parsed here and made by the layers that own them. The format is described in
``examples/README.md``.
"""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID, uuid5

import msgspec
from msgspec import Meta, Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from agenda.documents import PutDocument, put_document
from agenda.errors import CongressFileInvalid
from agenda.journal import Actor
from agenda.models import Congress, Screen
from agenda.programme import PutItem, PutSitting, put_item, put_sitting
from agenda.targets import PutTarget, put_target

_SPACE = UUID("6d1e5a52-0f3d-5c7e-9d53-64686f6e6731")

Text = Annotated[str, Meta(max_length=500)]


class CongressFacts(Struct, frozen=True, kw_only=True):
    """The event itself."""

    slug: Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,80}$")]
    name_vi: Annotated[str, Meta(min_length=1, max_length=500)]
    name_en: Text = ""
    term: Text = ""
    motto_vi: Text = ""
    motto_en: Text = ""
    place_vi: Text = ""
    place_en: Text = ""
    starts_on: date
    ends_on: date
    rules_profile: str


class ItemFacts(Struct, frozen=True, kw_only=True):
    """One agenda item; ``documents`` are keys."""

    key: str
    title_vi: Text
    title_en: Text = ""
    starts_at: datetime
    minutes: Annotated[int, Meta(ge=0, le=1440)]
    kind: str = "item"
    presenter: Text = ""
    documents: list[str] = []


class SittingFacts(Struct, frozen=True, kw_only=True):
    """One sitting with its items in order."""

    number: int
    title_vi: Text
    title_en: Text = ""
    starts_at: datetime
    ends_at: datetime
    items: list[ItemFacts]


class DocumentFacts(Struct, frozen=True, kw_only=True):
    """One document; ``source`` says where its text is, relative to the file."""

    key: str
    title_vi: Text
    title_en: Text = ""
    kind: str = "document"
    source: str = ""
    published: bool = False


class TargetFacts(Struct, frozen=True, kw_only=True):
    """One target, as :class:`~agenda.targets.PutTarget` without its position, which is its place in the list."""

    code: str
    statement_vi: Text
    statement_en: Text = ""
    group_vi: Text = ""
    group_en: Text = ""
    comparator: str = "reach"
    value: str
    unit_vi: Text = ""
    unit_en: Text = ""
    period_vi: Text = ""
    period_en: Text = ""
    baseline: str | None = None
    baseline_year: int | None = None


class QuestionFacts(Struct, frozen=True, kw_only=True):
    """One motion of a prepared poll."""

    title_vi: Text
    title_en: Text = ""
    text_vi: str = ""
    text_en: str = ""


class PollFacts(Struct, frozen=True, kw_only=True):
    """A prepared poll: ``questions``, or ``targets`` = "all"."""

    key: str
    title_vi: Text
    title_en: Text = ""
    item: str | None = None
    questions: list[QuestionFacts] = []
    targets: str | None = None
    seconds: int | None = None
    visibility: str = "turnout"
    late_arrivals: bool = False


class StaffFacts(Struct, frozen=True, kw_only=True):
    """Somebody of the staff; a password is never in a file."""

    login: str
    name: str
    role: str


class NamedDevice(Struct, frozen=True, kw_only=True):
    """A screen or a door."""

    name: str
    title: str = ""


class CongressFile(Struct, frozen=True, kw_only=True):
    """The whole file."""

    congress: CongressFacts
    sittings: list[SittingFacts]
    documents: list[DocumentFacts] = []
    targets: list[TargetFacts] = []
    polls: list[PollFacts] = []
    screens: list[NamedDevice] = []
    doors: list[NamedDevice] = []
    staff: list[StaffFacts] = []


def read_congress_file(content: bytes) -> CongressFile:
    """The file. Raises :class:`CongressFileInvalid`, which names the place."""
    try:
        file = msgspec.json.decode(content, type=CongressFile)
    except msgspec.MsgspecError as error:
        raise CongressFileInvalid(reason=str(error)) from None
    documents = {document.key for document in file.documents}
    items = {item.key for sitting in file.sittings for item in sitting.items}
    for sitting in file.sittings:
        for item in sitting.items:
            unknown = set(item.documents) - documents
            if unknown:
                raise CongressFileInvalid(reason=f"item {item.key} names unknown documents: {sorted(unknown)}")
    for poll in file.polls:
        if poll.item is not None and poll.item not in items:
            raise CongressFileInvalid(reason=f"poll {poll.key} names an unknown item: {poll.item}")
    return file


def id_of(kind: str, key: str | int) -> UUID:
    """The id that something of a congress file gets: the same at every import."""
    return uuid5(_SPACE, f"{kind}/{key}")


async def import_congress(session: AsyncSession, actor: Actor, file: CongressFile) -> None:
    """Bring the database to the file, in the caller's transaction: congress, programme, documents, targets, screens."""
    congress = await session.scalar(select(Congress).with_for_update())
    if congress is None:
        congress = Congress()
        session.add(congress)
    facts = msgspec.structs.asdict(file.congress)
    for name, value in facts.items():
        setattr(congress, name, value)
    await session.flush()
    items_of: dict[str, list[UUID]] = {}
    for sitting in file.sittings:
        sitting_id = id_of("sitting", sitting.number)
        await put_sitting(session, actor, sitting_id, _as(PutSitting, sitting))
        for position, item in enumerate(sitting.items, start=1):
            command = _as(PutItem, item, sitting_id=sitting_id, position=position)
            await put_item(session, actor, id_of("item", item.key), command)
            for key in item.documents:
                items_of.setdefault(key, []).append(id_of("item", item.key))
    for position, document in enumerate(file.documents, start=1):
        command = _as(PutDocument, document, position=position, item_ids=items_of.get(document.key, []))
        await put_document(session, actor, id_of("document", document.key), command)
    for position, target in enumerate(file.targets, start=1):
        await put_target(session, actor, id_of("target", target.code), _as(PutTarget, target, position=position))
    for screen in file.screens:
        row = await session.scalar(select(Screen).where(Screen.name == screen.name))
        if row is None:
            session.add(Screen(id=id_of("screen", screen.name), name=screen.name, title=screen.title))
    await session.flush()
    await journal.record(session, actor, "congress.imported", subject="congress", after={"slug": file.congress.slug})


def _as(wanted: type[Any], given: Struct, **more: Any) -> Any:
    """The fields of ``given`` that ``wanted`` has, checked against it. Raises :class:`CongressFileInvalid`."""
    fields = {name: getattr(given, name) for name in wanted.__struct_fields__ if hasattr(given, name)}
    try:
        return msgspec.convert(msgspec.to_builtins({**fields, **more}), wanted)
    except msgspec.ValidationError as error:
        raise CongressFileInvalid(reason=f"{type(given).__name__}: {error}") from None
