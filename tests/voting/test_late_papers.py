"""Late papers of an attended poll: ten people at a time, nobody twice, and what a strict poll keeps refusing."""

import asyncio
import random
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from api.simulation.papers import Pocket
from tests.voting.secret_halls import FEWEST, a_secret_hall
from voting.errors import NotEntitled, NotPresent, PollNotOpen
from voting.issuer import Issuer
from voting.late_papers import BATCH
from voting.life import PollState, SecretMode
from voting.models import ElectorateKind
from voting.own_state import render_mine
from voting.queries import result_in
from voting.secrecy import SecretTerms
from voting.secret_errors import InvalidBlindedPaper, NoMorePapers, PaperAlreadyGiven, TooFewPapers
from voting.secret_models import IssuedPaper, LateRequest
from voting.states import render_poll, render_tally
from voting.tidying import Tidying

LATE = 12  # people who have no paper when the poll opens


@pytest.fixture
async def secret(voting_hall, database_url, tmp_path):
    await voting_hall.fill(FEWEST + LATE)
    async with a_secret_hall(voting_hall, database_url, tmp_path / "paper-keys") as secret:
        yield secret


async def an_open_poll(secret, *, mode=SecretMode.ATTENDED, **changes):
    """Twenty have papers, twelve have none; the latter's ids."""
    poll_id = await secret.announces(secret_mode=mode, **changes)
    pockets = [await secret.pocket(poll_id, voter) for voter in secret.hall.delegates[:FEWEST]]
    await secret.opens(poll_id)
    return poll_id, pockets, secret.hall.delegates[FEWEST : FEWEST + LATE]


async def papers_out(secret, poll_id) -> int:
    async with secret.hall.sessions() as session:
        return await session.scalar(select(func.count()).where(IssuedPaper.poll_id == poll_id))


async def told(secret, poll_id):
    async with secret.hall.sessions() as session:
        return await render_tally(session, poll_id)


# ---- batches


async def test_nine_wait_and_the_tenth_brings_papers_for_all_of_them(secret):
    poll_id, _, late = await an_open_poll(secret)

    early = await secret.late(poll_id, late[: BATCH - 1])
    assert [pocket.paper for pocket in early] == [b""] * 9
    assert (await told(secret, poll_id)).waiting == 9
    tenth = Pocket(poll_id, await secret.key(poll_id))
    tenth.take(await secret.asks(poll_id, late[9], tenth.blinded))

    for voter, pocket in zip(late, early, strict=False):
        pocket.take(await secret.asks(poll_id, voter, pocket.blinded))
    reading = await told(secret, poll_id)
    assert (reading.papers, reading.waiting) == (FEWEST + BATCH, 0)
    assert await secret.journal("poll.late_papers") == {"people": BATCH, "papers": BATCH}


async def test_late_papers_are_cast_and_counted_like_early_ones(secret):
    poll_id, early, late = await an_open_poll(secret)
    pockets = [*early, *await secret.late(poll_id, late[:BATCH])]

    for pocket in random.Random(7).sample(pockets, len(pockets)):
        await secret.casts(pocket, "for" if pocket in early else "against")
    poll = await secret.closes(poll_id)

    assert result_in(poll).tally.questions[0].marks == {"for": FEWEST, "against": BATCH, "other": 0}


async def test_the_line_begins_anew_behind_a_batch_and_fewer_than_ten_get_nothing(secret):
    poll_id, _, late = await an_open_poll(secret)
    await secret.late(poll_id, late[:BATCH])

    rest = await secret.late(poll_id, late[BATCH:])
    await secret.closes(poll_id)

    assert [pocket.paper for pocket in rest] == [b"", b""]
    for voter, pocket in zip(late[BATCH:], rest, strict=True):
        with pytest.raises(NoMorePapers):
            await secret.asks(poll_id, voter, pocket.blinded)
    async with secret.hall.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(LateRequest)) == 0


async def test_however_many_ask_at_once_a_batch_is_released_once_and_everybody_has_one_paper(secret):
    poll_id, _, late = await an_open_poll(secret)
    key = await secret.key(poll_id)
    pockets = {voter: Pocket(poll_id, key) for voter in late}

    for _ in range(2):
        answers = await asyncio.gather(
            *(secret.asks(poll_id, voter, pocket.blinded) for voter, pocket in pockets.items())
        )

    assert sum(answer is not None for answer in answers) in (BATCH, BATCH + 1, LATE)
    assert await papers_out(secret, poll_id) == FEWEST + sum(answer is not None for answer in answers)
    assert (await secret.journal("poll.late_papers"))["people"] >= BATCH


