"""The protocol as it is given to clients: schema, types, page."""

import json
import re
from enum import StrEnum
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import jsonschema
import msgspec
import pytest
from msgspec import UNSET, Meta, Struct, UnsetType, field

from realtime.message import StateMessage
from realtime.page import protocol_markdown
from realtime.protocol import ClientFrame, CloseCode, Hello, Pong, Refused, ServerFrame, Subscribe
from realtime.schema import Vocabulary, json_schema
from realtime.states import Audience, State
from realtime.typescript import type_of, typescript
from tests.realtime.houses import NOON


class Mark(StrEnum):
    """What can be marked."""

    YES = "yes"
    NO = "no"


class Motion(Struct, frozen=True, kw_only=True, tag="motion"):
    """For or against."""

    title: str


class Choice(Struct, frozen=True, kw_only=True, tag="choice"):
    """One of many."""

    options: list[str]


class Floor(State, frozen=True, kw_only=True):
    """
    All that a phone needs now.

    Told in */ two paragraphs.
    """

    topic: ClassVar[str] = "floor"
    audience: ClassVar[Audience] = Audience.FLOOR

    question: Motion | Choice | None = None
    marks: dict[Mark, int] = field(default_factory=dict)
    speakers: tuple[str, ...] = ()
    share: tuple[int, int] = (2, 3)  # of those entitled
    closes_in_s: Annotated[float | None, Meta(description="Seconds until it closes.")] = None
    stage: Literal["open", "closed"] = "closed"
    note: str | UnsetType = UNSET


class Tally(State, frozen=True, kw_only=True):
    """How far a poll has come."""

    topic: ClassVar[str] = "tally/{poll_id}"
    audience: ClassVar[Audience] = Audience.SCREEN
    every_ms: ClassVar[int] = 200

    poll_id: UUID
    ballots: int  # people who have voted so far


class Cast(ClientFrame, frozen=True, kw_only=True, tag="cast"):
    """Put this ballot in."""

    ref: str
    marks: list[Mark] = field(default_factory=list)


class Counted(ServerFrame, frozen=True, kw_only=True, tag="counted"):
    """It is in."""

    ref: str


VOCABULARY = Vocabulary.of([Floor, Tally], [Cast], [Counted])


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json_schema(VOCABULARY)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator({**schema, "$ref": f"#/$defs/{name}"})


@pytest.mark.parametrize(
    "frame",
    [
        Hello(server_time=NOON, version="7"),
        Pong(sent_at=1, server_time=NOON),
        Refused(code="no", detail="No."),
        Refused(code="no", detail="No.", facts={"limit": 7}, ref="1", topic="floor"),
        Counted(ref="1"),
    ],
)
def test_what_the_server_says_is_what_the_schema_says(frame):
    said = msgspec.json.decode(msgspec.json.encode(frame))

    validator("ServerFrame").validate(said)


@pytest.mark.parametrize(
    "state", [Floor(), Floor(question=Motion(title="Budget?"), marks={Mark.YES: 7}, closes_in_s=1.5, note="x")]
)
def test_a_state_is_what_the_schema_says_and_comes_with_all_its_fields(state):
    frame = msgspec.json.decode(StateMessage("floor", state).payload)

    validator("ServerFrame").validate(frame)
    validator("Floor").validate(frame["state"])
    assert set(json_schema(VOCABULARY)["$defs"]["Floor"]["required"]) == set(state.__struct_fields__) - {"note"}


def test_clients_may_leave_out_what_has_a_default():
    validator("ClientFrame").validate({"type": "cast", "ref": "1"})
    validator("ClientFrame").validate(msgspec.to_builtins(Subscribe(topics={"floor": None})))
    with pytest.raises(jsonschema.ValidationError):
        validator("ClientFrame").validate({"type": "cast"})


def test_fields_are_described_by_what_stands_beside_them():
    definitions = json_schema(VOCABULARY)["$defs"]

    assert definitions["Tally"]["properties"]["ballots"]["description"] == "people who have voted so far"
    assert definitions["Floor"]["properties"]["closes_in_s"]["description"] == "Seconds until it closes."


def test_two_types_of_one_name_are_refused():
    other = msgspec.defstruct("Motion", [("x", int)], module="elsewhere")
    state = msgspec.defstruct("Other", [("motion", other), ("floor", Floor)], bases=(State,), frozen=True)

    with pytest.raises(ValueError, match="two types are named Motion"):
        json_schema(Vocabulary((state,)))


def test_typescript_says_the_same():
    code = typescript(VOCABULARY)

    for expected in (
        'export type Mark = "no" | "yes";',
        "question: Motion | Choice | null;",
        "speakers: string[];",
        "share: [number, number];",
        "marks: Record<string, number>;",
        'stage: "closed" | "open";',
        "note?: string;",
        "marks?: Mark[];",
        "export type ClientFrame = Subscribe | Unsubscribe | Ping | Cast;",
        "[topic: `tally/${string}`]: Tally;",
        "floor: Floor;",
        "/** of those entitled */",
        "Told in * / two paragraphs.",
    ):
        assert expected in code


def test_typescript_of_unforeseen_shapes_is_refused():
    with pytest.raises(ValueError, match="no TypeScript"):
        type_of({"not": {"type": "string"}})


def test_the_page_names_every_frame_state_type_and_close_code():
    page = protocol_markdown(VOCABULARY)

    headings = re.findall(r"^### (.+)$", page, re.MULTILINE)
    assert {"Subscribe", "Cast", "Counted", "`floor`", "`tally/{poll_id}`", "Motion", "Mark"} <= set(headings)
    assert len(headings) == len(set(headings))
    assert "*Tally*, for *screen*, at most every 200 ms." in page
    assert all(str(int(code)) in page for code in CloseCode)
    assert "people who have voted so far" in page


def test_generating_twice_gives_the_same():
    assert typescript(VOCABULARY) == typescript(VOCABULARY)
    assert json.dumps(json_schema(VOCABULARY)) == json.dumps(json_schema(VOCABULARY))
