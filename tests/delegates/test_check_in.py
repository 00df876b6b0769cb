"""The answer to a scan, and presence from scans: pure rules."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from delegates.check_in import PLACING, Event, Facts, Standing, decide, project
from delegates.kinds import Credentials, DelegateKind, Direction, Verdict
from tests.delegates.people import minutes

ENTRY, EXIT = Direction.ENTRY, Direction.EXIT
EXPECTED = Facts(sitting_is_open=True, delegate_is_known=True)


def facts(**changes):
    return structs.replace(EXPECTED, **changes)


@pytest.mark.parametrize(
    ("case", "direction", "verdict"),
    [
        (facts(), ENTRY, Verdict.OK),
        (facts(is_present=True), ENTRY, Verdict.ALREADY_PRESENT),
        (facts(is_present=True), EXIT, Verdict.OK),
        (facts(), EXIT, Verdict.EXIT_WITHOUT_ENTRY),
        (facts(delegate_is_known=False), ENTRY, Verdict.UNKNOWN_CODE),
        (facts(badge_is_revoked=True), ENTRY, Verdict.REVOKED),
        (facts(badge_is_revoked=True, is_present=True), EXIT, Verdict.REVOKED),
        (facts(sitting_is_open=False), ENTRY, Verdict.OUTSIDE_WINDOW),
        (facts(credentials=Credentials.REJECTED), ENTRY, Verdict.SUSPENDED),
        (facts(credentials=Credentials.REJECTED, is_present=True), EXIT, Verdict.OK),
        (facts(is_replaced=True), ENTRY, Verdict.REPLACED_BY_ALTERNATE),
        (facts(is_replaced=True, is_present=True), EXIT, Verdict.OK),
        (facts(kind=DelegateKind.ALTERNATE), ENTRY, Verdict.OK),
        (facts(kind=DelegateKind.GUEST), ENTRY, Verdict.OK),
        (facts(kind=DelegateKind.PRESS), ENTRY, Verdict.OK),
        (facts(kind=DelegateKind.GUEST, guests_are_admitted=False), ENTRY, Verdict.NOT_ON_LIST),
        (facts(kind=DelegateKind.PRESS, guests_are_admitted=False), ENTRY, Verdict.NOT_ON_LIST),
        (facts(kind=DelegateKind.OFFICIAL, guests_are_admitted=False), ENTRY, Verdict.OK),
    ],
)
def test_the_answer_to_a_scan(case, direction, verdict):
    assert decide(case, direction) is verdict


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        (facts(delegate_is_known=False, badge_is_revoked=True, sitting_is_open=False), Verdict.UNKNOWN_CODE),
        (facts(badge_is_revoked=True, sitting_is_open=False), Verdict.REVOKED),
        (facts(sitting_is_open=False, credentials=Credentials.REJECTED), Verdict.OUTSIDE_WINDOW),
        (facts(credentials=Credentials.REJECTED, is_replaced=True, is_present=True), Verdict.SUSPENDED),
        (facts(is_replaced=True, is_present=True), Verdict.REPLACED_BY_ALTERNATE),
    ],
)
def test_of_several_obstacles_the_door_hears_the_first_it_can_act_on(case, verdict):
    assert decide(case, ENTRY) is verdict


def test_nobody_with_an_obstacle_is_ever_let_in():
    switches = product([True, False], repeat=6)
    cases = (
        facts(
            delegate_is_known=known,
            badge_is_revoked=revoked,
            sitting_is_open=is_open,
            is_replaced=replaced,
            credentials=Credentials.REJECTED if rejected else Credentials.RECOGNISED,
            is_present=present,
        )
        for known, revoked, is_open, replaced, rejected, present in switches
    )

    let_in = [case for case in cases if decide(case, ENTRY) in PLACING]

    assert let_in == [facts(is_present=True), facts(is_present=False)]


events = st.lists(
    st.builds(
        Event,
        direction=st.sampled_from(Direction),
        occurred_at=st.integers(0, 30).map(minutes),
        order=st.integers(1, 10_000),
        door=st.sampled_from(["Cửa A", "Cửa B"]),
    ),
    max_size=8,
    unique_by=lambda event: event.order,
)


def test_whoever_was_never_scanned_is_absent():
    assert project([]) == Standing()


@given(events, st.randoms())
def test_presence_does_not_depend_on_the_order_in_which_scans_arrive(scans, chance):
    shuffled = list(scans)
    chance.shuffle(shuffled)

    assert project(shuffled) == project(scans)


@given(events)
def test_after_an_entry_one_is_present_and_after_an_exit_one_is_not(scans):
    came = Event(direction=ENTRY, occurred_at=minutes(31), order=10_001)
    went = Event(direction=EXIT, occurred_at=minutes(31), order=10_001)

    assert project([*scans, came]).is_present
    assert not project([*scans, went]).is_present


@given(events)
def test_an_entry_of_somebody_present_changes_nothing(scans):
    before = project(scans)
    again = Event(direction=ENTRY, occurred_at=minutes(31), order=10_001, door="Cửa C")

    if before.is_present:
        assert project([*scans, again]) == before


@given(events)
def test_first_at_and_first_door_are_those_of_the_earliest_entry(scans):
    entries = sorted((e.occurred_at, e.order, e.door) for e in scans if e.direction is ENTRY)

    standing = project(scans)

    first = (standing.first_at, standing.first_door)
    assert first == ((entries[0][0], entries[0][2]) if entries else (None, ""))


def test_of_two_scans_at_the_same_instant_the_later_to_arrive_holds():
    at_once = [
        Event(direction=ENTRY, occurred_at=minutes(1), order=1),
        Event(direction=EXIT, occurred_at=minutes(1), order=2),
    ]

    assert not project(at_once).is_present
