"""
Secret polls: papers for whoever is signed in, and the urn, which takes ballots from nobody in particular.

What lies under ``/urn/`` is answered without a request id, leaves no line in the log, and refuses whoever says who they
are: what was never known cannot be told.
"""

from base64 import b64decode, b64encode
from typing import Annotated
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession

from api.attachments import JSON, attachment
from api.auth.permissions import Permission, needs
from api.auth.principal import Principal
from api.errors import PROBLEM, Problem
from api.paging import LARGEST_PAGE, Page, decode_cursor, encode_cursor
from voting import papers, secrecy, voids
from voting.queries import paper_in
from voting.secret_ballot import SecretBallot, marks_size
from voting.secret_errors import CredentialsRefused, InvalidBlindedPaper
from voting.urn import LARGEST_BALLOT, Urn
from voting.urn_file import UrnFile, urn_file

_NOT_SECRET = {422: ResponseSpec(Problem, generate_examples=False, media_type=PROBLEM)}


class AskForPaper(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A paper that the phone has made and blinded, in base64. The phone asks at a random moment of the time for papers.

    ``mandate``: which of the mandates that the delegate carries (1, 2, …); each gets a paper of its own.
    """

    blinded: Annotated[str, Meta(max_length=1000, examples=["AAAB…"])]
    mandate: Annotated[int, Meta(ge=1, le=1000)] = 1


class SignedPaper(Struct, frozen=True, kw_only=True):
    """
    The signature in base64, from which only this phone can take the blinding.

    ``None``: the poll is open and attended, and the paper comes with the next batch of late ones. Ask again when your
    own state says that you have it.
    """

    signed: str | None

    @classmethod
    def of(cls, signed: bytes | None) -> "SignedPaper":
        """As it travels."""
        return cls(signed=None if signed is None else b64encode(signed).decode())


class Promise(Struct, frozen=True, kw_only=True):
    """The congress's promise to publish this ballot: a signed note that names its leaf (C2SP ``signed-note``)."""

    promise: str


@post(
    "/polls/{id:uuid}/papers",
    guards=[needs(Permission.TAKE_PART)],
    status_code=200,
    tags=["secret polls"],
    summary="Ask for a paper",
)
async def post_paper(
    id: FromPath[UUID],
    data: JSONBody[AskForPaper],
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> SignedPaper:
    """Signed without being read. The same request again gets the same signature; another one is refused."""
    terms = request.app.state.secret_terms
    return SignedPaper.of(
        await papers.give(db_session, terms.issuer, id, principal.id, data.mandate, blinded_in(data.blinded))
    )


def blinded_in(text: str) -> bytes:
    """The blinded paper in a request. Raises :class:`InvalidBlindedPaper`."""
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise InvalidBlindedPaper from None


def nobody(connection: ASGIConnection, _: BaseRouteHandler) -> None:  # type: ignore[type-arg]
    """A guard that lets in only who does not say who they are. Raises :class:`CredentialsRefused`."""
    if "cookie" in connection.headers or "authorization" in connection.headers:
        raise CredentialsRefused


@post(
    "/urn/{poll_id:uuid}",
    guards=[nobody],
    opt={"exclude_from_auth": True, "public": True},
    request_max_body_size=LARGEST_BALLOT,
    status_code=200,
    tags=["secret polls"],
    summary="Put a ballot into the urn",
)
async def post_into_urn(poll_id: FromPath[UUID], request: Request) -> Promise:  # type: ignore[type-arg]
    """
    The body is the ballot in bytes: the paper's key, its signature, the marks, and the key's signature over them. All
    ballots of a poll have one size. The same ballot again gets the same promise; another one of this paper is refused.

    With zero bytes for marks it is a paper that was not used and is given back: possible once the poll is over.
    """
    urn: Urn = request.app.state.urn
    return Promise(promise=await urn.cast(poll_id, await request.body()))


@get(
    "/polls/{id:uuid}/urn",
    guards=[needs(Permission.READ)],
    tags=["secret polls"],
    summary="The ballots of a published secret poll",
    responses=_NOT_SECRET,
)
async def get_urn(
    id: FromPath[UUID],
    db_session: NamedDependency[AsyncSession],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE)] = LARGEST_PAGE,
) -> Page[str]:
    """Each in base64, as it was cast, in the order of the papers' keys: the leaves of the tree. Anybody may recount."""
    poll = await secrecy.published(db_session, id)
    rows = await secrecy.ballots_in(db_session, poll, after=_behind(cursor), limit=limit + 1)
    return _page(rows, limit)


@get(
    "/polls/{id:uuid}/voids",
    guards=[needs(Permission.READ)],
    tags=["secret polls"],
    summary="The papers of a published secret poll that were given back",
    responses=_NOT_SECRET,
)
async def get_voids(
    id: FromPath[UUID],
    db_session: NamedDependency[AsyncSession],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE)] = LARGEST_PAGE,
) -> Page[str]:
    """Unused, each in base64, in the order of the papers' keys. Ballots and voids are not more than papers."""
    poll = await secrecy.published(db_session, id)
    size = marks_size(paper_in(poll))
    return _page(await voids.voids_in(db_session, id, size, after=_behind(cursor), limit=limit + 1), limit)


@get(
    "/polls/{id:uuid}/urn.json",
    guards=[needs(Permission.READ)],
    tags=["secret polls"],
    summary="The urn of a published secret poll, as a file",
    responses=_NOT_SECRET,
)
async def get_urn_file(
    id: FromPath[UUID],
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
) -> Response[UrnFile]:
    """To be kept and passed on: whoever has it counts again on the page ``/observer``, without us."""
    file = await urn_file(db_session, id, request.app.state.congress_key)
    return attachment(file, JSON, f"hom-phieu-{file.poll.number}.json")


def _behind(cursor: str | None) -> bytes:
    """The key that a page begins behind."""
    (after,) = decode_cursor(cursor, str) if cursor else ("",)
    return bytes.fromhex(after)


def _page(rows: list[SecretBallot], limit: int) -> Page[str]:
    shown = [b64encode(ballot.encoded()).decode() for ballot in rows[:limit]]
    return Page(shown, encode_cursor(rows[limit - 1].key.hex()) if len(rows) > limit else None)


HANDLERS = (post_paper, post_into_urn, get_urn, get_voids, get_urn_file)
