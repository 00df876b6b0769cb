"""Two persons over HTTP: who is asked, what the console hears, and what happens to whoever tries alone."""

import pytest

from api.auth.permissions import Role
from api.simulation.actors import Refused
from tests.congresses import Hall, a_motion


async def test_the_chair_and_a_teller_close_and_publish_together(hall: Hall):
    for role in (Role.CHAIR, Role.TELLER):
        await hall.hire(role)
    await hall.check_in("001", "002")
    organiser = await hall.console()
    poll_id = await organiser.prepares(a_motion(two_persons=True))
    for step in ("announce", "open"):
        await organiser.takes(poll_id, step)
    chair, teller = await hall.console(Role.CHAIR), await hall.console(Role.TELLER)
    path = f"/polls/{poll_id}"

    with pytest.raises(Refused) as refused:
        await organiser.takes(poll_id, "close")
    assert (refused.value.facts["status"], refused.value.code) == (409, "two_persons_needed")
    assert refused.value.facts["waits_for"] == ["chair", "teller"]
    seen = await chair.post(f"{path}/confirm", {"step": "close"})
    assert seen["state"] == "open"
    assert seen["confirmed"] == [{"step": "close", "side": "chair", "name": "Người chair"}]
    assert (await teller.post(f"{path}/confirm", {"step": "close"}))["state"] == "closed"
    assert (await teller.post(f"{path}/confirm", {"step": "publish"}))["tally"] is None
    assert (await chair.post(f"{path}/confirm", {"step": "publish"}))["state"] == "published"


async def test_a_poll_of_one_person_takes_no_word(hall: Hall):
    await hall.hire(Role.CHAIR)
    poll_id = await (await hall.console()).prepares(a_motion())

    with pytest.raises(Refused) as refused:
        await (await hall.console(Role.CHAIR)).post(f"/polls/{poll_id}/confirm", {"step": "close"})

    assert (refused.value.facts["status"], refused.value.code) == (409, "one_person_is_enough")
