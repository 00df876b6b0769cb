"""One poll: definition and result as the journal has them, every ballot, the tree, the count."""

from base64 import b64decode
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from verify.archive import Archive
from verify.ballots import Answers, SecretKey, open_secret, read_answers, recorded_entry
from verify.counting import count, outcome
from verify.journal import Journal
from verify.notes import WrongNote, leaf_hash, open_checkpoint, read_verifier, root_of

Poll = dict[str, Any]
Voters = dict[str, dict[str, Any]]
Ballots = list[tuple[Answers, int]]


def check_poll(archive: Archive, folder: str, journal: Journal) -> Iterator[str]:
    """Everything that is wrong with the poll in ``polls/{folder}``."""
    poll: Poll = archive.json(f"polls/{folder}/poll.json")
    subject = f"poll/{poll['id']}"
    prepared = journal.last(subject, "poll.prepared") or {}
    for name in ("title_vi", "paper", "secrecy", "electorate_kind"):
        if prepared.get(name) != poll[name]:
            yield f"its {name} is not what the journal says was prepared"
    frozen = journal.last(subject, "poll.announced" if poll["secrecy"] == "secret" else "poll.open") or {}
    if poll["opened_at"] and frozen.get("entitled") != poll["entitled"]:
        yield f"{poll['entitled']} mandates were entitled, the journal says {frozen.get('entitled')}"
    present = frozen.get("present", 0) + journal.total(subject, "poll.paper_handed_out", "joined")
    if poll["opened_at"] and not prepared.get("late_arrivals") and present != poll["present"]:
        yield f"{poll['present']} mandates were present, the journal says {present}"
    if not poll["published_at"]:
        if poll["result"] is not None or poll["checkpoint"]:
            yield "it has a result that was never published"
        return
    published, closed = journal.last(subject, "poll.published"), journal.last(subject, "poll.closed")
    if (published or {}).get("result") != poll["result"]:
        yield "its result is not what the journal says was published"
    if (closed or {}).get("checkpoint") != poll["checkpoint"]:
        yield "its checkpoint is not what the journal says was signed"
    listed = archive.lines(f"polls/{folder}/voters.jsonl")
    voters: Voters = {voter["delegate_id"]: voter for voter in listed}
    givers = [giver["delegate_id"] for voter in listed for giver in voter.get("on_behalf_of", [])]
    if len({*voters, *givers}) != len(listed) + len(givers):
        yield "somebody is twice in its electorate"
    if len(voters) != poll["result"]["electorate"]:
        yield f"its electorate has {len(voters)} people, the result says {poll['result']['electorate']}"
    ballots: Ballots = []
    leaves: list[bytes] = []
    check = _secret if poll["secrecy"] == "secret" else _recorded
    yield from check(archive, folder, poll, voters, journal, ballots, leaves)
    yield from _tree(archive, poll, leaves)
    yield from _result(poll, ballots)


def _recorded(
    archive: Archive, folder: str, poll: Poll, voters: Voters, _: Journal, ballots: Ballots, leaves: list[bytes]
) -> Iterator[str]:
    """Ballots with names: one of each voter, with the mandates that they carry."""
    seen = set()
    for ballot in archive.lines(f"polls/{folder}/ballots.jsonl"):
        voter = voters.get(ballot["voter_id"])
        who = f"the ballot of {voter['number'] if voter else ballot['voter_id']}"
        if voter is None:
            yield f"{who} is from outside the electorate"
        elif ballot["mandates"] != voter["mandates"]:
            yield f"{who} carries {ballot['mandates']} mandates, the electorate says {voter['mandates']}"
        if ballot["voter_id"] in seen:
            yield f"{who} is there twice"
        seen.add(ballot["voter_id"])
        try:
            ballots.append((read_answers(ballot["answers"], poll["paper"]), ballot["mandates"]))
        except (ValueError, TypeError) as error:
            yield f"{who} is not valid: {error}"
        leaves.append(leaf_hash(recorded_entry(poll["id"], ballot)))
    leaves.sort()


