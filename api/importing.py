"""What commands of the CLI do in the database, each in one transaction."""

import asyncio
import secrets
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select

from agenda import journal
from agenda.congress_file import import_congress, read_congress_file
from agenda.files import FileStore
from agenda.journal import Actor
from agenda.programme import congress
from agenda.secret_file import write_secret
from api.auth import accounts
from api.auth.keys import congress_key, pin_key
from api.auth.models import Staff
from api.auth.permissions import Role
from api.auth.sign_ins import pin_hash
from api.export import Exported, export
from api.preparation import Say, session_on
from api.settings import Settings
from delegates import badge_sheet, badges
from delegates.importing import import_roster
from delegates.roster import read_roster
from delegates.roster_file import read_table

TERMINAL = Actor(kind="terminal", id=None, name="dienhong (terminal)")


async def import_congress_file(url: str, settings: Settings, file: Path) -> None:
    """Import a congress file."""
    async with session_on(url, settings) as session:
        await import_congress(session, TERMINAL, read_congress_file(await asyncio.to_thread(file.read_bytes)))


async def import_roster_file(url: str, settings: Settings, file: Path, *, dry_run: bool, say: Say) -> bool:
    """Import a roster and say what was done; every wrong cell is named. False if there was one."""
    say(f"Reading {file}")
    roster = read_roster(read_table(await asyncio.to_thread(file.read_bytes), file.name))
    for error in roster.errors:
        say(f"row {error.row}, {error.column}: {error.message} [{error.code}]")
    if roster.more_errors:
        say(f"… and {roster.more_errors} more")
    if roster.errors:
        return False
    say(f"Importing {len(roster.rows)} people")
    async with session_on(url, settings) as session:
        report = await import_roster(session, TERMINAL, roster, dry_run=dry_run)
    would = "would be " if dry_run else ""
    say(f"{report.added} {would}added, {report.changed} {would}changed, {report.unchanged} unchanged")
    if report.missing:
        say(f"not named by the file and left alone: {', '.join(report.missing[:20])}")
    return True


async def issue_badges(url: str, settings: Settings, out: Path, say: Say) -> int:
    """Issue what is missing; the PDFs are written for their owner alone before the codes are committed."""
    async with session_on(url, settings) as session:
        name = (await congress(session)).name_vi
        issued = await badges.issue_missing(
            session,
            TERMINAL,
            hash_pin=partial(pin_hash, pin_key(settings.keys_dir)),
            random_bytes=secrets.token_bytes,
            now=datetime.now(UTC),
        )
        if issued:
            say(f"Typesetting {len(issued)} badges")
            write_secret(out / "badges.pdf", badge_sheet.badges_pdf(issued, congress=name, public_url=settings.url))
            write_secret(out / "pins.pdf", badge_sheet.pins_pdf(issued, congress=name))
    return len(issued)


async def save_staff(url: str, settings: Settings, *, login: str, name: str, role: str, password: str) -> None:
    """Make or change a staff account by its login."""
    async with session_on(url, settings) as session:
        known = await session.scalar(select(Staff.id).where(Staff.login == accounts.login_name(login)))
        await accounts.put_staff(
            session,
            TERMINAL,
            known or uuid4(),
            login=login,
            name=name,
            role=Role(role),
            password=password,
            disabled=False,
            now=datetime.now(UTC),
        )


async def export_archive(url: str, settings: Settings, slug: str, out: Path) -> Exported:
    """Write an archive of one moment. Raises :class:`~api.export.AnotherCongress`, :class:`OSError`."""
    async with session_on(url, settings) as session:
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        files, key = FileStore.in_folder(settings.files_dir), congress_key(settings.keys_dir)
        return await export(session, slug, files, key, out)


async def journal_faults(url: str, settings: Settings) -> tuple[int, list[str]]:
    """How many entries there are, and where the chain breaks."""
    entries, faults = 0, []
    async with session_on(url, settings) as session:
        async for number, found in journal.verify(session):
            entries = number
            faults += [f"entry {fault.number}: {fault.what}" for fault in found]
    return entries, faults
