"""Proofs that ballots are in the count, for whoever cast them, once the result is published."""

from base64 import b64encode
from collections import OrderedDict
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from voting import queries, secrecy
from voting.errors import BallotNotInCount, NoBallotOfYours, NotPublished
from voting.life import PollState, Secrecy
from voting.models import Poll
from voting.record import BallotProof, proof_of

_KEPT = 8  # polls: after a result is shown a whole hall asks for the same one


class PublishedTree(Struct, frozen=True, kw_only=True):
    """
    All leaves of a published poll, in the order of the tree: 32 bytes each, one behind the other, in base64.

    Whoever looks for one ballot takes them all, and so tells nobody which one it is.
    """

    checkpoint: str
    leaves: str


class Proofs:
    """
    Answers with proofs; keeps the leaves of the polls that were asked for last, which do not change any more.

    A ballot that was altered since has another leaf, which the tree does not have: there is no proof for it.
    """

    def __init__(self) -> None:
        self._leaves: OrderedDict[UUID, list[bytes]] = OrderedDict()

    async def of(self, session: AsyncSession, poll_id: UUID, voter_id: UUID) -> BallotProof:
        """
        The proof for this voter's ballot.

        Raises:
            NoSuchPoll: there is none of this id.
            NotPublished: the result is not known yet, or the poll was annulled.
            NoBallotOfYours: they cast none.
        BallotNotInCount: it was altered since.
        """
        poll = await self._published(session, poll_id)
        leaf = await queries.leaf_of(session, poll_id, voter_id)
        if leaf is None:
            raise NoBallotOfYours
        try:
            return proof_of(leaf, await self._leaves_of(session, poll), poll.checkpoint)
        except ValueError:
            raise BallotNotInCount from None

    async def tree(self, session: AsyncSession, poll_id: UUID) -> PublishedTree:
        """
        The whole tree of a poll.

        Raises :class:`NoSuchPoll`, or :class:`NotPublished`: the result is not known yet, or the poll was annulled.
        """
        poll = await self._published(session, poll_id)
        leaves = b64encode(b"".join(await self._leaves_of(session, poll))).decode()
        return PublishedTree(checkpoint=poll.checkpoint, leaves=leaves)

    @staticmethod
    async def _published(session: AsyncSession, poll_id: UUID) -> Poll:
        poll = await queries.poll_of(session, poll_id)
        if poll.state is not PollState.PUBLISHED or not poll.checkpoint:
            raise NotPublished
        return poll

    async def _leaves_of(self, session: AsyncSession, poll: Poll) -> list[bytes]:
        if poll.id not in self._leaves:
            if poll.secrecy is Secrecy.SECRET:
                found = [ballot.leaf for ballot in await secrecy.ballots_in(session, poll)]
            else:
                found = await queries.leaves_of(session, poll.id)
            self._leaves[poll.id] = found
            if len(self._leaves) > _KEPT:
                self._leaves.popitem(last=False)
            return found
        return self._leaves[poll.id]
