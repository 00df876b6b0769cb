"""An exported congress to tamper with: one recorded poll, two secret ones, a document, and the key that signs."""

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from agenda.files import FileStore
from agenda.journal import SYSTEM, Actor
from agenda.models import Congress, Document, DocumentState, DocumentVersion
from api.export import FORMAT, export
from tests.congresses import DAY
from tests.voting.halls import KEY, NOW, Hall, a_cast, an_intake
from tests.voting.secret_halls import FEWEST, a_secret_hall
from voting import service
from voting.checkpoint import Signer, sign_note
from voting.late_papers import BATCH
from voting.life import SecretMode

SIGNER = Signer(name="dienhong/test", key=KEY)
RECORDED, SECRET, ATTENDED = "polls/1", "polls/2", "polls/4"


async def make_archive(url: str, folder: Path) -> Path:
    """Hold a small congress in the empty database at ``url`` and export it."""
    engine = create_async_engine(url)
    sessions = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)
    hall, files, out = Hall(sessions), FileStore.in_folder(folder / "files"), folder / "archive.zip"
    async with sessions.begin() as session:
        dates = {"starts_on": DAY.date(), "ends_on": DAY.date()}
        session.add(Congress(slug="test", name_vi="Đại hội thử", rules_profile="vgcl-2024", **dates))
        document = Document(position=1, title_vi="Báo cáo", published_at=NOW)
        session.add(document)
        await session.flush()
        sha256 = await files.put(b"%PDF-1.7 ...")
        version = {"number": 1, "file_name": "bao-cao.pdf", "bytes": 12, "pages": 1, "state": DocumentState.READY}
        session.add(DocumentVersion(document_id=document.id, sha256=sha256, **version))
    voters = await hall.fill(FEWEST) + await hall.fill(1, mandates=3)
    (absent,) = await hall.fill(1)
    await hall.gives_proxy(absent, voters[-1])
    recorded = await hall.opens()
    async with an_intake(url) as intake:
        for n, voter in enumerate(voters[8:]):
            await intake.cast(a_cast(recorded, voter, ("for", "against", None)[n % 3]))
    await hall.closes(recorded)
    async with a_secret_hall(hall, url, folder / "paper-keys") as secret:
        poll_id = await secret.announces()
        pockets = [await secret.pocket(poll_id, voter) for voter in voters]
        await secret.opens(poll_id)
        for n, pocket in enumerate(pockets[:18]):
            await secret.casts(pocket, ("for", "against")[n % 2])
        (late,) = await hall.fill(1)
        await secret.hands_out(poll_id, late)
        await secret.closes(poll_id)
        for pocket in pockets[18:20]:
            await secret.gives_back(pocket)
        for name in ("Lan", "Hoa"):
            teller = Actor(kind="teller", id=uuid4(), name=name)
            await secret.enters(poll_id, teller, papers=1, marks={"for": 1, "against": 0, "other": 0})
    hidden = await hall.opens()  # closed, and never published
    await hall.closes(hidden)
    async with a_secret_hall(hall, url, folder / "paper-keys") as secret:
        newcomers = await hall.fill(BATCH)
        attended = await secret.announces(secret_mode=SecretMode.ATTENDED)
        pockets = [await secret.pocket(attended, voter) for voter in voters[:FEWEST]]
        await secret.opens(attended)
        for pocket in [*pockets, *await secret.late(attended, newcomers)]:
            await secret.casts(pocket)
        await secret.closes(attended)
    async with sessions.begin() as session:
        for one in (recorded, poll_id, attended):
            await service.publish(session, SYSTEM, one, now=NOW)
    async with sessions() as session:
        await export(session, "test", files, KEY, out)
    await engine.dispose()
    return out


class Tampered:
    """The files of an archive, to be changed."""

    def __init__(self, path: Path | None = None) -> None:
        self.files: dict[str, bytes] = {}
        if path is not None:
            with ZipFile(path) as archive:
                self.files = {name: archive.read(name) for name in archive.namelist()}

    def json(self, name: str, change: Callable[[Any], Any]) -> None:
        """Change a JSON file; what ``change`` returns, if anything, takes its place."""
        value = json.loads(self.files[name])
        changed = change(value)
        self.files[name] = json.dumps(value if changed is None else changed, ensure_ascii=False).encode()

    def lines(self, name: str, change: Callable[[list[Any]], Any]) -> None:
        """The same with lines of JSON."""
        values = [json.loads(line) for line in self.files[name].decode().splitlines()]
        change(values)
        self.files[name] = b"".join(json.dumps(value, ensure_ascii=False).encode() + b"\n" for value in values)

    def signed_again(self) -> None:
        """As somebody could who has the congress's key: manifest and its signature fit the files."""
        named = {name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()}
        del named["manifest.json"], named["manifest.note"]
        self.json("manifest.json", lambda manifest: manifest.update(files=named))
        stated = hashlib.sha256(self.files["manifest.json"]).hexdigest()
        self.files["manifest.note"] = sign_note(f"{FORMAT}\n{SIGNER.name}\n{stated}\n", SIGNER).encode()

    def write(self, path: Path) -> Path:
        """As a zip."""
        content = io.BytesIO()
        with ZipFile(content, "w") as archive:
            for name, file in self.files.items():
                archive.writestr(name, file)
        path.write_bytes(content.getvalue())
        return path


def another_id() -> str:
    """Of somebody who is not there."""
    return str(uuid4())
