"""One poll: definition and result as the journal has them, every ballot, the tree, the count."""

from base64 import b64decode
from collections.abc import Generator, Iterator
from hashlib import sha256
from typing import Any
from uuid import UUID

from verify.archive import Archive
from verify.ballots import Ballots, is_signed, open_secret, read_answers, read_key, recorded_entry
from verify.counting import count, outcome
from verify.journal import Journal
from verify.notes import open_checkpoint, read_verifier, root_of

Poll = dict[str, Any]
Voters = dict[str, dict[str, Any]]
Read = Generator[str, None, tuple[Ballots, list[bytes]]]  # yields what is wrong; returns ballots and the tree's entries


def check_poll(archive: Archive, folder: str, journal: Journal) -> Iterator[str]:
    """Everything that is wrong with the poll in ``polls/{folder}``."""
    poll: Poll = archive.json(f"polls/{folder}/poll.json")
    subject = f"poll/{poll['id']}"
    prepared = journal.last(subject, "poll.prepared")
    for name in ("title_vi", "paper", "secrecy", "electorate_kind"):
        if prepared.get(name) != poll[name]:
            yield f"its {name} is not what the journal says was prepared"
    frozen = journal.last(subject, "poll.announced" if poll["secrecy"] == "secret" else "poll.open")
    if poll["opened_at"] and frozen.get("entitled") != poll["entitled"]:
        yield f"{poll['entitled']} mandates were entitled, the journal says {frozen.get('entitled')}"
    present = frozen.get("present", 0) + sum(one["joined"] for one in journal.said(subject, "poll.paper_handed_out"))
    if poll["opened_at"] and not prepared.get("late_arrivals") and present != poll["present"]:
        yield f"{poll['present']} mandates were present, the journal says {present}"
    if not poll["published_at"]:
        if poll["result"] is not None or poll["checkpoint"]:
            yield "it has a result that was never published"
        return
    if journal.last(subject, "poll.published").get("result") != poll["result"]:
        yield "its result is not what the journal says was published"
    if journal.last(subject, "poll.closed").get("checkpoint") != poll["checkpoint"]:
        yield "its checkpoint is not what the journal says was signed"
    listed = archive.lines(f"polls/{folder}/voters.jsonl")
    voters: Voters = {voter["delegate_id"]: voter for voter in listed}
    givers = [giver["delegate_id"] for voter in listed for giver in voter.get("on_behalf_of", [])]
    if len({*voters, *givers}) != len(listed) + len(givers):
        yield "somebody is twice in its electorate"
    if len(voters) != poll["result"]["electorate"]:
        yield f"its electorate has {len(voters)} people, the result says {poll['result']['electorate']}"
    read = _secret if poll["secrecy"] == "secret" else _recorded
    ballots, entries = yield from read(archive, folder, poll, voters, journal)
    yield from _tree(archive, poll, entries)
    yield from _result(poll, ballots)


def _recorded(archive: Archive, folder: str, poll: Poll, voters: Voters, _: Journal) -> Read:
    """Ballots with names: one of each voter, with the mandates that they carry."""
    ballots: Ballots = []
    entries, seen = [], set()
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
        entries.append(recorded_entry(poll["id"], ballot))
    return ballots, sorted(entries, key=lambda entry: root_of([entry]))


