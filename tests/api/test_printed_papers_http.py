"""Printed papers over HTTP: who may hand them out and count them, and what everybody sees of it."""

from uuid import uuid4

import pytest

from api.simulation.actors import Console, Refused
from tests.congresses import PASSWORD, Hall
from tests.secret_votes import a_secret_vote


async def a_teller(hall: Hall, login: str) -> Console:
    """With an account of their own."""
    account = {"login": login, "name": f"Lê Thị {login}", "role": "teller", "password": PASSWORD}
    await (await hall.console()).put(f"/staff/{uuid4()}", account)
    teller = await hall.console()
    await teller.sign_in(login, PASSWORD)
    return teller


async def test_two_tellers_count_what_one_handed_out_and_the_result_shows_it_apart(hall: Hall):
    numbers = await hall.summon(21)
    await hall.check_in(*numbers)
    vote = await a_secret_vote(hall)
    ballots = [vote.marked(pocket).encoded() for pocket in await vote.papers_for(numbers[:20])]
    await vote.time_for_papers_ends()
    await vote.takes("open")
    for content in ballots:
        (await vote.puts_in(content)).raise_for_status()
    lan, hoa, path = await a_teller(hall, "lan"), await a_teller(hall, "hoa"), f"/polls/{vote.poll_id}"

    given = await lan.post(f"{path}/printed-papers", {"number": numbers[20]})
    assert (given["papers"], given["given"]) == (1, 1)
    with pytest.raises(Refused) as refused:
        await lan.post(f"{path}/printed-papers", {"number": numbers[0]})
    assert refused.value.code == "paper_already_given"
    await vote.takes("close")
    with pytest.raises(Refused) as refused:
        await vote.takes("publish")
    assert refused.value.code == "hand_count_missing"

    counted = {"papers": 1, "marks": {"for": 0, "against": 1, "other": 0}}
    seen = await lan.put(f"{path}/hand-count", counted)
    assert seen["printed"] == {"given": 1, "entered_by": ["Lê Thị lan"], "agreed": False}
    seen = await hoa.put(f"{path}/hand-count", counted)
    assert seen["printed"]["agreed"]
    assert seen["tally"] is None  # nobody sees it before it is published
    await vote.takes("publish")

    tally = (await (await hall.phone("001")).get("/states", params={"topic": f"poll/{vote.poll_id}"}))["poll"]["tally"]
    assert tally["questions"][0]["marks"] == {"for": 20, "against": 1, "other": 0}
    assert tally["hand"] == {**counted, "invalid": 0, "blank": 0}
    minutes = await (await hall.console()).get(f"{path}/minutes")
    assert (minutes["issued"], minutes["collected"], minutes["valid"], minutes["printed"]) == (21, 21, 21, 1)
    assert [(line["votes"], line["by_hand"]) for line in minutes["questions"][0]["lines"]] == [(20, 0), (1, 1), (0, 0)]


async def test_a_number_that_is_nobody_is_refused_and_a_mistake_is_taken_back(hall: Hall):
    (number,) = await hall.summon(1)
    await hall.check_in(number)
    vote = await a_secret_vote(hall)
    teller, path = await a_teller(hall, "lan"), f"/polls/{vote.poll_id}/printed-papers"

    with pytest.raises(Refused) as refused:
        await teller.post(path, {"number": "không có"})
    assert refused.value.code == "not_entitled"
    await teller.post(path, {"number": number})
    assert (await teller.request("DELETE", f"{path}/{number}"))["given"] == 0
