"""The kiosk over HTTP: a teller's tablet, delegates by badge and PIN, and ballots that come from nobody."""

from base64 import b64decode, b64encode

import pytest

from api.auth.permissions import Role
from api.simulation.actors import Console, Refused
from api.simulation.papers import new_pocket
from tests.congresses import Hall
from tests.secret_votes import SecretVote, a_secret_vote
from voting.late_papers import BATCH


@pytest.fixture
async def vote(hall: Hall) -> SecretVote:
    """Twenty have papers, ten have none, and the attended poll is open."""
    hall.numbers = await hall.summon(20 + BATCH)
    await hall.check_in(*hall.numbers)
    vote = await a_secret_vote(hall, secret_mode="attended")
    vote.pockets = await vote.papers_for(hall.numbers[:20])
    await vote.time_for_papers_ends()
    await vote.takes("open")
    return vote


@pytest.fixture
async def tablet(hall: Hall) -> Console:
    await hall.hire(Role.TELLER)
    return await hall.console(Role.TELLER)


def badge_of(hall: Hall, number: str) -> dict[str, str]:
    """What a delegate shows and types."""
    return {"badge": hall.issued[number].code, "pin": hall.issued[number].pin or ""}


async def test_ten_delegates_without_a_phone_vote_at_the_kiosk(hall: Hall, vote: SecretVote, tablet: Console):
    late, path = hall.numbers[20:], f"/polls/{vote.poll_id}/kiosk"
    for n, number in enumerate(late, start=1):
        place = await tablet.post(path, badge_of(hall, number))
        assert (place["is_released"], place["waiting"]) == ((False, n) if n < BATCH else (True, 0))
    for number in late:
        assert (await tablet.post(path, badge_of(hall, number)))["is_released"]
        pocket = new_pocket(vote.poll)
        asked = {**badge_of(hall, number), "blinded": b64encode(pocket.blinded).decode()}
        first, again = [await tablet.post(f"{path}/papers", asked) for _ in range(2)]
        assert first == again
        pocket.take(b64decode(first["signed"]))
        (await vote.puts_in(vote.marked(pocket, "against").encoded())).raise_for_status()
    poll = await vote.takes("close", "publish")

    assert poll["tally"]["questions"][0]["marks"]["against"] == BATCH
    assert poll["secret"]["papers"] == 20 + BATCH


async def test_a_wrong_pin_takes_no_place_and_the_delegates_phone_stays_signed_in(
    hall: Hall, vote: SecretVote, tablet: Console
):
    number, path = hall.numbers[20], f"/polls/{vote.poll_id}/kiosk"
    phone = await hall.phone(number, topics=())
    with pytest.raises(Refused) as refused:
        await tablet.post(path, {**badge_of(hall, number), "pin": "000000"})
    assert refused.value.code == "sign_in_refused"

    await tablet.post(path, badge_of(hall, number))

    assert (await phone.get("/me"))["role"] == "delegate"


async def test_the_kiosk_is_the_tellers(hall: Hall, vote: SecretVote):
    number, path = hall.numbers[20], f"/polls/{vote.poll_id}/kiosk"
    asked = {**badge_of(hall, number), "blinded": "AAAA"}
    await hall.hire(Role.CHAIR)
    for actor in (await hall.phone(number, topics=()), await hall.console(Role.CHAIR)):
        for route, body in ((path, badge_of(hall, number)), (f"{path}/papers", asked)):
            with pytest.raises(Refused) as refused:
                await actor.post(route, body)
            assert refused.value.code == "not_permitted"
