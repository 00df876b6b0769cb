"""The protocol as a page for people, made from its JSON Schema."""

from collections.abc import Sequence
from typing import Any

from realtime.protocol import LARGEST_FRAME, CloseCode
from realtime.registry import LONGEST_NAME
from realtime.schema import Schema, Vocabulary, json_schema
from realtime.typescript import type_of

_MEANINGS = {
    CloseCode.TOO_BIG: f"a message was larger than {LARGEST_FRAME // 1024} KiB",
    CloseCode.RESTARTING: "the server restarts; come back after a random wait",
    CloseCode.TOO_SLOW: "the client did not take what was sent to it; come back after a random wait",
    CloseCode.SIGNED_OUT: "the sign-in behind the socket has ended; sign in again",
    CloseCode.FLOODING: "too many messages in too short a time",
}


def protocol_markdown(vocabulary: Vocabulary, *, title: str = "The live protocol") -> str:
    """The whole protocol as Markdown: rules, frames both ways, states by topic, the types they share, close codes."""
    schema = json_schema(vocabulary)
    definitions: dict[str, Schema] = schema["$defs"]
    states: dict[str, Any] = schema["x-states"]
    heard, said = ([frame.__name__ for frame in frames] for frames in (vocabulary.client, vocabulary.server))
    top = {*heard, *said, *(type_of(state) for state in states.values()), "ClientFrame", "ServerFrame"}
    parts = [
        f"# {title}\n",
        "*Generated from the server's states and frames. Do not edit.*\n",
        _RULES,
        "## Frames from the client\n",
        *(_section(name, definitions[name]) for name in heard),
        "## Frames from the server\n",
        *(_section(name, definitions[name]) for name in said),
        "## States\n",
        *(_state(topic, state, definitions) for topic, state in states.items()),
        "## Types\n",
        *(_section(name, definition) for name, definition in definitions.items() if name not in top),
        "## Close codes\n",
        _table(("code", "why"), [(str(int(code)), why) for code, why in _MEANINGS.items()]),
    ]
    return "\n".join(parts)


_RULES = f"""\
One WebSocket carries JSON text messages; `type` says which frame a message is. A client may ignore frames and
fields that it does not know.

A client subscribes to topics and gets their *states*. A state says completely how things are now: nothing has to be
fetched to show it, missing one does no harm, the newest overwrites. After a reconnect the client subscribes again and
names the `etag` of what it holds; only what differs is sent. States that follow each other quickly are merged; a
client that reads slowly skips the older ones.

A topic's name has at most {LONGEST_NAME} characters. Fields in braces are written as they came in other states.
"""


def _state(topic: str, state: dict[str, Any], definitions: dict[str, Schema]) -> str:
    name = type_of(state)
    pace = f"at most every {state['every_ms']} ms"
    return _section(f"`{topic}`", definitions[name], f"*{name}*, for *{state['audience'].value}*, {pace}.")


def _section(name: str, schema: Schema, note: str = "") -> str:
    parts = [f"### {name}\n", note + "\n" if note else "", schema.get("description", "").replace("``", "`") + "\n"]
    if "properties" in schema:
        required = set(schema.get("required", ()))
        rows = [
            (f"`{field}`" if field in required else f"`{field}`?", _code(kind), kind.get("description", ""))
            for field, kind in schema["properties"].items()
        ]
        parts.append(_table(("field", "type", ""), rows))
    else:
        parts.append(f"{_code(schema)}\n")
    return "\n".join(part for part in parts if part.strip())


def _code(schema: Schema) -> str:
    """A type in backticks; a bar inside would end the table's cell."""
    return f"`{type_of(schema)}`".replace("|", "\\|")


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
