"""Modules of the pages, each bundled alone, so that a browser can be asked for what no page shows."""

import subprocess
from functools import cache

from playwright.async_api import Page, Route

from api.generated import ROOT

_BUNDLE = """
import { rolldown } from "rolldown";
const bundle = await rolldown({ input: process.argv[1] });
const { output } = await bundle.generate({ format: "es" });
process.stdout.write(output[0].code);
"""


@cache
def bundled(name: str) -> str:
    """``web/build/<name>.ts`` with all that it imports, as one module."""
    command = ["node", "--input-type=module", "--eval", _BUNDLE, f"./build/{name}.ts"]
    return subprocess.run(command, cwd=ROOT / "web", capture_output=True, text=True, check=True).stdout


async def offers(page: Page, name: str) -> None:
    """Let the page ``import("/<name>.js")``: from its own address, as its policy wants it."""

    async def answer(route: Route) -> None:
        await route.fulfill(body=bundled(name), content_type="text/javascript")

    await page.route(f"**/{name}.js", answer)
