"""
Importing a roster: all or nothing, and repeatable.

Delegates are found again by their number: unchanged rows are left alone, changed ones are updated, and those that the
file does not name are reported, never deleted. Columns that the file does not have keep what they hold; an alternate
who took a place keeps it, whatever kind the file says.
"""

from typing import Any
from uuid import UUID, uuid4

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from agenda.folding import fold
from agenda.journal import Actor
from delegates.errors import RosterHasErrors
from delegates.models import Delegate, Delegation, SensitiveFacts
from delegates.names import sort_key
from delegates.roster import SENSITIVE, CellError, Column, Roster, RosterRow, WrongRow
from realtime.touch import touch

_COLUMNS = (
    "full_name",
    "sort_key",
    "folded",
    "kind",
    "basis",
    "delegation_id",
    "unit",
    "position",
    "officer_kind",
    "sector",
    "education",
    "birth_year",
    "gender",
    "discussion_group",
    "seat",
    "mandates",
)


class Change(Struct, frozen=True, kw_only=True):
    """A delegate whom the import changes, and in what."""

    number: str
    full_name: str
    columns: list[str]


class ImportReport(Struct, frozen=True, kw_only=True):
    """What an import did, or in a dry run would do."""

    dry_run: bool
    added: int
    changed: int
    unchanged: int
    missing: list[str]  # numbers on the roster that the file does not name (the first hundred)
    changes: list[Change]  # the first hundred
    errors: list[CellError]
    more_errors: int
    headers: list[str]  # of the file
    wrong_rows: list[WrongRow]  # those of ``errors``, as they stand in the file


async def import_roster(session: AsyncSession, actor: Actor, roster: Roster, *, dry_run: bool) -> ImportReport:
    """
    Bring the database to the roster, in the caller's transaction.

    A dry run writes nothing and reports errors instead of raising. Raises :class:`RosterHasErrors`, having written
    nothing.
    """
    if roster.errors and not dry_run:
        raise RosterHasErrors(errors=msgspec.to_builtins(roster.errors), more=roster.more_errors)
    known = {row.number: row for row in await session.scalars(select(Delegate))}
    codes = {row.code: row for row in await session.scalars(select(Delegation))}
    renamed = {row.delegation_code for row in roster.rows if _is_renamed(row, codes.get(row.delegation_code))}
    delegation_ids = {row.delegation_code: UUID(int=0) for row in roster.rows} | {
        code: row.id for code, row in codes.items()
    }
    sensitive = {row.delegate_id: row for row in await session.scalars(select(SensitiveFacts))}
    sensitive_columns = [column for column in roster.columns if column in SENSITIVE]
    if not dry_run:
        await _save_delegations(session, roster, codes, delegation_ids)
    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    changes: list[Change] = []
    for row in roster.rows:
        values = _values(row, delegation_ids[row.delegation_code], roster.columns)
        old = known.get(row.number)
        if old is None:
            added.append({"id": uuid4(), "number": row.number, **_DEFAULTS, **values})
            continue
        if old.replaces_id is not None:
            values["kind"] = old.kind
        differing = [name for name in values if getattr(old, name) != values[name]]
        if differing:
            full = {name: getattr(old, name) for name in _COLUMNS} | values
            changed.append({"row_id": old.id, **full})
        shown = [_SHOWN.get(name, name) for name in differing if name not in ("sort_key", "folded")]
        shown += [Column.DELEGATION] if row.delegation_code in renamed else []
        shown += [column for column in sensitive_columns if _differs(row, sensitive.get(old.id), column)]
        if shown or differing:
            changes.append(Change(number=row.number, full_name=row.full_name, columns=shown))
    named = {row.number for row in roster.rows}
    missing = sorted(number for number in known if number not in named)
    if not dry_run:
        await _write(session, added, changed)
        await _write_sensitive(session, roster, sensitive_columns)
        counts = {"added": len(added), "changed": len(changes), "missing": len(missing)}
        if added or changes:
            await journal.record(session, actor, "roster.imported", subject="roster", after=counts)
            await touch(session, "presence", "stations", "screen/*", "me/*")
    return ImportReport(
        dry_run=dry_run,
        added=len(added),
        changed=len(changes),
        unchanged=len(roster.rows) - len(added) - len(changes),
        missing=missing[:100],
        changes=changes[:100],
        errors=roster.errors,
        more_errors=roster.more_errors,
        headers=roster.headers,
        wrong_rows=roster.wrong_rows,
    )


_SHOWN = {"delegation_id": str(Column.DELEGATION_CODE)}
"""Columns that people know by another name."""

_DEFAULTS: dict[str, Any] = {
    "basis": None,
    "unit": "",
    "position": "",
    "officer_kind": "",
    "sector": "",
    "education": "",
    "birth_year": None,
    "gender": None,
    "discussion_group": "",
    "seat": "",
    "mandates": 1,
}


def _values(row: RosterRow, delegation_id: UUID, columns: list[Column]) -> dict[str, Any]:
    """The columns of Delegate that this row says something about."""
    given = {str(column): getattr(row, column) for column in columns if str(column) in _COLUMNS}
    search = (row.full_name, row.number, row.unit, row.delegation, row.delegation_code)
    return {
        **given,
        "sort_key": sort_key(row.full_name),
        # A leading blank before every word: a search finds the beginnings of words.
        "folded": " " + fold(" ".join(search)),
        "delegation_id": delegation_id,
    }


def _is_renamed(row: RosterRow, known: Delegation | None) -> bool:
    return known is not None and known.name != row.delegation


def _differs(row: RosterRow, known: SensitiveFacts | None, column: Column) -> bool:
    """Whether a sensitive cell says something new; nothing on record is the same as an empty cell."""
    return bool(getattr(row, column) != (getattr(known, column) if known else type(getattr(row, column))()))


async def _save_delegations(
    session: AsyncSession, roster: Roster, codes: dict[str, Delegation], ids: dict[str, UUID]
) -> None:
    for row in roster.rows:
        known = codes.get(row.delegation_code)
        if known is None:
            known = codes[row.delegation_code] = Delegation(id=uuid4(), code=row.delegation_code, name=row.delegation)
            session.add(known)
            ids[row.delegation_code] = known.id
        elif known.name != row.delegation:
            known.name = row.delegation
    await session.flush()


async def _write(session: AsyncSession, added: list[dict[str, Any]], changed: list[dict[str, Any]]) -> None:
    if added:
        await session.execute(insert(Delegate), added)
    if changed:
        await session.execute(
            update(Delegate.__table__)  # type: ignore[arg-type]
            .where(Delegate.__table__.c.id == bindparam("row_id"))
            .values({name: bindparam(name) for name in _COLUMNS}),
            changed,
        )
    session.expire_all()


async def _write_sensitive(session: AsyncSession, roster: Roster, columns: list[Column]) -> None:
    if not columns:
        return
    ids = dict((await session.execute(select(Delegate.number, Delegate.id))).all())
    rows = [
        {
            "delegate_id": ids[row.number],
            "ethnicity": row.ethnicity,
            "religion": row.religion,
            "party_member": row.party_member,
        }
        for row in roster.rows
    ]
    if rows:
        fresh = insert(SensitiveFacts)
        await session.execute(
            fresh.on_conflict_do_update(
                index_elements=["delegate_id"],
                set_={name: fresh.excluded[name] for name in columns},
            ),
            rows,
        )
