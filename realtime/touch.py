"""Touch: the transactional word "this topic may have changed"."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

CHANNEL = "dienhong"
EVERYTHING = "*"

_NOTIFY = text("SELECT pg_notify(:channel, name) FROM unnest(CAST(:names AS text[])) AS name")


async def touch(session: AsyncSession, *topics: str) -> None:
    """
    Say in the caller's transaction that ``topics`` may have changed.

    A rollback touches nothing; a commit touches every process of the app. Postgres merges repeats within one
    transaction. A name that ends in ``/*`` touches every topic that begins with what stands before the star.
    """
    if topics:
        await session.execute(_NOTIFY, {"channel": CHANNEL, "names": list(topics)})
