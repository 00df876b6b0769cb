"""Proxies: who may give one, who may hold it, how many, and what the journal says."""

import asyncio
from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import select

from agenda.models import Congress, JournalEntry
from delegates import credentials, proxies
from delegates.commands import AllowProxies, DecideCredentials, GrantProxy, PromoteAlternate
from delegates.errors import (
    DelegatesError,
    MoreProxiesHeld,
    OnlyOfficialsHaveProxies,
    ProxiesNotAllowed,
    ProxyAlreadyGiven,
    ProxyChain,
    TooManyProxies,
)
from delegates.kinds import Credentials
from delegates.models import Proxy
from tests.delegates.people import DESK, a_table, delegate, imports, minutes

PEOPLE = [
    ["001", "Nguyễn Thị Hồng Ánh", "chính thức", "01", "Trung tâm"],
    ["002", "Đỗ Văn Đạt", "chính thức", "01", "Trung tâm"],
    ["003", "Trần Minh Khang", "chính thức", "02", "Thủ Đức"],
    ["004", "Lê Thị Ngọc Hân", "chính thức", "02", "Thủ Đức"],
    ["DK01", "Phạm Quốc Bình", "dự khuyết", "02", "Thủ Đức"],
    ["KM01", "Võ Hữu Lộc", "khách mời", "KM", "Khách mời"],
]


@pytest.fixture
async def roster(session):
    """The people above, at a congress that lets each hold two proxies."""
    day = date(2025, 12, 24)
    session.add(Congress(slug="test", name_vi="Đại hội thử", starts_on=day, ends_on=day, rules_profile="vgcl-2024"))
    await session.flush()
    await imports(session, a_table(*PEOPLE))
    await proxies.allow(session, DESK, AllowProxies(most=2))
    await session.commit()
    return session


async def grant(session, giver, holder):
    command = GrantProxy(holder_id=(await delegate(session, holder)).id, reason="Theo giấy ủy quyền")
    await proxies.grant(session, DESK, (await delegate(session, giver)).id, command, minutes(1))


async def revoke(session, giver):
    await proxies.revoke(session, DESK, (await delegate(session, giver)).id, reason="Đại biểu đã về họp")


async def granted(session):
    return {(line.giver.number, line.holder.number) for line in (await proxies.listed(session)).proxies}


async def entries(session, action):
    rows = await session.scalars(
        select(JournalEntry).where(JournalEntry.action == action).order_by(JournalEntry.number)
    )
    return [(entry.before, entry.after) for entry in rows]


async def test_a_congress_knows_no_proxies_until_it_says_so(roster):
    await proxies.allow(roster, DESK, AllowProxies(most=0))

    with pytest.raises(ProxiesNotAllowed):
        await grant(roster, "001", "002")

    assert [after for _, after in await entries(roster, "proxies.allowed")] == [
        {"most_proxies": 2},
        {"most_proxies": 0},
    ]


async def test_granting_and_revoking_are_journalled_once_however_often_they_are_sent(roster):
    for _ in range(2):
        await grant(roster, "001", "002")
    assert await granted(roster) == {("001", "002")}
    for _ in range(2):
        await revoke(roster, "001")

    assert await granted(roster) == set()
    assert await entries(roster, "proxy.granted") == [(None, {"holder": "002", "reason": "Theo giấy ủy quyền"})]
    assert await entries(roster, "proxy.revoked") == [
        ({"holder": "002"}, {"holder": None, "reason": "Đại biểu đã về họp"})
    ]


async def test_one_proxy_is_given_to_one_holder_and_to_another_only_when_it_is_revoked(roster):
    await grant(roster, "001", "002")

    with pytest.raises(ProxyAlreadyGiven) as refused:
        await grant(roster, "001", "003")
    assert refused.value.holder == "002"
    await revoke(roster, "001")
    await grant(roster, "001", "003")

    assert await granted(roster) == {("001", "003")}


async def test_nobody_holds_more_than_the_congress_allows(roster):
    await grant(roster, "001", "004")
    await grant(roster, "002", "004")

    with pytest.raises(TooManyProxies):
        await grant(roster, "003", "004")


async def test_fewer_are_not_allowed_than_somebody_holds(roster):
    await grant(roster, "001", "004")
    await grant(roster, "002", "004")

    with pytest.raises(MoreProxiesHeld) as refused:
        await proxies.allow(roster, DESK, AllowProxies(most=1))
    assert refused.value.held == 2
    await revoke(roster, "002")
    await proxies.allow(roster, DESK, AllowProxies(most=1))


@pytest.mark.parametrize(("giver", "holder"), [("002", "003"), ("003", "001"), ("004", "004"), ("002", "001")])
async def test_there_are_no_chains(roster, giver, holder):
    await grant(roster, "001", "002")

    with pytest.raises(ProxyChain):
        await grant(roster, giver, holder)


@pytest.mark.parametrize(("giver", "holder"), [("DK01", "001"), ("001", "DK01"), ("KM01", "001"), ("001", "KM01")])
async def test_only_official_delegates_give_and_hold(roster, giver, holder):
    with pytest.raises(OnlyOfficialsHaveProxies):
        await grant(roster, giver, holder)


async def test_whoever_was_rejected_or_replaced_neither_gives_nor_holds_and_who_took_the_place_does(roster):
    rejected = DecideCredentials(credentials=Credentials.REJECTED, reason="Không đủ tư cách")
    await credentials.decide(roster, DESK, (await delegate(roster, "003")).id, rejected)
    promotion = PromoteAlternate(replaces_id=(await delegate(roster, "004")).id, reason="Vắng mặt dài hạn")
    await credentials.promote(roster, DESK, (await delegate(roster, "DK01")).id, promotion)

    for giver, holder in (("003", "001"), ("001", "003"), ("004", "001"), ("001", "004")):
        with pytest.raises(OnlyOfficialsHaveProxies):
            await grant(roster, giver, holder)
    await grant(roster, "001", "DK01")


async def in_a_transaction_of_its_own(sessions, giver, holder):
    async with sessions() as session:
        try:
            await grant(session, giver, holder)
            await session.commit()
        except DelegatesError as refusal:
            return refusal.code
    return "granted"


async def test_proxies_granted_at_the_same_instant_make_no_chain(roster, sessions):
    """Each gives to the next, all at once: whatever comes first, nobody both gives and holds."""
    ring = ["001", "002", "003", "004", "001"]

    answers = await asyncio.gather(*(in_a_transaction_of_its_own(sessions, *pair) for pair in pairwise(ring)))

    pairs = await granted(roster)
    assert answers.count("granted") == len(pairs) >= 1
    assert set(answers) <= {"granted", "proxy_chain"}
    assert not {giver for giver, _ in pairs} & {holder for _, holder in pairs}


async def test_proxies_granted_at_the_same_instant_do_not_pass_the_bound(roster, sessions):
    givers = ["001", "002", "003"]

    answers = await asyncio.gather(*(in_a_transaction_of_its_own(sessions, giver, "004") for giver in givers))

    assert sorted(answers) == ["granted", "granted", "too_many_proxies"]


async def test_the_list_can_be_of_one_delegate(roster):
    await grant(roster, "001", "002")
    await grant(roster, "003", "004")

    of_one = await proxies.listed(roster, (await delegate(roster, "002")).id)

    (line,) = of_one.proxies
    assert (line.giver.full_name, line.holder.delegation, of_one.most) == ("Nguyễn Thị Hồng Ánh", "Trung tâm", 2)
    assert (await roster.scalars(select(Proxy))).all()
