"""Credentials, alternates, absences, and the numbers that are reported."""

import asyncio
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from agenda.models import JournalEntry
from delegates import credentials, scanning
from delegates.commands import DecideCredentials, NoticeAbsence, PromoteAlternate, ScanBadge
from delegates.credentials import LEAST_CELL, hide_small
from delegates.errors import CannotBeReplaced, NoSuchDelegate, NotAnAlternate
from delegates.kinds import Credentials, DelegateKind, Direction
from delegates.scanning import Door
from delegates.states import render_presence, render_stations
from tests.delegates.people import (
    ANH,
    DAT,
    DESK,
    EVERYBODY,
    KHANG,
    NINE,
    a_table,
    begin_sitting,
    delegate,
    imports,
    minutes,
    with_columns,
)

REJECTED = DecideCredentials(credentials=Credentials.REJECTED, reason="Không đủ tư cách")
RECOGNISED = DecideCredentials(credentials=Credentials.RECOGNISED, reason="Đã bổ sung hồ sơ")
DOOR = Door(device_id=UUID(int=0xA), name="Cửa A")


async def id_of(session, number):
    return (await delegate(session, number)).id


async def promote(session, alternate, replaces):
    command = PromoteAlternate(replaces_id=await id_of(session, replaces), reason="Vắng mặt dài hạn")
    await credentials.promote(session, DESK, await id_of(session, alternate), command)


async def admit(session, sitting_id, *numbers, direction=Direction.ENTRY):
    for number in numbers:
        delegate_id = await id_of(session, number)
        command = ScanBadge(
            nonce=UUID(int=hash((number, direction)) % 2**64),
            delegate_id=delegate_id,
            direction=direction,
            reason="thử",
        )
        await scanning.scan(session, command, DOOR, sitting_id=sitting_id, now=minutes(1))
    await session.commit()


async def actions(session):
    return [row.action for row in await session.scalars(select(JournalEntry).order_by(JournalEntry.number))]


# ---- decisions


async def test_a_decision_holds_until_the_next_and_a_repeat_is_not_journalled_twice(session):
    await imports(session, a_table(ANH))
    anh = await id_of(session, "001")

    for command in (REJECTED, REJECTED, RECOGNISED):
        await credentials.decide(session, DESK, anh, command)
    await session.commit()

    assert (await delegate(session, "001")).credentials is Credentials.RECOGNISED
    assert await actions(session) == ["roster.imported", "credentials.decided", "credentials.decided"]


async def test_nothing_is_decided_about_nobody(session):
    with pytest.raises(NoSuchDelegate):
        await credentials.decide(session, DESK, UUID(int=1), REJECTED)


async def test_an_alternate_who_takes_a_place_becomes_official_and_a_repeat_is_harmless(session):
    await imports(session, a_table(*EVERYBODY))

    await promote(session, "DK01", "003")
    await promote(session, "DK01", "003")
    await session.commit()

    binh, khang = await delegate(session, "DK01"), await delegate(session, "003")
    assert (binh.kind, binh.replaces_id, khang.kind) == (DelegateKind.OFFICIAL, khang.id, DelegateKind.OFFICIAL)
    assert (await actions(session)).count("alternate.promoted") == 1


async def test_only_a_recognised_alternate_takes_a_place_and_only_one(session):
    second = ["DK02", "Lý Thị Sen", "dự khuyết", "02", "Thủ Đức"]
    await imports(session, a_table(*EVERYBODY, second))
    await credentials.decide(session, DESK, await id_of(session, "DK02"), REJECTED)
    await promote(session, "DK01", "003")

    for number in ("001", "KM01", "DK02", "DK01"):
        with pytest.raises(NotAnAlternate):
            await promote(session, number, "002")


async def test_only_the_place_of_an_official_delegate_can_be_taken_and_only_once(session):
    second = ["DK02", "Lý Thị Sen", "dự khuyết", "02", "Thủ Đức"]
    await imports(session, a_table(*EVERYBODY, second))
    await promote(session, "DK01", "003")

    for number in ("003", "KM01", "DK02"):
        with pytest.raises(CannotBeReplaced):
            await promote(session, "DK02", number)


async def test_of_two_alternates_at_the_same_instant_one_takes_the_place(session, sessions):
    second = ["DK02", "Lý Thị Sen", "dự khuyết", "02", "Thủ Đức"]
    await imports(session, a_table(*EVERYBODY, second))

    async def tries(number):
        async with sessions.begin() as own:
            await promote(own, number, "003")

    ended = await asyncio.gather(tries("DK01"), tries("DK02"), return_exceptions=True)

    assert [type(end) for end in ended if end is not None] == [CannotBeReplaced]
    kinds = [(await delegate(session, number)).kind for number in ("DK01", "DK02")]
    assert sorted(kinds) == [DelegateKind.ALTERNATE, DelegateKind.OFFICIAL]


# ---- presence and quorum


async def test_presence_counts_those_summoned_apart_from_alternates_and_guests(session):
    await imports(session, a_table(*EVERYBODY))
    await admit(session, await begin_sitting(session), "001", "003", "DK01", "KM01", "BC01")

    reading = await render_presence(session)

    assert (reading.summoned, reading.present, reading.needed, reading.has_quorum) == (3, 2, 2, True)
    assert (reading.alternates, reading.guests) == (1, 2)
    assert [(d.code, d.summoned, d.present) for d in reading.delegations] == [("01", 2, 1), ("02", 1, 1)]


async def test_without_a_sitting_nobody_is_present_and_there_is_no_quorum(session):
    await imports(session, a_table(*EVERYBODY))

    reading = await render_presence(session)

    assert (reading.summoned, reading.present, reading.has_quorum) == (3, 0, False)


