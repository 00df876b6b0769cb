"""
What is written from the code: protocol, schema, OpenAPI, types and codes for the web client, settings, roles, the life
of a poll.

``tests/api/test_generated.py`` says when a file is stale; ``dienhong docs`` writes them anew.
"""

import tempfile
from pathlib import Path

import msgspec

from api.app import create_litestar
from api.auth.permissions import MAY, Permission, Role
from api.errors import CODES
from api.live import CastFrame, Counted
from api.settings import Settings, settings_markdown
from api.states import registry
from realtime.page import protocol_markdown
from realtime.schema import Vocabulary, json_schema
from realtime.typescript import typescript
from voting.life import diagram

ROOT = Path(__file__).resolve().parent.parent


def generated() -> dict[str, str]:
    """Content by path from the repository's root."""
    vocabulary = Vocabulary.of(registry(), [CastFrame], [Counted])
    schema = json_schema(vocabulary)
    return {
        "docs/protocol.md": protocol_markdown(vocabulary),
        "docs/protocol.schema.json": msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n",
        "web/shared/protocol.ts": typescript(vocabulary),
        "web/shared/codes.ts": _codes(),
        "web/shared/openapi.json": _openapi(),
        "docs/settings.md": settings_markdown(),
        "docs/polls.md": _polls(),
        "docs/roles.md": _roles(),
    }


def write(root: Path = ROOT) -> list[Path]:
    """Write all of them below ``root``; the paths."""
    written = []
    for name, content in generated().items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        written.append(path)
    return written


def _codes() -> str:
    lines = [f'  | "{code}"' for code in sorted(CODES)]
    head = ["// Generated from the server's refusals. Do not edit.", "", "/** Every `code` of a refusal. */"]
    return "\n".join([*head, "export type Code =", *lines]) + ";\n"


def _openapi() -> str:
    with tempfile.TemporaryDirectory() as folder:  # an app needs a place for its keys, also when it serves nobody
        app = create_litestar(Settings(data_dir=Path(folder)), "postgresql+asyncpg://nobody@localhost/nothing")
        document = app.openapi_schema.to_schema()
    document["info"]["version"] = "1"  # of the interface, not of the day
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"


def _polls() -> str:
    return "\n".join(
        [
            "# The life of a poll",
            "",
            "Generated from the table `TRANSITIONS` in `voting/life.py`; nothing else compares states.",
            "",
            "```mermaid",
            diagram(),
            "```",
            "",
            "A step that was taken before is answered with where it led, so that a flaky network may repeat it. Text, rule",  # noqa: E501
            "and electorate are fixed from announcing on; closing takes the barrier (`voting/barrier.py`) and counts;",
            "only publishing shows what was marked. Annulling keeps everything, with the reason.",
            "",
        ]
    )


def _roles() -> str:
    rows = [
        f"| `{permission}` | " + " | ".join("●" if permission in MAY[role] else "" for role in Role) + " |"
        for permission in Permission
    ]
    return "\n".join(
        [
            "# Roles",
            "",
            "Generated from the table `MAY` in `api/auth/permissions.py`; a test tries every route with every role.",
            "",
            "| permission | " + " | ".join(Role) + " |",
            "|---|" + "---|" * len(Role),
            *rows,
            "",
        ]
    )
