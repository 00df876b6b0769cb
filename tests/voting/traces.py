"""
Looking for traces: where in files, logs and memory something of a delegate lies beside something of a ballot.

``grep`` searches for thousands of byte strings in one pass through hundreds of megabytes; the rest is counting.
"""

import bisect
import os
import re
import subprocess
import tempfile
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from voting.secret_ballot import SecretBallot

NEAR = 1024
"""
Bytes. A row of the urn has 600 and its record in the write-ahead log fewer than 800, so what is written together is
nearer than this; so are the parts of one request, answer or object in memory.
"""
_SHORTEST = 10  # bytes of what is searched for: shorter strings are met by chance


class Person(NamedTuple):
    """What there is of one voter: of the delegate, and of the ballot. Nothing but chance should join the two."""

    names: frozenset[bytes]
    ballots: frozenset[bytes]


def person(delegate_id: UUID, name: str, *texts: str, ballot: SecretBallot) -> Person:
    """A delegate by id, name and other texts (badge, cookie, address), and their ballot."""
    raw = [ballot.key, ballot.paper_signature[:24], ballot.vote_signature[:24], ballot.leaf]
    return Person(
        _forms([delegate_id.bytes], [str(delegate_id), name, *texts]),
        _forms(raw, [b64encode(one).decode() for one in raw]),
    )


def _forms(contents: Iterable[bytes], texts: Iterable[str]) -> frozenset[bytes]:
    """As they stand in files and in memory: as bytes and in hex; as UTF-8, and as Python keeps strings beyond Latin."""
    forms = [one for content in contents for one in (content, content.hex().encode())]
    for text in texts:
        forms += [text.encode()] if text.isascii() else [text.encode(), text.encode("utf-16-le")]
    # A line of grep's is a pattern: of what has a line break in it the longest part without one is searched for.
    longest = [max(re.split(rb"\n", one), key=len) for one in forms]
    return frozenset(one for one in longest if len(one) >= _SHORTEST)


class Found(NamedTuple):
    """One place."""

    at: int  # bytes from the beginning of the file
    person: int
    is_ballot: bool


class Search:
    """All that there is of some people, to be searched for."""

    def __init__(self, people: list[Person], folder: Path) -> None:
        """``folder``: where it may keep its list."""
        self._patterns = Path(tempfile.mkstemp(dir=folder)[1])
        self._whose: dict[bytes, tuple[int, bool]] = {}
        for number, one in enumerate(people):
            self._whose |= dict.fromkeys(one.names, (number, False)) | dict.fromkeys(one.ballots, (number, True))
        self._patterns.write_bytes(b"\n".join(self._whose))

    def in_files(self, below: Path) -> dict[Path, list[Found]]:
        """Where they are in the files below a folder, or in one file; in each from its beginning to its end."""
        options = "--text --only-matching --byte-offset --binary --fixed-strings --with-filename --null --recursive"
        done = subprocess.run(
            ["grep", *options.split(), "-f", str(self._patterns), str(below)],
            env={"LC_ALL": "C"},
            capture_output=True,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        found: dict[Path, list[Found]] = {}
        for file, at, what in re.findall(rb"([^\0\n]+)\0(\d+):([^\n]+)\n", done.stdout):
            found.setdefault(Path(os.fsdecode(file)), []).append(Found(int(at), *self._whose[what]))
        return found

    def in_bytes(self, file: Path) -> list[Found]:
        """The same in one file."""
        return self.in_files(file).get(file, [])

    def in_lines(self, file: Path) -> list[Found]:
        """The same in a text, where a place is the number of a line: one row of a dump, one entry of a log."""
        starts = [0, *(one.end() for one in re.finditer(rb"\n", file.read_bytes()))]
        return [found._replace(at=bisect.bisect(starts, found.at)) for found in self.in_bytes(file)]


class Pairs(NamedTuple):
    """How often a delegate's and a ballot's trace lie near each other."""

    own: int  # the delegate's who cast the ballot
    others: int  # any other delegate's
    ballots: int  # traces of ballots at all


def pairs(places: list[Found], near: int) -> Pairs:
    """Count them."""
    names = [place for place in places if not place.is_ballot]
    ats = [place.at for place in names]
    own = others = ballots = 0
    for place in places:
        if place.is_ballot:
            around = names[bisect.bisect_left(ats, place.at - near) : bisect.bisect_right(ats, place.at + near)]
            mine = sum(one.person == place.person for one in around)
            own, others, ballots = own + mine, others + len(around) - mine, ballots + 1
    return Pairs(own, others, ballots)


def take_image(pid: int, into: Path) -> int:
    """
    All memory that a process can write to, as a core dump has it, one region after the other; how many bytes.

    Raises :class:`PermissionError` if this machine lets nobody look.
    """
    size = 0
    with into.open("wb") as out, Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            found = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if found is None:
                continue
            first, end = (int(one, 16) for one in found.groups())
            memory.seek(first)
            try:
                size += out.write(memory.read(end - first))
            except OSError:  # such as [vvar]: it is there and cannot be read
                continue
            size += out.write(bytes(NEAR))  # what lies in different regions is not near
    return size
