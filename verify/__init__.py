"""
An independent check of an exported congress: every hash, chain, signature, proof and count.

It imports nothing of the product and shares no code with it, so that an error there is not repeated here; it was
written from the formats in ``docs/archive.md``. It needs Python and ``cryptography``. Read it from the top: this file,
then ``archive``, ``notes``, ``journal``, ``ballots``, ``rankings``, ``counting``, ``polls``.

    from verify import verify
    findings = verify("archive.zip")   # empty when everything holds
"""

from pathlib import Path

from verify.archive import Archive
from verify.journal import Journal
from verify.polls import check_poll


def verify(path: Path | str) -> list[str]:
    """Everything that is wrong in an archive, a sentence each; empty when all of it holds."""
    # Whatever goes wrong is a finding: nobody can list what Python raises over a file that somebody made up.
    try:
        archive = Archive(Path(path))
        findings = list(archive.check())
    except Exception as error:
        return [f"the archive cannot be read: {error}"]
    journal = Journal()
    checks = {"journal": journal.check(archive)}
    checks |= {f"poll {folder}": check_poll(archive, folder, journal) for folder in archive.polls()}
    for name, found in checks.items():  # the journal's first: what it read, those of polls compare with
        try:
            findings.extend(f"{name}: {what}" for what in found)
        except Exception as error:
            findings.append(f"{name}: is not in the format of an archive ({type(error).__name__}: {error})")
    return findings
