"""
The kiosk of an attended poll: delegates without a phone vote on a teller's tablet, by badge and PIN.

The teller is signed in, the delegate is not: badge and PIN come with each request and stay in the page's memory. The
ballot goes into the urn as every other does, from nobody.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from api.auth.permissions import Permission, needs
from api.auth.sign_ins import known_delegate
from api.routes.access import DelegateSignIn, caller_of
from api.routes.secret_polls import SignedPaper, blinded_in
from delegates.models import Delegate
from voting import kiosk, papers
from voting.kiosk import KioskPlace


class AskAtKiosk(DelegateSignIn, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Badge and PIN of a delegate, and a paper that the tablet has made and blinded for them, in base64."""

    blinded: Annotated[str, Meta(max_length=1000, examples=["AAAB…"])]
    mandate: Annotated[int, Meta(ge=1, le=1000)] = 1


@post(
    "/polls/{id:uuid}/kiosk",
    guards=[needs(Permission.COUNT_PAPERS)],
    status_code=200,
    tags=["secret polls"],
    summary="Take a place for a late paper",
)
async def post_kiosk_place(
    id: FromPath[UUID],
    data: JSONBody[DelegateSignIn],
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
    now: NamedDependency[datetime],
) -> KioskPlace:
    """For delegates without a phone, at a teller's tablet. Signing again finds the place, and whether it is time."""
    delegate = await _who(data, request, db_session, now)
    return await kiosk.sign_for_place(db_session, request.app.state.secret_terms.issuer, id, delegate.id)


@post(
    "/polls/{id:uuid}/kiosk/papers",
    guards=[needs(Permission.COUNT_PAPERS)],
    status_code=200,
    tags=["secret polls"],
    summary="Ask for a paper at the kiosk",
)
async def post_kiosk_paper(
    id: FromPath[UUID],
    data: JSONBody[AskAtKiosk],
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
    now: NamedDependency[datetime],
) -> SignedPaper:
    """As on a phone: signed without being read; the same request again gets the same signature."""
    delegate = await _who(data, request, db_session, now)
    issuer = request.app.state.secret_terms.issuer
    return SignedPaper.of(
        await papers.give(db_session, issuer, id, delegate.id, data.mandate, blinded_in(data.blinded))
    )


async def _who(data: DelegateSignIn, request: Request, session: AsyncSession, now: datetime) -> Delegate:  # type: ignore[type-arg]
    """Whose badge and PIN these are; the phone that they may have stays signed in."""
    key = request.app.state.pin_key
    return await known_delegate(session, data.badge, data.pin, caller_of(request), key=key, now=now)


HANDLERS = (post_kiosk_place, post_kiosk_paper)
