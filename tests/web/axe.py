"""Accessibility, checked by axe-core: no violation of WCAG 2.2 A and AA."""

from functools import cache
from typing import Any

from playwright.async_api import Page

from api.generated import ROOT

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# What is in order is looked at all the same, and not described.
_RUN = "(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"


@cache
def _axe() -> str:
    return (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text()


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
