"""What is a topic, and what is not."""

from typing import ClassVar
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from realtime.errors import UnknownTopic
from realtime.registry import LONGEST_NAME, Registry
from realtime.states import Audience, State


class Tally(State, frozen=True, kw_only=True):
    """How far a poll has come."""

    topic: ClassVar[str] = "tally/{poll_id}"
    audience: ClassVar[Audience] = Audience.FLOOR

    ballots: int


class Place(State, frozen=True, kw_only=True):
    """A place in a row."""

    topic: ClassVar[str] = "row/{row}/place/{name}"
    audience: ClassVar[Audience] = Audience.FLOOR


async def tally(session: AsyncSession, poll_id: UUID) -> Tally:
    return Tally(ballots=poll_id.int % 7)


async def place(session: AsyncSession, name: str, row: int) -> Place:
    return Place()


def a_registry() -> Registry:
    registry = Registry()
    registry.register(Tally, tally)
    registry.register(Place, place)
    return registry


@given(st.uuids())
def test_a_name_leads_to_its_state_and_to_fields_of_the_types_that_the_renderer_asks_for(poll_id):
    route = a_registry().resolve(Tally.named(poll_id=poll_id))

    assert route.state is Tally
    assert route.fields == {"poll_id": poll_id}


def test_fields_go_by_name():
    assert a_registry().resolve("row/7/place/left").fields == {"row": 7, "name": "left"}


some_id = UUID("6f0c1d52-7c1b-4a0e-9d0a-3b8f5f0a9c11")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "*",
        "tally",
        "tally/",
        "tally/*",
        "tally/7",
        f"tally/{some_id}/more",
        f"tally/{some_id}\n",
        f"tally/{str(some_id).upper()}",  # another spelling would hear no touches
        f"tally/{some_id.hex}",
        "row/07/place/left",
        "row/7/place/a b",
        "row/7/place/a\x00b",
        "row/7/place/" + "x" * LONGEST_NAME,
    ],
)
def test_everything_else_is_no_topic(name):
    with pytest.raises(UnknownTopic) as refusal:
        a_registry().resolve(name)

    assert len(refusal.value.topic) <= LONGEST_NAME


@given(st.text(max_size=200))
def test_no_name_does_harm(name):
    with pytest.raises(UnknownTopic):
        a_registry().resolve(name)


def test_a_topic_has_one_renderer_and_the_renderer_takes_its_fields():
    registry = a_registry()

    async def asks_for_more(session: AsyncSession, poll_id: UUID, other: str) -> Tally:
        return Tally(ballots=0)

    with pytest.raises(ValueError, match="already"):
        registry.register(Tally, tally)
    with pytest.raises(ValueError, match="other"):
        Registry().register(Tally, asks_for_more)
    assert list(registry) == [Tally, Place]
