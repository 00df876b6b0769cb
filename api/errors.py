"""
How refusals leave the API: Problem Details (RFC 9457) with a stable ``code``.

The domain knows no HTTP; this table gives each refusal its status. A test checks that every leaf has one.
"""

from traceback import format_tb
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.status_codes import (
    HTTP_400_BAD_REQUEST,
    HTTP_401_UNAUTHORIZED,
    HTTP_403_FORBIDDEN,
    HTTP_404_NOT_FOUND,
    HTTP_405_METHOD_NOT_ALLOWED,
    HTTP_409_CONFLICT,
    HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    HTTP_415_UNSUPPORTED_MEDIA_TYPE,
    HTTP_422_UNPROCESSABLE_ENTITY,
    HTTP_429_TOO_MANY_REQUESTS,
    HTTP_500_INTERNAL_SERVER_ERROR,
    HTTP_503_SERVICE_UNAVAILABLE,
)
from msgspec import Struct
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.database import DatabaseAway
from api.logs import current_request_id
from realtime.errors import Refusal

STATUS: dict[str, int] = {}
"""Status by code. Filled below, family by family."""

_FAMILIES: dict[int, str] = {
    HTTP_400_BAD_REQUEST: "unknown_topic too_many_topics malformed_frame wrong_cursor scan_names_nobody "
    "opinion_about_one_thing credentials_refused",
    HTTP_401_UNAUTHORIZED: "not_signed_in sign_in_refused",
    HTTP_403_FORBIDDEN: "not_permitted wrong_origin topic_not_for_you not_entitled not_present",
    HTTP_404_NOT_FOUND: "no_such_account no_such_delegate no_such_scan no_badge no_such_sitting no_such_item "
    "no_such_document no_such_page no_such_target no_such_screen no_such_opinion no_such_poll no_congress "
    "nothing_left_open not_published no_ballot_of_yours ballot_not_in_count no_printed_paper not_nominated",
    HTTP_409_CONFLICT: "login_taken last_organiser not_an_alternate cannot_be_replaced code_taken "
    "screen_name_taken sitting_number_taken document_held_back "
    "nothing_to_publish opinion_id_taken opinion_answered too_many_opinions not_allowed_in_state definition_frozen "
    "another_poll_open "
    "nobody_entitled no_sitting_under_way poll_not_open poll_closed already_voted ballot_id_taken "
    "poll_is_secret papers_are_given_out too_few_papers no_more_papers not_counted_by_hand paper_already_given "
    "paper_spent poll_not_over another_root hand_count_missing ballot_stands two_persons_needed one_person_is_enough "
    "proxies_not_allowed only_officials_have_proxies proxy_chain proxy_already_given too_many_proxies "
    "more_proxies_held no_single_election nominations_not_open nominations_open cannot_be_nominated nominations_spent "
    "has_withdrawn too_many_nominees withdrawal_too_late candidate_withdrew too_few_candidates",
    HTTP_413_REQUEST_ENTITY_TOO_LARGE: "document_too_large",
    HTTP_422_UNPROCESSABLE_ENTITY: "weak_password wrong_role roster_unreadable roster_has_errors not_a_pdf "
    "broken_document encrypted_document too_many_pages congress_file_invalid reason_needed kind_not_held "
    "unknown_profile invalid_definition missing_answer unknown_question duplicate_answer unknown_option marked_twice "
    "too_many_marked too_few_marked blank_not_allowed unknown_voters invalid_secret_ballot "
    "invalid_blinded_paper poll_is_not_secret invalid_hand_count",
    HTTP_429_TOO_MANY_REQUESTS: "try_later",
    HTTP_503_SERVICE_UNAVAILABLE: "intake_busy",
}
_OWN: dict[int, str] = {
    HTTP_400_BAD_REQUEST: "bad_request bad_value",
    HTTP_404_NOT_FOUND: "not_found",
    HTTP_405_METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTP_413_REQUEST_ENTITY_TOO_LARGE: "too_large",
    HTTP_415_UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
    HTTP_500_INTERNAL_SERVER_ERROR: "internal_error",
    HTTP_503_SERVICE_UNAVAILABLE: "database_away busy",
}
"""What no rule of the domain refuses, but the HTTP layer itself."""
for _status, _codes in (*_FAMILIES.items(), *_OWN.items()):
    STATUS.update(dict.fromkeys(_codes.split(), _status))

_HTTP_CODES = {
    HTTP_400_BAD_REQUEST: "bad_request",
    HTTP_404_NOT_FOUND: "not_found",
    HTTP_405_METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTP_413_REQUEST_ENTITY_TOO_LARGE: "too_large",
    HTTP_415_UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
}
CODES = frozenset({*STATUS, "http_error"})
"""Every code that an answer may bear; clients have a text for each."""

