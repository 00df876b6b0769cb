"""Every refusal is Problem Details with a stable code, whoever refuses: a rule, the router or the database."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

import api.app  # noqa: F401  (knows every package, and so every refusal)
from api.errors import PROBLEM, STATUS
from realtime.errors import Refusal
from tests.congresses import DAY, Hall, a_motion
from tests.lines import Line

A_SITTING = {"number": 2, "title_vi": "Phiên thứ hai", "starts_at": DAY.isoformat(), "ends_at": DAY.isoformat()}


def leaves(refusal: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """What can be raised; roots of packages only gather."""
    children = [child for child in refusal.__subclasses__() if not child.__module__.startswith("tests.")]
    if not children:
        yield refusal
    for child in children:
        yield from leaves(child)


def test_every_refusal_has_a_status():
    assert {leaf.code for leaf in leaves()} - STATUS.keys() == set()


def test_no_two_refusals_share_a_code():
    codes = [leaf.code for leaf in leaves()]

    assert len(set(codes)) == len(codes)


def test_a_refusal_never_looks_like_a_success_or_a_fault_of_ours():
    assert {leaf.code for leaf in leaves() if not 400 <= STATUS[leaf.code] < 500} == {"intake_busy"}


async def answers(hall: Hall, method: str, path: str, **request: Any) -> tuple[int, str]:
    """Status and code, once it is sure that they came as Problem Details and tell nothing of our insides."""
    headers = {"Cookie": f"dienhong={(await hall.console()).cookie}", **request.pop("headers", {})}
    url = f"{hall.servers[0].address}{path}"
    answer = await hall.http.request(method, url, headers=headers, **request)
    assert answer.headers["content-type"] == PROBLEM
    problem = answer.json()
    assert {"type", "title", "status", "detail", "code", "request"} <= problem.keys()
    assert problem["status"] == answer.status_code
    assert problem["type"] == f"urn:dienhong:{problem['code']}"
    assert "Traceback" not in answer.text
    assert "sqlalchemy" not in answer.text
    return answer.status_code, problem["code"]


async def test_what_no_rule_refuses_is_refused_with_a_code_as_well(hall: Hall):
    sitting, polls = f"/api/v1/sittings/{uuid4()}", "/api/v1/polls"
    wrong: dict[str, tuple[str, str, dict[str, Any]]] = {
        "malformed JSON": ("PUT", sitting, {"content": b'{"number": '}),
        "not UTF-8": ("PUT", sitting, {"content": b'{"title_vi": "\xff"}'}),
        "nothing": ("PUT", sitting, {}),
        "another type": ("PUT", sitting, {"json": {**A_SITTING, "number": "two"}}),
        "out of bounds": ("PUT", sitting, {"json": {**A_SITTING, "number": 0}}),
        "an unknown field": ("PUT", sitting, {"json": {**A_SITTING, "nunber": 2}}),
        "a missing field": ("PUT", sitting, {"json": {"number": 2}}),
        "NUL in a text": ("PUT", sitting, {"json": {**A_SITTING, "title_vi": "Phiên\x00"}}),
        "too large a body": ("PUT", sitting, {"content": b" " * 1_000_001}),
        "no such route": ("GET", "/api/v1/nothing", {}),
        "another method": ("PATCH", polls, {}),
        "a bad UUID": ("GET", f"{polls}/not-an-id", {}),
        "a bad cursor": ("GET", f"{polls}?cursor=WzEw", {}),
        "another list's cursor": ("GET", f"{polls}?cursor=WyJ4Il0", {}),
        "a cursor out of range": ("GET", f"{polls}?cursor=Wzk5OTk5OTk5OTk5OTk5OTk5OTk5XQ", {}),
        "no page at all": ("GET", f"{polls}?limit=0", {}),
        "too long a page": ("GET", f"{polls}?limit=201", {}),
        "a form without its file": ("POST", "/api/v1/roster", {"files": {"other": ("a.csv", b"")}}),
        "a text instead of a file": ("POST", "/api/v1/roster", {"files": {"file": (None, b"a")}}),
        "another's page": ("PUT", sitting, {"json": A_SITTING, "headers": {"Origin": "https://evil.example"}}),
    }

    found = {what: await answers(hall, method, path, **it) for what, (method, path, it) in wrong.items()}

    assert found == {
        **dict.fromkeys(wrong, (400, "bad_request")),
        "NUL in a text": (400, "bad_value"),
        "too large a body": (413, "too_large"),
        "no such route": (404, "not_found"),
        "another method": (405, "method_not_allowed"),
        "a bad UUID": (404, "not_found"),
        "a bad cursor": (400, "wrong_cursor"),
        "another list's cursor": (400, "wrong_cursor"),
        "a cursor out of range": (400, "bad_value"),
        "another's page": (403, "wrong_origin"),
    }


async def test_what_is_taken_already_is_told_by_name(hall: Hall):
    screen, sitting, target = (f"/api/v1/{noun}/{uuid4()}" for noun in ("screens", "sittings", "targets"))
    a_target = {"code": "CT01", "position": 3, "statement_vi": "Chỉ tiêu", "value": "1"}

    found = [
        await answers(hall, "PUT", screen, json={"name": "main"}),
        await answers(hall, "PUT", sitting, json={**A_SITTING, "number": 1}),
        await answers(hall, "PUT", target, json=a_target),
    ]

    assert found == [(409, "screen_name_taken"), (409, "sitting_number_taken"), (409, "code_taken")]


async def test_nobody_is_excused_from_a_sitting_that_does_not_exist(hall: Hall):
    absence = f"/api/v1/delegates/{hall.delegate_id('001')}/absence"
    notice = {"sitting_id": str(uuid4()), "reason": "Công tác đột xuất"}

    assert await answers(hall, "POST", absence, json=notice) == (404, "no_such_sitting")


async def test_a_database_that_is_away_is_told_and_comes_back(database_url: str, tmp_path: Path):
    async with Line(database_url) as line, Hall(line.url, tmp_path) as hall:
        console = await hall.console()
        poll = await console.prepares(a_motion())
        url, cookie = f"{hall.servers[0].address}/api/v1/polls/{poll}", {"Cookie": f"dienhong={console.cookie}"}
        line.shuts()
        away = [await hall.http.get(url, headers=cookie) for _ in range(3)]
        line.shuts(shut=False)
        back = await until_served(hall.http, url, cookie)

    assert [(it.status_code, it.json()["code"], it.headers["retry-after"]) for it in away] == [
        (503, "database_away", "2")
    ] * 3
    assert back.json()["id"] == poll


async def until_served(http: httpx.AsyncClient, url: str, headers: dict[str, str]) -> httpx.Response:
    """The first good answer; nothing tells a client when to try again but the answer before."""
    async with asyncio.timeout(10):
        while (answer := await http.get(url, headers=headers)).status_code == 503:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return answer
