"""The archive itself: a zip whose manifest, signed by the congress, names every file with its hash."""

import hashlib
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from verify.notes import WrongNote, open_note, read_verifier

FORMAT = "dienhong archive 1"


class Broken(Exception):
    """Something is missing, or not in the format; the message says what."""


class Archive:
    """Files by name. Raises :class:`Broken` if there is no manifest."""

    def __init__(self, path: Path) -> None:
        self._zip = ZipFile(path)
        self.names = self._zip.namelist()
        self.manifest: dict[str, Any] = self.json("manifest.json")
        if self.manifest.get("format") != FORMAT:
            raise Broken(f"its format is not {FORMAT!r}")
        self.verifier: str = self.manifest["verifier"]

    def bytes(self, name: str) -> bytes:
        """The content of a file. Raises :class:`Broken`."""
        if name not in self.names:
            raise Broken(f"{name} is missing")
        return self._zip.read(name)

    def json(self, name: str) -> Any:
        """The same, read as JSON."""
        try:
            return json.loads(self.bytes(name))
        except ValueError:
            raise Broken(f"{name} is not JSON") from None

    def lines(self, name: str) -> list[Any]:
        """The same, one JSON value a line."""
        try:
            return [json.loads(line) for line in self.bytes(name).decode().splitlines()]
        except ValueError:
            raise Broken(f"{name} is not lines of JSON") from None

    def polls(self) -> list[str]:
        """The folders of polls, by their numbers."""
        found = {name.split("/")[1] for name in self.names if name.startswith("polls/")}
        return sorted(found, key=lambda name: (len(name), name))

    def check(self) -> list[str]:
        """Whether the congress signed this manifest, and the files are those that it names."""
        found = []
        stated = hashlib.sha256(self.bytes("manifest.json")).hexdigest()
        try:
            lines = open_note(self.bytes("manifest.note").decode(), read_verifier(self.verifier)).split("\n")
            if lines[0] != FORMAT or lines[2] != stated:
                found.append("manifest: the congress signed another one")
        except (WrongNote, Broken, UnicodeDecodeError, IndexError) as error:
            found.append(f"manifest: is not signed by the congress ({error})")
        named: dict[str, str] = self.manifest["files"]
        more = set(self.names) - named.keys() - {"manifest.json", "manifest.note"}
        found += [f"{name}: is missing" for name in sorted(named.keys() - set(self.names))]
        found += [f"{name}: is not named in the manifest" for name in sorted(more)]
        if len(set(self.names)) != len(self.names):
            found.append("manifest: the archive has two files of one name")
        for name in sorted(named.keys() & set(self.names)):
            content = self.bytes(name)
            if hashlib.sha256(content).hexdigest() != named[name]:
                found.append(f"{name}: is not the file that the manifest names")
            if name.startswith("documents/") and name.split("/")[1] != hashlib.sha256(content).hexdigest():
                found.append(f"{name}: is not the document of this hash")
        return found
