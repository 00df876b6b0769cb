"""
Export: a congress as an archive that anybody can check, also without us (``docs/archive.md``, ``verify/``).

What has not been published is not in it: of such a poll the definition alone. Everything is read in one snapshot.
"""

import hashlib
from base64 import b64encode
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct
from sqlalchemy import Text, cast, select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda.files import FileStore
from agenda.journal import GENESIS
from agenda.models import Document, DocumentVersion, JournalEntry
from agenda.programme import congress
from delegates.models import Delegate, Delegation
from voting import hand_count, represented, secrecy, voids
from voting.checkpoint import congress_signer, sign_note
from voting.life import PollState, Secrecy
from voting.models import Ballot, Poll, Voter
from voting.queries import electorate_size, paper_in
from voting.secret_ballot import marks_size
from voting.secret_models import IssuedPaper, SecretPoll

FORMAT = "dienhong archive 1"


class AnotherCongress(Exception):
    """The database holds another congress than the one that was asked for."""


class Exported(Struct, frozen=True, kw_only=True):
    """How much is in an archive."""

    polls: int
    files: int
    entries: int


class _Archive:
    """A zip that is being written, and the hashes of what is in it."""

    def __init__(self, zip_: ZipFile) -> None:
        self._zip, self.hashes = zip_, dict[str, str]()

    def write(self, name: str, content: bytes) -> None:
        self._zip.writestr(name, content)
        self.hashes[name] = hashlib.sha256(content).hexdigest()

    def json(self, name: str, value: object) -> None:
        self.write(name, msgspec.json.format(msgspec.json.encode(value), indent=1))

    def lines(self, name: str, values: Iterable[object]) -> None:
        self.write(name, b"".join(msgspec.json.encode(value) + b"\n" for value in values))


async def export(session: AsyncSession, slug: str, files: FileStore, key: Ed25519PrivateKey, out: Path) -> Exported:
    """
    Write the archive of the congress ``slug`` to ``out``, signed with the congress's ``key``. Leaves no half file.

    ``session`` has to read in one snapshot.

    Raises :class:`AnotherCongress`, or :class:`OSError` if ``out`` cannot be written.
    """
    found = await congress(session)
    if found.slug != slug:
        raise AnotherCongress(f"this is the congress {found.slug!r}, not {slug!r}")
    signer = congress_signer(slug, key)
    part = out.with_name(out.name + ".part")
    try:
        with ZipFile(part, "w", ZIP_DEFLATED) as zip_:
            archive = _Archive(zip_)
            head = await _journal(session, archive)
            polls = [await _poll(session, archive, poll) async for poll in _polls(session)]
            await _documents(session, archive, files)
            manifest = {
                "format": FORMAT,
                "congress": {"slug": slug, "name_vi": found.name_vi, "name_en": found.name_en},
                "made_at": datetime.now(UTC),
                "verifier": signer.verifier.written(),
                "journal": head,
                "files": dict(archive.hashes),
            }
            archive.json("manifest.json", manifest)
            stated = f"{FORMAT}\n{signer.name}\n{archive.hashes['manifest.json']}\n"
            archive.write("manifest.note", sign_note(stated, signer).encode())
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return Exported(polls=len(polls), files=len(archive.hashes), entries=head["entries"])


async def _journal(session: AsyncSession, archive: _Archive) -> dict[str, Any]:
    entries = (await session.scalars(select(JournalEntry).order_by(JournalEntry.number))).all()
    archive.lines(
        "journal.jsonl",
        (
            {
                "number": entry.number,
                "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "actor_kind": entry.actor_kind,
                "actor_id": entry.actor_id,
                "actor_name": entry.actor_name,
                "action": entry.action,
                "subject": entry.subject,
                "before": entry.before,
                "after": entry.after,
                "previous": entry.previous,
                "hash": entry.hash,
            }
            for entry in entries
        ),
    )
    return {"entries": len(entries), "head": entries[-1].hash if entries else GENESIS}


async def _polls(session: AsyncSession) -> AsyncIterator[Poll]:
    for poll in await session.scalars(select(Poll).where(Poll.state != PollState.DRAFT).order_by(Poll.number)):
        yield poll


