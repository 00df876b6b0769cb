"""A poll only ever moves along the table, and never backwards."""

import itertools

import pytest

from voting.errors import NotAllowedInState
from voting.life import TRANSITIONS, PollState, Step, after, already, diagram, steps_from

EVERY_PAIR = list(itertools.product(PollState, Step))


def everything_behind(state):
    """Every state that some steps lead to from ``state``."""
    behind, waiting = set(), [state]
    while waiting:
        here = waiting.pop()
        for end in (after(here, step) for step in steps_from(here)):
            if end not in behind:
                behind.add(end)
                waiting.append(end)
    return behind


@pytest.mark.parametrize(("state", "step"), EVERY_PAIR)
def test_every_step_from_every_state_is_in_the_table_or_is_refused(state, step):
    if (state, step) in TRANSITIONS:
        assert after(state, step) is TRANSITIONS[state, step]
        return

    with pytest.raises(NotAllowedInState) as refused:
        after(state, step)

    assert (refused.value.step, refused.value.state) == (step, state)
    assert str(refused.value) == f"cannot {step} a poll that is {state}"


def test_the_usual_road_is_announced_open_closed_published():
    state, road = PollState.DRAFT, []

    while state is not PollState.PUBLISHED:
        state = after(state, steps_from(state)[0])
        road.append(state)

    assert road == [PollState.ANNOUNCED, PollState.OPEN, PollState.CLOSED, PollState.PUBLISHED]


@pytest.mark.parametrize("state", PollState)
def test_no_road_leads_back(state):
    assert state not in everything_behind(state)


def test_every_state_can_be_reached():
    assert everything_behind(PollState.DRAFT) == set(PollState) - {PollState.DRAFT}


def test_whatever_has_been_announced_can_be_annulled_and_a_draft_cannot():
    assert {state for state in PollState if Step.ANNUL in steps_from(state)} == set(PollState) - {
        PollState.DRAFT,
        PollState.ANNULLED,
    }


def test_an_annulled_poll_stays_annulled():
    assert steps_from(PollState.ANNULLED) == ()


def test_annulling_is_never_the_usual_step_before_publishing():
    assert all(
        steps_from(state)[0] is not Step.ANNUL
        for state in PollState
        if steps_from(state) and state is not PollState.PUBLISHED
    )


@pytest.mark.parametrize(("state", "step"), EVERY_PAIR)
def test_a_step_has_been_taken_already_exactly_where_it_leads(state, step):
    assert already(state, step) == any(after(one, step) is state for one in PollState if step in steps_from(one))


@pytest.mark.parametrize(("state", "step"), EVERY_PAIR)
def test_no_step_is_both_taken_already_and_possible(state, step):
    assert not (already(state, step) and step in steps_from(state))


def test_the_diagram_draws_every_step_of_the_table_and_nothing_else():
    drawn = {line.strip() for line in diagram().splitlines()}

    steps = {f"{start} --> {end}: {step}" for (start, step), end in TRANSITIONS.items()}
    assert drawn == steps | {"stateDiagram-v2", "[*] --> draft", "published --> [*]", "annulled --> [*]"}
