"""What tests of the console share: getting about by address and by keyboard, and polls to look at."""

from playwright.async_api import Locator, Page, expect

from tests.congresses import ALL_FOR, Hall, a_motion
from tests.web.stage import Stage

_IS_FOCUSED = """(name) => {
    const it = document.activeElement;
    const names = [it.getAttribute("aria-label"), ...[...(it.labels ?? [])].map((label) => label.innerText)];
    if (!it.matches("input, select, textarea")) names.push(it.innerText);
    return names.some((one) => one?.includes(name));
}"""

LONG_TITLE = (
    "Thông qua Nghị quyết Đại hội Công đoàn Thành phố Hồ Chí Minh lần thứ I, nhiệm kỳ 2025–2030, và các chỉ tiêu, "
    "nhiệm vụ, giải pháp trọng tâm về chăm lo, đại diện, bảo vệ quyền, lợi ích hợp pháp, chính đáng của người lao động"
)


async def visits(page: Page, *parts: str) -> None:
    """Go to a view by its address; it is there when its heading has the focus."""
    await page.evaluate("hash => { location.hash = hash }", "#/" + "/".join(parts))
    await expect(page.locator("main h1")).to_be_focused()


async def tabs_to(page: Page, name: str) -> None:
    """Press Tab until something of this name has the focus, as somebody without a mouse does."""
    for _ in range(80):
        if await page.evaluate(_IS_FOCUSED, name):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"“{name}” cannot be reached by keyboard")


async def presses(page: Page, name: str) -> None:
    """Reach a button by keyboard and press it."""
    await tabs_to(page, name)
    await page.keyboard.press("Enter")


def dialog(page: Page) -> Locator:
    """The dialog that is open."""
    return page.locator("dialog[open]")


async def confirms(page: Page, act: str) -> None:
    """Say yes to the question that stands; it is over when the dialog is gone."""
    await dialog(page).get_by_role("button", name=act).click()
    await expect(dialog(page)).to_have_count(0)


async def an_open_poll(
    hall: Hall, *, present: tuple[str, ...] = ("001", "002", "003"), title: str = "Thông qua?"
) -> str:
    """A poll that is open to those who have just come in; its id."""
    await hall.check_in(*present)
    console = await hall.console()
    poll = await console.prepares(a_motion(title))
    await console.takes(poll, "announce", "open")
    return poll


async def a_published_poll(hall: Hall, title: str = "Thông qua?") -> str:
    """A poll of one ballot whose result everybody sees; its id."""
    poll = await an_open_poll(hall, title=title)
    await (await hall.phone("001")).cast(poll, ALL_FOR)
    await (await hall.console()).takes(poll, "close", "publish")
    return poll


def forgives(stage: Stage, *texts: str) -> None:
    """Forget the faults that a test brings about on purpose: browsers log what was refused or did not get through."""
    stage.faults[:] = [fault for fault in stage.faults if not any(text in fault for text in texts)]
