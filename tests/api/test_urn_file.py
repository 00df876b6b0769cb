"""The urn of a published secret poll as a file: complete, for whoever may read, and only once it is published."""

from base64 import b64decode

import httpx
import msgspec
import pytest

from api.simulation.actors import Actor
from tests.congresses import Hall, a_motion
from tests.secret_votes import SecretVote, a_closed_secret_vote
from voting.checkpoint import open_checkpoint, read_verifier
from voting.secrecy import answers_on, fingerprint
from voting.secret_ballot import decode, marks_size, verify
from voting.tally import count
from voting.tree import root
from voting.urn import public_key
from voting.urn_file import UrnFile


@pytest.fixture
async def vote(hall: Hall) -> SecretVote:
    """Twelve for, seven against, one void."""
    return await a_closed_secret_vote(hall)


async def asked_for(hall: Hall, actor: Actor, poll_id: object) -> httpx.Response:
    """What the server answers to this actor's browser."""
    address = f"{hall.servers[0].address}/api/v1/polls/{poll_id}/urn.json"
    return await hall.http.get(address, headers={"Cookie": f"dienhong={actor.cookie}"})


async def test_the_file_is_all_that_it_takes_to_count_again(hall: Hall, vote: SecretVote):
    await vote.takes("publish")

    answer = await asked_for(hall, await hall.phone("001"), vote.poll_id)

    number = vote.poll["number"]
    assert answer.headers["content-disposition"] == f'attachment; filename="hom-phieu-{number}.json"'
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    file, raw = msgspec.json.decode(answer.content, type=UrnFile), answer.json()
    assert (raw["format"], raw["version"]) == ("dienhong urn", 1)
    assert (file.poll.id, file.poll.number, file.poll.title_vi) == (vote.poll_id, number, "Bầu kín")
    assert file.congress_vi
    key, size = public_key(b64decode(file.poll.secret.key)), marks_size(file.poll.paper)
    assert fingerprint(b64decode(file.poll.secret.key)) == file.poll.secret.fingerprint == vote.fingerprint
    ballots = [decode(one, key, size) for one in file.ballots]
    for ballot in ballots:
        verify(ballot, vote.poll_id, key, file.poll.paper)
    assert [one.key for one in ballots] == sorted(one.key for one in ballots)
    stated = open_checkpoint(file.poll.checkpoint, read_verifier(file.verifier))
    assert (stated.size, stated.root) == (19, root([ballot.leaf for ballot in ballots]))
    counted = count(file.poll.paper, answers_on(ballots))
    assert counted.questions[0].marks == {"for": 12, "against": 7, "other": 0}
    assert counted.questions[0].marks == file.poll.tally.questions[0].marks
    assert file.poll.secret.papers == 20 == len(file.ballots) + len(file.voids)
    assert all(decode(one, key, size).is_void for one in file.voids)
    verifier = (await (await hall.phone("002")).get("/congress-key"))["verifier"]
    assert file.verifier == verifier


async def test_there_is_no_file_before_the_result_is_published(hall: Hall, vote: SecretVote):
    for actor in (await hall.console(), await hall.phone("001")):
        answer = await asked_for(hall, actor, vote.poll_id)

        assert (answer.status_code, answer.json()["code"]) == (404, "not_published")
        assert "attachment" not in answer.headers.get("content-disposition", "")


async def test_a_recorded_poll_has_no_urn(hall: Hall):
    await hall.check_in("001")
    console = await hall.console()
    poll_id = await console.prepares(a_motion("Thông qua?"))
    await console.takes(poll_id, "announce", "open", "close", "publish")

    answer = await asked_for(hall, console, poll_id)

    assert (answer.status_code, answer.json()["code"]) == (422, "poll_is_not_secret")


async def test_whoever_has_not_signed_in_gets_no_file_from_the_server(hall: Hall, vote: SecretVote):
    await vote.takes("publish")

    answer = await hall.http.get(f"{hall.servers[0].address}/api/v1/polls/{vote.poll_id}/urn.json")

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
