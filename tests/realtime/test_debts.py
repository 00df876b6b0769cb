"""What becomes of phones that do not read."""

import asyncio

from realtime.protocol import CloseCode
from tests.realtime.fast_time import in_fast_time
from tests.realtime.phones import Hall, Phone

DIAL = "reading/dial"


@in_fast_time
async def test_a_stalled_phone_skips_to_the_newest_state_when_it_reads_again():
    hall, slow, healthy = Hall(), Phone(), Phone()
    hub = hall.hub()
    slow.joins(hub, DIAL)
    healthy.joins(hub, DIAL)
    await slow.shows(DIAL, 0)

    slow.stalls()
    for value in range(1, 11):
        hall.changes(hub, DIAL)
        await healthy.shows(DIAL, value)
    slow.reads_again()
    await slow.shows(DIAL, 10)

    assert len(healthy.got) == 11
    assert len(slow.got) == 3  # the first, the one that was under way, the newest
    assert hub.figures().owing == 0
    await hub.stop()


@in_fast_time
async def test_a_phone_that_takes_nothing_for_ten_seconds_is_closed_and_converges_when_it_comes_back():
    hall, slow = Hall(), Phone()
    hub, clock = hall.hub(), asyncio.get_running_loop().time
    slow.joins(hub, DIAL)
    await slow.shows(DIAL, 0)

    slow.stalls()
    hall.changes(hub, DIAL)
    await asyncio.sleep(60)
    assert slow.closed_with is None  # it owes nothing: one message is under way
    hall.changes(hub, DIAL)
    began = clock()
    await slow.until(lambda phone: phone.closed_with is not None)
    took = clock() - began
    slow.joins(hub, DIAL)
    await slow.shows(DIAL, 2)

    assert slow.closed_with is None
    assert 10 <= took <= 10.2
    assert hub.figures().too_slow == 1
    await hub.stop()


@in_fast_time
async def test_a_phone_that_swallows_slowly_is_not_closed():
    hall, slow = Hall(), Phone()
    hub = hall.hub()
    slow.joins(hub, DIAL)
    await slow.shows(DIAL, 0)

    slow.stalls()
    hall.changes(hub, DIAL)
    await asyncio.sleep(1)
    hall.changes(hub, DIAL)
    for _ in range(10):
        await asyncio.sleep(8)
        slow.backlog -= 1
    slow.reads_again()
    await slow.shows(DIAL, 2)

    assert slow.closed_with is None
    await hub.stop()


@in_fast_time
async def test_a_debt_that_was_overtaken_by_an_equal_state_is_forgiven():
    hall, slow = Hall(), Phone()
    hub = hall.hub()
    slow.joins(hub, DIAL)
    await slow.shows(DIAL, 0)

    slow.stalls()
    hall.changes(hub, DIAL)
    await asyncio.sleep(1)
    hall.changes(hub, DIAL)
    await asyncio.sleep(1)
    hall.values[DIAL] = 1  # back to what is under way
    hub.touch(DIAL)
    await asyncio.sleep(1)

    assert hub.figures().owing == 0
    await asyncio.sleep(60)
    assert slow.closed_with is None
    await hub.stop()


@in_fast_time
async def test_debts_are_one_a_topic_and_end_with_the_subscription():
    hall, slow = Hall(), Phone()
    hub = hall.hub()
    slow.joins(hub, DIAL, "screen/main")
    await asyncio.sleep(1)

    slow.stalls()
    for _ in range(50):
        hall.changes(hub, DIAL)
        hall.changes(hub, "screen/main")
        await asyncio.sleep(0.1)
    assert 1 <= len(slow.client.owed) <= 2
    hub.unsubscribe(slow.client, [DIAL, "screen/main"])

    assert not slow.client.owed
    assert hub.figures().owing == 0
    await hub.stop()


@in_fast_time
async def test_a_debt_in_a_state_that_is_not_kept_is_paid_by_rendering_it_again():
    hall, slow = Hall(), Phone()
    hub = hall.hub()
    slow.joins(hub, "me/ada")
    await asyncio.sleep(1)

    slow.stalls()
    for _ in range(3):
        hall.changes(hub, "me/ada")
        await asyncio.sleep(1)
    hall.values["me/ada"] = 9  # nobody says so
    slow.reads_again()
    await asyncio.sleep(1)

    assert slow.values == {"me/ada": 9}
    await hub.stop()


@in_fast_time
async def test_a_thousand_stalled_phones_do_not_delay_a_healthy_one():
    hall, stalled, healthy = Hall(), [Phone() for _ in range(1000)], Phone()
    hub, clock = hall.hub(), asyncio.get_running_loop().time
    for phone in stalled:
        phone.joins(hub, DIAL)
        phone.stalls()
    healthy.joins(hub, DIAL)
    await asyncio.sleep(1)

    for value in range(1, 20):
        hall.changes(hub, DIAL)
        began = clock()
        await healthy.shows(DIAL, value)
        assert clock() - began < 0.3
    await asyncio.sleep(10)

    assert all(phone.closed_with == CloseCode.TOO_SLOW for phone in stalled)
    assert hub.figures().clients == 1
    await hub.stop()
