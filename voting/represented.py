"""Who is represented in a poll: absent delegates, and the voter who carries the mandates of each."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from delegates.models import Delegate, Proxy
from voting.models import Represented


class Carried(NamedTuple):
    """One absent delegate of a poll: number and name, and the number and name of the voter who stands for them."""

    delegate_id: UUID
    number: str
    full_name: str
    holder_id: UUID
    holder: str
    holder_name: str
    mandates: int


class OnBehalf(Struct, frozen=True, kw_only=True):
    """For whom else somebody votes in a poll: names in the order of numbers, and the mandates of all of them."""

    poll_id: UUID
    names: list[str]
    mandates: int


def facts_of(carried: Sequence[Carried]) -> dict[str, object]:
    """What the journal says of them; nothing where nobody is represented."""
    named = [{"giver": one.number, "holder": one.holder, "mandates": one.mandates} for one in carried]
    return {"represented": named} if named else {}


async def carried_in(session: AsyncSession, poll_id: UUID) -> list[Carried]:
    """Everybody who is represented in a poll, by holder, in the order of numbers."""
    giver, holder = aliased(Delegate), aliased(Delegate)
    rows = await session.execute(
        select(
            giver.id,
            giver.number,
            giver.full_name,
            holder.id,
            holder.number,
            holder.full_name,
            Represented.mandates,
        )
        .join(giver, giver.id == Represented.giver_id)
        .join(holder, holder.id == Represented.holder_id)
        .where(Represented.poll_id == poll_id)
        .order_by(holder.number, giver.number)
    )
    return [Carried(*row) for row in rows]


async def carried_by(session: AsyncSession, holder_id: UUID, poll_ids: Sequence[UUID]) -> list[OnBehalf]:
    """For whom else one delegate votes in each of these polls; polls in which it is nobody are not there."""
    rows = await session.execute(
        select(Represented.poll_id, Delegate.full_name, Represented.mandates)
        .join(Delegate, Delegate.id == Represented.giver_id)
        .where(Represented.holder_id == holder_id, Represented.poll_id.in_(poll_ids))
        .order_by(Represented.poll_id, Delegate.number)
    )
    found: dict[UUID, list[tuple[str, int]]] = {}
    for poll_id, name, mandates in rows:
        found.setdefault(poll_id, []).append((name, mandates))
    return [
        OnBehalf(poll_id=poll_id, names=[name for name, _ in those], mandates=sum(mandates for _, mandates in those))
        for poll_id, those in found.items()
    ]


class ProxiesOf(NamedTuple):
    """How one delegate stands with proxies, in names: whose they hold, and who holds theirs (empty: nobody)."""

    held: list[str]
    given_to: str


async def proxies_of(session: AsyncSession, delegate_id: UUID) -> ProxiesOf:
    """What is granted now; it counts in polls whose voters are taken down from now on."""
    held = select(Delegate.full_name).join(Proxy, Proxy.giver_id == Delegate.id).where(Proxy.holder_id == delegate_id)
    given = select(Delegate.full_name).join(Proxy, Proxy.holder_id == Delegate.id).where(Proxy.giver_id == delegate_id)
    return ProxiesOf(list(await session.scalars(held.order_by(Delegate.number))), await session.scalar(given) or "")


async def holders(session: AsyncSession) -> list[UUID]:
    """Whoever holds a proxy: they have to hear of each poll for whom they vote in it."""
    return sorted(set(await session.scalars(select(Proxy.holder_id))))
