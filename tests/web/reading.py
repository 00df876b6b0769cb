"""What somebody in the hall can read off a screen, measured in the browser."""

from playwright.async_api import Page, expect

_LAY_OUT = """async () => {
    await document.fonts.ready;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let n = 0; n < 3; n++) await frame();
}"""

# Every line of text on the scene: what it says, its letters' size, and what of it lies outside of what shows it.
_LINES = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!node.data.trim() || element.closest(".unseen, .plate, [hidden]")) continue;
        if (!element.checkVisibility()) continue;
        let [left, top, right, bottom] = [0, 0, innerWidth, innerHeight];
        for (let box = element; box !== document.body; box = box.parentElement) {
            if (getComputedStyle(box).overflow !== "hidden") continue;
            const frame = box.getBoundingClientRect();
            left = Math.max(left, frame.left), top = Math.max(top, frame.top);
            right = Math.min(right, frame.right), bottom = Math.min(bottom, frame.bottom);
        }
        const range = document.createRange();
        range.selectNodeContents(node);
        const size = parseFloat(getComputedStyle(element).fontSize);
        // A line's box is higher than its letters: marks on capitals stay within 0.2 of their size.
        const slack = 0.2 * size;
        const outside = [...range.getClientRects()].some((line) =>
            line.left < left - 1 || line.right > right + 1 || line.top < top - slack || line.bottom > bottom + slack);
        const english = !!element.closest("[lang=en]");
        found.push({ text: node.data.trim(), share: size / innerHeight, outside, english });
    }
    return found;
}"""

# Texts that lie upon each other although neither is within the other.
_COVERED = """() => {
    const texts = ["p", "h1", "h2", "td", "time", "li", "figcaption"].map((name) => `main ${name}`).join();
    const boxes = [...document.querySelectorAll(texts)]
        .filter((box) => box.checkVisibility() && box.textContent.trim() && !box.closest(".unseen, .plate, .lost"))
        .map((box) => [box, box.getBoundingClientRect()]);
    const covered = [];
    for (const [one, a] of boxes) for (const [other, b] of boxes) {
        if (one === other || one.contains(other) || other.contains(one)) continue;
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide <= 2 || high <= 0.006 * innerHeight) continue;
        covered.push(`${one.textContent.trim()} × ${other.textContent.trim()}`);
    }
    return covered;
}"""

SMALLEST = 1 / 40
"""Of the screen's height: the smallest letters that are read from the last row."""


async def reads(page: Page, kind: str) -> None:
    """Wait until the scene is there and laid out."""
    await expect(page.locator(f"main[data-scene={kind}]")).to_be_visible()
    await page.evaluate(_LAY_OUT)


async def illegible(page: Page) -> list[str]:
    """What the hall could not read: cut off, covered, or too small (Vietnamese; English only helps)."""
    await page.evaluate(_LAY_OUT)
    lines = await page.evaluate(_LINES)
    assert lines, "there is nothing to read"
    return [
        *(f"cut off: {line['text']}" for line in lines if line["outside"]),
        *(
            f"too small ({line['share']:.4f}): {line['text']}"
            for line in lines
            if not line["english"] and line["share"] < 0.99 * SMALLEST
        ),
        *(f"covered: {pair}" for pair in await page.evaluate(_COVERED)),
    ]


async def has_scroll_bars(page: Page) -> bool:
    """Whether anything on the page could be scrolled."""
    return bool(
        await page.evaluate(
            """() => {
                const root = document.documentElement;
                const scrolls = (box) => /auto|scroll/.test(getComputedStyle(box).overflow)
                    && (box.scrollHeight > box.clientHeight || box.scrollWidth > box.clientWidth);
                return root.scrollHeight > innerHeight || root.scrollWidth > innerWidth
                    || [...document.querySelectorAll("*")].some(scrolls);
            }"""
        )
    )