async def test_who_carries_several_mandates_is_one_of_the_ten_and_gets_all_papers(secret):
    (several,) = await secret.hall.fill(1, mandates=3)
    poll_id, _, late = await an_open_poll(secret)
    first = [Pocket(poll_id, await secret.key(poll_id)) for _ in range(3)]
    for mandate, pocket in enumerate(first, start=1):
        assert await secret.asks(poll_id, several, pocket.blinded, mandate) is None

    await secret.late(poll_id, late[:8])
    assert await secret.asks(poll_id, several, first[0].blinded) is None  # nine people, eleven papers
    await secret.late(poll_id, late[8:9])

    for mandate, pocket in enumerate(first, start=1):
        pocket.take(await secret.asks(poll_id, several, pocket.blinded, mandate))
    assert await secret.journal("poll.late_papers") == {"people": BATCH, "papers": BATCH + 2}


async def test_whose_first_mandate_completes_a_batch_does_not_wait_for_the_others(secret):
    (several,) = await secret.hall.fill(1, mandates=2)
    poll_id, _, late = await an_open_poll(secret)
    await secret.late(poll_id, late[:9])

    for mandate in (1, 2):
        await secret.pocket(poll_id, several, mandate)


# ---- one a mandate


@pytest.mark.parametrize("seed", range(3))
async def test_who_asks_again_while_their_batch_is_released_gets_the_same_paper(secret, seed):
    poll_id, _, late = await an_open_poll(secret)
    key, chance = await secret.key(poll_id), random.Random(seed)
    pockets = {voter: Pocket(poll_id, key) for voter in late[:BATCH]}
    asking = chance.sample([voter for voter in pockets for _ in range(5)], 5 * BATCH)

    answers = await asyncio.gather(*(secret.asks(poll_id, voter, pockets[voter].blinded) for voter in asking))

    given = {(voter, answer) for voter, answer in zip(asking, answers, strict=True) if answer is not None}
    assert len({voter for voter, _ in given}) == len(given)
    assert await papers_out(secret, poll_id) == FEWEST + BATCH


async def test_a_released_request_gets_the_same_paper_again_and_another_one_is_refused(secret):
    poll_id, _, late = await an_open_poll(secret)
    pockets = await secret.late(poll_id, late[:BATCH])
    first = await secret.asks(poll_id, late[0], pockets[0].blinded)
    await secret.closes(poll_id)

    assert await secret.asks(poll_id, late[0], pockets[0].blinded) == first  # also when the key is gone
    with pytest.raises(PaperAlreadyGiven):
        await secret.asks(poll_id, late[0], pockets[1].blinded)


async def test_until_it_is_released_the_newest_request_of_a_mandate_counts(secret):
    poll_id, _, late = await an_open_poll(secret)
    (lost,) = await secret.late(poll_id, late[:1])  # the phone broke

    pockets = await secret.late(poll_id, late[:BATCH])

    assert all(pocket.paper for pocket in pockets)
    with pytest.raises(PaperAlreadyGiven):
        await secret.asks(poll_id, late[0], lost.blinded)
    assert await papers_out(secret, poll_id) == FEWEST + BATCH


async def test_who_got_a_printed_paper_leaves_the_line(secret):
    poll_id, _, late = await an_open_poll(secret)
    await secret.late(poll_id, late[:9])
    await secret.hands_out(poll_id, late[0])

    assert (await told(secret, poll_id)).waiting == 8
    await secret.late(poll_id, late[9:10])  # nine again, and no batch
    assert (await told(secret, poll_id)).papers == FEWEST
    with pytest.raises(PaperAlreadyGiven):
        await secret.pocket(poll_id, late[0])


async def test_strangers_those_who_left_and_what_cannot_be_signed_do_not_get_into_the_line(secret):
    poll_id, _, late = await an_open_poll(secret)
    await secret.hall.lets(late[0], be_present=False)
    (newcomer,) = await secret.hall.fill(1)

    for voter, refusal in ((late[0], NotPresent), (newcomer, NotEntitled), (uuid4(), NotEntitled)):
        with pytest.raises(refusal):
            await secret.asks(poll_id, voter, b"\1" * 384)
    with pytest.raises(InvalidBlindedPaper):
        await secret.asks(poll_id, late[1], b"\xff" * 384)
    assert (await told(secret, poll_id)).waiting == 0


# ---- the key


async def test_the_key_of_an_attended_poll_is_destroyed_when_it_closes_and_the_journal_says_so(secret):
    poll_id, _, late = await an_open_poll(secret)
    assert (secret.folder / f"{poll_id}.key").exists()
    opened = await secret.journal("poll.open")
    await secret.late(poll_id, late[:BATCH])

    await secret.closes(poll_id)

    closed = await secret.journal("poll.closed")
    assert list(secret.folder.iterdir()) == []
    assert (opened["papers"], opened["key_destroyed"]) == (FEWEST, False)
    assert (closed["papers"], closed["key_destroyed"]) == (FEWEST + BATCH, True)


async def test_a_poll_that_is_annulled_while_it_is_open_leaves_no_key(secret):
    poll_id, _, late = await an_open_poll(secret)
    await secret.late(poll_id, late[:3])
    await secret.annuls(poll_id)
    assert list(secret.folder.iterdir()) == []


