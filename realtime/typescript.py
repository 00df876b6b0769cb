"""The protocol as TypeScript types, made from its JSON Schema."""

import json
import re
from collections.abc import Callable
from typing import Any

from realtime.schema import Schema, Vocabulary, json_schema

_HEAD = "// Generated from the server's states and frames. Do not edit.\n"


def typescript(vocabulary: Vocabulary) -> str:
    """
    A module of types: one for each state, frame and what they consist of, and ``States``.

    ``States["floor"]`` is the state of a topic; topics with fields are keyed by template literals.
    """
    schema = json_schema(vocabulary)
    parts = [_HEAD]
    parts += [_declaration(name, definition) for name, definition in schema["$defs"].items()]
    parts.append(_states(schema["x-states"]))
    return "\n".join(parts)


def _declaration(name: str, schema: Schema) -> str:
    head = _comment(schema.get("description", ""), "")
    if schema.get("type") == "object" and "properties" in schema:
        required = set(schema.get("required", ()))
        lines = [f"{head}export interface {name} {{"]
        for field, kind in schema["properties"].items():
            mark = "" if field in required else "?"
            lines.append(f"{_comment(kind.get('description', ''), '  ')}  {_key(field)}{mark}: {type_of(kind)};")
        return "\n".join([*lines, "}", ""])
    return f"{head}export type {name} = {type_of(schema)};\n"


def type_of(schema: Schema) -> str:
    """
    The TypeScript type of one JSON Schema, of the shapes that msgspec writes. Raises :class:`ValueError` on others.

    >>> type_of({"type": "array", "items": {"anyOf": [{"type": "integer"}, {"type": "null"}]}})
    '(number | null)[]'
    """
    if "$ref" in schema:
        reference: str = schema["$ref"]
        return reference.rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(type_of(kind) for kind in schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in schema.get("enum", [schema.get("const")]))
    if not schema.keys() - {"description", "title", "default"}:
        return "unknown"
    write = _WRITERS.get(schema.get("type", "")) if "properties" not in schema else None
    if write is None:
        raise ValueError(f"no TypeScript for {schema}")
    return write(schema)


def _array(schema: Schema) -> str:
    if "prefixItems" in schema:
        return f"[{', '.join(type_of(item) for item in schema['prefixItems'])}]"
    item = type_of(schema.get("items", {}))
    return f"({item})[]" if " | " in item else f"{item}[]"


def _record(schema: Schema) -> str:
    values = schema.get("additionalProperties", {})
    value = type_of(values) if isinstance(values, dict) else "unknown"
    return f"Record<string, {value}>"


_WRITERS: dict[str, Callable[[Schema], str]] = {
    "string": lambda _: "string",
    "integer": lambda _: "number",
    "number": lambda _: "number",
    "boolean": lambda _: "boolean",
    "null": lambda _: "null",
    "array": _array,
    "object": _record,
}


def _states(states: dict[str, Any]) -> str:
    lines = [_comment("The state behind each topic.", "") + "export interface States {"]
    for topic, state in states.items():
        pattern = re.sub(r"\{\w+\}", "${string}", topic)
        lines.append(
            f"  [topic: `{pattern}`]: {type_of(state)};" if pattern != topic else f"  {_key(topic)}: {type_of(state)};"
        )
    return "\n".join([*lines, "}", ""])


def _key(name: str) -> str:
    return name if name.isidentifier() else json.dumps(name)


def _comment(text: str, indent: str) -> str:
    if not text:
        return ""
    text = text.replace("*/", "* /").replace("``", "`")
    if "\n" not in text:
        return f"{indent}/** {text} */\n"
    lines = "".join(f"{indent} * {line}".rstrip() + "\n" for line in text.splitlines())
    return f"{indent}/**\n{lines}{indent} */\n"
