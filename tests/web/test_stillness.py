"""Whoever has asked their device for less motion gets none: nothing on any face runs for longer than a blink."""

import pytest
from playwright.async_api import Page, expect

from tests.congresses import Hall, a_motion
from tests.web.consoles import visits
from tests.web.delegates import opens, sees_view
from tests.web.stage import Stage

_MOVING = """() => document.getAnimations()
    .filter((one) => one.playState === "running" && one.effect.getComputedTiming().endTime > 20)
    .map((one) => `${one.animationName ?? one.transitionProperty}: ${one.effect.target?.className}`)"""


async def moving(page: Page) -> list[str]:
    """What still moves a moment after something has changed."""
    await page.wait_for_timeout(50)
    found: list[str] = await page.evaluate(_MOVING)
    return found


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
async def test_nothing_moves_for_whom_motion_is_too_much(stage: Stage, hall: Hall, motion: str):
    await hall.check_in("001", "002")
    phone = await stage.delegate("001", reduced_motion=motion)
    console = await stage.console(reduced_motion=motion)
    screen = await stage.screen(reduced_motion=motion)
    await (await hall.console()).put("/screens/main/scene", {"scene": {"kind": "auto"}})

    poll = await opens(hall, a_motion("Thông qua?", seconds=60))
    await sees_view(phone, "Thông qua?")
    await visits(console, "polls", poll)
    await expect(screen.locator("main[data-scene=poll]")).to_be_visible()
    found = {name: await moving(page) for name, page in {"phone": phone, "console": console, "screen": screen}.items()}

    if motion == "reduce":
        assert found == {"phone": [], "console": [], "screen": []}
    else:
        assert found["screen"]  # the ring of the countdown runs: what is looked for can be found
