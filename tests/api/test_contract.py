"""
The OpenAPI document is true: whatever is sent to the real app, it answers as documented and never with a fault of ours.

Schemathesis makes the requests, always the same ones: examples, the borders of every bound, and random values, some of
them valid and some not.
"""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest

from api.app import create_litestar
from api.auth.permissions import Role
from api.samples import BODIES
from api.settings import Settings
from api.uploads import Upload
from tests.agenda import pdfs
from tests.congresses import Hall, a_motion

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
EXAMPLES = 4  # random requests for each operation, besides those that the document itself suggests
UNICODE = Path(__file__).resolve().parents[2] / ".hypothesis"  # what Hypothesis works out of Unicode, for seconds
SIGN_OUT = "/api/v1/sign-out"  # would end the sign-in that the others use
OPEN_TO = {
    "nobody": "/(sign-in|me$|states)",
    Role.ORGANISER: "/api/",
    Role.DELEGATE: "/(me/|states|programme$|documents/.*/(pages|place)|opinions/|ballots|search)",
    Role.DOOR: "/(scans|doors)",
}
"""What is worth asking for, by who asks; that the rest is refused is the role matrix' matter."""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The OpenAPI document, as it is served."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"))
    return create_litestar(settings, "postgresql+asyncpg://localhost/none").openapi_schema.to_schema()


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(f"{method} {path}", it) for path, item in document["paths"].items() for method, it in item.items()]


def test_every_operation_says_what_it_is_for(document):
    silent = [name for name, it in operations(document) if not (it["summary"] and it["description"] and it["tags"])]

    assert silent == []


def test_every_body_and_every_query_has_an_example(document):
    bodies = [
        name
        for name, it in operations(document)
        for media in it.get("requestBody", {}).get("content", {}).values()
        if "examples" not in media
    ]
    queries = [
        f"{name} {parameter['name']}"
        for name, it in operations(document)
        for parameter in it.get("parameters", [])
        if parameter["in"] == "query" and "example" not in parameter
    ]

    assert bodies + queries == []


@pytest.mark.parametrize("body", [body for body in BODIES if body is not Upload])
def test_an_example_is_what_its_type_accepts(body):
    assert msgspec.convert(BODIES[body], body)


def test_an_example_is_what_the_document_accepts(document):
    wrong = {
        f"{name}: {error.message}"
        for name, it in operations(document)
        for media in it.get("requestBody", {}).get("content", {}).values()
        for example in media["examples"].values()
        for error in validator(document, media["schema"]).iter_errors(example["value"])
    }

    assert wrong == set()


def validator(document: dict[str, Any], schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """Of a schema that refers to others of the document."""
    return jsonschema_rs.Draft202012Validator({**schema, "components": document["components"]})


def test_every_refusal_is_documented_as_problem_details(document):
    shared = document["components"]["responses"]
    refusals = {
        name: [
            shared[answer["$ref"].rpartition("/")[2]] for status, answer in it["responses"].items() if status >= "400"
        ]
        for name, it in operations(document)
    }

    assert all(refusals.values())
    assert {media for of_one in refusals.values() for it in of_one for media in it["content"]} == {
        "application/problem+json"
    }
    assert "code" in document["components"]["schemas"]["Problem"]["required"]


@pytest.mark.slow
@pytest.mark.parametrize("who", OPEN_TO)
async def test_the_app_answers_as_documented(hall: Hall, tmp_path: Path, who: str):
    known = await furnish(hall)
    cookie = await sign_in(hall, who)

    failures = await schemathesis(hall, tmp_path, cookie, known, paths=OPEN_TO[who])

    assert failures is None, failures


async def furnish(hall: Hall) -> list[str]:
    """Something of everything; its ids, so that random requests find more than nothing."""
    await hall.check_in("001", "002")
    console, anh = await hall.console(), await hall.phone("001")
    drafted, opened, published = [await console.prepares(a_motion(f"Câu {n}", questions=2)) for n in range(3)]
    await console.takes(opened, "announce", "open")
    await console.takes(published, "announce", "open", "close", "publish")
    document = (await console.put(f"/documents/{hall.item_ids[0]}", {"title_vi": "Nghị quyết"}))["id"]
    await console.post(f"/documents/{document}/versions", files={"file": ("nghi-quyet.pdf", pdfs.blank(2))})
    await console.connect("document-desk")
    await console.until("document-desk", lambda desk: desk["documents"][0]["document"]["version"] == 1)
    await console.post(f"/documents/{document}/publish")
    opinion = await anh.opines("agree", "Tán thành", item_id=str(hall.item_ids[0]))
    delegates = [str(hall.delegate_id(number)) for number in ("001", "003", "DK01")]
    return [drafted, opened, published, document, opinion["id"], str(hall.sitting_id), *delegates]


async def sign_in(hall: Hall, who: str) -> str:
    match who:
        case Role.ORGANISER:
            return (await hall.console()).cookie
        case Role.DELEGATE:
            return (await hall.phone("002", topics=())).cookie
        case Role.DOOR:
            return (await hall.door("Cửa B")).cookie
    return ""


async def schemathesis(hall: Hall, folder: Path, cookie: str, known: list[str], *, paths: str) -> str | None:
    """What schemathesis finds wrong, ready to be read and repeated; ``None`` when everything is in order."""
    url = f"{hall.servers[0].address}/api/v1/schema/openapi.json"
    config = folder / "schemathesis.toml"
    config.write_text(
        f"[dictionaries.known]\nvalues = {json.dumps(known)}\n[generation.dictionaries]\n"
        f'string = {{ dictionary = "known", probability = 0.05 }}\n'
        f'[parameters]\n"path.id" = {{ dictionary = "known", probability = 0.5 }}\n'
    )
    command = [
        *(sys.executable, "-m", "schemathesis.cli", f"--config-file={config}", "run", url),
        *("--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--max-examples", str(EXAMPLES)),
        *("--generation-deterministic", "--no-color", "--continue-on-failure", "--warnings", "off"),
        *("--include-path-regex", paths, "--exclude-path", SIGN_OUT),
        *(("--header", f"Cookie: dienhong={cookie}") if cookie else ()),
    ]
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "COLUMNS": "120", "HYPOTHESIS_STORAGE_DIRECTORY": str(UNICODE)},
    )
    said, _ = await process.communicate()
    return None if process.returncode == 0 else said.decode()
