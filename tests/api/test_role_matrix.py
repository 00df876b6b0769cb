"""Who may do what: every route and every topic of the app, tried by everybody, against the tables of permissions."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from uuid import uuid4

import pytest
from litestar.handlers.http_handlers.base import HTTPRouteHandler
from litestar.routes import HTTPRoute, WebSocketRoute

from api.app import create_litestar
from api.auth.permissions import DEVICE_ROLES, HEARS, MAY, STAFF_ROLES, Needs, Permission, Role
from api.simulation.actors import Actor, Refused
from api.states import registry
from realtime.states import Audience
from tests.congresses import Hall

P = Permission

PUBLIC = {
    # Signing in and out, and asking who one is, come before any sign-in.
    "POST /api/v1/sign-in/staff",
    "POST /api/v1/sign-in/delegate",
    "POST /api/v1/sign-in/device",
    "POST /api/v1/sign-out",
    "GET /api/v1/me",
    # The topic's audience decides, as it does on the socket; the tests of topics below are about both.
    "GET /api/v1/states",
    # The urn takes ballots from nobody in particular, and refuses whoever says who they are.
    "POST /api/v1/urn/{poll_id:uuid}",
    # What the API looks like is no secret.
    "GET /api/v1/schema",
    "GET /api/v1/schema/openapi.json",
    "GET /api/v1/schema/openapi.yaml",
    "GET /api/v1/schema/openapi.yml",
    "GET /api/v1/schema/{path:str}",
    # Pages without data and the files that they are built of, and what a load balancer asks. Numbers are for this
    # machine alone.
    "GET /assets/{name:str}",
    "GET /{name:str}",
    *(f"GET {path}" for path in ("/", "/console", "/screen", "/door", "/observer", "/b/{code:str}", "/B/{code:str}")),
    *(f"GET {path}" for path in ("/healthz", "/readyz", "/metrics")),
}
"""Every route that answers without a sign-in. A new one has to be put here by hand, with its reason."""


class Way(NamedTuple):
    """One method of one path, and the handler behind it."""

    method: str
    path: str
    handler: HTTPRouteHandler

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def needs(self) -> list[Permission]:
        guards = [guard for layer in self.handler.ownership_layers for guard in layer.guards or ()]
        return [guard.permission for guard in guards if isinstance(guard, Needs)]

    @property
    def target(self) -> str:
        """The path below ``/api/v1`` with something fitting, that nothing has as its name, in each parameter."""
        fill = {"uuid": str(uuid4()), "int": "1", "str": "nothing"}
        return re.sub(r"{\w+:(\w+)}", lambda field: fill[field[1]], self.path).removeprefix("/api/v1")


def ways(hall: Hall) -> list[Way]:
    """All there are but OPTIONS, which Litestar answers by itself with the names of the others."""
    app = create_litestar(hall.servers[0].settings, hall.url)
    return [
        Way(method, route.path, handler)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method, (handler, _) in route.route_handler_map.items()
        if method != "OPTIONS"
    ]


async def everybody(hall: Hall) -> dict[Role | None, Actor]:
    """One of each role, and (``None``) somebody who has not signed in."""
    found: dict[Role | None, Actor] = {None: Actor(hall.servers[0].address, hall.http)}
    for role in STAFF_ROLES:
        await hall.hire(role) if role is not Role.ORGANISER else None
        found[role] = await hall.console(role)
    found[Role.DOOR], found[Role.SCREEN] = await hall.door(), await hall.screen()
    found[Role.DELEGATE] = await hall.phone("001", topics=())
    assert found.keys() == {None, *Role}
    return found


async def answer_to(actor: Actor, method: str, target: str) -> str:
    """``allowed``, or the code of the refusal; what lies behind the guard may refuse for reasons of its own."""
    try:
        await actor.request(method, target)
    except Refused as refusal:
        status = refusal.facts["status"]
        if status in (401, 403) or status >= 500:
            return f"{status} {refusal.code}"
    return "allowed"


# ---- routes


async def test_every_route_is_public_by_name_or_needs_exactly_one_permission(hall: Hall):
    found = ways(hall)

    assert {str(way) for way in found if not way.needs} == PUBLIC
    assert [str(way) for way in found if len(way.needs) > 1] == []


async def test_every_route_answers_every_role_as_the_table_says(hall: Hall):
    guarded = [way for way in ways(hall) if way.needs]
    assert len(guarded) > 50

    for role, actor in (await everybody(hall)).items():
        expected = {
            str(way): "401 not_signed_in"
            if role is None
            else "allowed"
            if way.needs[0] in MAY[role]
            else "403 not_permitted"
            for way in guarded
        }

        found = {str(way): await answer_to(actor, way.method, way.target) for way in guarded}

        assert found == expected, role


async def test_every_permission_is_asked_for_somewhere(hall: Hall):
    asked = {permission for way in ways(hall) for permission in way.needs}

    # SEE_SENSITIVE decides about a part of an answer: see the credentials report below.
    assert set(Permission) - asked == {P.SEE_SENSITIVE}


async def test_who_has_not_signed_in_is_told_nothing_behind_public_routes(hall: Hall):
    nobody = Actor(hall.servers[0].address, hall.http)

    assert await nobody.get("/me") is None
    assert await answer_to(nobody, "GET", "/states?topic=floor") == "401 not_signed_in"


async def test_the_one_socket_is_for_whoever_is_signed_in(hall: Hall):
    app = create_litestar(hall.servers[0].settings, hall.url)
    nobody = await Actor(hall.servers[0].address, hall.http).connect()

    assert [route.path for route in app.routes if isinstance(route, WebSocketRoute)] == ["/api/v1/live"]
    assert await nobody.closed() == 4401
    assert nobody.states == {}


# ---- the table itself


def holders(permission: Permission) -> set[Role]:
    return {role for role in Role if permission in MAY[role]}


def test_nobody_but_delegates_votes_and_delegates_do_nothing_but_read_and_take_part():
    assert holders(P.TAKE_PART) == {Role.DELEGATE}
    assert MAY[Role.DELEGATE] == {P.READ, P.TAKE_PART}


def test_a_door_checks_in_and_sees_nothing_but_the_door():
    assert MAY[Role.DOOR] == {P.CHECK_IN}


def test_a_screen_reads_what_its_hall_reads_and_does_nothing():
    assert MAY[Role.SCREEN] == {P.READ}


def test_a_teller_runs_polls_and_cannot_publish_or_annul_them():
    assert P.RUN_POLLS in MAY[Role.TELLER]
    assert holders(P.PUBLISH_POLLS) == {Role.ORGANISER, Role.CHAIR}


def test_who_prepares_a_poll_as_secretary_does_not_run_it():
    assert P.PREPARE_POLLS in MAY[Role.SECRETARY]
    assert P.RUN_POLLS not in MAY[Role.SECRETARY]


def test_sensitive_sums_are_for_the_credentials_board_and_the_organiser():
    assert holders(P.SEE_SENSITIVE) == {Role.ORGANISER, Role.CREDENTIALS}


def test_only_the_organiser_lets_people_in_and_changes_the_roster():
    assert holders(P.MANAGE_ACCESS) == holders(P.EDIT_ROSTER) == {Role.ORGANISER}


def test_badges_are_issued_by_the_credentials_board_and_the_organiser():
    assert holders(P.ISSUE_BADGES) == holders(P.DECIDE_CREDENTIALS) == {Role.ORGANISER, Role.CREDENTIALS}


def test_the_journal_is_for_those_who_answer_for_the_result():
    assert holders(P.SEE_JOURNAL) == {Role.ORGANISER, Role.CHAIR, Role.TELLER, Role.CREDENTIALS}


def test_every_role_is_of_staff_a_device_or_a_delegate():
    assert {*STAFF_ROLES, *DEVICE_ROLES, Role.DELEGATE} == set(Role) == set(MAY) == set(HEARS)
    assert STAFF_ROLES.isdisjoint(DEVICE_ROLES)


# ---- topics


def topics(own: str) -> Iterator[tuple[Audience, str]]:
    """A name of every topic there is; what belongs to somebody belongs to ``own``."""
    for state in registry():
        values = {name: "main" if name == "name" else str(uuid4()) for name in state.field_names()}
        if state.audience is Audience.OWNER:
            values = dict.fromkeys(values, own)
        yield state.audience, state.named(**values)


async def hears(actor: Actor, topic: str) -> bool:
    """Whether the socket is let into the topic; whether there is anything in it is another matter."""
    await actor.subscribe(topic)
    try:
        await actor.until(topic)
    except Refused as refusal:
        if refusal.code not in {"topic_not_for_you", "no_such_poll"}:
            raise
        return refusal.code == "no_such_poll"
    return True


async def test_every_topic_is_heard_by_its_audience_alone(hall: Hall):
    people = await everybody(hall)
    del people[None]

    for role, actor in people.items():
        assert role is not None
        await actor.connect()
        for audience, topic in topics(own=actor.me["id"]):
            expected = audience in HEARS[role]

            assert await hears(actor, topic) is expected, (role, topic)
            asked = await answer_to(actor, "GET", f"/states?topic={topic}")
            assert asked == ("allowed" if expected else "403 topic_not_for_you"), (role, topic)


async def test_what_concerns_one_delegate_is_heard_by_nobody_else(hall: Hall):
    people = await everybody(hall)
    anh = await hall.phone("003", topics=())
    others = [await hall.phone("002", topics=()), *(people[role] for role in Role if role is not Role.DELEGATE)]

    assert await hears(await anh.connect(), anh.mine)
    for other in others:
        assert not await hears(await other.connect(), anh.mine), other.me["role"]
        assert await answer_to(other, "GET", f"/states?topic={anh.mine}") == "403 topic_not_for_you"


def test_doors_screens_and_delegates_hear_nothing_of_the_desk():
    assert {role for role in Role if Audience.DESK in HEARS[role]} == STAFF_ROLES
    assert {role for role in Role if Audience.DOOR in HEARS[role]} == {*STAFF_ROLES, Role.DOOR}
    assert {role for role in Role if Audience.SCREEN in HEARS[role]} == {*STAFF_ROLES, Role.SCREEN}
    assert {role for role in Role if Audience.OWNER in HEARS[role]} == {Role.DELEGATE}


# ---- what the answer holds depends on the role


async def test_the_report_tells_sensitive_sums_to_those_who_may_see_them(hall: Hall):
    people = await everybody(hall)

    shown = {
        role: (await people[role].get("/credentials/report"))["sensitive"] is not None
        for role in Role
        if P.SEE_ROSTER in MAY[role]
    }

    assert shown == {role: role in holders(P.SEE_SENSITIVE) for role in shown}
    assert shown.keys() == STAFF_ROLES


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
async def test_nobody_casts_a_ballot_over_the_socket_but_delegates(hall: Hall, role: Role):
    if role is not Role.ORGANISER:
        await hall.hire(role)
    console = await hall.console(role, topics=("floor",))
    ballot = {"ballot_id": str(uuid4()), "poll_id": str(uuid4()), "answers": []}

    with pytest.raises(Refused, match="not_permitted"):
        await console.ask({"type": "cast", "ballot": ballot})
