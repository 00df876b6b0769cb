"""Opinions: sending one's own, and the secretaries' list, grouping, answers and export."""

import io
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import answers
from agenda import opinions as desk
from agenda.answers import AnswerOpinion, Theme, ThemeLine
from agenda.models import AnswerKind, Stance
from agenda.opinions import OpinionLine, SendOpinion
from agenda.workbook import new_workbook
from api.attachments import XLSX, attachment
from api.auth.permissions import Permission, needs
from api.auth.principal import Principal
from api.paging import LARGEST_PAGE, Page, decode_cursor, encode_cursor
from delegates.queries import names_of

_STANCES = {Stance.AGREE: "Tán thành", Stance.AMEND: "Đề nghị sửa đổi", Stance.QUESTION: "Câu hỏi"}
_ANSWERS = {
    AnswerKind.ACCEPTED: "Tiếp thu",
    AnswerKind.PARTLY: "Tiếp thu một phần",
    AnswerKind.EXPLAINED: "Giải trình",
}
_COLUMNS = (  # head, width
    ("Thời gian", 17),
    ("Số đại biểu", 11),
    ("Họ và tên", 26),
    ("Đoàn", 26),
    ("Loại ý kiến", 16),
    ("Về", 40),
    ("Đoạn trích", 40),
    ("Nội dung", 60),
    ("Nhóm", 26),
    ("Xử lý", 18),
    ("Trả lời", 60),
)


class SignedOpinion(Struct, frozen=True, kw_only=True):
    """An opinion with the name behind it."""

    opinion: OpinionLine
    number: str
    full_name: str
    delegation: str


@put("/opinions/{id:uuid}", guards=[needs(Permission.TAKE_PART)], tags=["opinions"], summary="Send an opinion")
async def put_opinion(
    id: FromPath[UUID],
    data: JSONBody[SendOpinion],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> OpinionLine:
    """The phone makes the id: sending again is harmless, sending a changed text replaces it."""
    return await desk.send_opinion(db_session, principal.id, id, data, now=now)


@get("/me/opinions", guards=[needs(Permission.TAKE_PART)], tags=["opinions"], summary="My opinions")
async def get_my_opinions(
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE)] = 50,
) -> Page[OpinionLine]:
    """In the order in which they were sent."""
    after = decode_cursor(cursor, datetime, UUID) if cursor else None
    lines = await desk.opinions(db_session, delegate_id=principal.id, after=after, limit=limit + 1)
    return Page(lines[:limit], _cursor(lines[limit - 1]) if len(lines) > limit else None)


@get("/opinions", guards=[needs(Permission.SEE_OPINIONS)], tags=["opinions"], summary="Opinions")
async def get_opinions(
    db_session: NamedDependency[AsyncSession],
    stance: FromQuery[Stance | None] = None,
    about: FromQuery[UUID | None] = None,
    theme: Annotated[str | None, QueryParameter(max_length=100)] = None,
    answered: FromQuery[bool | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE)] = 50,
) -> Page[SignedOpinion]:
    """In the order in which they were sent; ``about`` is the id of an item, a document or a target."""
    after = decode_cursor(cursor, datetime, UUID) if cursor else None
    lines = await desk.opinions(
        db_session, stance=stance, about=about, theme=theme, answered=answered, after=after, limit=limit + 1
    )
    signed = await _signed(db_session, lines[:limit])
    return Page(signed, _cursor(lines[limit - 1]) if len(lines) > limit else None)


@get("/opinions/themes", guards=[needs(Permission.SEE_OPINIONS)], tags=["opinions"], summary="Groups of opinions")
async def get_themes(db_session: NamedDependency[AsyncSession]) -> list[ThemeLine]:
    """The fullest first (the limit is 200)."""
    return await answers.themes(db_session)


@put(
    "/opinions/{id:uuid}/theme",
    guards=[needs(Permission.ANSWER_OPINIONS)],
    tags=["opinions"],
    summary="Group an opinion",
)
async def put_theme(
    id: FromPath[UUID],
    data: JSONBody[Theme],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> SignedOpinion:
    """For the summary; the delegate is not told."""
    (signed,) = await _signed(db_session, [await answers.put_in_theme(db_session, principal.actor, id, data)])
    return signed


@put(
    "/opinions/{id:uuid}/answer",
    guards=[needs(Permission.ANSWER_OPINIONS)],
    tags=["opinions"],
    summary="Answer an opinion",
)
async def put_answer(
    id: FromPath[UUID],
    data: JSONBody[AnswerOpinion],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> SignedOpinion:
    """The delegate reads it at once. Sending a changed answer replaces it; the journal keeps both."""
    (signed,) = await _signed(db_session, [await answers.answer(db_session, principal.actor, id, data, now=now)])
    return signed


@get(
    "/opinions/export.xlsx",
    guards=[needs(Permission.SEE_OPINIONS)],
    tags=["opinions"],
    summary="Opinions as XLSX",
    media_type=XLSX,
)
async def get_export(db_session: NamedDependency[AsyncSession]) -> Response[bytes]:
    """Everything that was sent, for the secretaries' summary."""
    buffer = io.BytesIO()
    with new_workbook(buffer) as book:
        sheet = book.add_worksheet("Ý kiến")
        wrap, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
        for column, (head, width) in enumerate(_COLUMNS):
            sheet.write_string(0, column, head, bold)
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        row, after = 1, None
        while lines := await desk.opinions(db_session, after=after, limit=1000):
            for one in await _signed(db_session, lines):
                opinion = one.opinion
                cells = (
                    f"{opinion.sent_at:%Y-%m-%d %H:%M}",
                    one.number,
                    one.full_name,
                    one.delegation,
                    _STANCES[opinion.stance],
                    opinion.about,
                    opinion.passage,
                    opinion.text,
                    opinion.theme,
                    _ANSWERS[opinion.answer.kind] if opinion.answer else "",
                    opinion.answer.text if opinion.answer else "",
                )
                for column, cell in enumerate(cells):
                    sheet.write_string(row, column, cell, wrap)
                row += 1
            after = (lines[-1].sent_at, lines[-1].id)
    return attachment(buffer.getvalue(), XLSX, "y-kien.xlsx")


async def _signed(session: AsyncSession, lines: list[OpinionLine]) -> list[SignedOpinion]:
    names = await names_of(session, {line.delegate_id for line in lines})
    return [
        SignedOpinion(
            opinion=line,
            number=names[line.delegate_id].number,
            full_name=names[line.delegate_id].full_name,
            delegation=names[line.delegate_id].delegation,
        )
        for line in lines
    ]


def _cursor(line: OpinionLine) -> str:
    return encode_cursor(line.sent_at.isoformat(), str(line.id))


HANDLERS = (put_opinion, get_my_opinions, get_opinions, get_themes, put_theme, put_answer, get_export)
