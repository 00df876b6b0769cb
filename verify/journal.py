"""The journal: numbers without a gap, each entry bound to the one before by its hash."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from verify.archive import Archive, canonical

Entry = dict[str, Any]


class Journal:
    """What the journal says of a subject; nothing before :meth:`check` has read it."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def check(self, archive: Archive) -> Iterator[str]:
        """Where its chain breaks, and which poll it says was published that is not in the archive."""
        self._entries = archive.lines("journal.jsonl")
        previous, number = "0" * 64, 0
        for entry in self._entries:
            if entry["number"] != number + 1:
                yield f"entry {entry['number']} follows entry {number}"
            if entry["previous"] != previous:
                yield f"entry {entry['number']} does not link to the one before"
            if entry["hash"] != hash_of(entry):
                yield f"entry {entry['number']} was edited"
            previous, number = entry["hash"], entry["number"]
        if archive.manifest.get("journal") != {"entries": number, "head": previous}:
            yield "does not end where the manifest says"
        there = {f"poll/{archive.json(f'polls/{folder}/poll.json')['id']}" for folder in archive.polls()}
        published = {entry["subject"] for entry in self._entries if entry["action"] == "poll.published"}
        yield from (f"{subject} was published, and is not in the archive" for subject in sorted(published - there))

    def said(self, subject: str, action: str) -> list[Entry]:
        """What its entries of this action say happened (``after``)."""
        return [one["after"] for one in self._entries if (one["subject"], one["action"]) == (subject, action)]

    def last(self, subject: str, action: str) -> Entry:
        """What the newest of them says; nothing if there is none."""
        return [{}, *self.said(subject, action)][-1]


def hash_of(entry: Entry) -> str:
    """SHA-256 over the hash before and the canonical JSON of all columns."""
    names = ("number", "at", "actor_kind", "actor_id", "actor_name", "action", "subject", "before", "after")
    text = entry["previous"] + canonical([entry[name] for name in names])
    return sha256(text.encode()).hexdigest()
