"""
Who may do what: one table from role to permissions, and the guard that every route names.

Pure but for the guard. ``tests/api/test_role_matrix.py`` walks all routes with all roles against this table.
"""

from dataclasses import dataclass
from enum import StrEnum

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from api.auth.errors import NotPermitted, NotSignedIn
from realtime.states import Audience


class Role(StrEnum):
    """What somebody, or some device, is here to do."""

    ORGANISER = "organiser"
    CHAIR = "chair"
    SECRETARY = "secretary"
    TELLER = "teller"
    CREDENTIALS = "credentials"
    DOOR = "door"
    SCREEN = "screen"
    DELEGATE = "delegate"


STAFF_ROLES = frozenset({Role.ORGANISER, Role.CHAIR, Role.SECRETARY, Role.TELLER, Role.CREDENTIALS})
DEVICE_ROLES = frozenset({Role.DOOR, Role.SCREEN})


class Permission(StrEnum):
    """One thing that can be allowed. A route needs exactly one."""

    READ = "read"  # now, programme, published documents, targets
    TAKE_PART = "take_part"  # vote, send opinions, remember the page: delegates alone
    SEE_CONSOLE = "see_console"
    SEE_JOURNAL = "see_journal"
    SEE_ROSTER = "see_roster"
    EDIT_ROSTER = "edit_roster"
    SEE_SENSITIVE = "see_sensitive"  # aggregates of ethnicity, religion, party membership
    DECIDE_CREDENTIALS = "decide_credentials"
    ISSUE_BADGES = "issue_badges"
    CHECK_IN = "check_in"
    UNDO_CHECK_IN = "undo_check_in"
    EDIT_PROGRAMME = "edit_programme"
    RUN_PROGRAMME = "run_programme"  # current sitting and item, announcement
    EDIT_DOCUMENTS = "edit_documents"
    EDIT_TARGETS = "edit_targets"
    SEE_OPINIONS = "see_opinions"
    ANSWER_OPINIONS = "answer_opinions"
    SEE_POLLS = "see_polls"
    PREPARE_POLLS = "prepare_polls"
    RUN_POLLS = "run_polls"  # announce, open, close
    CALL_NOMINATIONS = "call_nominations"  # open and close them
    SETTLE_CANDIDATES = "settle_candidates"  # who of the nominees goes on the paper
    PUBLISH_POLLS = "publish_polls"  # publish, annul
    CONFIRM_STEPS = "confirm_steps"  # one of the two who close and publish a poll that asks for two
    COUNT_PAPERS = "count_papers"  # printed papers of secret polls: hand out, enter what they came to
    STEER_SCREENS = "steer_screens"
    MANAGE_ACCESS = "manage_access"  # staff accounts, devices, ending sign-ins


P = Permission
_SEES = frozenset({P.READ, P.SEE_CONSOLE, P.SEE_ROSTER, P.SEE_POLLS})

MAY: dict[Role, frozenset[Permission]] = {
    Role.ORGANISER: frozenset(P) - {P.TAKE_PART, P.CONFIRM_STEPS},
    Role.CHAIR: _SEES
    | {P.SEE_OPINIONS, P.SEE_JOURNAL, P.RUN_PROGRAMME, P.RUN_POLLS, P.PUBLISH_POLLS, P.CONFIRM_STEPS, P.STEER_SCREENS}
    | {P.CALL_NOMINATIONS, P.SETTLE_CANDIDATES},
    Role.SECRETARY: _SEES
    | {P.SEE_OPINIONS, P.ANSWER_OPINIONS, P.EDIT_PROGRAMME, P.RUN_PROGRAMME, P.EDIT_DOCUMENTS, P.EDIT_TARGETS}
    | {P.PREPARE_POLLS, P.SETTLE_CANDIDATES, P.STEER_SCREENS},
    Role.TELLER: _SEES | {P.SEE_JOURNAL, P.RUN_POLLS, P.CONFIRM_STEPS, P.COUNT_PAPERS},
    Role.CREDENTIALS: _SEES
    | {P.SEE_SENSITIVE, P.DECIDE_CREDENTIALS, P.ISSUE_BADGES, P.CHECK_IN, P.UNDO_CHECK_IN, P.SEE_JOURNAL},
    Role.DOOR: frozenset({P.CHECK_IN}),
    Role.SCREEN: frozenset({P.READ}),  # what everybody in its hall may read, and no more
    Role.DELEGATE: frozenset({P.READ, P.TAKE_PART}),
}

HEARS: dict[Role, frozenset[Audience]] = {
    **{role: frozenset(Audience) - {Audience.OWNER} for role in STAFF_ROLES},
    Role.DOOR: frozenset({Audience.EVERYONE, Audience.DOOR}),
    Role.SCREEN: frozenset({Audience.EVERYONE, Audience.SCREEN}),
    Role.DELEGATE: frozenset({Audience.EVERYONE, Audience.FLOOR, Audience.OWNER}),
}
"""Which audiences a role belongs to; ``OWNER`` moreover needs the own id in the topic's name."""


@dataclass(frozen=True)
class Needs:
    """The guard of a route: the signed-in one must hold ``permission``."""

    permission: Permission

    def __call__(self, connection: ASGIConnection, handler: BaseRouteHandler) -> None:  # type: ignore[type-arg]
        """Raises :class:`NotSignedIn` without a principal, :class:`NotPermitted` if the role does not hold it."""
        principal = connection.scope.get("user")
        if principal is None:
            raise NotSignedIn
        if self.permission not in MAY[principal.role]:
            raise NotPermitted(permission=self.permission, role=principal.role)


def needs(permission: Permission) -> Needs:
    """Reads well in a decorator: ``guards=[needs(Permission.RUN_POLLS)]``."""
    return Needs(permission)
