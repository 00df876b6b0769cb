"""
Proxies: a delegate lets another carry their mandates in polls that they are absent from (ủy quyền).

How many one may hold is for the congress to say; none, until it does. What was granted takes effect whenever an
electorate is taken down (``voting.electorate``) and changes nothing in one that stands.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from agenda import journal
from agenda.errors import NoCongress
from agenda.journal import Actor
from agenda.models import Congress
from delegates.commands import AllowProxies, GrantProxy
from delegates.errors import (
    MoreProxiesHeld,
    NoSuchDelegate,
    OnlyOfficialsHaveProxies,
    ProxiesNotAllowed,
    ProxyAlreadyGiven,
    ProxyChain,
    TooManyProxies,
)
from delegates.kinds import Credentials, DelegateKind
from delegates.models import Delegate, Delegation, Proxy
from realtime.touch import touch


class ProxyParty(Struct, frozen=True, kw_only=True):
    """Somebody who gives a proxy or holds one."""

    id: UUID
    number: str
    full_name: str
    delegation: str
    mandates: int


class ProxyLine(Struct, frozen=True, kw_only=True):
    """Whose mandates, and who carries them."""

    giver: ProxyParty
    holder: ProxyParty
    granted_at: datetime


class Proxies(Struct, frozen=True, kw_only=True):
    """How many one may hold (0: there are none in this congress), and what is granted now."""

    most: int
    proxies: list[ProxyLine]


async def allow(session: AsyncSession, actor: Actor, command: AllowProxies) -> None:
    """
    Say how many proxies one delegate may hold. A repeat is harmless.

    Raises :class:`MoreProxiesHeld`, :class:`~agenda.errors.NoCongress`.
    """
    congress = await _congress(session, shared=False)
    before = congress.most_proxies
    if before == command.most:
        return
    each = select(func.count(Proxy.giver_id).label("held")).group_by(Proxy.holder_id).subquery()
    held = await session.scalar(select(func.max(each.c.held))) or 0
    if held > command.most:
        raise MoreProxiesHeld(held=held)
    congress.most_proxies = command.most
    await session.flush()
    facts = {"most_proxies": before}, {"most_proxies": command.most}
    await journal.record(session, actor, "proxies.allowed", subject="congress", before=facts[0], after=facts[1])


async def grant(session: AsyncSession, actor: Actor, giver_id: UUID, command: GrantProxy, now: datetime) -> None:
    """
    Let ``holder_id`` carry the mandates of ``giver_id`` wherever the latter is absent. A repeat is harmless.

    Raises:
        NoSuchDelegate: one of them is not on the roster.
        ProxiesNotAllowed, TooManyProxies: what the congress has decided.
        OnlyOfficialsHaveProxies: one of them does not vote.
        ProxyAlreadyGiven: to somebody else.
        ProxyChain: one of them would both give and hold.
    """
    most = (await _congress(session, shared=True)).most_proxies
    giver, holder = await _locked(session, giver_id, command.holder_id)
    if (given := await session.get(Proxy, giver_id, populate_existing=True)) is not None:
        if given.holder_id == holder.id:
            return
        raise ProxyAlreadyGiven(holder=(await session.get_one(Delegate, given.holder_id)).number)
    if most == 0:
        raise ProxiesNotAllowed
    for one in (giver, holder):
        await _check_votes(session, one)
    if giver_id == holder.id or await session.get(Proxy, holder.id) is not None:
        raise ProxyChain(number=holder.number)
    if await _held(session, giver_id):
        raise ProxyChain(number=giver.number)
    if await _held(session, holder.id) >= most:
        raise TooManyProxies(most=most)
    session.add(Proxy(giver_id=giver_id, holder_id=holder.id, granted_at=now))
    await session.flush()
    after = {"holder": holder.number, "reason": command.reason}
    await _record(session, actor, "proxy.granted", giver_id, holder.id, None, after)


async def revoke(session: AsyncSession, actor: Actor, giver_id: UUID, *, reason: str) -> None:
    """
    End a proxy. Polls whose voters are taken down keep it. A repeat is harmless.

    Raises :class:`NoSuchDelegate`.
    """
    await _locked(session, giver_id)
    proxy = await session.get(Proxy, giver_id, populate_existing=True)
    if proxy is None:
        return
    holder = await session.get_one(Delegate, proxy.holder_id)
    await session.delete(proxy)
    await session.flush()
    before, after = {"holder": holder.number}, {"holder": None, "reason": reason}
    await _record(session, actor, "proxy.revoked", giver_id, holder.id, before, after)


async def listed(session: AsyncSession, delegate_id: UUID | None = None) -> Proxies:
    """All proxies, or those that one delegate gives or holds: by holder, in name order (the limit is 1,000)."""
    giver, holder = aliased(Delegate), aliased(Delegate)
    of_giver, of_holder = aliased(Delegation), aliased(Delegation)
    query = (
        select(Proxy.granted_at, giver, of_giver.name, holder, of_holder.name)
        .join(giver, giver.id == Proxy.giver_id)
        .join(of_giver, of_giver.id == giver.delegation_id)
        .join(holder, holder.id == Proxy.holder_id)
        .join(of_holder, of_holder.id == holder.delegation_id)
        .order_by(holder.sort_key, holder.number, giver.sort_key, giver.number)
        .limit(1000)
    )
    if delegate_id is not None:
        query = query.where((Proxy.giver_id == delegate_id) | (Proxy.holder_id == delegate_id))
    return Proxies(
        most=await session.scalar(select(Congress.most_proxies)) or 0,
        proxies=[
            ProxyLine(giver=_party(row[1], row[2]), holder=_party(row[3], row[4]), granted_at=row[0])
            for row in await session.execute(query)
        ],
    )


async def _congress(session: AsyncSession, *, shared: bool) -> Congress:
    """The congress, locked: how many proxies it allows stays while one is granted."""
    found = await session.scalar(
        select(Congress).with_for_update(read=shared).execution_options(populate_existing=True)
    )
    if found is None:
        raise NoCongress
    return found


async def _locked(session: AsyncSession, *ids: UUID) -> list[Delegate]:
    """
    These delegates in this order, each locked, always in the order of ids: whoever wants a chain or one proxy too many
    at the same instant has to lock one of the same.
    """
    for delegate_id in sorted(ids):
        if await session.get(Delegate, delegate_id, with_for_update=True, populate_existing=True) is None:
            raise NoSuchDelegate(delegate_id=delegate_id)
    return [await session.get_one(Delegate, delegate_id) for delegate_id in ids]


async def _check_votes(session: AsyncSession, delegate: Delegate) -> None:
    is_replaced = await session.scalar(select(Delegate.id).where(Delegate.replaces_id == delegate.id)) is not None
    is_official = delegate.kind is DelegateKind.OFFICIAL and delegate.credentials is Credentials.RECOGNISED
    if is_replaced or not is_official:
        raise OnlyOfficialsHaveProxies(number=delegate.number)


async def _held(session: AsyncSession, holder_id: UUID) -> int:
    return await session.scalar(select(func.count()).select_from(Proxy).where(Proxy.holder_id == holder_id)) or 0


def _party(delegate: Delegate, delegation: str) -> ProxyParty:
    return ProxyParty(
        id=delegate.id,
        number=delegate.number,
        full_name=delegate.full_name,
        delegation=delegation,
        mandates=delegate.mandates,
    )


async def _record(
    session: AsyncSession,
    actor: Actor,
    action: str,
    giver_id: UUID,
    holder_id: UUID,
    before: Mapping[str, object] | None,
    after: Mapping[str, object],
) -> None:
    await journal.record(session, actor, action, subject=f"delegate/{giver_id}", before=before, after=after)
    await touch(session, f"me/{giver_id}", f"me/{holder_id}")
