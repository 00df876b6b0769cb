"""What everybody is told of a secret poll beyond what every poll has."""

from base64 import b64encode
from datetime import datetime

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from voting import papers
from voting.late_papers import BATCH
from voting.life import PollState, Secrecy, SecretMode
from voting.models import Poll
from voting.secrecy import fingerprint
from voting.secret_models import SecretPoll


class SecretOnFloor(Struct, frozen=True, kw_only=True):
    """
    By which key papers are signed, and until when they are given out.

    ``papers`` is how many there are: ``None`` while they are given out, where the turnout has it. ``late_batch`` is how
    many people have to ask for late papers until they get them; ``None`` in a strict poll, which has none.
    """

    mode: SecretMode
    key: str  # SubjectPublicKeyInfo in base64
    fingerprint: str  # its SHA-256 in hex: what the screen shows, and the one key that a phone takes
    papers_until: datetime
    papers: int | None
    late_batch: int | None


async def secret_on_floor(session: AsyncSession, poll: Poll) -> SecretOnFloor | None:
    """Of an announced secret poll; ``None`` of every other."""
    if poll.secrecy is not Secrecy.SECRET or (secret := await session.get(SecretPoll, poll.id)) is None:
        return None
    is_fixed = poll.state is not PollState.ANNOUNCED
    return SecretOnFloor(
        mode=poll.secret_mode,
        key=b64encode(secret.public_key).decode(),
        fingerprint=fingerprint(secret.public_key),
        papers_until=secret.issue_until,
        papers=(await papers.counts(session, poll.id)).phone if is_fixed else None,
        late_batch=BATCH if poll.secret_mode is SecretMode.ATTENDED else None,
    )
