"""
The protocol as JSON Schema, made from the Structs themselves.

Docstrings describe types. A field is described by ``Meta(description=…)`` or by the comment beside it.
"""

import ast
import inspect
import io
import textwrap
import tokenize
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect as types

from realtime.protocol import CLIENT_FRAMES, SERVER_FRAMES, ClientFrame, ServerFrame
from realtime.states import State

Schema = dict[str, Any]
"""A JSON Schema (2020-12), as it is written."""

_REF = "#/$defs/"


class Vocabulary(NamedTuple):
    """Everything that is said: the states, the frames of this layer, and those that the layers above add."""

    states: tuple[type[State], ...]
    client: tuple[type[ClientFrame], ...] = CLIENT_FRAMES
    server: tuple[type[ServerFrame], ...] = SERVER_FRAMES

    @classmethod
    def of(
        cls,
        states: Iterable[type[State]],
        client: Iterable[type[ClientFrame]] = (),
        server: Iterable[type[ServerFrame]] = (),
    ) -> "Vocabulary":
        """The vocabulary of a registry (iterated, it gives its states) and further frames."""
        return cls(tuple(states), (*CLIENT_FRAMES, *client), (*SERVER_FRAMES, *server))


def json_schema(vocabulary: Vocabulary) -> Schema:
    """
    One document: ``$defs`` holds every type, ``x-states`` maps topic patterns to the states behind them.

    What the server sends is described as it is sent: a field with a default is there all the same.
    """
    heard, said = vocabulary.client, (*vocabulary.server, *vocabulary.states)
    definitions = _definitions(heard, sent=False) | _definitions(said, sent=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": dict(sorted(definitions.items()))
        | {
            "ClientFrame": {"description": "What clients send.", "anyOf": [_ref(frame) for frame in heard]},
            "ServerFrame": {"description": "What the server sends.", "anyOf": [_ref(f) for f in vocabulary.server]},
        },
        "x-states": {
            state.topic: {**_ref(state), "audience": state.audience, "every_ms": state.every_ms, "kept": state.kept}
            for state in vocabulary.states
        },
    }


def _ref(struct: type[msgspec.Struct]) -> Schema:
    return {"$ref": f"{_REF}{struct.__name__}"}


def _definitions(roots: tuple[type[msgspec.Struct], ...], *, sent: bool) -> dict[str, Schema]:
    _, components = msgspec.json.schema_components(roots, ref_template=f"{_REF}{{name}}")
    for struct in _structs(types.multi_type_info(roots)):
        schema = components.get(struct.cls.__name__)
        if schema is None:  # msgspec then tells them apart by module, which no client should have to
            raise ValueError(f"two types are named {struct.cls.__name__}")
        schema["description"] = inspect.cleandoc(struct.cls.__doc__ or "")
        if sent:
            schema["required"] = [*_tag(struct), *(f.encode_name for f in struct.fields if _always_sent(struct, f))]
        for name, comment in _comments(struct.cls).items():
            if name in schema["properties"]:
                schema["properties"][name].setdefault("description", comment)
    return components


def _tag(struct: types.StructType) -> list[str]:
    return [struct.tag_field] if struct.tag_field is not None else []


def _always_sent(struct: types.StructType, field: types.Field) -> bool:
    if field.required:
        return True
    is_unset = field.default is msgspec.NODEFAULT and field.default_factory is msgspec.NODEFAULT
    return not is_unset and not struct.cls.__struct_config__.omit_defaults


def _structs(roots: Iterable[types.Type]) -> Iterator[types.StructType]:
    """Every Struct type that is reached from ``roots``, once."""
    seen: set[type] = set()
    ahead = list(roots)
    while ahead:
        kind = ahead.pop()
        if isinstance(kind, types.StructType):
            if kind.cls in seen:
                continue
            seen.add(kind.cls)
            yield kind
            ahead += [field.type for field in kind.fields]
        elif isinstance(kind, types.UnionType):
            ahead += kind.types
        elif isinstance(kind, types.TupleType):
            ahead += kind.item_types
        elif isinstance(kind, types.DictType):
            ahead += [kind.key_type, kind.value_type]
        elif isinstance(kind, types.Metadata):
            ahead.append(kind.type)
        elif isinstance(kind, types.CollectionType):
            ahead.append(kind.item_type)


def _comments(struct: type[msgspec.Struct]) -> dict[str, str]:
    """The comment that stands beside each field in the source, inherited fields included."""
    found: dict[str, str] = {}
    for cls in reversed(struct.__mro__):
        if issubclass(cls, msgspec.Struct) and cls is not msgspec.Struct:
            found |= _own_comments(cls)
    return found


def _own_comments(cls: type) -> dict[str, str]:
    try:
        source = textwrap.dedent(inspect.getsource(cls))
    except OSError:  # made at run time, or the sources are not installed
        return {}
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}
    [definition] = ast.parse(source).body
    assert isinstance(definition, ast.ClassDef)
    return {
        field.target.id: comments[field.end_lineno]
        for field in definition.body
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and field.end_lineno in comments
    }
