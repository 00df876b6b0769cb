"""The example congress: its sums hold, its cases are there, and it can be imported."""

import json
from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.congress_file import import_congress, read_congress_file
from agenda.journal import SYSTEM
from agenda.models import AgendaItem, Sitting, Target
from delegates import queries
from delegates.importing import import_roster
from delegates.kinds import DelegateKind
from delegates.models import Delegate
from delegates.roster import read_roster
from delegates.roster_file import read_table
from examples import people
from examples.make import COMMITTED, texts, write_workbook
from examples.roster import Roster

ROSTER = Roster()
CASES = ROSTER.cases
BY_NUMBER = {person.number: person for person in ROSTER.everybody}


@pytest.mark.parametrize("name", ["roster.csv", "congress.json", "cases.json"])
def test_a_committed_file_is_what_the_generator_writes(name: str):
    assert (COMMITTED / name).read_text(encoding="utf-8") == texts()[name], "run `python -m examples.make`"


@pytest.mark.parametrize(
    ("trait", "sums"),
    [
        ("basis", {"bầu": 569, "đương nhiên": 62, "chỉ định": 19}),
        ("officer", people.OFFICERS),
        ("sector", people.SECTORS),
        ("education", people.EDUCATIONS),
        ("is_woman", people.WOMEN),
        ("is_party_member", people.PARTY),
    ],
)
def test_every_row_of_the_composition_adds_up_to_650(trait: str, sums: dict[object, int]):
    assert sum(sums.values()) == 650
    assert Counter(getattr(person, trait) for person in ROSTER.officials) == sums


def test_ages_fall_into_their_bands_between_23_and_64():
    ages = [person.age for person in ROSTER.officials]

    assert {band: sum(band[0] <= age <= band[1] for age in ages) for band in people.AGES} == people.AGES
    assert (min(ages), max(ages)) == (23, 64)


def test_few_are_of_a_minority_and_some_have_a_religion():
    assert sum(person.ethnicity != "Kinh" for person in ROSTER.officials) == 21
    assert sum(person.religion != "" for person in ROSTER.officials) == 47


def test_names_and_seats_are_unique_but_for_the_two_who_share_a_name():
    names = Counter(person.name for person in ROSTER.everybody)
    seats = [person.seat for person in ROSTER.everybody if person.seat]
    one, other = (BY_NUMBER[number] for number in CASES["same_name_in_one_unit"]["delegates"])

    assert [name for name, count in names.items() if count > 1] == [one.name]
    assert one.unit == other.unit
    assert one.birth_year != other.birth_year
    assert len(seats) == len(set(seats)) == 680


def test_the_parts_of_the_story_are_played_by_different_people():
    players = [
        *CASES["same_name_in_one_unit"]["delegates"],
        *CASES["delegation_heads"].values(),
        *CASES["secretariat"],
        *CASES["credentials_board"],
        *(CASES[case]["delegate"] for case in ("single_given_name_with_d", "very_long_name", "replaced_on_day_2")),
        *(CASES[case]["delegate"] for case in ("badge_reissued", "credentials_rejected", "leaves_before_the_vote")),
        CASES["scanned_at_two_doors"]["delegate"],
    ]

    assert len(players) == len(set(players))
    assert set(players) <= BY_NUMBER.keys()
    assert BY_NUMBER[CASES["single_given_name_with_d"]["delegate"]].name.split()[-1].startswith("Đ")


def test_attendance_and_votes_add_up():
    for sitting in CASES["attendance"]:
        assert sitting["present"] + len(sitting["excused"]) + len(sitting["unexcused"]) == 650
    for votes in CASES["target_votes"]:
        assert votes["for"] + votes["against"] + votes["other"] + votes["not_cast"] == 644
        assert min(votes["for"], votes["against"], votes["other"], votes["not_cast"]) >= 0


def test_the_workbook_holds_the_same_roster(tmp_path):
    write_workbook(tmp_path / "roster.xlsx")

    table = read_table((tmp_path / "roster.xlsx").read_bytes(), "roster.xlsx")

    assert read_roster(table).rows == read_roster(ROSTER.table()).rows


async def test_the_whole_congress_can_be_imported_and_its_people_found(session: AsyncSession):
    await import_congress(session, SYSTEM, read_congress_file((COMMITTED / "congress.json").read_bytes()))
    table = read_table((COMMITTED / "roster.csv").read_bytes(), "roster.csv")
    report = await import_roster(session, SYSTEM, read_roster(table), dry_run=False)

    counts = [await session.scalar(select(func.count()).select_from(model)) for model in (Sitting, Target)]
    officials = select(func.count()).select_from(Delegate).where(Delegate.kind == DelegateKind.OFFICIAL)
    assert report.added == 744
    assert counts == [2, 14]
    assert await session.scalar(select(func.count()).select_from(AgendaItem)) == sum(
        len(sitting["items"]) for sitting in json.loads(texts()["congress.json"])["sittings"]
    )
    assert await session.scalar(officials) == 650
    for case in CASES["found_without_tone_marks"]:
        found = await queries.delegates(session, sitting_id=None, search=case["query"], limit=50)
        assert set(case["delegates"]) <= {line.number for line in found}