def _secret(
    archive: Archive, folder: str, poll: Poll, voters: Voters, journal: Journal, ballots: Ballots, leaves: list[bytes]
) -> Iterator[str]:
    """Papers with names, ballots without: every paper signed once, every ballot on a signed paper."""
    subject = f"poll/{poll['id']}"
    key = SecretKey.read(b64decode(poll["secret"]["key"]))
    announced = journal.last(subject, "poll.announced") or {}
    if announced.get("key") != key.fingerprint:
        yield "its key is not the one that the journal says was announced"
    papers = archive.lines(f"polls/{folder}/papers.jsonl")
    given: set[tuple[str, int]] = set()
    for paper in papers:
        voter = voters.get(paper["voter_id"])
        who = f"paper {paper['mandate']} of {voter['number'] if voter else paper['voter_id']}"
        if voter is None or not 1 <= paper["mandate"] <= voter["mandates"]:
            yield f"{who} is nobody's of the electorate"
        if (paper["voter_id"], paper["mandate"]) in given:
            yield f"{who} was given out twice"
        given.add((paper["voter_id"], paper["mandate"]))
        if paper["kind"] == "phone" and not key.signed(b64decode(paper["blinded"]), b64decode(paper["signed"])):
            yield f"{who} was not signed under the poll's key"
    count_of_papers = sum(paper["kind"] == "phone" for paper in papers)
    last_made = "poll.closed" if announced.get("mode") == "attended" else "poll.open"
    if (journal.last(subject, last_made) or {}).get("papers") != count_of_papers:
        yield f"there are {count_of_papers} papers, and the journal says otherwise"
    yield from _printed(archive, folder, poll, len(papers) - count_of_papers, journal)
    urn = [b64decode(one) for one in archive.lines(f"polls/{folder}/urn.jsonl")]
    if len(urn) > count_of_papers:
        yield f"there are {len(urn)} ballots and {count_of_papers} papers"
    last = b""
    for number, content in enumerate(urn, start=1):
        if content[:33] == last:
            yield f"ballot {number} is on a paper that was used before"
        elif content[:33] < last:
            yield f"ballot {number} is out of order"
        last = content[:33]
        try:
            ballots.append((open_secret(content, UUID(poll["id"]), key, poll["paper"]), 1))
        except (ValueError, TypeError) as error:
            yield f"ballot {number} is not valid: {error}"
        leaves.append(leaf_hash(content))


def _printed(archive: Archive, folder: str, poll: Poll, given: int, journal: Journal) -> Iterator[str]:
    """Printed papers: as many as were handed out, counted alike by two tellers."""
    subject, hand = f"poll/{poll['id']}", poll["result"].get("hand")
    handed, back = (journal.total(subject, f"poll.paper_{what}", "papers") for what in ("handed_out", "taken_back"))
    if given != handed - back:
        yield f"there are {given} printed papers, the journal says {handed - back}"
    if given and hand is None:
        yield f"{given} printed papers were handed out, and nobody counted them"
    if hand and hand["papers"] > given:
        yield f"{hand['papers']} printed papers were counted, {given} were handed out"
    if hand and sum(one["count"] == hand for one in archive.lines(f"polls/{folder}/hand.jsonl")) < 2:
        yield "its count of printed papers is not what two tellers entered"


def _tree(archive: Archive, poll: Poll, leaves: list[bytes]) -> Iterator[str]:
    """The congress signed for exactly these ballots."""
    try:
        stated = open_checkpoint(poll["checkpoint"], read_verifier(archive.verifier))
    except (WrongNote, ValueError) as error:
        yield f"its checkpoint is not signed by the congress ({error})"
        return
    if not stated.origin.endswith(f"/polls/{poll['id']}"):
        yield "its checkpoint is of another poll"
    if stated.size != len(leaves):
        yield f"the congress signed for {stated.size} ballots, here are {len(leaves)}"
    elif stated.root != root_of(leaves):
        yield "these are not the ballots that the congress signed for"


def _result(poll: Poll, ballots: Ballots) -> Iterator[str]:
    """The count, and what it means."""
    counted, published = count(poll["paper"], ballots, poll["result"].get("hand") or {}), poll["result"]["tally"]
    for name in ("ballots", "mandates"):
        if counted[name] != published[name]:
            yield f"counted {name}: {counted[name]}, published: {published[name]}"
    for question, ours, theirs in zip(
        poll["paper"]["questions"], counted["questions"], published["questions"], strict=True
    ):
        for name in ("marks", "valid", "blank", "invalid", "cast"):
            if ours[name] != theirs[name]:
                yield f"question {question['number']}, counted {name}: {ours[name]}, published: {theirs[name]}"
    outcomes = poll["result"]["outcomes"]
    for question, ours, told in zip(poll["paper"]["questions"], counted["questions"], outcomes, strict=True):
        found = outcome(question, ours, poll["present"] or 0, poll["entitled"] or 0)
        for name, value in found.items():
            if told[name] != value:
                yield f"question {question['number']}, {name}: {value}, published: {told[name]}"
