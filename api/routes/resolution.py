"""The resolution's result table: to be signed, to be calculated with, to be read by machines."""

from typing import Any

import anyio
from litestar import Request, Response, get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from api.attachments import PDF, XLSX, attachment
from api.auth.permissions import Permission, needs
from voting.resolution import Resolution, resolution
from voting.resolution_sheet import resolution_pdf, resolution_xlsx


@get("/resolution", guards=[needs(Permission.SEE_POLLS)], tags=["targets"], summary="Results of all targets")
async def get_resolution(db_session: NamedDependency[AsyncSession]) -> Resolution:
    """Each target with the newest published vote on it."""
    return await resolution(db_session)


@get(
    "/resolution.pdf",
    guards=[needs(Permission.SEE_POLLS)],
    tags=["targets"],
    summary="Results of all targets, to be signed",
    media_type=PDF,
)
async def get_resolution_pdf(
    request: Request[Any, Any, Any], db_session: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """A4 across, in Vietnamese; signed with the organiser's certificate (PAdES), if the server was given one."""
    pdf = await anyio.to_thread.run_sync(resolution_pdf, await resolution(db_session), request.app.state.seal)
    return attachment(pdf, PDF, "nghi-quyet.pdf")


@get(
    "/resolution.xlsx",
    guards=[needs(Permission.SEE_POLLS)],
    tags=["targets"],
    summary="Results of all targets, as a table",
    media_type=XLSX,
)
async def get_resolution_xlsx(db_session: NamedDependency[AsyncSession]) -> Response[bytes]:
    """One row a target, with votes as numbers."""
    table = await anyio.to_thread.run_sync(resolution_xlsx, await resolution(db_session))
    return attachment(table, XLSX, "nghi-quyet.xlsx")


HANDLERS = (get_resolution, get_resolution_pdf, get_resolution_xlsx)
