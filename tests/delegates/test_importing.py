"""Importing a roster: all or nothing, and as often as one likes."""

import pytest
from sqlalchemy import func, select

from agenda.models import JournalEntry
from delegates import credentials, queries
from delegates.commands import PromoteAlternate
from delegates.errors import RosterHasErrors
from delegates.importing import Change
from delegates.kinds import DelegateKind
from delegates.models import Delegate, Delegation, SensitiveFacts
from tests.delegates.people import (
    ANH,
    BINH,
    DAT,
    DESK,
    EVERYBODY,
    KHANG,
    a_table,
    delegate,
    imports,
    with_columns,
)


async def rows_of(session, model):
    return await session.scalar(select(func.count()).select_from(model))


async def found_by(session, search):
    return [line.number for line in await queries.delegates(session, sitting_id=None, search=search, limit=50)]


async def sensitive_facts(session):
    query = (
        select(Delegate.number, SensitiveFacts.ethnicity, SensitiveFacts.religion, SensitiveFacts.party_member)
        .join(SensitiveFacts, SensitiveFacts.delegate_id == Delegate.id)
        .order_by(Delegate.number)
    )
    return [tuple(row) for row in await session.execute(query)]


async def test_everybody_comes_in_with_their_delegation(session):
    report = await imports(session, a_table(*EVERYBODY))

    assert (report.added, report.changed, report.unchanged, report.missing) == (6, 0, 0, [])
    lines = [(line.code, line.name, line.officials, line.others) for line in await queries.delegations(session)]
    assert lines == [("01", "Trung tâm", 2, 0), ("02", "Thủ Đức", 1, 1), ("KM", "Khách mời", 0, 2)]


async def test_a_dry_run_says_what_would_happen_and_writes_nothing(session):
    await imports(session, a_table(ANH, DAT))
    journalled = await rows_of(session, JournalEntry)

    report = await imports(
        session, with_columns([["001", "Nguyễn Hồng Ánh", *ANH[2:]], KHANG], **{"Dân tộc": "Hoa"}), dry_run=True
    )

    assert (report.dry_run, report.added, report.changed, report.missing) == (True, 1, 1, ["002"])
    assert await rows_of(session, Delegate) == 2
    assert await rows_of(session, Delegation) == 1
    assert await rows_of(session, SensitiveFacts) == 0
    assert await rows_of(session, JournalEntry) == journalled
    assert (await delegate(session, "001")).full_name == "Nguyễn Thị Hồng Ánh"


async def test_a_dry_run_foretells_what_the_import_then_does(session):
    await imports(session, a_table(ANH, DAT, KHANG))
    table = with_columns([["001", "Nguyễn Ánh", *ANH[2:]], [*DAT[:3], "09", "Đoàn mới"], BINH], **{"Tôn giáo": "Phật"})

    foretold = await imports(session, table, dry_run=True)
    done = await imports(session, table)

    assert (foretold.added, foretold.changed, foretold.unchanged) == (done.added, done.changed, done.unchanged)
    assert (foretold.changes, foretold.missing) == (done.changes, done.missing)


async def test_one_wrong_cell_keeps_everybody_out(session):
    table = a_table(ANH, ["002", "", *DAT[2:]], KHANG)

    with pytest.raises(RosterHasErrors) as refused:
        await imports(session, table)

    assert [(error["row"], error["code"]) for error in refused.value.errors] == [(3, "missing")]
    assert await rows_of(session, Delegate) == await rows_of(session, Delegation) == 0
    assert (await imports(session, table, dry_run=True)).errors[0].column == "Họ và tên"


async def test_the_same_file_again_changes_nothing(session):
    table = with_columns(EVERYBODY, **{"Năm sinh": "1984", "Dân tộc": "Kinh", "Đảng viên": "x"})
    await imports(session, table)
    journalled = await rows_of(session, JournalEntry)

    again = await imports(session, table)

    assert (again.added, again.changed, again.unchanged) == (0, 0, len(EVERYBODY))
    assert await rows_of(session, JournalEntry) == journalled


async def test_changed_columns_are_named(session):
    await imports(session, with_columns([ANH, DAT, KHANG], **{"Ghế": "A1", "Dân tộc": "Kinh"}))

    report = await imports(
        session,
        with_columns(
            [["001", "Nguyễn Hồng Ánh", *ANH[2:]], DAT, [*KHANG[:3], "01", "Trung tâm"]],
            **{"Ghế": ["A1", "B7", "A1"], "Dân tộc": ["Kinh", "Kinh", "Hoa"]},
        ),
    )

    assert report.changes == [
        Change(number="001", full_name="Nguyễn Hồng Ánh", columns=["full_name"]),
        Change(number="002", full_name="Đỗ Văn Đạt", columns=["seat"]),
        Change(number="003", full_name="Trần Minh Khang", columns=["delegation_code", "ethnicity"]),
    ]
    assert (await delegate(session, "002")).seat == "B7"


async def test_a_delegation_that_gets_another_name_changes_its_people_and_how_they_are_found(session):
    await imports(session, a_table(ANH, KHANG))

    report = await imports(session, a_table(ANH, [*KHANG[:4], "Khu vực Đông"]))

    assert report.changes == [Change(number="003", full_name="Trần Minh Khang", columns=["delegation"])]
    assert await found_by(session, "khu dong") == ["003"]
    assert await found_by(session, "thu duc") == []


