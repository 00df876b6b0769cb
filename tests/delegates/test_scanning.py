"""Scanning on a real Postgres: what is recorded, what is answered, and who is in the hall afterwards."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from delegates import badges, credentials, scanning
from delegates.badge import badge_url, code_hash
from delegates.check_in import PLACING, Event, project
from delegates.commands import DecideCredentials, PromoteAlternate, ScanBadge, ScanBatch
from delegates.errors import NoSuchScan, ScanNamesNobody
from delegates.kinds import Credentials, Direction, ScanSource, Verdict
from delegates.models import Presence, Scan
from delegates.scanning import Door
from tests.delegates.people import DESK, EVERYBODY, a_table, begin_sitting, imports, issue_badges, minutes

ENTRY, EXIT = Direction.ENTRY, Direction.EXIT
A = Door(device_id=UUID(int=0xA), name="Cửa A")
B = Door(device_id=UUID(int=0xB), name="Cửa B")
NOON = minutes(180)


class Entrance:
    """The people of the roster with their badges, before two doors, at a sitting that is under way."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.sessions = sessions
        self.sitting_id: UUID | None = None

    async def prepare(self) -> "Entrance":
        async with self.sessions() as session:
            await imports(session, a_table(*EVERYBODY))
            self.issued = await issue_badges(session)
            self.sitting_id = await begin_sitting(session)
        return self

    def scan_of(self, number, direction=ENTRY, *, at=None, **changes):
        """What a door sends for a badge."""
        values = {"nonce": uuid4(), "code": self.issued[number].code, "direction": direction, "occurred_at": at}
        return ScanBadge(**values | changes)

    async def scan(self, number, direction=ENTRY, *, door=A, at=0.0, **changes):
        """Scan a badge at a door that is online."""
        return await self.send(self.scan_of(number, direction, **changes), door=door, at=at)

    async def send(self, command, *, door=A, at=0.0):
        async with self.sessions.begin() as session:
            recorded = await scanning.scan(session, command, door, sitting_id=self.sitting_id, now=minutes(at))
        return recorded.answer

    async def uploads(self, door, *scans, at=180.0, clock_is_ahead=timedelta()):
        """A door that was offline sends what it kept."""
        batch = ScanBatch(sent_at=minutes(at) + clock_is_ahead, scans=list(scans))
        async with self.sessions.begin() as session:
            recorded = await scanning.scan_offline(session, batch, door, sitting_id=self.sitting_id, now=minutes(at))
        return [one.answer for one in recorded]

    async def undo(self, scan_id):
        async with self.sessions.begin() as session:
            return await scanning.undo(session, scan_id, reason="Quét nhầm thẻ", now=NOON)

    async def presence(self, number):
        async with self.sessions() as session:
            return await session.get(Presence, (self.sitting_id, self.issued[number].delegate_id))

    async def is_present(self, number):
        row = await self.presence(number)
        return row is not None and row.is_present

    async def scans(self):
        async with self.sessions() as session:
            return list(await session.scalars(select(Scan).order_by(Scan.id)))


@pytest.fixture
async def entrance(sessions: async_sessionmaker[AsyncSession]) -> Entrance:
    """The entrance, prepared."""
    return await Entrance(sessions).prepare()


async def test_a_badge_lets_its_bearer_in_and_shows_the_door_who_it_is(entrance):
    answer = await entrance.scan("001", at=3)

    assert (answer.verdict, answer.first_at, answer.first_door) == (Verdict.OK, minutes(3), "Cửa A")
    assert answer.delegate is not None
    assert (answer.delegate.number, answer.delegate.full_name) == ("001", "Nguyễn Thị Hồng Ánh")
    assert (answer.delegate.delegation_code, answer.delegate.delegation) == ("01", "Trung tâm")
    assert await entrance.is_present("001")
    assert not await entrance.is_present("002")


@pytest.mark.parametrize("written", ["url", "lower", "gaps", "look-alikes", "hash"])
async def test_however_the_code_was_read_it_is_the_same_badge(entrance, written):
    code = entrance.issued["001"].code
    ways = {
        "url": {"code": badge_url("https://dh.example", code)},
        "lower": {"code": code.lower(), "source": ScanSource.MANUAL},
        "gaps": {"code": " ".join(code[n : n + 4] for n in range(0, 26, 4)), "source": ScanSource.MANUAL},
        "look-alikes": {"code": code.replace("0", "O").replace("1", "I"), "source": ScanSource.MANUAL},
        "hash": {"code": None, "code_hash": code_hash(code).hex()},
    }

    answer = await entrance.scan("001", **ways[written])

    assert answer.verdict is Verdict.OK


