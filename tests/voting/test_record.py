"""The record of an open vote: what the congress signs at closing, and the proof that a ballot is in the count."""

import json
from base64 import b64decode
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from api.simulation.actors import Phone, Refused
from tests.congresses import ALL_FOR, Hall, a_motion
from voting.checkpoint import Verifier, open_checkpoint, read_verifier
from voting.paper import Answer, canonical_json
from voting.record import entry, leaves_in_order
from voting.tree import EMPTY, leaf_hash, proves_inclusion, root

VOTERS = ("001", "002", "003", "004")


async def a_poll(hall: Hall, *, publish: bool = True, voters: tuple[str, ...] = VOTERS) -> tuple[str, dict[str, Phone]]:
    """A poll in which these delegates voted, and their phones."""
    await hall.check_in(*VOTERS)
    console = await hall.console()
    poll_id = await console.prepares(a_motion())
    await console.takes(poll_id, "announce", "open")
    phones = {number: await hall.phone(number, topics=()) for number in voters}
    for phone in phones.values():
        await phone.post_ballot(poll_id, ALL_FOR)
    await console.takes(poll_id, "close", *(["publish"] if publish else []))
    return poll_id, phones


async def the_congress(phone: Phone) -> Verifier:
    return read_verifier((await phone.get("/congress-key"))["verifier"])


async def test_a_phone_finds_its_ballot_in_the_count_by_what_it_knows_itself(hall: Hall):
    poll_id, phones = await a_poll(hall)

    for number, phone in phones.items():
        proof = await phone.get(f"/me/ballots/{poll_id}/proof")
        (receipt,) = await phone.get("/me/ballots")
        mine = leaf_hash(
            entry(UUID(poll_id), UUID(receipt["ballot_id"]), hall.delegate_id(number), 1, b'[[1,["for"]]]')
        )
        stated = open_checkpoint(proof["checkpoint"], await the_congress(phone))
        assert (stated.origin, stated.size) == (f"dienhong/test/polls/{poll_id}", 4)
        assert b64decode(proof["leaf"]) == mine
        hashes = [b64decode(one) for one in proof["hashes"]]
        assert proves_inclusion(mine, proof["index"], stated.size, hashes, stated.root)


async def test_everybody_sees_what_the_congress_signed_and_it_is_in_the_journal(hall: Hall):
    poll_id, phones = await a_poll(hall)
    console = await hall.console()

    published = (await console.get(f"/polls/{poll_id}"))["tally"]
    proof = await phones["001"].get(f"/me/ballots/{poll_id}/proof")
    (closed,) = [one for one in (await console.get("/journal"))["items"] if one["action"] == "poll.closed"]
    phone = await hall.phone("002", topics=(f"poll/{poll_id}",))
    poll = (await phone.until(f"poll/{poll_id}", lambda one: one["poll"]["tally"] is not None))["poll"]

    assert published["ballots"] == 4
    assert poll["checkpoint"] == proof["checkpoint"] == closed["after"]["checkpoint"]


async def test_before_publishing_nobody_learns_anything(hall: Hall):
    poll_id, phones = await a_poll(hall, publish=False)

    with pytest.raises(Refused, match="not_published"):
        await phones["001"].get(f"/me/ballots/{poll_id}/proof")
    phone = await hall.phone("002", topics=(f"poll/{poll_id}",))
    poll = (await phone.until(f"poll/{poll_id}", lambda one: one["poll"]["state"] == "closed"))["poll"]
    assert poll["checkpoint"] == ""


async def test_whoever_cast_none_and_whatever_poll_there_is_not_has_no_proof(hall: Hall):
    poll_id, _ = await a_poll(hall, voters=("001",))
    phone = await hall.phone("002", topics=())

    with pytest.raises(Refused, match="no_ballot_of_yours"):
        await phone.get(f"/me/ballots/{poll_id}/proof")
    with pytest.raises(Refused, match="no_such_poll"):
        await phone.get(f"/me/ballots/{uuid4()}/proof")


async def test_a_ballot_that_was_altered_afterwards_is_not_in_what_was_signed(hall: Hall):
    poll_id, phones = await a_poll(hall)
    stated = open_checkpoint(
        (await phones["001"].get(f"/me/ballots/{poll_id}/proof"))["checkpoint"], await the_congress(phones["001"])
    )
    async with hall.sessions.begin() as session:
        change = "UPDATE ballot SET answers = '[[1,[\"against\"]]]' WHERE poll_id = :poll AND voter_id = :voter"
        await session.execute(text(change), {"poll": poll_id, "voter": hall.delegate_id("001")})
        rows = await session.execute(
            text("SELECT id, voter_id, mandates, answers::text FROM ballot WHERE poll_id = :poll"), {"poll": poll_id}
        )
        entries = [entry(UUID(poll_id), one.id, one.voter_id, one.mandates, one.answers.encode()) for one in rows]

    assert len(entries) == stated.size
    assert root(leaves_in_order(entries)) != stated.root
    with pytest.raises(Refused, match="ballot_not_in_count"):
        await phones["001"].get(f"/me/ballots/{poll_id}/proof")


async def test_a_poll_that_nobody_voted_in_states_an_empty_tree(hall: Hall):
    poll_id, _ = await a_poll(hall, voters=())
    phone = await hall.phone("001", topics=(f"poll/{poll_id}",))
    poll = (await phone.until(f"poll/{poll_id}", lambda one: one["poll"]["checkpoint"] != ""))["poll"]

    stated = open_checkpoint(poll["checkpoint"], await the_congress(phone))

    assert (stated.size, stated.root) == (0, EMPTY)


def test_the_examples_that_phones_are_tested_by_hold_here():
    examples = json.loads((Path(__file__).parent / "data" / "proofs.json").read_text())
    congress = read_verifier(examples["verifier"])

    for example in examples["proofs"]:
        ballot, proof = example["ballot"], example["proof"]
        answers = canonical_json([Answer(one["question"], tuple(one["options"])) for one in ballot["answers"]])
        ids = [UUID(ballot[name]) for name in ("poll_id", "ballot_id", "voter_id")]
        leaf = leaf_hash(entry(*ids, ballot["mandates"], answers))
        stated = open_checkpoint(proof["checkpoint"], congress)
        hashes = [b64decode(one) for one in proof["hashes"]]
        assert proves_inclusion(leaf, proof["index"], stated.size, hashes, stated.root)


def test_every_part_of_a_ballot_is_in_its_entry():
    poll, ballot, voter = UUID(int=1), UUID(int=2), UUID(int=3)
    entries = {
        entry(poll, ballot, voter, 1, b"[]"),
        entry(ballot, poll, voter, 1, b"[]"),
        entry(poll, voter, ballot, 1, b"[]"),
        entry(poll, ballot, voter, 2, b"[]"),
        entry(poll, ballot, voter, 1, b"[1]"),
    }

    assert len(entries) == 5
    assert leaves_in_order(entries) == leaves_in_order(sorted(entries, reverse=True))