async def _poll(session: AsyncSession, archive: _Archive, poll: Poll) -> int:
    """The definition; of a published poll also electorate, papers, ballots and result."""
    folder, is_out = f"polls/{poll.number}", poll.published_at is not None
    secret = await session.get(SecretPoll, poll.id)
    archive.json(
        f"{folder}/poll.json",
        {
            "id": poll.id,
            "number": poll.number,
            "title_vi": poll.title_vi,
            "title_en": poll.title_en,
            "secrecy": poll.secrecy,
            "secret_mode": poll.secret_mode,
            "state": poll.state,
            "paper": poll.paper,
            "electorate_kind": poll.electorate_kind,
            "electorate": await electorate_size(session, poll.id),
            "present": poll.present,
            "entitled": poll.entitled,
            "had_quorum": poll.had_quorum,
            "opened_at": poll.opened_at,
            "closed_at": poll.closed_at,
            "published_at": poll.published_at,
            "annulled_because": poll.annulled_because,
            "result": poll.result if is_out else None,
            "checkpoint": poll.checkpoint if is_out else "",
            "secret": {"key": b64encode(secret.public_key).decode()} if secret else None,
        },
    )
    if is_out:
        archive.lines(f"{folder}/voters.jsonl", await _voters(session, poll))
        if poll.secrecy is Secrecy.SECRET:
            archive.lines(f"{folder}/papers.jsonl", await _papers(session, poll))
            urn = await secrecy.ballots_in(session, poll)
            archive.lines(f"{folder}/urn.jsonl", (b64encode(ballot.encoded()).decode() for ballot in urn))
            void = await voids.voids_in(session, poll.id, marks_size(paper_in(poll)))
            archive.lines(f"{folder}/voids.jsonl", (b64encode(one.encoded()).decode() for one in void))
            if counts := await hand_count.entered(session, poll.id):
                said = ({"teller": one.teller_name, "count": one.content} for one in counts)
                archive.lines(f"{folder}/hand.jsonl", said)
        else:
            archive.lines(f"{folder}/ballots.jsonl", await _ballots(session, poll))
    return poll.number


async def _voters(session: AsyncSession, poll: Poll) -> list[dict[str, Any]]:
    rows = await session.execute(
        select(Voter.delegate_id, Delegate.number, Delegate.full_name, Delegation.name, Voter.mandates)
        .join(Delegate, Delegate.id == Voter.delegate_id)
        .join(Delegation, Delegation.id == Voter.delegation_id)
        .where(Voter.poll_id == poll.id)
        .order_by(Delegate.number)
    )
    names = ("delegate_id", "number", "full_name", "delegation", "mandates")
    carried: dict[UUID, list[dict[str, Any]]] = {}
    for one in await represented.carried_in(session, poll.id):
        theirs = {"delegate_id": one.delegate_id, "number": one.number, "full_name": one.full_name}
        carried.setdefault(one.holder_id, []).append({**theirs, "mandates": one.mandates})
    return [dict(zip(names, row, strict=True)) | {"on_behalf_of": carried.get(row[0], [])} for row in rows]


async def _ballots(session: AsyncSession, poll: Poll) -> list[dict[str, Any]]:
    """With the answers as the text that is in the tree."""
    answers = cast(Ballot.answers, Text)
    query = select(Ballot.id, Ballot.voter_id, Ballot.mandates, answers, Ballot.cast_at)
    rows = await session.execute(query.where(Ballot.poll_id == poll.id).order_by(Ballot.voter_id))
    names = ("ballot_id", "voter_id", "mandates", "answers", "cast_at")
    return [dict(zip(names, row, strict=True)) for row in rows]


async def _papers(session: AsyncSession, poll: Poll) -> list[dict[str, Any]]:
    rows = await session.scalars(
        select(IssuedPaper).where(IssuedPaper.poll_id == poll.id).order_by(IssuedPaper.voter_id, IssuedPaper.mandate)
    )
    return [
        {
            "voter_id": paper.voter_id,
            "mandate": paper.mandate,
            "kind": paper.kind,
            "blinded": b64encode(paper.blinded or b"").decode(),
            "signed": b64encode(paper.signed or b"").decode(),
        }
        for paper in rows
    ]


async def _documents(session: AsyncSession, archive: _Archive, files: FileStore) -> None:
    """The originals of everything that is published, named by their content."""
    rows = await session.execute(
        select(Document.title_vi, DocumentVersion.number, DocumentVersion.file_name, DocumentVersion.sha256)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(Document.published_at.isnot(None))
        .order_by(Document.position, DocumentVersion.number)
    )
    names = ("title_vi", "version", "file_name", "sha256")
    listed: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in rows]
    archive.json("documents.json", listed)
    for sha256 in sorted({one["sha256"] for one in listed}):
        archive.write(f"documents/{sha256}", await files.get(sha256))
