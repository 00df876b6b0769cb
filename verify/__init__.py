"""
An independent check of an exported congress: every hash, chain, signature, proof and count.

It imports nothing of the product and shares no code with it, so that an error there is not repeated here; it was
written from the formats in ``docs/archive.md``. It needs Python and ``cryptography``. Read it from the top: this file,
then ``archive``, ``journal``, ``notes``, ``ballots``, ``counting``, ``polls``.

    from verify import verify
    findings = verify("archive.zip")   # empty when everything holds
"""

from pathlib import Path
from zipfile import BadZipFile

from verify.archive import Archive, Broken
from verify.journal import Journal, check_journal
from verify.polls import check_poll


def verify(path: Path | str) -> list[str]:
    """Everything that is wrong in an archive, a sentence each; empty when all of it holds."""
    try:
        archive = Archive(Path(path))
    except (BadZipFile, OSError, Broken) as error:
        return [f"the archive cannot be read: {error}"]
    findings = archive.check()
    journal = Journal([])
    try:
        journal, found = check_journal(archive)
        findings += found
    except _MALFORMED as error:
        findings.append(f"journal: is not in the format of an archive ({type(error).__name__}: {error})")
    for folder in archive.polls():
        try:
            findings += [f"poll {folder}: {what}" for what in check_poll(archive, folder, journal)]
        except _MALFORMED as error:
            findings.append(f"poll {folder}: is not in the format of an archive ({type(error).__name__}: {error})")
    return findings


_MALFORMED = (Broken, KeyError, TypeError, ValueError, IndexError, AttributeError)
