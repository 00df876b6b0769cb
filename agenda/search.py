"""
Search: what people may read, found without tone marks: programme items, targets, documents and their pages.

All words must be there; the last one may be begun only, since people are found while they type.
"""

import re
import unicodedata
from enum import StrEnum
from uuid import UUID

from msgspec import Struct, structs
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.documents import documents
from agenda.folding import fold
from agenda.models import AgendaItem, Document, DocumentPage, DocumentState, DocumentVersion
from agenda.targets import targets

MOST_HITS = 50
MOST_WORDS = 10
_SNIPPET = 160  # letters
_BEFORE = 40  # letters of it that may stand before the first word found
_WORD = re.compile(r"\w+")


class HitKind(StrEnum):
    """Where something was found."""

    ITEM = "item"
    TARGET = "target"
    DOCUMENT = "document"
    PAGE = "page"


class Hit(Struct, frozen=True, kw_only=True):
    """
    One place where it was found.

    ``id`` is that of the item, the target or the document; ``version`` and ``page`` say where in it. ``snippet`` is
    the text as it was written, and ``found`` the words of it that were looked for, to be marked.
    """

    kind: HitKind
    id: UUID
    title_vi: str
    title_en: str
    version: int | None = None
    page: int | None = None
    snippet: str
    found: list[str] = []


class Found(Struct, frozen=True, kw_only=True):
    """What was found: what bears the words in its title first, then pages, the most fitting first."""

    hits: list[Hit]


def words_of(query: str) -> list[str]:
    """
    The words to look for, without tone marks.

    >>> words_of("Nghị  quyết Đại")
    ['nghi', 'quyet', 'dai']
    """
    return _WORD.findall(fold(query))[:MOST_WORDS]


def holds(text: str, words: list[str]) -> bool:
    """
    Whether ``text`` holds all of ``words``, of which the last may be only the beginning of one.

    >>> holds("Dự thảo Nghị quyết", words_of("nghi quy"))
    True
    >>> holds("Dự thảo Nghị quyết", words_of("quy nghi t"))
    False
    """
    there = set(_WORD.findall(fold(text)))
    *whole, begun = words
    return there.issuperset(whole) and any(word.startswith(begun) for word in there)


def snippet(text: str, words: list[str]) -> tuple[str, list[str]]:
    """
    The stretch of ``text`` that holds the most of ``words``, and which words in it they are.

    >>> snippet("Dự thảo Nghị quyết Đại hội", ["nghi", "quy"])
    ('Dự thảo Nghị quyết Đại hội', ['Nghị', 'quyết'])
    """
    text = " ".join(unicodedata.normalize("NFC", text).split())
    *whole, begun = words
    matches = [
        (match, begun if folded.startswith(begun) else folded)
        for match in _WORD.finditer(text)
        if (folded := fold(match[0])) in whole or folded.startswith(begun)
    ]

    def richness(start: int) -> int:
        return len({word for match, word in matches if start <= match.start() < start + _SNIPPET - _BEFORE})

    best = max((match.start() for match, _ in matches), key=richness, default=0)
    start = text.find(" ", best - _BEFORE, best) + 1 if best > _BEFORE else 0
    end = start + _SNIPPET
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + _SNIPPET // 2)
    found = [match[0] for match, _ in matches if start <= match.start() and match.end() <= end]
    shown = ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
    return shown, list(dict.fromkeys(found))


async def search(session: AsyncSession, query: str, *, all: bool, limit: int = MOST_HITS) -> Found:
    """
    At most ``limit`` places where all words of ``query`` are; documents held back are searched only if ``all``.

    The pages are those of each document's newest readable version.
    """
    words = words_of(query)
    if not words:
        return Found(hits=[])
    titled = await _titled(session, words, all=all)
    pages = await _pages(session, query, words, all=all, limit=limit)
    # Many titles leave half of the places to pages.
    return Found(hits=[*titled[: max((limit + 1) // 2, limit - len(pages))], *pages][:limit])


async def _titled(session: AsyncSession, words: list[str], *, all: bool) -> list[Hit]:
    """What bears the words itself; a congress has some hundreds of these, so that they are looked through here."""
    items = await session.scalars(select(AgendaItem).order_by(AgendaItem.starts_at, AgendaItem.position).limit(2000))
    candidates = [
        Hit(
            kind=HitKind.ITEM,
            id=item.id,
            title_vi=item.title_vi,
            title_en=item.title_en,
            snippet=" · ".join(filter(None, (item.title_vi, item.title_en, item.presenter))),
        )
        for item in items
    ]
    candidates += [
        Hit(
            kind=HitKind.TARGET,
            id=target.id,
            title_vi=target.statement_vi,
            title_en=target.statement_en,
            snippet=" · ".join(filter(None, (target.code, target.statement_vi, target.statement_en))),
        )
        for target in await targets(session)
    ]
    candidates += [
        Hit(
            kind=HitKind.DOCUMENT,
            id=line.id,
            title_vi=line.title_vi,
            title_en=line.title_en,
            version=line.version,
            snippet=" · ".join(filter(None, (line.title_vi, line.title_en))),
        )
        for line in await documents(session, all=all, limit=1000)
    ]
    return [_cut(candidate, words) for candidate in candidates if holds(candidate.snippet, words)]


async def _pages(session: AsyncSession, query: str, words: list[str], *, all: bool, limit: int) -> list[Hit]:
    newest = (
        select(DocumentVersion)
        .ext(distinct_on(DocumentVersion.document_id))
        .where(DocumentVersion.state == DocumentState.READY)
        .order_by(DocumentVersion.document_id, DocumentVersion.number.desc())
        .subquery()
    )
    wanted = func.to_tsquery("simple", _tsquery(query))
    statement = (
        select(Document, newest.c.number, DocumentPage.number, DocumentPage.text)
        .join(newest, newest.c.document_id == Document.id)
        .join(DocumentPage, DocumentPage.version_id == newest.c.id)
        .where(DocumentPage.words.op("@@")(wanted))
        .order_by(func.ts_rank(DocumentPage.words, wanted).desc(), Document.position, Document.id, DocumentPage.number)
        .limit(limit)
    )
    if not all:
        statement = statement.where(Document.published_at.isnot(None))
    return [
        _cut(
            Hit(
                kind=HitKind.PAGE,
                id=document.id,
                title_vi=document.title_vi,
                title_en=document.title_en,
                version=version,
                page=page,
                snippet=text,
            ),
            words,
        )
        for document, version, page, text in await session.execute(statement)
    ]


def _tsquery(query: str) -> str:
    """
    ``query`` for ``to_tsquery``: each word quoted, so that its parser splits "98.5" or "a-b" as it did in the pages.

    >>> _tsquery("Đại hội's")
    "'dai' & 'hoi''s':*"
    """
    quoted = ["'" + word.replace("\\", " ").replace("'", "''") + "'" for word in fold(query).split()[:MOST_WORDS]]
    return " & ".join(quoted) + ":*"


def _cut(hit: Hit, words: list[str]) -> Hit:
    shown, found = snippet(hit.snippet, words)
    return structs.replace(hit, snippet=shown, found=found)
