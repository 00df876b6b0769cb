"""Accessibility, checked by axe-core: no violation of WCAG 2.2 A and AA."""

from functools import cache
from typing import Any

from playwright.async_api import Page

from api.generated import ROOT

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@cache
def _axe() -> str:
    return (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text()


async def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page as it is now: rule, place, and why."""
    # Evaluated by the browser's debugger, so that the page's own policy stays as strict as it is.
    await page.evaluate(f"() => {{ {_axe()} }}")
    found: dict[str, Any] = await page.evaluate("(rules) => axe.run(document, {runOnly: rules})", _RULES)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
