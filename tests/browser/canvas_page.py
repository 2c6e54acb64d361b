"""A page with the view alone, fed in memory: the canvas without a server and without JupyterLab."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

FRONT_END = Path(__file__).parents[2] / "labextension"
ADDRESS = "http://canvas.test/"
HTML = """<!doctype html><meta charset="utf-8">
<style>body { margin: 0 } #root { position: fixed; inset: 0 }</style>
<body data-jp-theme-light="true"><div id="root"></div>
<script type="module" src="canvas_page.js"></script>"""

ONE_BY_ONE = """async ([times, nodes, from]) => {
  for (let index = 0; index < times; index += 1) {
    page.commit(...changeOf(from + index, nodes));
    await page.drawn();
  }
}"""


def bundle_page(folder: Path) -> None:
    """Write the page's module into a folder; needs the front end's npm packages."""
    npx = shutil.which("npx")
    if npx is None or not (FRONT_END / "node_modules").is_dir():
        raise FileNotFoundError(f"run `npm ci` in {FRONT_END} first")
    options = ["--bundle", "--format=esm", "--splitting", "--minify", "--loader:.css=text"]
    command = [npx, "esbuild", "tests/bench/canvas_page.ts", *options, f"--outdir={folder}"]
    subprocess.run(command, cwd=FRONT_END, check=True, capture_output=True)


def open_page(page: Page, folder: Path) -> None:
    """Open it; `page` in its scripts is then a `CanvasPage`."""
    page.set_viewport_size({"width": 1200, "height": 720})
    page.route(ADDRESS + "**", lambda route: route.fulfill(**_answer(folder, route.request.url)))
    page.goto(ADDRESS)
    page.wait_for_function("() => 'openCanvas' in window")
    page.evaluate("() => { window.page = openCanvas(); }")
    page.wait_for_selector("[data-renderer]")


def _answer(folder: Path, url: str) -> dict[str, Any]:
    name = url.removeprefix(ADDRESS)
    if not name:
        return {"body": HTML, "content_type": "text/html"}
    return {"path": folder / name, "content_type": "text/javascript"}


class Meter:
    """Measures what a page's main thread works while something is done."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._devtools: CDPSession = page.context.new_cdp_session(page)
        self._devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def cost(self, script: str, argument: object, times: int) -> float:
        """Return the milliseconds that the main thread worked, each time."""
        before = self._worked()
        self._page.evaluate(script, argument)
        return round(1000 * (self._worked() - before) / times, 2)

    def _worked(self) -> float:
        metrics = self._devtools.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))