def _secret(archive: Archive, folder: str, poll: Poll, voters: Voters, journal: Journal) -> Read:
    """Papers with names, ballots without: every paper signed once, every ballot on a signed paper."""
    subject, der = f"poll/{poll['id']}", b64decode(poll["secret"]["key"])
    key, announced = read_key(der), journal.last(subject, "poll.announced")
    if announced.get("key") != sha256(der).hexdigest():
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
        if paper["kind"] == "phone" and not is_signed(b64decode(paper["blinded"]), b64decode(paper["signed"]), key):
            yield f"{who} was not signed under the poll's key"
    of_phones = sum(paper["kind"] == "phone" for paper in papers)
    last_made = "poll.closed" if announced.get("mode") == "attended" else "poll.open"
    if journal.last(subject, last_made).get("papers") != of_phones:
        yield f"there are {of_phones} papers, and the journal says otherwise"
    yield from _printed(archive, folder, poll, len(papers) - of_phones, journal)
    urn, voids = ([b64decode(x) for x in archive.lines(f"polls/{folder}/{name}.jsonl")] for name in ("urn", "voids"))
    if len(urn) + len(voids) > of_phones:
        yield f"there are {len(urn)} ballots, {len(voids)} void papers and {of_phones} papers"
    if len(voids) < journal.last(subject, "poll.published").get("voids", 0):
        yield f"there are {len(voids)} void papers, the journal says more"
    ballots: Ballots = []
    used, last = set[bytes](), b""
    for at, content in enumerate(urn + voids):
        is_void, which = at >= len(urn), f"ballot {at + 1}" if at < len(urn) else f"void paper {at - len(urn) + 1}"
        if content[:33] in used:
            yield f"{which} is on a paper that was used before"
        elif content[:33] < last and at != len(urn):
            yield f"{which} is out of order"
        used.add(last := content[:33])
        try:
            answers = open_secret(content, UUID(poll["id"]), key, poll["paper"], is_void=is_void)
            ballots += [] if is_void else [(answers, 1)]
        except (ValueError, TypeError) as error:
            yield f"{which} is not valid: {error}"
    return ballots, urn


def _printed(archive: Archive, folder: str, poll: Poll, given: int, journal: Journal) -> Iterator[str]:
    """Printed papers: as many as were handed out, counted alike by two tellers."""
    handed = sum(one["papers"] for one in journal.said(f"poll/{poll['id']}", "poll.paper_handed_out"))
    back = sum(one["papers"] for one in journal.said(f"poll/{poll['id']}", "poll.paper_taken_back"))
    if given != handed - back:
        yield f"there are {given} printed papers, the journal says {handed - back}"
    hand = poll["result"].get("hand")
    if given and hand is None:
        yield f"{given} printed papers were handed out, and nobody counted them"
    if hand and hand["papers"] > given:
        yield f"{hand['papers']} printed papers were counted, {given} were handed out"
    if hand and sum(one["count"] == hand for one in archive.lines(f"polls/{folder}/hand.jsonl")) < 2:
        yield "its count of printed papers is not what two tellers entered"


def _tree(archive: Archive, poll: Poll, entries: list[bytes]) -> Iterator[str]:
    """The congress signed for exactly these ballots."""
    try:
        origin, size, root = open_checkpoint(poll["checkpoint"], read_verifier(archive.verifier))
    except ValueError as error:
        yield f"its checkpoint is not signed by the congress ({error})"
        return
    if not origin.endswith(f"/polls/{poll['id']}"):
        yield "its checkpoint is of another poll"
    if size != len(entries):
        yield f"the congress signed for {size} ballots, here are {len(entries)}"
    elif root != root_of(entries):
        yield "these are not the ballots that the congress signed for"


def _result(poll: Poll, ballots: Ballots) -> Iterator[str]:
    """The count, and what it means."""
    result, present, entitled = poll["result"], poll["present"] or 0, poll["entitled"] or 0
    ours, theirs = count(poll["paper"], ballots, result.get("hand") or {}), result["tally"]
    found = [(f"counted {name}", ours[name], theirs[name]) for name in ("ballots", "mandates")]
    questions = zip(poll["paper"]["questions"], ours["questions"], theirs["questions"], result["outcomes"], strict=True)
    for question, counted, published, told in questions:
        which, names = f"question {question['number']}", ("marks", "valid", "blank", "invalid", "cast")
        decided = outcome(question, counted, present, entitled)
        found += [(f"{which}, counted {name}", counted[name], published[name]) for name in names]
        found += [(f"{which}, {name}", value, told[name]) for name, value in decided.items()]
    yield from (f"{name}: {value}, published: {stated}" for name, value, stated in found if value != stated)