async def test_a_quorum_is_lost_when_people_leave(session):
    await imports(session, a_table(*EVERYBODY))
    sitting_id = await begin_sitting(session)
    await admit(session, sitting_id, "001", "002")
    await admit(session, sitting_id, "002", direction=Direction.EXIT)

    reading = await render_presence(session)

    assert (reading.present, reading.has_quorum) == (1, False)


async def test_the_rejected_are_not_summoned_and_lower_the_quorum(session):
    await imports(session, a_table(*EVERYBODY))
    await admit(session, await begin_sitting(session), "001", "002")
    await credentials.decide(session, DESK, await id_of(session, "002"), REJECTED)

    reading = await render_presence(session)

    assert (reading.summoned, reading.present, reading.needed) == (2, 1, 2)


async def test_a_promoted_alternate_is_summoned_in_the_others_place(session):
    await imports(session, a_table(*EVERYBODY))
    await admit(session, await begin_sitting(session), "003", "DK01")
    await promote(session, "DK01", "003")

    reading = await render_presence(session)

    assert (reading.summoned, reading.present, reading.alternates) == (3, 1, 0)


async def test_the_excused_are_those_summoned_who_are_absent_with_a_notice(session):
    await imports(session, a_table(*EVERYBODY))
    sitting_id = await begin_sitting(session)
    await admit(session, sitting_id, "001")
    for number, reason in [("001", "ốm"), ("002", "công tác"), ("002", "công tác nước ngoài"), ("KM01", "bận")]:
        notice = NoticeAbsence(sitting_id=sitting_id, reason=reason)
        await credentials.excuse(session, DESK, await id_of(session, number), notice)

    assert (await render_presence(session)).excused == 1


async def test_doors_see_their_own_counters_and_the_last_scans(session):
    await imports(session, a_table(*EVERYBODY))
    sitting_id = await begin_sitting(session)
    await admit(session, sitting_id, "001", "002")
    await admit(session, sitting_id, "002", direction=Direction.EXIT)
    command = ScanBadge(nonce=UUID(int=9), code="not a badge")
    await scanning.scan(session, command, DOOR, sitting_id=sitting_id, now=minutes(2))

    stations = await render_stations(session)

    (door,) = stations.doors
    assert (door.door, door.entries, door.exits, door.refused, door.conflicts) == ("Cửa A", 2, 1, 1, 0)
    assert [line.name for line in stations.last] == ["", "Đỗ Văn Đạt", "Đỗ Văn Đạt", "Nguyễn Thị Hồng Ánh"]


# ---- the report


async def test_the_report_counts_official_delegates_who_hold_their_place(session):
    table = with_columns(
        EVERYBODY,
        **{
            "Giới tính": ["nữ", "nam", "nam", "nam", "nam", "nữ"],
            "Diện": ["bầu", "đương nhiên", "bầu", "bầu", "", ""],
            "Năm sinh": ["1990", "1965", "1980", "2000", "1940", ""],
            "Trình độ": ["Đại học", "Thạc sĩ", "Đại học", "Đại học", "", ""],
        },
    )
    await imports(session, table)
    await promote(session, "DK01", "003")
    await credentials.decide(session, DESK, await id_of(session, "002"), REJECTED)

    report = await credentials.report(session, sensitive=False, now=NINE)

    assert (report.delegates, report.by_gender, report.by_basis) == (2, {"female": 1, "male": 1}, {"elected": 2})
    assert report.by_age == {"< 30": 1, "30–39": 1, "40–49": 0, "50–59": 0, "≥ 60": 0}
    assert (report.youngest, report.oldest, report.by_education) == (25, 35, {"Đại học": 2})
    assert report.sensitive is None


async def test_an_empty_roster_has_a_report_too(session):
    report = await credentials.report(session, sensitive=True, now=NINE)

    assert (report.delegates, report.youngest, report.oldest) == (0, None, None)


async def test_sensitive_sums_never_show_a_cell_under_three(session):
    people = [[f"{n:03}", f"Người {n}", *ANH[2:]] for n in range(12)]
    facts = {
        "Dân tộc": [*["Kinh"] * 6, *["Hoa"] * 4, "Chăm", "Khmer"],
        "Tôn giáo": [*["Không"] * 11, "Cao Đài"],
        "Đảng viên": [*["x"] * 8, *[""] * 4],
    }
    await imports(session, with_columns(people, **facts))

    report = await credentials.report(session, sensitive=True, now=NINE)

    assert report.sensitive == {
        "ethnicity": {"Kinh": 6},  # with Hoa shown, the two hidden would be two people
        "religion": {},
        "party_member": {"True": 8, "False": 4},
    }


cells = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 50), max_size=8)


@given(cells)
def test_what_is_hidden_cannot_be_found_by_subtracting(cells):
    shown = hide_small(cells)

    hidden = [number for name, number in cells.items() if name not in shown]
    assert all(cells[name] == number and number >= LEAST_CELL for name, number in shown.items())
    if hidden and shown:
        assert len(hidden) >= 2
        assert sum(hidden) >= LEAST_CELL


@given(st.dictionaries(st.text(max_size=2), st.integers(LEAST_CELL, 50), max_size=8))
def test_where_no_cell_is_small_all_are_shown(cells):
    assert hide_small(cells) == cells


async def test_the_roster_of_three_is_what_these_numbers_are_about(session):
    await imports(session, a_table(ANH, DAT, KHANG))

    assert (await credentials.report(session, sensitive=False, now=NINE)).delegates == 3
