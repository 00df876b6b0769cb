"""The next round over the API: a draft of what a published poll left open, and why there is none."""

from collections.abc import Iterable

import pytest

from api.auth.permissions import Role
from api.simulation.actors import Refused
from tests.congresses import ALL_FOR, Hall, a_motion, an_election
from tests.secret_votes import a_secret_vote


async def held(hall: Hall, poll: dict, votes: Iterable[Iterable[int]], *, until: str = "publish") -> str:
    """A poll in which each of these delegates voted for these candidates (from 1), up to a step; its id."""
    console = await hall.console()
    poll_id = await console.prepares(poll)
    await console.takes(poll_id, "announce", "open")
    for number, chosen in zip(("001", "002", "003", "004"), votes, strict=False):
        phone = await hall.phone(number, topics=())
        options = [f"candidate-{n}" for n in chosen]
        await phone.post_ballot(poll_id, [{"question": 1, "options": options}])
    await console.takes(poll_id, *("close", "publish")[: 2 if until == "publish" else 1])
    return poll_id


async def test_a_tie_for_the_last_seat_becomes_a_draft_of_a_run_off(hall: Hall):
    await hall.check_in("001", "002", "003", "004")
    poll_id = await held(hall, an_election(2, item_id=str(hall.item_ids[0])), [(1, 2), (1, 3), (1, 2), (1, 3)])
    console = await hall.console()

    # Half of four ballots is not more than half: nobody but the first is elected, and the rest stand for one seat.
    draft = await console.get(f"/polls/{poll_id}/next-round")
    again = await console.prepares(draft)

    (question,) = (await console.get(f"/polls/{again}"))["paper"]["questions"]
    assert [option["key"] for option in question["options"]] == ["candidate-2", "candidate-3", "candidate-4"]
    assert [one["birth_year"] for one in question["candidates"]] == [1975, 1990, None]
    assert (question["max_marks"], question["title_vi"]) == (1, "Bầu Ban Chấp hành – lần 2")
    assert (draft["title_vi"], draft["item_id"]) == ("Bầu Ban Chấp hành – lần 2", str(hall.item_ids[0]))


async def test_those_tied_above_the_line_run_off_among_themselves(hall: Hall):
    await hall.check_in("001", "002", "003")
    votes = [(1, 2), (2, 3), (3, 1)]
    poll_id = await held(hall, an_election(2), votes)
    console = await hall.console()
    assert (await console.get(f"/polls/{poll_id}"))["tally"]["outcomes"][0]["conclusion"] == "tied"

    (question,) = (await console.get(f"/polls/{poll_id}/next-round"))["paper"]["questions"]

    assert [option["key"] for option in question["options"]] == ["candidate-1", "candidate-2", "candidate-3"]
    assert question["max_marks"] == 2


async def test_the_run_off_of_a_secret_election_is_secret_too(hall: Hall):
    numbers = await hall.summon(20)
    await hall.check_in(*numbers)
    vote = await a_secret_vote(hall, paper=an_election(1)["paper"])
    pockets = await vote.papers_for(numbers)
    await vote.time_for_papers_ends()
    await vote.takes("open")
    for place, pocket in enumerate(pockets):
        await vote.puts_in(vote.marked(pocket, f"candidate-{1 + place % 2}").encoded())
    await vote.takes("close", "publish")

    draft = await (await hall.console()).get(f"/polls/{vote.poll_id}/next-round")

    assert (draft["secrecy"], draft["secret_mode"]) == ("secret", "strict")


async def test_what_is_settled_or_not_published_has_no_next_round(hall: Hall):
    await hall.check_in("001", "002", "003")
    settled = await held(hall, an_election(1), [(1,), (1,), (2,)])
    counted = await held(hall, an_election(1), [(1,), (2,), (3,)], until="close")
    console = await hall.console()

    with pytest.raises(Refused, match="nothing_left_open"):
        await console.get(f"/polls/{settled}/next-round")
    with pytest.raises(Refused, match="not_published"):  # who sees a draft would see the count
        await console.get(f"/polls/{counted}/next-round")


async def test_a_motion_is_not_voted_on_again_by_itself(hall: Hall):
    await hall.check_in("001")
    console = await hall.console()
    poll_id = await console.prepares(a_motion())
    await console.takes(poll_id, "announce", "open")
    await (await hall.phone("001")).post_ballot(poll_id, [{**ALL_FOR[0], "options": ["against"]}])
    await console.takes(poll_id, "close", "publish")

    with pytest.raises(Refused, match="nothing_left_open"):
        await console.get(f"/polls/{poll_id}/next-round")


async def test_whoever_does_not_prepare_polls_gets_no_draft(hall: Hall):
    await hall.check_in("001")
    poll_id = await held(hall, an_election(2), [(1,)])
    await hall.hire(Role.TELLER)

    with pytest.raises(Refused, match="not_permitted"):
        await (await hall.console(Role.TELLER)).get(f"/polls/{poll_id}/next-round")
