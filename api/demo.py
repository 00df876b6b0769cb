"""
The example congress, opened: imported once, with accounts, badges and codes that a person can use at once.

Passwords, badge codes and PINs of the demo are kept in one file in the data folder, readable by its owner alone, so
that a second start can print them again; a real congress keeps nothing of the kind.
"""

import secrets
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from agenda import documents, programme
from agenda.congress_file import CongressFile, id_of, import_congress, read_congress_file
from agenda.drawing import Drawing
from agenda.files import FileStore
from agenda.journal import SYSTEM
from agenda.models import Congress
from agenda.secret_file import write_secret
from api.auth import accounts
from api.auth.keys import pin_key
from api.auth.models import Device, Staff
from api.auth.permissions import Role
from api.auth.sign_ins import pin_hash
from api.preparation import Say
from api.settings import Settings
from delegates import badges
from delegates.importing import import_roster
from delegates.roster import read_roster
from delegates.roster_file import read_table
from voting import drafts, service
from voting.commands import PreparePoll
from voting.kinds import motion
from voting.models import Visibility
from voting.paper import Paper
from voting.profile import profile

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "congress"


class Card(Struct, frozen=True, kw_only=True):
    """A delegate's badge code and PIN."""

    number: str
    name: str
    code: str
    pin: str | None


class Account(Struct, frozen=True, kw_only=True):
    """A staff account with its password."""

    login: str
    name: str
    role: str
    password: str


class Credentials(Struct, frozen=True, kw_only=True):
    """Everything that opens the demo."""

    staff: list[Account]
    cards: list[Card]

    @property
    def organiser(self) -> Account:
        """Who runs it."""
        return next(account for account in self.staff if account.role == Role.ORGANISER)


def credentials_file(settings: Settings) -> Path:
    """Where the demo's credentials are."""
    return settings.data_dir / "demo-credentials.json"


def read_credentials(settings: Settings) -> Credentials:
    """Raises :class:`FileNotFoundError` if there is no demo in the data folder."""
    return msgspec.json.decode(credentials_file(settings).read_bytes(), type=Credentials)


async def found(engine: AsyncEngine, settings: Settings, say: Say) -> Credentials:
    """Import the example congress if the database is empty; its credentials."""
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    async with sessions() as session:
        exists = await session.scalar(select(Congress.id)) is not None
    if exists and credentials_file(settings).exists():
        say("The example congress is there already")
        return read_credentials(settings)
    file = read_congress_file((EXAMPLE / "congress.json").read_bytes())
    async with sessions.begin() as session:
        say("Importing the congress: programme, documents, targets")
        await import_congress(session, SYSTEM, file)
        say("Importing the roster")
        table = read_table((EXAMPLE / "roster.csv").read_bytes(), "roster.csv")
        report = await import_roster(session, SYSTEM, read_roster(table), dry_run=False)
        say(f"  {report.added} people")
        say("Preparing the polls")
        await _prepare_polls(session, file)
        say("Issuing badges and PINs")
        hash_pin = partial(pin_hash, pin_key(settings.keys_dir))
        issued = await badges.issue_missing(
            session, SYSTEM, hash_pin=hash_pin, random_bytes=secrets.token_bytes, now=datetime.now(UTC)
        )
        staff = await _hire(session, file)
        await _begin(session, file)
        cards = [Card(number=one.number, name=one.full_name, code=one.code, pin=one.pin) for one in issued]
        credentials = Credentials(staff=staff, cards=cards)
        write_secret(credentials_file(settings), msgspec.json.encode(credentials))
    await _upload(sessions, settings, file, say)
    return credentials


async def enrolment(session: AsyncSession, name: str, role: Role) -> str:
    """A fresh enrolment code for the device of this name, which is made if there is none."""
    device = await session.scalar(
        select(Device).where(Device.name == name, Device.role == role, Device.revoked_at.is_(None)).limit(1)
    )
    device_id = device.id if device else uuid4()
    if device is None:
        await accounts.put_device(session, SYSTEM, device_id, name=name, role=role)
    _, code = await accounts.enrol(session, SYSTEM, device_id, now=datetime.now(UTC), random_bytes=secrets.token_bytes)
    return code


async def _prepare_polls(session: AsyncSession, file: CongressFile) -> None:
    rule = profile(file.congress.rules_profile).open_vote
    for poll in file.polls:
        if poll.targets == "all":
            paper = await drafts.paper_on_all_targets(session)
        else:
            questions = [
                motion.question(
                    number,
                    question.title_vi,
                    title_en=question.title_en,
                    text_vi=question.text_vi,
                    text_en=question.text_en,
                    rule=rule,
                )
                for number, question in enumerate(poll.questions, start=1)
            ]
            paper = Paper(questions=tuple(questions))
        command = PreparePoll(
            title_vi=poll.title_vi,
            title_en=poll.title_en,
            item_id=id_of("item", poll.item) if poll.item else None,
            paper=paper,
            seconds=poll.seconds,
            visibility=Visibility(poll.visibility),
            late_arrivals=poll.late_arrivals,
        )
        await service.prepare(session, SYSTEM, id_of("poll", poll.key), command)


async def _hire(session: AsyncSession, file: CongressFile) -> list[Account]:
    taken = set(await session.scalars(select(Staff.login)))
    hired = []
    for person in file.staff:
        if person.login in taken:
            continue
        password = secrets.token_urlsafe(9)
        await accounts.put_staff(
            session,
            SYSTEM,
            id_of("staff", person.login),
            login=person.login,
            name=person.name,
            role=Role(person.role),
            password=password,
            disabled=False,
            now=datetime.now(UTC),
        )
        hired.append(Account(login=person.login, name=person.name, role=person.role, password=password))
    return hired


async def _begin(session: AsyncSession, file: CongressFile) -> None:
    """The first sitting is under way, so that doors let people in."""
    first = file.sittings[0]
    await programme.set_current_sitting(session, SYSTEM, id_of("sitting", first.number))
    await programme.set_current_item(session, SYSTEM, id_of("item", first.items[0].key), now=datetime.now(UTC))


async def _upload(sessions: async_sessionmaker[AsyncSession], settings: Settings, file: CongressFile, say: Say) -> None:
    from examples.documents import build_documents

    say("Typesetting the documents")
    built = build_documents(settings.data_dir / "demo-documents")
    files = FileStore.in_folder(settings.files_dir)
    drawing = Drawing(sessions, files)
    try:
        for document in file.documents:
            pdf = built.get(document.key)
            if pdf is None:
                continue
            document_id: UUID = id_of("document", document.key)
            async with sessions.begin() as session:
                await documents.upload_version(
                    session,
                    SYSTEM,
                    document_id,
                    pdf.read_bytes(),
                    pdf.name,
                    files=files,
                    drawing=drawing,
                    most_pages=settings.document_pages,
                )
            say(f"Drawing the pages of “{document.title_vi}”")
            await drawing.draw_waiting()
            if document.published:
                async with sessions.begin() as session:
                    await documents.publish(session, SYSTEM, document_id, now=datetime.now(UTC))
    finally:
        await drawing.stop()