async def test_the_same_scan_again_gets_the_same_answer_and_is_one_row(entrance):
    command = entrance.scan_of("001")

    first = await entrance.send(command, at=1)
    again = await entrance.send(command, at=2)

    assert again == first
    assert len(await entrance.scans()) == 1


async def test_the_same_nonce_from_another_door_is_another_scan(entrance):
    command = entrance.scan_of("001")

    first, second = await entrance.send(command, door=A), await entrance.send(command, door=B, at=1)

    assert (first.verdict, second.verdict) == (Verdict.OK, Verdict.ALREADY_PRESENT)


async def test_a_second_scan_is_answered_with_when_and_where_the_first_was(entrance):
    await entrance.scan("001", door=A, at=1)

    answer = await entrance.scan("001", door=B, at=9)

    assert (answer.verdict, answer.first_at, answer.first_door) == (Verdict.ALREADY_PRESENT, minutes(1), "Cửa A")
    assert not answer.conflict  # the door was told


async def test_one_badge_at_two_doors_at_the_same_instant_lets_one_in(entrance):
    doors = [Door(device_id=UUID(int=n), name=f"Cửa {n}") for n in range(1, 7)]

    answers = await asyncio.gather(*(entrance.scan("001", door=door) for door in doors))

    verdicts = sorted(answer.verdict for answer in answers)
    assert verdicts == [*[Verdict.ALREADY_PRESENT] * 5, Verdict.OK]
    (first,) = [answer for answer in answers if answer.verdict is Verdict.OK]
    assert (await entrance.presence("001")).first_door == first.first_door


async def test_one_scan_sent_twice_at_the_same_instant_is_one_row(entrance):
    command = entrance.scan_of("001")

    answers = await asyncio.gather(*(entrance.send(command) for _ in range(4)))

    assert all(answer == answers[0] for answer in answers)
    assert [row.verdict for row in await entrance.scans()] == [Verdict.OK]


async def test_an_unknown_code_sent_twice_at_the_same_instant_is_one_row(entrance):
    command = entrance.scan_of("001", code="not a badge")

    answers = await asyncio.gather(*(entrance.send(command) for _ in range(4)))

    assert all(answer == answers[0] for answer in answers)
    assert [row.verdict for row in await entrance.scans()] == [Verdict.UNKNOWN_CODE]


async def test_leaving_and_coming_back(entrance):
    steps = [(ENTRY, Verdict.OK), (EXIT, Verdict.OK), (EXIT, Verdict.EXIT_WITHOUT_ENTRY), (ENTRY, Verdict.OK)]

    answers = [await entrance.scan("001", direction, at=n) for n, (direction, _) in enumerate(steps)]

    assert [answer.verdict for answer in answers] == [verdict for _, verdict in steps]
    presence = await entrance.presence("001")
    assert (presence.is_present, presence.first_at) == (True, minutes(0))


async def test_guests_and_press_are_let_in_and_are_present(entrance):
    for number in ("KM01", "BC01", "DK01"):
        assert (await entrance.scan(number)).verdict is Verdict.OK
        assert await entrance.is_present(number)


async def test_a_code_nobody_knows_is_a_row_too_without_the_code(entrance):
    answer = await entrance.scan("001", code="HTTPS://ELSEWHERE.EXAMPLE/TICKET/42")

    assert (answer.verdict, answer.delegate) == (Verdict.UNKNOWN_CODE, None)
    (row,) = await entrance.scans()
    assert (row.verdict, row.delegate_id, row.door) == (Verdict.UNKNOWN_CODE, None, "Cửa A")
    assert row.code_hash == code_hash("HTTPS://ELSEWHERE.EXAMPLE/TICKET/42")


