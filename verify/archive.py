"""The archive itself: a zip whose manifest, signed by the congress, names every file with its hash."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from verify.notes import open_note, read_verifier

FORMAT = "dienhong archive 1"
canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode  # the one way to write


class Archive:
    """Files by name. Raises :class:`KeyError` for one that is missing, and :class:`ValueError` for what is no JSON."""

    def __init__(self, path: Path) -> None:
        self._zip = ZipFile(path)
        self.names = self._zip.namelist()
        self.manifest: dict[str, Any] = self.json("manifest.json")
        if self.manifest.get("format") != FORMAT:
            raise ValueError(f"its format is not {FORMAT!r}")
        self.verifier: str = self.manifest["verifier"]

    def bytes(self, name: str) -> bytes:
        """The content of a file."""
        return self._zip.read(name)

    def json(self, name: str) -> Any:
        """The same, read as JSON."""
        return json.loads(self.bytes(name))

    def lines(self, name: str) -> list[Any]:
        """The same, one JSON value a line."""
        return [json.loads(line) for line in self.bytes(name).decode().splitlines()]

    def polls(self) -> list[str]:
        """The folders of polls, by their numbers."""
        found = {name.split("/")[1] for name in self.names if name.startswith("polls/")}
        return sorted(found, key=lambda name: (len(name), name))

    def check(self) -> Iterator[str]:
        """Whether the congress signed this manifest, and the files are those that it names."""
        try:
            lines = open_note(self.bytes("manifest.note").decode(), read_verifier(self.verifier)).split("\n")
            if lines[0] != FORMAT or lines[2] != sha256(self.bytes("manifest.json")).hexdigest():
                yield "manifest: the congress signed another one"
        except (KeyError, ValueError, IndexError) as error:
            yield f"manifest: is not signed by the congress ({error})"
        if len(set(self.names)) != len(self.names):
            yield "manifest: the archive has two files of one name"
        named: dict[str, str] = self.manifest["files"]
        yield from (f"{name}: is missing" for name in sorted(named.keys() - set(self.names)))
        for name in sorted(set(self.names) - {"manifest.json", "manifest.note"}):
            found = sha256(self.bytes(name)).hexdigest()
            if name not in named:
                yield f"{name}: is not named in the manifest"
            elif found != named[name]:
                yield f"{name}: is not the file that the manifest names"
            if name.startswith("documents/") and name.split("/")[1] != found:
                yield f"{name}: is not the document of this hash"
