"""The documents of the example congress, typeset: real Vietnamese texts with the figures of the example's own data."""

import json
import shutil
import tempfile
from pathlib import Path

import typst

from examples.congress_file import CONGRESS_FILE, DOCUMENTS, congress_json
from examples.delegations import DELEGATIONS
from examples.people import AGES
from examples.roster import Roster

SOURCES = Path(__file__).resolve().parent / "congress" / "documents"


def build_documents(folder: Path) -> dict[str, Path]:
    """Typeset all documents into ``folder``; the PDF of each by its key."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "documents"
        shutil.copytree(SOURCES, root)
        (root / "congress.json").write_text(congress_json(), encoding="utf-8")
        (root / "people.json").write_text(json.dumps(_people(), ensure_ascii=False), encoding="utf-8")
        built = {}
        for document in DOCUMENTS:
            built[document.key] = folder / f"{document.key}.pdf"
            typst.compile(root / f"{document.key}.typ", output=built[document.key], root=root)
    return built


def _people() -> dict[str, object]:
    """The figures that the credentials report states, from the roster itself."""
    roster = Roster()
    people = roster.officials

    def count(name: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for person in people:
            found[getattr(person, name)] = found.get(getattr(person, name), 0) + 1
        return dict(sorted(found.items(), key=lambda one: -one[1]))

    return {
        "summoned": len(people),
        "basis": count("basis"),
        "officer": count("officer"),
        "sector": count("sector"),
        "education": count("education"),
        "women": sum(person.is_woman for person in people),
        "party": sum(person.is_party_member for person in people),
        "minorities": sum(person.ethnicity != "Kinh" for person in people),
        "religious": sum(person.religion != "" for person in people),
        "ages": [[f"{first}–{last}", sum(first <= one.age <= last for one in people)] for first, last in AGES],
        "youngest": min(person.age for person in people),
        "oldest": max(person.age for person in people),
        "delegations": [[one.code, one.name, one.seats, one.alternates] for one in DELEGATIONS],
        "attendance": roster.cases["attendance"][0],
        "targets": len(CONGRESS_FILE.targets),
    }