async def test_a_reissued_badge_is_good_and_the_old_one_revoked(entrance, session):
    old = entrance.issued["001"]
    new = await badges.reissue(
        session,
        DESK,
        old.delegate_id,
        reason="Mất thẻ",
        hash_pin=lambda _, pin: pin,
        random_bytes=lambda n: bytes(range(n)),
        now=minutes(0),
    )
    await session.commit()

    assert (await entrance.scan("001")).verdict is Verdict.REVOKED
    assert (await entrance.scan("001", code=new.code)).verdict is Verdict.OK


async def test_whoever_is_rejected_or_replaced_stays_out_and_may_only_leave(entrance, session):
    await entrance.scan("003")
    ids = {number: issued.delegate_id for number, issued in entrance.issued.items()}
    rejected = DecideCredentials(credentials=Credentials.REJECTED, reason="Không đủ tư cách")
    await credentials.decide(session, DESK, ids["002"], rejected)
    promotion = PromoteAlternate(replaces_id=ids["003"], reason="Đi công tác")
    await credentials.promote(session, DESK, ids["DK01"], promotion)
    await session.commit()

    assert (await entrance.scan("002")).verdict is Verdict.SUSPENDED
    assert (await entrance.scan("003", EXIT, at=1)).verdict is Verdict.OK
    assert (await entrance.scan("003", at=2)).verdict is Verdict.REPLACED_BY_ALTERNATE
    assert (await entrance.scan("DK01")).verdict is Verdict.OK


async def test_without_a_sitting_nobody_is_let_in_but_the_scan_is_kept(entrance):
    entrance.sitting_id = None

    assert (await entrance.scan("001")).verdict is Verdict.OUTSIDE_WINDOW
    assert [row.sitting_id for row in await entrance.scans()] == [None]


async def test_presence_begins_anew_with_each_sitting(entrance, session):
    await entrance.scan("001")
    entrance.sitting_id = await begin_sitting(session, 2)

    assert not await entrance.is_present("001")
    assert (await entrance.scan("001", at=1)).verdict is Verdict.OK


async def test_by_hand_needs_a_reason_and_works_for_a_badge_left_at_home(entrance):
    delegate_id = entrance.issued["001"].delegate_id
    by_hand = {"code": None, "delegate_id": delegate_id, "source": ScanSource.MANUAL}

    with pytest.raises(ScanNamesNobody):
        await entrance.scan("001", **by_hand)
    answer = await entrance.scan("001", **by_hand, reason="Quên thẻ, có căn cước")

    assert answer.verdict is Verdict.OK
    assert (await entrance.scans())[0].reason == "Quên thẻ, có căn cước"


@pytest.mark.parametrize("who", [{"code": None}, {"code_hash": "0" * 64}, {"delegate_id": UUID(int=1), "reason": "x"}])
async def test_a_scan_that_names_nobody_or_two_is_refused(entrance, who):
    with pytest.raises(ScanNamesNobody):
        await entrance.scan("001", **who)
    assert await entrance.scans() == []


async def test_an_undone_scan_stays_on_record_and_no_longer_counts(entrance):
    answer = await entrance.scan("001")

    await entrance.undo(answer.scan_id)
    await entrance.undo(answer.scan_id)

    assert not await entrance.is_present("001")
    assert (await entrance.presence("001")).first_at is None
    (row,) = await entrance.scans()
    assert (row.verdict, row.undone_at, row.undone_because) == (Verdict.OK, NOON, "Quét nhầm thẻ")


async def test_undoing_an_exit_brings_somebody_back(entrance):
    await entrance.scan("001", at=1)
    left = await entrance.scan("001", EXIT, at=2)

    await entrance.undo(left.scan_id)

    assert await entrance.is_present("001")


async def test_when_a_mistaken_scan_is_undone_the_one_who_came_later_stays(entrance):
    mistaken = await entrance.scan("001", door=A, at=1)
    came = await entrance.scan("001", door=B, at=5)

    await entrance.undo(mistaken.scan_id)

    assert came.verdict is Verdict.ALREADY_PRESENT
    presence = await entrance.presence("001")
    assert (presence.is_present, presence.first_at, presence.first_door) == (True, minutes(5), "Cửa B")


async def test_there_is_nothing_to_undo_in_a_refusal(entrance):
    answer = await entrance.scan("001", code="not a badge")

    for scan_id in (answer.scan_id, 10**9):
        with pytest.raises(NoSuchScan):
            await entrance.undo(scan_id)


# ---- doors that were offline


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
