"""
Rows of the agenda: the congress, its programme, documents, targets, opinions, screens and journal.

One database holds one congress. Texts that people read come in Vietnamese (``…_vi``) and English (``…_en``, may be
empty: the faces then show the Vietnamese one).
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from advanced_alchemy.base import DefaultBase, UUIDAuditBase
from advanced_alchemy.types import DateTimeUTC
from sqlalchemy import BigInteger, CheckConstraint, Computed, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from agenda import rows as _rows  # noqa: F401  (closed sets as text, before any model)


class Progress(StrEnum):
    """Where a sitting or an item stands. At most one sitting, and one item, is current."""

    PLANNED = "planned"
    CURRENT = "current"
    DONE = "done"


class Congress(UUIDAuditBase):
    """The event. The constraint keeps it the only row: one database, one congress."""

    __tablename__ = "congress"
    __table_args__ = (UniqueConstraint("is_only"), CheckConstraint("is_only", name="only_one_congress"))

    is_only: Mapped[bool] = mapped_column(default=True)
    slug: Mapped[str]
    name_vi: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    term: Mapped[str] = mapped_column(default="")
    motto_vi: Mapped[str] = mapped_column(default="")
    motto_en: Mapped[str] = mapped_column(default="")
    place_vi: Mapped[str] = mapped_column(default="")
    place_en: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    rules_profile: Mapped[str]
    announcement_vi: Mapped[str] = mapped_column(default="")
    announcement_en: Mapped[str] = mapped_column(default="")
    # Of how many absent delegates one may carry the mandates; 0: this congress knows no proxies. The congress decides
    # it, not the file that founds it.
    most_proxies: Mapped[int] = mapped_column(default=0, server_default="0")


class Sitting(UUIDAuditBase):
    """One session on the programme. Check-ins belong to a sitting: presence starts anew with each."""

    __tablename__ = "sitting"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("one_current_sitting", "progress", unique=True, postgresql_where="progress = 'current'"),
    )

    number: Mapped[int]  # 1, 2, … in programme order
    title_vi: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
    ends_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
    progress: Mapped[Progress] = mapped_column(default=Progress.PLANNED)


class AgendaItem(UUIDAuditBase):
    """What is being dealt with. ``position`` orders items within their sitting."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("sitting_id", "position", deferrable=True, initially="DEFERRED"),
        Index("one_current_item", "progress", unique=True, postgresql_where="progress = 'current'"),
    )

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sitting.id"))
    position: Mapped[int]
    key: Mapped[str | None] = mapped_column(unique=True)  # of the congress file, so that importing again updates
    title_vi: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    presenter: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="item")
    starts_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
    minutes: Mapped[int]
    progress: Mapped[Progress] = mapped_column(default=Progress.PLANNED)
    began_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))


class DocumentState(StrEnum):
    """Where a version's pages stand. Only ``ready`` ones are read; ``failed`` says why and holds no pages."""

    RENDERING = "rendering"
    READY = "ready"
    FAILED = "failed"


class Document(UUIDAuditBase):
    """A text with versions. Held back until published; the newest ready version is what people read."""

    __tablename__ = "document"

    key: Mapped[str | None] = mapped_column(unique=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(default="document")
    title_vi: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))


class DocumentVersion(UUIDAuditBase):
    """One uploaded file of a document and how far its pages are drawn."""

    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]  # 1, 2, …
    sha256: Mapped[str]  # of the original file; names it in the store
    file_name: Mapped[str]
    bytes: Mapped[int]
    pages: Mapped[int]
    pages_ready: Mapped[int] = mapped_column(default=0)
    state: Mapped[DocumentState] = mapped_column(default=DocumentState.RENDERING)
    failure: Mapped[str] = mapped_column(default="")


