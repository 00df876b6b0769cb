"""Ballots: casting by ``POST`` for whoever cannot hold a socket, and one's own receipts."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.programme import congress
from api.auth.permissions import Permission, needs
from api.auth.principal import Principal
from voting import queries, represented, verifying
from voting.casting import CastBallot, Casting
from voting.checkpoint import congress_signer
from voting.intake import Receipt
from voting.paper import Answer, stored_answers
from voting.proofs import Proofs, PublishedTree
from voting.record import BallotProof


class OwnBallot(Struct, frozen=True, kw_only=True):
    """A ballot of one's own, with what one marked."""

    ballot_id: UUID
    poll_id: UUID
    poll_number: int
    title_vi: str
    title_en: str
    cast_at: datetime
    mandates: int
    on_behalf_of: list[str]  # names of absent delegates whose mandates are among them
    answers: list[Answer]


class CongressKey(Struct, frozen=True, kw_only=True):
    """``verifier``: name, id and Ed25519 key, as C2SP ``signed-note`` writes them."""

    verifier: str


@post("/ballots", guards=[needs(Permission.TAKE_PART)], status_code=200, tags=["voting"], summary="Cast a ballot")
async def post_ballot(
    data: JSONBody[CastBallot],
    request: Request,  # type: ignore[type-arg]
    principal: NamedDependency[Principal],
) -> Receipt:
    """Durable when answered. Sending the same ballot again returns the same receipt; another one is refused."""
    casting: Casting = request.app.state.casting
    return await casting.cast(data, principal.id)


@get("/me/ballots", guards=[needs(Permission.TAKE_PART)], tags=["voting"], summary="My ballots")
async def get_my_ballots(
    db_session: NamedDependency[AsyncSession], principal: NamedDependency[Principal]
) -> list[OwnBallot]:
    """Receipts and marks of one's own, newest first (the limit is 200)."""
    rows = await queries.ballots_by(db_session, principal.id)
    carried = await represented.carried_by(db_session, principal.id, [poll.id for _, poll in rows])
    names = {one.poll_id: one.names for one in carried}
    return [
        OwnBallot(
            ballot_id=ballot.id,
            poll_id=poll.id,
            poll_number=poll.number,
            title_vi=poll.title_vi,
            title_en=poll.title_en,
            cast_at=ballot.cast_at,
            mandates=ballot.mandates,
            on_behalf_of=names.get(poll.id, []),
            answers=list(stored_answers(ballot.answers)),
        )
        for ballot, poll in rows
    ]


@get(
    "/me/ballots/{poll_id:uuid}/proof",
    guards=[needs(Permission.TAKE_PART)],
    tags=["voting"],
    summary="My ballot in the count",
)
async def get_my_proof(
    poll_id: FromPath[UUID],
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> BallotProof:
    """The hashes that lead from one's ballot to the root that the congress signed when the poll closed."""
    proofs: Proofs = request.app.state.proofs
    return await proofs.of(db_session, poll_id, principal.id)


@get(
    "/polls/{id:uuid}/leaves",
    guards=[needs(Permission.READ)],
    tags=["voting"],
    summary="The tree over the ballots of a published poll",
)
async def get_leaves(
    id: FromPath[UUID],
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
) -> PublishedTree:
    """For phones that look for their own ballot without saying which one it is."""
    proofs: Proofs = request.app.state.proofs
    return await proofs.tree(db_session, id)


class Verified(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The root that a phone has reached by itself, in hex: the same for all, and nothing of any ballot."""

    root: Annotated[str, Meta(pattern="^[0-9a-f]{64}$", examples=["5a" * 32])]


@post(
    "/polls/{id:uuid}/verified",
    guards=[needs(Permission.TAKE_PART)],
    status_code=204,
    tags=["voting"],
    summary="One more phone has verified the count",
)
async def post_verified(
    id: FromPath[UUID],
    data: JSONBody[Verified],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> None:
    """Counted once a delegate, and shown to all. A phone that did not vote says it too."""
    await verifying.note(db_session, id, principal.id, bytes.fromhex(data.root))


@get("/congress-key", guards=[needs(Permission.READ)], tags=["voting"], summary="The congress's public key")
async def get_congress_key(
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
) -> CongressKey:
    """With which it signs what it states, so that anybody can check it, also later and without us."""
    signer = congress_signer((await congress(db_session)).slug, request.app.state.congress_key)
    return CongressKey(verifier=signer.verifier.written())


HANDLERS = (post_ballot, get_my_ballots, get_my_proof, get_leaves, post_verified, get_congress_key)
