"""Secret polls over HTTP: what the urn accepts, from whom, and what is left of it in answers and logs."""

from base64 import b64decode
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from api.simulation.actors import Refused
from tests.congresses import Hall, a_motion
from tests.secret_votes import SecretVote, a_secret_vote
from voting.checkpoint import open_checkpoint, open_note, read_verifier
from voting.secret_ballot import decode, marks_size, verify
from voting.tree import leaf_hash, root


@pytest.fixture
async def vote(hall: Hall) -> SecretVote:
    """Twenty papers are out, and the poll is open."""
    hall.numbers = await hall.summon(20)
    await hall.check_in(*hall.numbers)
    vote = await a_secret_vote(hall)
    vote.pockets = await vote.papers_for(hall.numbers)
    await vote.time_for_papers_ends()
    await vote.takes("open")
    return vote


@pytest.mark.parametrize("what", ["urn", "voids", "urn.json"])
async def test_a_recorded_poll_has_no_urn(hall: Hall, what: str):
    console = await hall.console()
    poll_id = await console.prepares(a_motion("Công khai"))

    with pytest.raises(Refused) as refused:
        await console.get(f"/polls/{poll_id}/{what}")

    assert (refused.value.facts["status"], refused.value.code) == (422, "poll_is_not_secret")


async def test_everybody_can_recount_what_was_published(hall: Hall, vote: SecretVote):
    for n, pocket in enumerate(vote.pockets):
        (await vote.puts_in(vote.marked(pocket, "against" if n < 7 else "for").encoded())).raise_for_status()
    with pytest.raises(Refused) as refused:
        await (await hall.console()).get(f"/polls/{vote.poll_id}/urn")
    assert refused.value.code == "not_published"
    await vote.takes("close", "publish")
    phone = await hall.phone("001")

    pages, cursor = [], None
    while cursor is not None or not pages:
        path = f"/polls/{vote.poll_id}/urn"
        pages.append(await phone.get(path, params={"limit": 8, **({"cursor": cursor} if cursor else {})}))
        cursor = pages[-1]["next"]
    content = [b64decode(one) for page in pages for one in page["items"]]
    ballots = [decode(one, vote.key, marks_size(vote.paper)) for one in content]

    assert len(pages) == 3
    marked = [verify(ballot, vote.poll_id, vote.key, vote.paper)[0].options[0] for ballot in ballots]
    poll = (await phone.get("/states", params={"topic": f"poll/{vote.poll_id}"}))["poll"]
    assert (marked.count("for"), marked.count("against")) == (13, 7)
    assert len({ballot.key for ballot in ballots}) == 20 <= poll["secret"]["papers"]
    assert poll["tally"]["questions"][0]["marks"] == {"for": 13, "against": 7, "other": 0}
    verifier = read_verifier((await phone.get("/congress-key"))["verifier"])
    stated = open_checkpoint(poll["checkpoint"], verifier)
    assert (stated.size, stated.root) == (20, root([leaf_hash(one) for one in content]))


async def test_the_answer_is_a_signed_promise_and_the_same_for_the_same_ballot(hall: Hall, vote: SecretVote):
    ballot = vote.marked(vote.pockets[0])
    first, second = [await vote.puts_in(ballot.encoded()) for _ in range(2)]
    await vote.takes("close")
    third = await vote.puts_in(ballot.encoded())

    assert first.json() == second.json() == third.json()
    verifier = read_verifier((await (await hall.phone("001")).get("/congress-key"))["verifier"])
    kind, origin, leaf, _ = open_note(first.json()["promise"], verifier).split("\n")
    assert (kind, origin) == ("dienhong promise 1", f"dienhong/test/polls/{vote.poll_id}")
    assert b64decode(leaf) == ballot.leaf


async def test_whoever_says_who_they_are_is_sent_away(hall: Hall, vote: SecretVote):
    phone = await hall.phone(hall.numbers[0])
    ballot = vote.marked(vote.pockets[0]).encoded()

    for headers in ({"Cookie": f"dienhong={phone.cookie}"}, {"Cookie": "theme=dark"}, {"Authorization": "Bearer x"}):
        answer = await vote.puts_in(ballot, headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "credentials_refused")
    assert (await vote.puts_in(ballot)).status_code == 200


async def test_what_is_not_a_ballot_of_this_poll_is_refused_with_the_reason(vote: SecretVote):
    good = vote.marked(vote.pockets[0]).encoded()
    another = vote.marked(vote.pockets[0], "against").encoded()
    await vote.puts_in(good)

    for content, status, code in (
        (b"", 422, "invalid_secret_ballot"),
        (good + b"\0", 422, "invalid_secret_ballot"),
        (bytes(len(good)), 422, "invalid_secret_ballot"),
        (bytes(40_000), 413, "too_large"),
        (another, 409, "paper_spent"),
    ):
        answer = await vote.puts_in(content)
        assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_the_urn_leaves_no_line_in_the_log_and_no_id_in_the_answer(vote: SecretVote, capfd):
    capfd.readouterr()
    good, bad = await vote.puts_in(vote.marked(vote.pockets[0]).encoded()), await vote.puts_in(b"x")

    assert (good.status_code, bad.status_code) == (200, 422)
    for answer in (good, bad):
        assert not {"x-request-id", "set-cookie", "etag"} & set(answer.headers)
        assert answer.json().get("request") is None
    said = capfd.readouterr()
    assert "urn" not in said.err
    assert str(vote.poll_id) not in said.err


