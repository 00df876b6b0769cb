"""Proofs that ballots are in the count, for whoever cast them, once the result is published."""

from collections import OrderedDict
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from voting import queries
from voting.errors import BallotNotInCount, NoBallotOfYours, NotPublished
from voting.life import PollState
from voting.record import BallotProof, proof_of

_KEPT = 4  # polls: after a result is shown a whole hall asks for the same one


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
        poll = await queries.poll_of(session, poll_id)
        if poll.state is not PollState.PUBLISHED or not poll.checkpoint:
            raise NotPublished
        leaf = await queries.leaf_of(session, poll_id, voter_id)
        if leaf is None:
            raise NoBallotOfYours
        if poll_id not in self._leaves:
            self._leaves[poll_id] = await queries.leaves_of(session, poll_id)
            if len(self._leaves) > _KEPT:
                self._leaves.popitem(last=False)
        try:
            return proof_of(leaf, self._leaves[poll_id], poll.checkpoint)
        except ValueError:
            raise BallotNotInCount from None
