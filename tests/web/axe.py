"""Accessibility, checked by axe-core: no violation of WCAG 2.2 A and AA."""

from functools import cache
from typing import Any

from playwright.async_api import Page

from api.generated import ROOT

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# What is in order is looked at all the same, and not described.
_RUN = "(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"

# Colours that change with the theme take their time, and a page that nobody sees does not come to an end with them.
# What inherits a colour begins when the other one has finished.
_AT_REST = """() => {
    const changing = () => document.getAnimations().filter((one) => one instanceof CSSTransition);
    for (let last = changing(); last.length > 0; last = changing()) for (const one of last) one.finish();
}"""


@cache
def _axe() -> str:
    return (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text()


async def violations_in_both_themes(page: Page) -> list[str]:
    """The same in the dark and in the light, in which it is left; fresh pages for each would take twice as long."""
    found = []
    for theme in ("dark", "light"):
        await page.emulate_media(color_scheme=theme)
        await page.evaluate(_AT_REST)
        found += [f"{theme}: {violation}" for violation in await violations(page)]
    return found


async def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page as it is now: rule, place, and why."""
    # Evaluated by the browser's debugger, so that the page's own policy stays as strict as it is.
    if not await page.evaluate("'axe' in window"):  # half a megabyte to compile: once a page
        await page.evaluate(f"() => {{ {_axe()} }}")
    found: dict[str, Any] = await page.evaluate(_RUN, _RULES)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
