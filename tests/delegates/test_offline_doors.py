"""Doors that were offline: what they report late is put in its place, and nobody is counted twice."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from delegates import scanning
from delegates.check_in import PLACING, Event, project
from delegates.commands import ScanBatch
from delegates.kinds import Direction, Verdict
from delegates.models import Presence, Scan
from delegates.scanning import Door
from tests.delegates.entrance import ENTRY, EXIT, NOON, A, B
from tests.delegates.people import minutes


async def test_what_was_scanned_offline_counts_from_when_it_happened(entrance):
    (answer,) = await entrance.uploads(A, entrance.scan_of("001", at=minutes(10)), at=60)

    assert (answer.verdict, answer.occurred_at, answer.first_at) == (Verdict.OK, minutes(10), minutes(10))
    (row,) = await entrance.scans()
    assert (row.offline, row.received_at) == (True, minutes(60))


@pytest.mark.parametrize("error", [timedelta(hours=7), timedelta(minutes=-3), timedelta(days=-400)])
async def test_the_error_of_a_doors_clock_is_taken_out(entrance, error):
    kept = entrance.scan_of("001", at=minutes(10) + error)

    (answer,) = await entrance.uploads(A, kept, at=60, clock_is_ahead=error)

    assert answer.occurred_at == minutes(10)


async def test_nothing_happens_in_the_future_whatever_the_door_says(entrance):
    (answer,) = await entrance.uploads(A, entrance.scan_of("001", at=minutes(600)), at=60)

    assert answer.occurred_at == minutes(60)


async def test_a_door_that_is_online_need_not_know_what_time_it_is(entrance):
    await entrance.scan("001", EXIT, door=B, at=30)

    answer = await entrance.send(entrance.scan_of("001", at=minutes(-60)), at=40)

    assert answer.occurred_at == minutes(40)
    assert await entrance.is_present("001")


async def test_two_doors_that_both_let_somebody_in_are_a_conflict_counted_once(entrance):
    await entrance.uploads(A, entrance.scan_of("001", at=minutes(10)))
    (answer,) = await entrance.uploads(B, entrance.scan_of("001", at=minutes(12)))

    assert (answer.verdict, answer.conflict) == (Verdict.ALREADY_PRESENT, True)
    assert [(row.door, row.conflict) for row in await entrance.scans()] == [("Cửa A", False), ("Cửa B", True)]
    assert (await entrance.presence("001")).first_door == "Cửa A"


async def test_the_conflict_is_the_later_of_the_two_whichever_reports_first(entrance):
    await entrance.uploads(B, entrance.scan_of("001", at=minutes(12)))
    (answer,) = await entrance.uploads(A, entrance.scan_of("001", at=minutes(10)))

    assert (answer.verdict, answer.conflict) == (Verdict.OK, False)
    assert [(row.door, row.conflict) for row in await entrance.scans()] == [("Cửa B", True), ("Cửa A", False)]
    assert (await entrance.presence("001")).first_door == "Cửa A"


async def test_one_door_that_scans_somebody_twice_is_no_conflict(entrance):
    kept = [entrance.scan_of("001", at=minutes(n)) for n in (10, 11)]

    answers = await entrance.uploads(A, *kept)

    assert [(answer.verdict, answer.conflict) for answer in answers] == [
        (Verdict.OK, False),
        (Verdict.ALREADY_PRESENT, False),
    ]


async def test_with_an_exit_between_there_is_no_conflict(entrance):
    await entrance.uploads(A, entrance.scan_of("001", at=minutes(10)), entrance.scan_of("001", EXIT, at=minutes(11)))
    (answer,) = await entrance.uploads(B, entrance.scan_of("001", at=minutes(12)))

    assert (answer.verdict, answer.conflict) == (Verdict.OK, False)


async def test_a_conflict_that_is_undone_is_none_any_more(entrance):
    await entrance.uploads(A, entrance.scan_of("001", at=minutes(10)))
    (second,) = await entrance.uploads(B, entrance.scan_of("001", at=minutes(12)))

    await entrance.undo(second.scan_id)

    assert not any(row.conflict for row in await entrance.scans())
    assert await entrance.is_present("001")


async def test_an_exit_that_is_reported_late_does_not_remove_whoever_came_back(entrance):
    await entrance.scan("001", door=B, at=0)
    back = await entrance.scan("001", door=B, at=20)  # the exit at door A is not known yet
    await entrance.uploads(A, entrance.scan_of("001", EXIT, at=minutes(10)))

    assert back.verdict is Verdict.ALREADY_PRESENT
    assert await entrance.is_present("001")


async def test_an_entry_that_is_reported_late_does_not_bring_back_whoever_left(entrance):
    left = await entrance.scan("001", EXIT, door=B, at=30)  # the entry at door A is not known yet
    await entrance.uploads(A, entrance.scan_of("001", at=minutes(10)))

    assert left.verdict is Verdict.EXIT_WITHOUT_ENTRY
    presence = await entrance.presence("001")
    assert (presence.is_present, presence.first_at) == (False, minutes(10))


async def test_a_batch_is_answered_in_its_own_order_and_worked_off_in_that_of_time(entrance):
    kept = [entrance.scan_of("001", EXIT, at=minutes(20)), entrance.scan_of("001", ENTRY, at=minutes(10))]

    answers = await entrance.uploads(A, *kept)

    assert [answer.nonce for answer in answers] == [one.nonce for one in kept]
    assert [answer.verdict for answer in answers] == [Verdict.OK, Verdict.OK]
    assert not await entrance.is_present("001")


async def test_a_batch_sent_again_is_answered_the_same_and_kept_once(entrance):
    kept = [
        entrance.scan_of("001", at=minutes(10)),
        entrance.scan_of("002", at=minutes(11)),
        entrance.scan_of("001", code="not a badge", at=minutes(12)),
    ]

    first = await entrance.uploads(A, *kept, at=60)
    again = await entrance.uploads(A, *kept, at=61)

    assert again == first
    assert len(await entrance.scans()) == 3


async def test_one_nonce_twice_in_a_batch_is_one_scan_of_one_arrival(entrance, session):
    kept = entrance.scan_of("001", at=minutes(10))
    batch = ScanBatch(sent_at=NOON, scans=[kept, kept])

    recorded = await scanning.scan_offline(session, batch, A, sitting_id=entrance.sitting_id, now=NOON)

    assert [one.arrived for one in recorded] == [entrance.issued["001"].delegate_id, None]


async def test_doors_that_come_back_together_do_not_wait_for_each_other(entrance):
    numbers = ["001", "002", "003", "DK01", "KM01", "BC01"]
    doors = [Door(device_id=UUID(int=n), name=f"Cửa {n}") for n in range(1, 5)]
    queues = [numbers[n:] + numbers[:n] for n in range(4)]

    async with asyncio.timeout(20):
        await asyncio.gather(
            *(
                entrance.uploads(door, *(entrance.scan_of(number, at=minutes(n)) for n, number in enumerate(queue)))
                for door, queue in zip(doors, queues, strict=True)
            )
        )

    assert len(await entrance.scans()) == 24
    assert all([await entrance.is_present(number) for number in numbers])


async def test_only_whoever_comes_in_now_has_arrived(entrance, session):
    async def arrived(*scans, at):
        batch = ScanBatch(sent_at=minutes(at), scans=list(scans))
        recorded = await scanning.scan_offline(session, batch, A, sitting_id=entrance.sitting_id, now=minutes(at))
        return [one.arrived is not None for one in recorded]

    came, went = entrance.scan_of("001", at=minutes(5)), entrance.scan_of("001", EXIT, at=minutes(6))

    assert await arrived(went, at=10) == [False]
    assert await arrived(came, at=11) == [False]  # known to have left since
    assert await arrived(entrance.scan_of("001", at=minutes(12)), at=12) == [True]
    assert await arrived(entrance.scan_of("001", at=minutes(13)), at=13) == [False]


steps = st.lists(
    st.tuples(st.integers(1, 60), st.sampled_from(Direction), st.sampled_from([A, B]), st.booleans()),
    min_size=1,
    max_size=7,
    unique_by=lambda step: step[0],
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=steps, chance=st.randoms())
async def test_any_mixture_of_doors_online_and_late_ends_with_the_truth(entrance, steps, chance):
    async with entrance.sessions.begin() as session:
        await session.execute(delete(Scan))
        await session.execute(delete(Presence))

    for minute, direction, door, is_offline in sorted(steps, key=lambda step: step[0]):
        if not is_offline:
            await entrance.scan("001", direction, door=door, at=minute)
    late = [step for step in steps if step[3]]
    chance.shuffle(late)
    for minute, direction, door, _ in late:
        await entrance.uploads(door, entrance.scan_of("001", direction, at=minutes(minute)))

    _, last, _, _ = max(steps, key=lambda step: step[0])
    entries = [minute for minute, direction, _, _ in steps if direction is ENTRY]
    presence, rows = await entrance.presence("001"), await entrance.scans()
    assert presence.is_present == (last is ENTRY)
    assert presence.first_at == (minutes(min(entries)) if entries else None)
    assert_projected(presence, rows)

    await entrance.undo(chance.choice(rows).id)

    assert_projected(await entrance.presence("001"), await entrance.scans())


def assert_projected(presence, rows):
    """The row that polls read says what the scans say."""
    events = [
        Event(direction=row.direction, occurred_at=row.occurred_at, order=row.id, door=row.door)
        for row in rows
        if row.verdict in PLACING and row.undone_at is None
    ]
    standing = project(events)
    assert (presence.is_present, presence.first_at, presence.first_door) == (
        standing.is_present,
        standing.first_at,
        standing.first_door,
    )