async def test_a_ballot_with_a_name_does_not_get_into_a_secret_poll(hall: Hall, vote: SecretVote):
    phone = await hall.phone(hall.numbers[0])
    answers = [{"question": 1, "options": ["for"]}]
    with pytest.raises(Refused) as refused:
        await phone.post("/ballots", {"ballot_id": str(vote.poll_id), "poll_id": str(vote.poll_id), "answers": answers})
    assert refused.value.code == "poll_is_secret"


async def test_whoever_dumps_the_database_finds_no_name_beside_a_key(hall: Hall, vote: SecretVote):  # C1, of the rows
    for pocket in vote.pockets:
        await vote.puts_in(vote.marked(pocket).encoded())
    await vote.takes("close", "publish")

    async with hall.sessions() as session:
        tables = (await session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))).all()
        holding = {}
        for table in tables:
            rows = [row[0] for row in await session.execute(text(f'SELECT t::text FROM "{table}" AS t'))]
            keys = {pocket.key for pocket in vote.pockets if any(pocket.key.hex() in row for row in rows)}
            names = {number for number in hall.numbers if any(str(hall.delegate_id(number)) in row for row in rows)}
            holding[table] = (len(keys), len(names))

    assert {table for table, (keys, _) in holding.items() if keys} == {"urn"}
    assert holding["urn"] == (20, 0)
    assert holding["issued_paper"] == (0, 20)


async def test_whatever_body_is_sent_for_a_paper_or_into_the_urn_is_answered_at_once(
    hall: Hall, vote: SecretVote
):  # E1
    phone = await hall.phone(hall.numbers[0])
    address = f"{hall.servers[0].address}/api/v1"
    papers, urn = f"{address}/polls/{vote.poll_id}/papers", f"{address}/urn/{vote.poll_id}"
    named = {"Cookie": f"dienhong={phone.cookie}", "Content-Type": "application/json"}
    odd = {
        "ten megabytes": b" " * 10_000_000,
        "deep": b"[" * 100_000,
        "a million keys": b"{" + b",".join(b'"%d":0' % n for n in range(1_000_000)) + b"}",
        "twice the same key": b'{"blinded": "AA==", "blinded": "AAAA", "mandate": 1}',
        "no number": b'{"blinded": "AA==", "mandate": NaN}',
        "a huge number": b'{"blinded": "AA==", "mandate": ' + b"9" * 400_000 + b"}",
        "half a letter": b'{"blinded": "\xed\xa0\x80", "mandate": 1}',
    }

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(1_000):
            yield bytes(10_000)

    found = {
        what: (await hall.http.post(papers, content=body, headers=named)).status_code for what, body in odd.items()
    }
    into_urn = [(await vote.puts_in(body)).status_code for body in odd.values()]
    in_pieces = await hall.http.post(urn, content=pieces(), headers={"Content-Type": "application/octet-stream"})

    assert found == {
        **dict.fromkeys(odd, 400),
        "ten megabytes": 413,
        "a million keys": 413,
        "twice the same key": 409,  # the last one is read, and this delegate has another paper
    }
    assert into_urn == [413, 413, 413, 422, 422, 413, 422]
    assert in_pieces.status_code == 413
    assert (await vote.puts_in(vote.marked(vote.pockets[0]).encoded())).status_code == 200


async def test_unused_papers_come_back_as_ballots_do_and_are_published_beside_them(hall: Hall, vote: SecretVote):
    voids = [pocket.void(vote.paper).encoded() for pocket in vote.pockets[17:]]
    for pocket in vote.pockets[:17]:
        await vote.puts_in(vote.marked(pocket).encoded())
    early = await vote.puts_in(voids[0])
    await vote.takes("close")
    named = await vote.puts_in(voids[0], {"Cookie": "theme=dark"})
    answers = [await vote.puts_in(void) for void in [*voids[:2], voids[0]]]
    phone = await hall.phone("001")
    with pytest.raises(Refused) as refused:
        await phone.get(f"/polls/{vote.poll_id}/voids")
    await vote.takes("publish")
    pages, cursor = [], ""
    while cursor is not None:
        path, query = f"/polls/{vote.poll_id}/voids", {"limit": 1, **({"cursor": cursor} if cursor else {})}
        pages.append(await phone.get(path, params=query))
        cursor = pages[-1]["next"]
    reckoning = await phone.get("/states", params={"topic": f"reckoning/{vote.poll_id}"})

    assert (early.status_code, early.json()["code"]) == (409, "poll_not_over")
    assert (named.status_code, named.json()["code"]) == (400, "credentials_refused")
    assert answers[0].json() == answers[2].json() != answers[1].json()
    verifier = read_verifier((await phone.get("/congress-key"))["verifier"])
    kind, origin, leaf, _ = open_note(answers[0].json()["promise"], verifier).split("\n")
    assert (kind, origin) == ("dienhong void 1", f"dienhong/test/polls/{vote.poll_id}")
    assert b64decode(leaf) == leaf_hash(voids[0])
    assert refused.value.code == "not_published"
    assert [b64decode(one) for page in pages for one in page["items"]] == sorted(voids[:2])
    assert [reckoning[name] for name in ("papers", "cast", "void", "unaccounted")] == [20, 17, 2, 1]
