"""
Check-in: what the answer to a scan is. Pure.

The answer is always one of a closed list (:class:`~delegates.kinds.Verdict`, ``field/congress.md`` §1.5). Checks come
in the order in which the door's staff can act on them: is there a sitting, is the badge ours, is it still valid, may
the person enter, and what happened before.
"""

from datetime import datetime

from msgspec import Struct

from delegates.kinds import Credentials, DelegateKind, Direction, Verdict


class Facts(Struct, frozen=True, kw_only=True):
    """What is known when a scan is decided."""

    sitting_is_open: bool
    delegate_is_known: bool
    badge_is_revoked: bool = False
    kind: DelegateKind = DelegateKind.OFFICIAL
    credentials: Credentials = Credentials.RECOGNISED
    is_replaced: bool = False
    guests_are_admitted: bool = True
    is_present: bool = False


PLACING = frozenset({Verdict.OK, Verdict.ALREADY_PRESENT, Verdict.EXIT_WITHOUT_ENTRY})
"""
After these answers it is known where the person is: in the hall after an entry, outside after an exit.

"Already present" and "exit without entry" belong here because an offline door that reports late can change what was
the case before them.
"""


def decide(facts: Facts, direction: Direction) -> Verdict:
    """
    The answer to one scan.

    >>> decide(Facts(sitting_is_open=True, delegate_is_known=True, is_present=True), Direction.ENTRY)
    <Verdict.ALREADY_PRESENT: 'already_present'>
    """
    if not facts.delegate_is_known:
        return Verdict.UNKNOWN_CODE
    if facts.badge_is_revoked:
        return Verdict.REVOKED
    if not facts.sitting_is_open:
        return Verdict.OUTSIDE_WINDOW
    if direction is Direction.EXIT:  # whoever is inside may leave, whatever has been decided about them since
        return Verdict.OK if facts.is_present else Verdict.EXIT_WITHOUT_ENTRY
    if facts.credentials is Credentials.REJECTED:
        return Verdict.SUSPENDED
    if facts.is_replaced:
        return Verdict.REPLACED_BY_ALTERNATE
    if facts.kind in (DelegateKind.GUEST, DelegateKind.PRESS) and not facts.guests_are_admitted:
        return Verdict.NOT_ON_LIST
    return Verdict.ALREADY_PRESENT if facts.is_present else Verdict.OK


class Event(Struct, frozen=True, kw_only=True):
    """A scan of one delegate at one sitting that says where they are, as presence is projected from it."""

    direction: Direction
    occurred_at: datetime
    order: int  # of arrival, for equal times
    door: str = ""


class Standing(Struct, frozen=True, kw_only=True):
    """Whether somebody is in the hall, and when and where they first came in."""

    is_present: bool = False
    first_at: datetime | None = None
    first_door: str = ""


def project(events: list[Event]) -> Standing:
    """
    Presence from the scans that say where somebody is and were not undone: the last one holds.

    Independent of the order of arrival, because offline doors report late.
    """
    ordered = sorted(events, key=lambda event: (event.occurred_at, event.order))
    if not ordered:
        return Standing()
    entries = [event for event in ordered if event.direction is Direction.ENTRY]
    return Standing(
        is_present=ordered[-1].direction is Direction.ENTRY,
        first_at=entries[0].occurred_at if entries else None,
        first_door=entries[0].door if entries else "",
    )