class DocumentPage(DefaultBase):
    """One drawn page: two pictures named by their content, and its text, searchable without tone marks."""

    __tablename__ = "document_page"
    __table_args__ = (Index("document_page_words", "words", postgresql_using="gin"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("document_version.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)  # 1, 2, …
    width: Mapped[int]  # of the page in points
    height: Mapped[int]
    small: Mapped[str]  # sha256 of the 720 px wide WebP
    large: Mapped[str]  # sha256 of the 1440 px wide WebP
    text: Mapped[str]
    folded: Mapped[str]  # agenda.folding.fold(text)
    words: Mapped[Any] = mapped_column(TSVECTOR, Computed("to_tsvector('simple', folded)", persisted=True))


class ItemDocument(DefaultBase):
    """A document tied to an agenda item."""

    __tablename__ = "item_document"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)


class ReadingPlace(DefaultBase):
    """Where a delegate last was in a document, so that another phone opens the same page."""

    __tablename__ = "reading_place"

    delegate_id: Mapped[UUID] = mapped_column(ForeignKey("delegate.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    page: Mapped[int]
    at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))


class Comparator(StrEnum):
    """How a target's value is meant."""

    REACH = "reach"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"


class Target(UUIDAuditBase):
    """One numbered goal of the draft resolution."""

    __tablename__ = "target"

    code: Mapped[str] = mapped_column(unique=True)  # CT01
    position: Mapped[int]
    group_vi: Mapped[str] = mapped_column(default="")
    group_en: Mapped[str] = mapped_column(default="")
    statement_vi: Mapped[str]
    statement_en: Mapped[str] = mapped_column(default="")
    comparator: Mapped[Comparator] = mapped_column(default=Comparator.REACH)
    value: Mapped[str]  # a decimal number as text, so that nothing is rounded
    unit_vi: Mapped[str] = mapped_column(default="")
    unit_en: Mapped[str] = mapped_column(default="")
    period_vi: Mapped[str] = mapped_column(default="")
    period_en: Mapped[str] = mapped_column(default="")
    baseline: Mapped[str | None]
    baseline_year: Mapped[int | None]


class Stance(StrEnum):
    """What an opinion wants."""

    AGREE = "agree"
    AMEND = "amend"
    QUESTION = "question"


class AnswerKind(StrEnum):
    """What the secretaries make of an opinion."""

    ACCEPTED = "accepted"  # tiếp thu
    PARTLY = "partly"  # tiếp thu một phần
    EXPLAINED = "explained"  # giải trình: not taken over, and why


class Opinion(UUIDAuditBase):
    """
    A delegate's written position on exactly one of: an agenda item, a document passage, a target.

    ``theme`` groups opinions for the secretaries' summary. An answer has a kind, a time and a name, or is not there.
    """

    __tablename__ = "opinion"
    __table_args__ = (
        CheckConstraint("num_nonnulls(item_id, document_id, target_id) = 1", name="opinion_about_one_thing"),
        CheckConstraint("(document_id IS NULL) = (page IS NULL)", name="opinion_passage_has_a_page"),
        CheckConstraint("num_nonnulls(answer_kind, answered_at) IN (0, 2)", name="opinion_answered_whole"),
        Index("opinion_order", "sent_at", "id"),
    )

    delegate_id: Mapped[UUID] = mapped_column(ForeignKey("delegate.id"), index=True)
    stance: Mapped[Stance]
    text: Mapped[str]
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id"))
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    version_id: Mapped[UUID | None] = mapped_column(ForeignKey("document_version.id"))
    page: Mapped[int | None]
    passage: Mapped[str] = mapped_column(default="")
    target_id: Mapped[UUID | None] = mapped_column(ForeignKey("target.id"))
    sent_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
    theme: Mapped[str] = mapped_column(default="", server_default="", index=True)
    answer_kind: Mapped[AnswerKind | None]
    answer_text: Mapped[str] = mapped_column(default="", server_default="")
    answered_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    answered_by: Mapped[str] = mapped_column(default="", server_default="")  # a name, as the delegate reads it


class Screen(UUIDAuditBase):
    """
    A projected screen and what it is told to show.

    ``scene`` is ``{"kind": "auto"}`` (follows the session) or what ``voting.steering`` describes.
    """

    __tablename__ = "screen"

    name: Mapped[str] = mapped_column(unique=True)  # in its topic's name: letters, digits, hyphens
    title: Mapped[str] = mapped_column(default="")
    scene: Mapped[dict[str, Any]] = mapped_column(JSONB, default=lambda: {"kind": "auto"})


class JournalEntry(DefaultBase):
    """
    One control action. A trigger refuses UPDATE, DELETE and TRUNCATE; ``hash`` covers all columns and the hash before.
    """

    __tablename__ = "journal_entry"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)  # 1, 2, … without a gap
    at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    previous: Mapped[str]
    hash: Mapped[str]
