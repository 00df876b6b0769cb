"""The journal: whoever tampers with it is found."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import make_transient

from agenda import journal
from agenda.journal import GENESIS, entry_hash, faults
from agenda.models import JournalEntry
from tests.agenda.houses import DAY, HA

Chain = list[JournalEntry]


def a_chain(length: int = 6) -> Chain:
    chain: Chain = []
    for number in range(1, length + 1):
        previous = chain[-1].hash if chain else GENESIS
        facts = {"title": f"Nội dung {number}"}
        digest = entry_hash(previous, number, DAY, HA, "item.saved", f"item/{number}", None, facts)
        chain.append(
            JournalEntry(
                number=number,
                at=DAY,
                actor_kind=HA.kind,
                actor_id=HA.id,
                actor_name=HA.name,
                action="item.saved",
                subject=f"item/{number}",
                before=None,
                after=facts,
                previous=previous,
                hash=digest,
            )
        )
    return chain


def test_an_honest_chain_has_no_faults():
    assert faults(a_chain()) == []
    assert faults([]) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", DAY.replace(microsecond=1)),
        ("actor_kind", "organiser"),
        ("actor_id", None),
        ("actor_name", "Ai đó"),
        ("action", "item.current"),
        ("subject", "item/9"),
        ("before", {"title": "khác"}),
        ("after", {"title": "khác"}),
        ("after", None),
    ],
)
def test_editing_any_column_is_found_where_it_was_done(column, value):
    chain = a_chain()
    setattr(chain[2], column, value)

    assert [(fault.number, fault.what) for fault in faults(chain)] == [(3, "its content does not match its hash")]


def test_an_edit_with_its_hash_made_anew_breaks_the_link_to_it():
    chain = a_chain()
    edited = chain[2]
    edited.after = {"title": "khác"}
    edited.hash = entry_hash(edited.previous, 3, DAY, HA, edited.action, edited.subject, None, edited.after)

    assert [(fault.number, fault.what) for fault in faults(chain)] == [(4, "does not link to the entry before")]


def dropped(chain: Chain) -> None:
    del chain[2]


def dropped_at_the_beginning(chain: Chain) -> None:
    del chain[0]


def swapped(chain: Chain) -> None:
    chain[2], chain[3] = chain[3], chain[2]


def inserted(chain: Chain) -> None:
    chain.insert(3, a_chain()[2])


def renumbered(chain: Chain) -> None:
    del chain[2]
    for number, entry in enumerate(chain, start=1):
        entry.number = number


@pytest.mark.parametrize("tamper", [dropped, dropped_at_the_beginning, swapped, inserted, renumbered])
def test_what_is_moved_dropped_or_added_is_found(tamper: Callable[[Chain], None]):
    chain = a_chain()

    tamper(chain)

    assert faults(chain)


async def test_parallel_writers_leave_no_gap_and_no_fork(sessions):
    async def writer(name: int) -> None:
        for step in range(5):
            async with sessions.begin() as session:
                await journal.record(session, HA, "item.saved", subject=f"item/{name}", after={"step": step})

    await asyncio.gather(*(writer(name) for name in range(8)))

    async with sessions() as session:
        entries = (await session.scalars(select(JournalEntry).order_by(JournalEntry.number))).all()
        assert [entry.number for entry in entries] == list(range(1, 41))
        assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
        assert [walked async for walked in journal.verify(session, batch=7)][-1][0] == 40
        assert all(not found for _, found in [walked async for walked in journal.verify(session, batch=7)])


async def test_a_transaction_that_is_undone_leaves_no_gap(sessions):
    async with sessions() as session:
        await journal.record(session, HA, "item.saved", subject="item/1")
        await session.rollback()
    async with sessions.begin() as session:
        entry = await journal.record(session, HA, "item.saved", subject="item/2")

    assert (entry.number, entry.previous) == (1, GENESIS)


async def test_what_was_stored_verifies_whatever_facts_it_holds(sessions):
    facts = {"at": DAY, "id": HA.id, "text": "Đại hội  \u2028 “x”", "share": 0.1, "deep": {"b": [1, None], "a": True}}
    async with sessions.begin() as session:
        await journal.record(session, HA, "item.saved", subject="item/1", before=facts, after=facts)

    async with sessions() as session:
        assert [walked async for walked in journal.verify(session)] == [(1, [])]


async def test_a_row_put_in_past_the_journal_is_found(sessions):
    async with sessions.begin() as session:
        first = await journal.record(session, HA, "item.saved", subject="item/1")
    async with sessions.begin() as session:
        make_transient(first)
        first.number = 2
        session.add(first)

    async with sessions() as session:
        ((_, found),) = [walked async for walked in journal.verify(session)]
    assert {fault.number for fault in found} == {2}
