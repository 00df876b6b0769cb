"""
The contract: what the OpenAPI 3.1 document says of every operation beyond its own parameters and answer.

Refusals are described once, here, from the table in ``api.errors``: each operation lists the statuses that it can
refuse with, all of them Problem Details, each with its stable codes. Examples come from ``api.samples``.
"""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from litestar.openapi import OpenAPIConfig, ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin, YamlRenderPlugin
from litestar.openapi.spec import (
    Components,
    Example,
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    Parameter,
    Reference,
    RequestBody,
    Schema,
    SecurityScheme,
)
from litestar.plugins import OpenAPISchemaPlugin, ReceiveRoutePlugin
from litestar.routes import BaseRoute, HTTPRoute
from litestar.typing import FieldDefinition

from api.auth.faces import Face, cookie_of
from api.errors import PROBLEM, STATUS, Problem
from api.samples import BODIES, QUERIES

if TYPE_CHECKING:
    from litestar._openapi.schema_generation import SchemaCreator

_SAFE = frozenset({"GET", "HEAD"})
_SIGNED_IN = "signed_in"


def openapi_config(version: str) -> OpenAPIConfig:
    """The document as a whole, served under ``/api/v1/schema``."""
    told = f"Set by signing in; out of reach of scripts. Pages that name their face: `{cookie_of(Face.CONSOLE)}`, …"
    cookie = SecurityScheme(type="apiKey", security_scheme_in="cookie", name=cookie_of(None), description=told)
    return OpenAPIConfig(
        title="Diên Hồng",
        version=version,
        description="Documents, opinions, check-in and votes of a congress. Errors are Problem Details (RFC 9457) "
        "with a stable `code`. Live states come over the WebSocket `/api/v1/live` (see docs/protocol.md).",
        path="/api/v1/schema",
        render_plugins=[JsonRenderPlugin(), YamlRenderPlugin()],
        use_handler_docstrings=True,
        components=Components(security_schemes={_SIGNED_IN: cookie}, responses=_refusals()),
    )


def statuses(method: str, *, guarded: bool, has_body: bool, has_parameters: bool) -> Iterator[int]:
    """
    The statuses with which an operation may refuse.

    >>> sorted(set(statuses("GET", guarded=True, has_body=False, has_parameters=False)))
    [401, 403, 404, 503]
    """
    yield 503  # the database is away
    if guarded:
        yield from (401, 403, 404)
    if has_body or has_parameters:
        # Signing in and asking for a state are open to all and refuse by themselves.
        yield from (400, 401, 403, 404)
    if method not in _SAFE:
        yield from (403, 409, 422)  # 403 also to a page of somebody else
    if has_body:
        yield from (413, 429)


def _refusals() -> dict[str, OpenAPIResponse | Reference]:
    """Each status as Problem Details with the codes that it may carry, once for all operations."""
    content = {PROBLEM: OpenAPIMediaType(schema=Reference(ref="#/components/schemas/Problem"))}
    return {
        f"Refused{status}": OpenAPIResponse(
            description=f"Refused: {', '.join(f'`{code}`' for code, its in sorted(STATUS.items()) if its == status)}.",
            content=content,
        )
        for status in sorted(set(STATUS.values()))
    }


class Contract(ReceiveRoutePlugin):
    """Describes every route that is registered: refusals, who may call it, examples."""

    def receive_route(self, route: BaseRoute) -> None:
        """What a handler says of its own answers wins."""
        if not isinstance(route, HTTPRoute):
            return
        for handler in route.route_handlers:
            if not handler.resolve_include_in_schema():
                continue
            guarded = not handler.opt.get("public", False)
            fields = handler.parsed_fn_signature.parameters
            found = statuses(
                next(iter(handler.http_methods)),
                guarded=guarded,
                has_body="data" in fields,
                has_parameters=bool(route.path_parameters) or not QUERIES.keys().isdisjoint(fields),
            )
            # Named here, so that Litestar knows the schema; what each operation shows is a reference to the one above.
            refused = {status: ResponseSpec(Problem, generate_examples=False, media_type=PROBLEM) for status in found}
            handler.responses = {**dict(sorted(refused.items())), **(handler.responses or {})}
            if guarded:
                handler.security = [{_SIGNED_IN: []}]
            body = fields["data"].annotation if "data" in fields else None
            handler.operation_class = partial(_operation, BODIES.get(body))  # type: ignore[assignment]


class Sequences(OpenAPISchemaPlugin):
    """
    Describes ``tuple[X, ...]`` as what it is on the wire, a list of X.

    Litestar 2.25 takes the dots of a bounded tuple for a second type, of which every X is one too: its ``oneOf`` then
    holds for no value at all.
    """

    @staticmethod
    def is_plugin_supported_type(value: Any) -> bool:
        """No type as such."""
        return False

    @staticmethod
    def is_plugin_supported_field(field_definition: FieldDefinition) -> bool:
        """Tuples of any length."""
        return field_definition.origin is tuple and field_definition.args[-1:] == (Ellipsis,)

    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: "SchemaCreator") -> Schema:
        """As for a list with the same bounds."""
        described = FieldDefinition.from_kwarg(
            annotation=list[field_definition.args[0]],  # type: ignore[name-defined]
            name=field_definition.name,
            default=field_definition.default,
            kwarg_definition=field_definition.kwarg_definition,
        )
        return cast("Schema", schema_creator.for_field_definition(described))


def _operation(body: object | None, **known: Any) -> Operation:
    operation = Operation(**known)
    responses = operation.responses or {}
    for status in responses:
        if int(status) >= 400:
            responses[status] = Reference(ref=f"#/components/responses/Refused{status}")
    for parameter in operation.parameters or []:
        if isinstance(parameter, Parameter) and parameter.param_in == "query":
            parameter.example = QUERIES.get(parameter.name)  # a test wants one for each
    if isinstance(operation.request_body, RequestBody) and body is not None:
        for media in operation.request_body.content.values():
            media.examples = {"usual": Example(value=body)}
    return operation
