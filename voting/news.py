"""News: who is told when something about a poll changes."""

from sqlalchemy.ext.asyncio import AsyncSession

from realtime.touch import touch
from voting.models import Poll


async def tell(session: AsyncSession, poll: Poll) -> None:
    """Everybody who hears of polls, and everybody who looks at this one."""
    await touch(session, "floor", "polls", "screen/*", *topics(poll))


def topics(poll: Poll) -> list[str]:
    """What is published of one poll."""
    topics = ("poll", "desk-poll", "tally", "missing", "reckoning", "nominations", "desk-nominations")
    return [f"{topic}/{poll.id}" for topic in topics]
