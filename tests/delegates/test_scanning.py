"""Scanning on a real Postgres: what is recorded, what is answered, and who is in the hall afterwards."""

import asyncio
from uuid import UUID

import pytest

from delegates import badges, credentials
from delegates.badge import badge_url, code_hash
from delegates.commands import DecideCredentials, PromoteAlternate
from delegates.errors import NoSuchScan, ScanNamesNobody
from delegates.kinds import Credentials, ScanSource, Verdict
from delegates.scanning import Door
from tests.delegates.entrance import ENTRY, EXIT, NOON, A, B
from tests.delegates.people import DESK, begin_sitting, minutes


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


async def test_a_scan_that_waited_for_another_doors_is_decided_after_it(entrance):
    """Both reached the server in the same instant; the one that was timed first got the delegate's row second."""
    await entrance.scan("001", door=B, at=10.001)

    answer = await entrance.scan("001", door=A, at=10)

    assert (answer.verdict, answer.conflict, answer.first_door) == (Verdict.ALREADY_PRESENT, False, B.name)
    assert [row.conflict for row in await entrance.scans()] == [False, False]


async def test_an_exit_that_waited_for_the_entry_follows_it(entrance):
    await entrance.scan("001", door=B, at=10.001)

    answer = await entrance.scan("001", EXIT, door=A, at=10)

    assert answer.verdict is Verdict.OK
    assert not await entrance.is_present("001")