_log = structlog.get_logger("api")

PROBLEM = "application/problem+json"


class Problem(Struct, frozen=True, kw_only=True):
    """
    Why a request was refused: Problem Details (RFC 9457).

    Clients branch on ``code``, which never changes, and translate it; ``detail`` is for developers. ``request`` finds
    the request in the server's logs. Some codes bring facts of their own as further members.
    """

    type: str  # urn:dienhong:{code}
    title: str
    status: int
    detail: str
    code: str
    request: str | None = None


def problem(status: int, code: str, detail: str, **facts: Any) -> Response[dict[str, Any]]:
    """A Problem Details answer. ``facts`` become members beside the standard ones."""
    told = Problem(
        type=f"urn:dienhong:{code}",
        title=code.replace("_", " "),
        status=status,
        detail=detail,
        code=code,
        request=current_request_id(),
    )
    content = {**msgspec.to_builtins(facts, str_keys=True), **msgspec.to_builtins(told)}
    headers = {"Retry-After": str(facts["retry_in_s"])} if "retry_in_s" in facts else {}
    return Response(content, status_code=status, media_type=PROBLEM, headers=headers)


def on_refusal(_: Request[Any, Any, Any], refusal: Refusal) -> Response[dict[str, Any]]:
    """A broken rule, told with its code and its data."""
    return problem(STATUS[refusal.code], refusal.code, str(refusal), **refusal.facts)


def on_http_exception(_: Request[Any, Any, Any], error: HTTPException) -> Response[dict[str, Any]]:
    """What Litestar itself refuses: wrong route, method, body, parameters."""
    facts: dict[str, Any] = {}
    if isinstance(error, ValidationException) and error.extra:
        facts["errors"] = error.extra
    code = _HTTP_CODES.get(error.status_code, "http_error")
    return problem(error.status_code, code, error.detail, **facts)


def on_bad_text(_: Request[Any, Any, Any], _error: UnicodeDecodeError) -> Response[dict[str, Any]]:
    """A body that is not UTF-8: the JSON decoder says so in a way of its own. Files are decoded where they are read."""
    return problem(HTTP_400_BAD_REQUEST, "bad_request", "the body is not UTF-8")


def on_too_deep(request: Request[Any, Any, Any], error: RecursionError) -> Response[dict[str, Any]]:
    """A body of a hundred thousand brackets is no JSON that anybody reads; code that calls itself is our defect."""
    if "deserializing" in str(error):
        return problem(HTTP_400_BAD_REQUEST, "bad_request", "the body is nested too deeply")
    return on_exception(request, error)


def on_database_error(request: Request[Any, Any, Any], error: DBAPIError) -> Response[dict[str, Any]]:
    """
    The database will not have it.

    Values that no column can hold (a NUL in a text, a number out of range) are the sender's mistake; a lost
    connection passes; anything else is ours.
    """
    state = getattr(error.orig, "sqlstate", None) or ""
    if state.startswith("22"):
        return problem(HTTP_400_BAD_REQUEST, "bad_value", "a value cannot be stored")
    if error.connection_invalidated or state.startswith(("08", "57P", "53")):
        return on_database_away(request, DatabaseAway())
    # Where, but not what: Postgres quotes the row that it refused.
    where = "".join(format_tb(error.__traceback__))
    _log.error("database_error", **_about(request), sqlstate=state, error=type(error.orig).__name__, where=where)
    return problem(HTTP_500_INTERNAL_SERVER_ERROR, "internal_error", "something went wrong on our side")


def on_database_away(_: Request[Any, Any, Any], _error: DatabaseAway) -> Response[dict[str, Any]]:
    """The database cannot be reached; it will be."""
    return problem(HTTP_503_SERVICE_UNAVAILABLE, "database_away", "the database is away; try again", retry_in_s=2)


def on_pool_timeout(_: Request[Any, Any, Any], _error: PoolTimeout) -> Response[dict[str, Any]]:
    """Every connection is busy: better to say so than to let requests pile up."""
    return problem(HTTP_503_SERVICE_UNAVAILABLE, "busy", "the server is busy; try again", retry_in_s=2)


def on_exception(request: Request[Any, Any, Any], error: Exception) -> Response[dict[str, Any]]:
    """A defect of ours: logged whole, told briefly."""
    _log.error("unexpected_error", **_about(request), exc_info=error)
    return problem(HTTP_500_INTERNAL_SERVER_ERROR, "internal_error", "something went wrong on our side")


def _about(request: Request[Any, Any, Any]) -> dict[str, str]:
    """Which request, without what stands in its path (``/b/{code}`` holds a badge's code)."""
    return {"method": request.method, "path": request.scope.get("path_template") or "(none)"}
