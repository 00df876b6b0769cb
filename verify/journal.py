"""The journal: numbers without a gap, each entry bound to the one before by its hash."""

import hashlib
import json
from typing import Any

from verify.archive import Archive

GENESIS = "0" * 64
Entry = dict[str, Any]


class Journal:
    """What the journal says of a subject."""

    def __init__(self, entries: list[Entry]) -> None:
        self._entries = entries

    def last(self, subject: str, action: str) -> Entry | None:
        """What the newest entry of this action says happened (``after``), if there is one."""
        found = [entry for entry in self._entries if entry["subject"] == subject and entry["action"] == action]
        return found[-1]["after"] if found else None

    def total(self, subject: str, action: str, name: str) -> int:
        """The sum of what its entries of this action say under ``name``."""
        found = (entry for entry in self._entries if (entry["subject"], entry["action"]) == (subject, action))
        return sum(entry["after"][name] for entry in found)

    def subjects(self, action: str) -> set[str]:
        """Everything that this was done to."""
        return {entry["subject"] for entry in self._entries if entry["action"] == action}


def check_journal(archive: Archive) -> tuple[Journal, list[str]]:
    """The journal, and where its chain breaks. Every published poll in it must be in the archive."""
    entries: list[Entry] = archive.lines("journal.jsonl")
    found = []
    previous, number = GENESIS, 0
    for entry in entries:
        if entry["number"] != number + 1:
            found.append(f"journal: entry {entry['number']} follows entry {number}")
        if entry["previous"] != previous:
            found.append(f"journal: entry {entry['number']} does not link to the one before")
        if entry["hash"] != hash_of(entry):
            found.append(f"journal: entry {entry['number']} was edited")
        previous, number = entry["hash"], entry["number"]
    if archive.manifest.get("journal") != {"entries": number, "head": previous}:
        found.append("journal: does not end where the manifest says")
    journal = Journal(entries)
    there = {f"poll/{archive.json(f'polls/{folder}/poll.json')['id']}" for folder in archive.polls()}
    lost = sorted(journal.subjects("poll.published") - there)
    found += [f"{subject}: was published, and is not in the archive" for subject in lost]
    return journal, found


def hash_of(entry: Entry) -> str:
    """SHA-256 over the hash before and the canonical JSON of all columns."""
    names = ("number", "at", "actor_kind", "actor_id", "actor_name", "action", "subject", "before", "after")
    columns = [entry[name] for name in names]
    text = json.dumps(columns, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256((entry["previous"] + text).encode()).hexdigest()
