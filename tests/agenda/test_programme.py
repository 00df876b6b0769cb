"""The programme: one current sitting, one current item, an order without doubles; and one congress only."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from agenda import programme
from agenda.errors import NoCongress, NoSuchItem, NoSuchSitting
from agenda.models import AgendaItem, JournalEntry, Progress
from agenda.programme import Announce, PutItem, PutSitting
from tests.agenda.houses import DAY, HA, a_congress

SITTING = UUID(int=1)


async def a_sitting(sessions, sitting_id=SITTING, number=1):
    command = PutSitting(number=number, title_vi=f"Phiên {number}", starts_at=DAY, ends_at=DAY + timedelta(hours=4))
    async with sessions.begin() as session:
        await programme.put_sitting(session, HA, sitting_id, command)


async def puts(sessions, title, position, *, sitting_id=SITTING):
    """An item whose id follows from its title."""
    item_id = UUID(int=0x100 + ord(title))
    command = PutItem(sitting_id=sitting_id, position=position, title_vi=title, starts_at=DAY, minutes=10)
    async with sessions.begin() as session:
        await programme.put_item(session, HA, item_id, command)
    return item_id


async def turns_to(sessions, item_id):
    async with sessions.begin() as session:
        await programme.set_current_item(session, HA, item_id, now=DAY)


async def order(sessions, sitting_id=SITTING):
    async with sessions() as session:
        query = select(AgendaItem.title_vi).where(AgendaItem.sitting_id == sitting_id).order_by(AgendaItem.position)
        return "".join(await session.scalars(query))


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ([("A", 1), ("B", 2), ("C", 3)], "ABC"),
        ([("A", 1), ("B", 1), ("C", 1)], "CBA"),
        ([("A", 1), ("B", 2), ("C", 2)], "ACB"),
        ([("A", 1), ("B", 2), ("C", 3), ("C", 1)], "CAB"),
        ([("A", 1), ("B", 2), ("B", 2), ("B", 2)], "AB"),
        ([("A", 1), ("B", 2), ("C", 3), ("A", 9)], "BCA"),
    ],
)
async def test_items_stand_where_they_were_put(congress, moves, expected):
    await a_sitting(congress)

    for title, position in moves:
        await puts(congress, title, position)

    assert await order(congress) == expected


async def test_an_item_moves_to_another_sitting(congress):
    other = UUID(int=2)
    await a_sitting(congress)
    await a_sitting(congress, other, 2)
    await puts(congress, "A", 1)
    await puts(congress, "B", 1, sitting_id=other)

    await puts(congress, "A", 1, sitting_id=other)

    assert (await order(congress), await order(congress, other)) == ("", "AB")


async def test_items_put_at_one_place_at_once_all_find_one(congress):
    await a_sitting(congress)

    await asyncio.gather(*(puts(congress, title, 1) for title in "ABCDEF"))

    assert sorted(await order(congress)) == list("ABCDEF")


async def test_turning_to_an_item_ends_the_one_before(congress):
    await a_sitting(congress)
    first, second = await puts(congress, "A", 1), await puts(congress, "B", 2)

    await turns_to(congress, first)
    await turns_to(congress, second)
    await turns_to(congress, second)

    async with congress() as session:
        done, current = [await session.get_one(AgendaItem, one) for one in (first, second)]
        turned = select(func.count()).where(JournalEntry.action == "item.current")
        assert (done.progress, current.progress) == (Progress.DONE, Progress.CURRENT)
        assert (done.ended_at, current.ended_at) == (DAY, None)
        assert await session.scalar(turned) == 2


async def test_two_consoles_at_once_leave_one_current_item(congress):
    await a_sitting(congress)
    items = [await puts(congress, title, number) for number, title in enumerate("ABCD", start=1)]

    await asyncio.gather(*(turns_to(congress, item) for item in items))

    async with congress() as session:
        current = (await session.scalars(select(AgendaItem).where(AgendaItem.progress == Progress.CURRENT))).all()
    assert len(current) == 1


async def test_ending_what_has_ended_is_not_another_action(congress):
    await turns_to(congress, None)
    async with congress.begin() as session:
        await programme.set_current_sitting(session, HA, None)

    async with congress() as session:
        assert await session.scalar(select(func.count()).select_from(JournalEntry)) == 0


async def test_what_does_not_exist_cannot_become_current(congress):
    async with congress() as session:
        with pytest.raises(NoSuchItem):
            await programme.set_current_item(session, HA, uuid4(), now=DAY)
        with pytest.raises(NoSuchSitting):
            await programme.set_current_sitting(session, HA, uuid4())


async def test_an_announcement_is_replaced_and_taken_away(congress):
    for text in ("Mời đại biểu vào hội trường", ""):
        async with congress.begin() as session:
            await programme.announce(session, HA, Announce(text_vi=text))
        async with congress() as session:
            assert (await programme.congress(session)).announcement_vi == text


async def test_without_a_congress_there_is_nothing_to_announce(sessions):
    async with sessions() as session:
        with pytest.raises(NoCongress):
            await programme.announce(session, HA, Announce(text_vi="Xin chào"))


async def test_a_database_holds_one_congress(congress):
    async with congress() as session:
        session.add(a_congress())
        with pytest.raises(IntegrityError):
            await session.flush()
