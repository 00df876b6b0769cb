"""Search."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.search import MOST_HITS, Found, search
from api.auth.permissions import Permission, needs
from api.auth.principal import Principal


@get("/search", guards=[needs(Permission.READ)], tags=["documents"], summary="Search")
async def get_search(
    q: Annotated[str, QueryParameter(min_length=1, max_length=200)],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    limit: Annotated[int, QueryParameter(ge=1, le=MOST_HITS)] = 20,
) -> Found:
    """
    Programme items, targets, documents and pages that hold all words, written with or without tone marks.

    The last word may be only begun. Documents held back are found by the console only.
    """
    return await search(db_session, q, all=principal.may(Permission.SEE_CONSOLE), limit=limit)


HANDLERS = (get_search,)