async def test_an_emptied_cell_is_emptied_and_an_absent_column_is_left_alone(session):
    await imports(session, with_columns([ANH], **{"Ghế": "A1", "Đơn vị": "May 10", "Năm sinh": "1984"}))

    await imports(session, with_columns([ANH], **{"Ghế": "", "Năm sinh": ""}))

    anh = await delegate(session, "001")
    assert (anh.seat, anh.birth_year, anh.unit) == ("", None, "May 10")


async def test_whoever_the_file_does_not_name_is_reported_and_never_deleted(session):
    await imports(session, a_table(*EVERYBODY))

    report = await imports(session, a_table(ANH, DAT))

    assert report.missing == ["003", "BC01", "DK01", "KM01"]
    assert await rows_of(session, Delegate) == len(EVERYBODY)


async def test_what_is_sensitive_is_kept_apart_and_nowhere_else(session):
    table = with_columns(
        [ANH, DAT], **{"Dân tộc": ["Tày", "Kinh"], "Tôn giáo": ["Cao Đài", ""], "Đảng viên": ["", "x"]}
    )

    await imports(session, table)

    assert await sensitive_facts(session) == [("001", "Tày", "Cao Đài", False), ("002", "Kinh", "", True)]
    elsewhere = [str(row) for row in await session.execute(select(*Delegate.__table__.columns))]
    journalled = [str(row) for row in await session.execute(select(JournalEntry.after, JournalEntry.before))]
    assert not any(word in text for text in elsewhere + journalled for word in ("Tày", "Cao Đài", "Kinh"))
    assert await found_by(session, "tay") == []


async def test_a_file_with_one_sensitive_column_leaves_the_others_as_they_were(session):
    await imports(session, with_columns([ANH], **{"Dân tộc": "Tày", "Tôn giáo": "Cao Đài", "Đảng viên": "x"}))

    await imports(session, with_columns([ANH], **{"Dân tộc": "Nùng"}))

    assert await sensitive_facts(session) == [("001", "Nùng", "Cao Đài", True)]


async def test_an_alternate_who_took_a_place_keeps_it_when_the_old_file_comes_again(session):
    await imports(session, a_table(*EVERYBODY))
    binh, khang = await delegate(session, "DK01"), await delegate(session, "003")
    command = PromoteAlternate(replaces_id=khang.id, reason="Đồng chí Khang đi công tác")
    await credentials.promote(session, DESK, binh.id, command)
    await session.commit()

    report = await imports(session, a_table(*EVERYBODY))

    assert report.changed == 0
    assert (await delegate(session, "DK01")).kind is DelegateKind.OFFICIAL


async def test_an_import_is_journalled_with_numbers_only(session):
    await imports(session, a_table(ANH, DAT))

    entry = (await session.scalars(select(JournalEntry).order_by(JournalEntry.number.desc()).limit(1))).one()

    assert (entry.action, entry.actor_name) == ("roster.imported", "Lê Thu Hà")
    assert entry.after == {"added": 2, "changed": 0, "missing": 0}


@pytest.mark.parametrize(
    ("search", "numbers"),
    [
        ("nguyen thi hong anh", ["001"]),
        ("NGUYỄN ánh", ["001"]),
        ("anh hong", ["001"]),
        ("hong a", ["001"]),
        ("do", ["002"]),
        ("đỗ đạt", ["002"]),
        ("thu duc", ["DK01", "003"]),
        ("khach", ["KM01", "BC01"]),
        ("003", ["003"]),
        ("dk0", ["DK01"]),
        ("ong", []),  # only the beginnings of words are found
        ("nguyen binh", []),
        ("%", []),
        ("_", []),
    ],
)
async def test_people_are_found_without_tone_marks(session, search, numbers):
    await imports(session, a_table(*EVERYBODY))

    assert await found_by(session, search) == numbers


async def test_pages_of_the_list_follow_name_order_and_lose_nobody(session):
    twins = [[f"1{n}", "Lê Văn An", "chính thức", "01", "Trung tâm"] for n in range(5)]
    await imports(session, a_table(*EVERYBODY, *twins))

    whole = await queries.delegates(session, sitting_id=None, limit=50)
    seen, after = [], None
    while page := await queries.delegates(session, sitting_id=None, after=after, limit=3):
        seen += page
        after = (await queries.sort_key_of(session, page[-1].id), page[-1].number)

    assert seen == whole
    assert [line.full_name.split()[-1] for line in whole] == [*["An"] * 5, "Ánh", "Bình", "Đạt", "Khang", "Lộc", "Mai"]


async def test_five_hundred_people_come_in_and_come_again(session):
    people = [
        [f"{n:04}", f"Nguyễn Văn {chr(65 + n % 26)}", "chính thức", f"{n % 40:02}", f"Đoàn {n % 40}"]
        for n in range(500)
    ]

    assert (await imports(session, a_table(*people))).added == 500
    assert (await imports(session, with_columns(people, Ghế="A"))).changed == 500