async def test_a_server_that_starts_anew_keeps_the_key_of_an_open_attended_poll(secret):
    poll_id, _, late = await an_open_poll(secret)
    pockets = await secret.late(poll_id, late[:9])
    await secret.terms.issuer.stop()
    secret.terms = SecretTerms(Issuer(secret.folder), FEWEST, 20)
    await secret.ages_keys()

    await Tidying(secret.engine, secret.terms.issuer)._forget_keys()

    await secret.late(poll_id, late[9:10])
    pockets[0].take(await secret.asks(poll_id, late[0], pockets[0].blinded))


async def test_a_strict_poll_gives_nobody_a_paper_once_it_is_open(secret):
    poll_id, _, late = await an_open_poll(secret, mode=SecretMode.STRICT)

    with pytest.raises(NoMorePapers):
        await secret.pocket(poll_id, late[0])
    with pytest.raises(NoMorePapers):
        await secret.signs_at_kiosk(poll_id, late[0])
    reading = await told(secret, poll_id)
    assert (reading.papers, reading.waiting) == (FEWEST, None)


async def test_an_attended_poll_opens_with_as_many_papers_as_a_strict_one(secret):
    poll_id = await secret.announces(secret_mode=SecretMode.ATTENDED)
    for voter in secret.hall.delegates[: FEWEST - 1]:
        await secret.pocket(poll_id, voter)

    with pytest.raises(TooFewPapers):
        await secret.opens(poll_id)


async def test_everybody_is_told_of_the_mode_and_only_the_delegate_of_their_paper(secret):
    poll_id, _, late = await an_open_poll(secret)
    await secret.late(poll_id, late[:BATCH])

    async with secret.hall.sessions() as session:
        shown = (await render_poll(session, poll_id)).poll.secret
        served, waiting = await render_mine(session, late[0]), await render_mine(session, late[-1])

    assert (shown.mode, shown.papers, shown.late_batch) == (SecretMode.ATTENDED, FEWEST + BATCH, BATCH)
    assert (served.papers, waiting.papers) == ([poll_id], [])


# ---- the kiosk


async def test_ten_who_signed_at_the_kiosk_come_back_and_take_their_papers_one_by_one(secret):
    poll_id, _, late = await an_open_poll(secret)
    places = [await secret.signs_at_kiosk(poll_id, voter) for voter in late[:BATCH]]

    assert [place.waiting for place in places] == [*range(1, BATCH), 0]
    assert [place.is_released for place in places] == [False] * 9 + [True]
    assert await papers_out(secret, poll_id) == FEWEST  # a place is not a paper
    for voter in late[:BATCH]:
        assert (await secret.signs_at_kiosk(poll_id, voter)).is_released
        await secret.casts(await secret.pocket(poll_id, voter))
    with pytest.raises(PaperAlreadyGiven):
        await secret.signs_at_kiosk(poll_id, late[0])
    assert await papers_out(secret, poll_id) == FEWEST + BATCH


async def test_phones_and_the_kiosk_wait_in_one_line(secret):
    poll_id, _, late = await an_open_poll(secret)
    pockets = await secret.late(poll_id, late[:6])
    for voter in late[6:9]:
        await secret.signs_at_kiosk(poll_id, voter)

    place = await secret.signs_at_kiosk(poll_id, late[9])

    assert place.is_released
    pockets[0].take(await secret.asks(poll_id, late[0], pockets[0].blinded))
    assert await secret.journal("poll.late_papers") == {"people": BATCH, "papers": BATCH}


async def test_signing_twice_at_the_kiosk_is_one_place_and_a_phone_that_was_waiting_gives_its_own_up(secret):
    poll_id, _, late = await an_open_poll(secret)
    await secret.late(poll_id, late[:1])
    for _ in range(3):
        place = await secret.signs_at_kiosk(poll_id, late[0])
    assert (place.waiting, place.needed, place.mandates) == (1, BATCH, 1)

    for voter in late[1:BATCH]:
        await secret.signs_at_kiosk(poll_id, voter)
    await secret.pocket(poll_id, late[0])  # made at the kiosk


async def test_before_it_opens_and_after_it_closes_the_kiosk_takes_nobody(secret):
    poll_id = await secret.announces(secret_mode=SecretMode.ATTENDED, electorate_kind=ElectorateKind.ALL_OFFICIAL)
    late = secret.hall.delegates[-1]
    with pytest.raises(PollNotOpen):
        await secret.signs_at_kiosk(poll_id, late)
    for voter in secret.hall.delegates[:FEWEST]:
        await secret.pocket(poll_id, voter)
    await secret.opens(poll_id)
    assert (await secret.closes(poll_id)).state is PollState.CLOSED
    with pytest.raises(NoMorePapers):
        await secret.signs_at_kiosk(poll_id, late)


async def test_a_place_that_was_released_and_not_used_is_no_paper_when_the_poll_closes(secret):
    poll_id, _, late = await an_open_poll(secret)
    for voter in late[:BATCH]:
        await secret.signs_at_kiosk(poll_id, voter)
    await secret.pocket(poll_id, late[0])

    await secret.closes(poll_id)

    assert (await secret.journal("poll.closed"))["papers"] == FEWEST + 1
