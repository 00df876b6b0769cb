"""
Whatever is changed in an exported congress is found and named.

First by somebody with the congress's key, who signs again: only what the journal, the trees, the signatures and the
counts say against each other can find that. Then by anybody: one byte of each file.
"""

import asyncio
import base64
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import fresh_database
from tests.verify.archives import ATTENDED, RECORDED, SECRET, Tampered, another_id, make_archive
from verify import verify
from verify.journal import hash_of
from voting.blind_rsa import PrivateKey


@pytest.fixture(scope="module")
def path(postgres_url: str, template_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    async def make() -> Path:
        async with fresh_database(postgres_url) as url:
            return await make_archive(url, tmp_path_factory.mktemp("archive"))

    return asyncio.run(make())


def test_everything_holds_in_what_was_exported(path: Path):
    assert verify(path) == []


def test_what_was_not_published_is_not_in_it(path: Path):
    archive = Tampered(path)
    assert {name for name in archive.files if name.startswith("polls/3")} == {"polls/3/poll.json"}
    archive.json("polls/3/poll.json", lambda poll: [poll["result"], poll["checkpoint"]])
    assert archive.files["polls/3/poll.json"] == b'[null, ""]'


# ---- with the congress's key


def rechained(entries: list[dict[str, Any]]) -> None:
    previous = "0" * 64
    for number, entry in enumerate(entries, start=1):
        entry["number"], entry["previous"] = number, previous
        entry["hash"] = previous = hash_of(entry)


def flipped(encoded: str, at: int) -> str:
    content = bytearray(base64.b64decode(encoded))
    content[at] ^= 1
    return base64.b64encode(content).decode()


def first_ballot(change: Callable[[dict[str, Any]], Any]) -> Callable[[Tampered], None]:
    return lambda t: t.lines(f"{RECORDED}/ballots.jsonl", lambda ballots: change(ballots[0]))


def in_urn(change: Callable[[list[str]], Any]) -> Callable[[Tampered], None]:
    return lambda t: t.lines(f"{SECRET}/urn.jsonl", change)


def in_voids(change: Callable[[list[str]], Any]) -> Callable[[Tampered], None]:
    return lambda t: t.lines(f"{SECRET}/voids.jsonl", change)


def into_voids(archive: Tampered) -> None:
    urn: list[str] = []
    in_urn(urn.extend)(archive)
    in_voids(lambda voids: voids.append(urn[0]))(archive)


def papers(change: Callable[[list[dict[str, Any]]], Any]) -> Callable[[Tampered], None]:
    def changed(given: list[dict[str, Any]]) -> None:
        given.sort(key=lambda one: one["kind"] == "hand")  # the first ones are of phones
        change(given)

    return lambda t: t.lines(f"{SECRET}/papers.jsonl", changed)


def journal(change: Callable[[list[dict[str, Any]]], Any]) -> Callable[[Tampered], None]:
    return lambda t: t.lines("journal.jsonl", change)


def poll(folder: str, change: Callable[[dict[str, Any]], Any]) -> Callable[[Tampered], None]:
    return lambda t: t.json(f"{folder}/poll.json", change)


def swapped(values: list[Any]) -> None:
    values[0], values[1] = values[1], values[0]


def in_urn_at(place: int, at: int) -> Callable[[Tampered], None]:
    return in_urn(lambda urn: urn.__setitem__(place, flipped(urn[place], at)))


def swap_answers(ballots: list[dict[str, Any]]) -> None:
    other = next(one for one in ballots if one["answers"] != ballots[0]["answers"] and one["mandates"] == 1)
    ballots[0]["answers"], other["answers"] = other["answers"], ballots[0]["answers"]


def copy_checkpoint(archive: Tampered) -> None:
    found: list[str] = []
    archive.json(f"{SECRET}/poll.json", lambda one: found.append(one["checkpoint"]))
    archive.json(f"{RECORDED}/poll.json", lambda one: one.update(checkpoint=found[0]))


def another_key() -> str:
    return base64.b64encode(PrivateKey.made(3072).public.der()).decode()


TAMPERINGS: dict[str, tuple[Callable[[Tampered], Any], str]] = {
    "a recorded ballot is dropped": (
        lambda t: t.lines(f"{RECORDED}/ballots.jsonl", lambda ballots: ballots.pop(3)),
        "signed for 13 ballots, here are 12",
    ),
    "a recorded ballot is there twice": (
        lambda t: t.lines(f"{RECORDED}/ballots.jsonl", lambda ballots: ballots.append(ballots[0])),
        "is there twice",
    ),
    "a recorded ballot is turned": (
        first_ballot(lambda one: one.update(answers='[[1,["other"]]]')),
        "not the ballots that the congress signed for",
    ),
    "two votes are exchanged, the count stays": (
        lambda t: t.lines(
            f"{RECORDED}/ballots.jsonl",
            swap_answers,
        ),
        "not the ballots that the congress signed for",
    ),
    "a ballot of a stranger": (first_ballot(lambda one: one.update(voter_id=another_id())), "outside the electorate"),
    "more mandates on a ballot": (first_ballot(lambda one: one.update(mandates=5)), "carries 5 mandates"),
    "less than no mandates on a ballot": (
        first_ballot(lambda one: one.update(mandates=-1)),
        "poll 1: is not in the format of an archive (OverflowError",
    ),
    "an option that is not on the paper": (
        first_ballot(lambda one: one.update(answers='[[1,["maybe"]]]')),
        "not options of the paper",
    ),
    "two marks where one is allowed": (
        first_ballot(lambda one: one.update(answers='[[1,["for","against"]]]')),
        "too many or too few marks",
    ),
    "answers that are not canonical": (
        first_ballot(lambda one: one.update(answers='[[1, ["for"]]]')),
        "not written canonically",
    ),
    "somebody is added to the electorate": (
        lambda t: t.lines(
            f"{RECORDED}/voters.jsonl",
            lambda voters: voters.append({**voters[0], "delegate_id": another_id()}),
        ),
        "its electorate has 22 people",
    ),
    "somebody is twice in the electorate": (
        lambda t: t.lines(f"{RECORDED}/voters.jsonl", lambda voters: voters.append(voters[0])),
        "somebody is twice in its electorate",
    ),
    "somebody is represented who votes": (
        lambda t: t.lines(
            f"{RECORDED}/voters.jsonl",
            lambda voters: voters[0].update(on_behalf_of=[{"delegate_id": voters[1]["delegate_id"]}]),
        ),
        "somebody is twice in its electorate",
    ),
    "the tally is another": (
        poll(RECORDED, lambda one: one["result"]["tally"]["questions"][0]["marks"].update(**{"for": 21})),
        "counted marks",
    ),
    "the conclusion is another": (
        poll(RECORDED, lambda one: one["result"]["outcomes"][0].update(conclusion="rejected", chosen=[])),
        "conclusion: adopted, published: rejected",
    ),
    "fewer were present": (
        poll(RECORDED, lambda one: one.update(present=5)),
        "5 mandates were present, the journal says",
    ),
    "the rule is another": (
        poll(RECORDED, lambda one: one["paper"]["questions"][0]["rule"].update(numerator=1, denominator=9)),
        "its paper is not what the journal says",
    ),
    "the question is another": (
        poll(RECORDED, lambda one: one.update(title_vi="Không thông qua?")),
        "its title_vi is not what the journal says",
    ),
    "the checkpoint is of another poll": (copy_checkpoint, "its checkpoint is of another poll"),
    "the checkpoint is edited": (
        poll(RECORDED, lambda one: one.update(checkpoint=one["checkpoint"].replace("\n13\n", "\n14\n"))),
        "its checkpoint is not signed by the congress",
    ),
    "a published poll is left out": (
        lambda t: [t.files.pop(name) for name in list(t.files) if name.startswith(f"{SECRET}/")],
        "was published, and is not in the archive",
    ),
    "a result before its publication": (
        lambda t: t.json("polls/3/poll.json", lambda one: one.update(checkpoint="x")),
        "a result that was never published",
    ),
    "a secret ballot is dropped": (in_urn(lambda urn: urn.pop(4)), "signed for 18 ballots, here are 17"),
    "a secret ballot is there twice": (in_urn(lambda urn: urn.insert(1, urn[0])), "a paper that was used before"),
    "two secret ballots are swapped": (in_urn(swapped), "is out of order"),
    "the marks of a secret ballot": (in_urn_at(2, 33 + 384 + 5), "its marks are not those that were signed"),
    "the paper of a secret ballot": (in_urn_at(2, 40), "its paper was not signed by the congress"),
    "a secret ballot of another size": (
        in_urn(lambda urn: urn.__setitem__(17, base64.b64encode(base64.b64decode(urn[17]) + b"\0").decode())),
        "its size is not that of a ballot",
    ),
    "a paper too many": (
        papers(lambda given: given.append({**given[0], "voter_id": another_id()})),
        "is nobody's of the electorate",
    ),
    "a second paper for somebody": (papers(lambda given: given.append(given[0])), "was given out twice"),
    "a mandate that nobody carries": (
        papers(lambda given: given.append({**given[0], "mandate": 9})),
        "is nobody's of the electorate",
    ),
    "a printed paper that was not handed out": (
        papers(lambda given: given.append({**given[0], "mandate": 9, "kind": "hand"})),
        "there are 2 printed papers, the journal says 1",
    ),
    "more printed papers than were handed out": (
        poll(SECRET, lambda one: one["result"]["hand"].update(papers=2)),
        "2 printed papers were counted, 1 were handed out",
    ),
    "what a teller counted by hand": (
        lambda t: t.lines(f"{SECRET}/hand.jsonl", lambda counts: counts[0]["count"].update(invalid=1)),
        "is not what two tellers entered",
    ),
    "no printed paper is counted": (
        poll(SECRET, lambda one: one["result"].update(hand=None)),
        "1 printed papers were handed out, and nobody counted them",
    ),
    "fewer papers than ballots": (
        papers(lambda given: given.__delitem__(slice(4))),
        "18 ballots, 2 void papers and 17 papers",
    ),
    "a void paper is dropped": (in_voids(lambda voids: voids.pop()), "1 void papers, the journal says more"),
    "a void paper is there twice": (in_voids(lambda voids: voids.insert(1, voids[0])), "a paper that was used before"),
    "void papers are swapped": (in_voids(swapped), "void paper 2 is out of order"),
    "something stands on a void paper": (
        in_voids(lambda voids: voids.__setitem__(0, flipped(voids[0], 33 + 384 + 5))),
        "void paper 1 is not valid",
    ),
    "a void paper of another poll's key": (
        in_voids(lambda voids: voids.__setitem__(0, flipped(voids[0], 40))),
        "void paper 1 is not valid: its paper was not signed by the congress",
    ),
    "a ballot among the void papers": (into_voids, "void paper 3 is on a paper that was used before"),
    "a paper is given back in the urn": (
        lambda t: (
            t.files.update({f"{SECRET}/urn.jsonl": t.files[f"{SECRET}/voids.jsonl"]}),
            t.files.update({f"{SECRET}/voids.jsonl": b""}),
        ),
        "ballot 1 is not valid",
    ),
    "a late paper less than the journal says at closing": (
        lambda t: t.lines(f"{ATTENDED}/papers.jsonl", lambda given: given.pop()),
        "there are 29 papers, and the journal says otherwise",
    ),
    "a strict poll that calls itself attended": (
        lambda t: (
            t.json(f"{SECRET}/poll.json", lambda one: one.update(secret_mode="attended")),
            t.lines(f"{SECRET}/papers.jsonl", lambda given: given.pop(0)),
        ),
        "papers, and the journal says otherwise",
    ),
    "a paper under another key": (
        papers(lambda given: given[0].update(signed=flipped(given[0]["signed"], 100))),
        "was not signed under the poll's key",
    ),
    "another key": (
        poll(SECRET, lambda one: one["secret"].update(key=another_key())),
        "its key is not the one that the journal says",
    ),
    "a journal entry is edited": (
        journal(lambda entries: entries[2].update(actor_name="Người khác")),
        "journal: entry 3 was edited",
    ),
    "a journal entry is dropped": (journal(lambda entries: entries.pop(2)), "journal: entry 4 follows entry 2"),
    "a journal entry is added": (
        journal(lambda entries: entries.insert(2, {**entries[1]})),
        "journal: entry 2 follows entry 2",
    ),
    "journal entries are swapped": (journal(swapped), "does not link to the one before"),
    "the journal's end is cut off": (journal(lambda entries: entries.pop()), "does not end where the manifest says"),
    "an edited journal is chained anew": (
        journal(lambda entries: (entries[2].update(actor_name="Người khác"), rechained(entries))),
        "does not end where the manifest says",
    ),
    "a document is another": (
        lambda t: t.files.update({next(n for n in t.files if n.startswith("documents/")): b"%PDF-1.7 another"}),
        "is not the document of this hash",
    ),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_somebody_with_the_key_is_found_out(path: Path, tmp_path: Path, what: str):
    tamper, expected = TAMPERINGS[what]
    archive = Tampered(path)
    tamper(archive)
    archive.signed_again()

    findings = verify(archive.write(tmp_path / "tampered.zip"))

    assert any(expected in finding for finding in findings), findings
    assert not any(finding.startswith("manifest") for finding in findings)


def test_there_are_more_than_thirty_of_them():
    assert len(TAMPERINGS) > 30


# ---- without it


def test_one_byte_of_any_file_is_found(path: Path, tmp_path: Path):
    chance = random.Random(7)
    for name in Tampered(path).files:
        archive = Tampered(path)
        content = bytearray(archive.files[name]) or bytearray(1)  # no paper came back: a byte is added
        content[chance.randrange(len(content))] ^= 1
        archive.files[name] = bytes(content)

        findings = verify(archive.write(tmp_path / "tampered.zip"))

        assert findings, name


def test_one_byte_of_the_archive_itself_is_found(path: Path, tmp_path: Path):
    chance = random.Random(7)
    damaged = tmp_path / "damaged.zip"
    for _ in range(100):
        content = bytearray(path.read_bytes())
        content[chance.randrange(len(content))] ^= 1
        damaged.write_bytes(content)

        findings = verify(damaged)

        assert findings or Tampered(damaged).files == Tampered(path).files  # such as the time of a file


def test_a_file_more_or_less_and_no_archive_at_all_are_named(path: Path, tmp_path: Path):
    archive = Tampered(path)
    archive.files["polls/1/more.txt"] = b"?"
    del archive.files["documents.json"]
    found = verify(archive.write(tmp_path / "tampered.zip"))
    assert "polls/1/more.txt: is not named in the manifest" in found
    assert "documents.json: is missing" in found
    (tmp_path / "no.zip").write_bytes(b"no archive")
    assert verify(tmp_path / "no.zip") == ["the archive cannot be read: File is not a zip file"]
