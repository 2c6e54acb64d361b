"""What the canvas costs in a real browser: main-thread milliseconds an operation, and memory.

A page without a server feeds the view frames as a server would; the picture is the whole view of
a session, drawn by WebGL in software where there is no graphics card. Prints one JSON object.

    python tests/benchmarks/canvas_bench.py --nodes 1000 10000 50000
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.chromium import FLAGS, find_chromium  # noqa: E402

ADDRESS = "http://canvas.test/"
HTML = """<!doctype html><meta charset="utf-8">
<style>body { margin: 0 } #root { position: fixed; inset: 0 }</style>
<div id="root"></div><script type="module" src="canvas_page.js"></script>"""
WATCH = """() => {
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longest = Math.max(longest, duration);
  }).observe({ type: 'longtask' });
}"""
ONE_BY_ONE = """async ([times, nodes, from]) => {
  for (let index = 0; index < times; index += 1) {
    page.commit(...changeOf(from + index, nodes));
    await page.drawn();
  }
}"""
JOINED = """async ([times, nodes, from]) => {
  for (let index = 0; index < times; index += 1) page.commit(...changeOf(from + index, nodes));
  await page.drawn();
}"""
FLOOD = """async ([seconds, nodes, from]) => {
  window.longest = 0;
  const began = performance.now();
  let sent = 0;
  await new Promise((resolve) => {
    const timer = setInterval(() => {
      const due = Math.floor((performance.now() - began) / 5);
      while (sent < due && sent < seconds * 200) {
        page.commit(...changeOf(from + sent, nodes));
        sent += 1;
      }
      if (sent >= seconds * 200) { clearInterval(timer); resolve(); }
    }, 5);
  });
  await page.drawn();
  return { longest_task: longest, seconds: (performance.now() - began) / 1000 };
}"""
PAN = """async (frames) => {
  for (let index = 0; index < frames; index += 1) {
    page.view.renderer.panBy(index % 2 ? 40 : -30, 7);
    await page.drawn();
  }
}"""
ZOOM = """async (frames) => {
  for (let index = 0; index < frames; index += 1) {
    page.view.renderer.zoomBy(index % 2 ? 1.5 : 1 / 1.5);
    await page.drawn();
  }
}"""
DRAG = """async (frames) => {
  const { host, scene } = page.view.context;
  const { x, y } = scene.placement.of('n1');
  for (let index = 0; index < frames; index += 1) {
    host.setOverlay({ moved: new Map([['n1', { x: x + 10 * index, y: y + 5 * index }]]) });
    await page.drawn();
  }
  host.setOverlay({});
}"""
EXPAND = """async () => {
  page.view.context.display.change({ collapsed: new Set() });
  await page.drawn();
}"""
IDLE = "async (frames) => { for (let i = 0; i < frames; i += 1) await page.drawn(); }"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, nargs="+", default=[1_000, 10_000, 50_000])
    sizes: list[int] = parser.parse_args().nodes
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        _bundle(Path(folder))
        cache = Path.home() / ".cache" / "graphsync-chromium"
        chromium = find_chromium(cache, playwright.chromium.executable_path)
        memory = ["--enable-precise-memory-info", "--js-flags=--expose-gc"]
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS + memory)
        results = {str(nodes): _measure(browser.new_page(), Path(folder), nodes) for nodes in sizes}
        browser.close()
    print(json.dumps(results, indent=2))


def _bundle(folder: Path) -> None:
    page = "tests/bench/canvas_page.ts"
    options = ["--bundle", "--format=esm", "--splitting", "--minify", "--loader:.css=text"]
    command = ["npx", "esbuild", page, *options, f"--outdir={folder}"]
    subprocess.run(command, cwd=ROOT / "labextension", check=True, capture_output=True)


def _measure(page: Page, folder: Path, nodes: int) -> dict[str, Any]:
    page.set_viewport_size({"width": 1200, "height": 720})
    page.route(ADDRESS + "**", lambda route: route.fulfill(**_answer(folder, route.request.url)))
    page.goto(ADDRESS)
    page.wait_for_function("() => 'openCanvas' in window")
    page.evaluate("() => { window.page = openCanvas(); }")
    page.evaluate(WATCH)
    page.evaluate("() => page.drawn()")
    meter = Meter(page)
    first = page.evaluate("nodes => page.open(nodes)", nodes)
    told: dict[str, Any] = {"first_picture": round(first)}
    if page.evaluate("() => page.view.context.display.state.collapsed.size"):
        told["as_opened"] = _costs(page, meter, nodes, 0)
        told["expand"] = meter.cost(EXPAND, None, 1)
    told |= _costs(page, meter, nodes, 4_000)
    page.evaluate("() => gc()")
    told["heap_mb"] = round(page.evaluate("() => performance.memory.usedJSHeapSize") / 2**20, 1)
    page.close()
    return told


def _costs(page: Page, meter: Meter, nodes: int, start: int) -> dict[str, Any]:
    idle = meter.cost(IDLE, 20, 20)
    flood = page.evaluate(FLOOD, [5, nodes, start + 2_000])
    return {
        "idle_frame": idle,
        "one_change": meter.cost(ONE_BY_ONE, [20, nodes, start], 20),
        "100_joined_changes": meter.cost(JOINED, [100, nodes, start + 100], 1),
        "drag_frame": meter.cost(DRAG, 20, 20),
        "pan_frame": meter.cost(PAN, 20, 20),
        "zoom": meter.cost(ZOOM, 6, 6),
        "longest_task_at_200_changes_a_second": round(flood["longest_task"]),
        "seconds_for_1000_changes": round(flood["seconds"], 2),
    }


class Meter:
    """Measures what the page's main thread works while something is done."""

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


def _answer(folder: Path, url: str) -> dict[str, Any]:
    name = url.removeprefix(ADDRESS)
    if not name:
        return {"body": HTML, "content_type": "text/html"}
    return {"path": folder / name, "content_type": "text/javascript"}


if __name__ == "__main__":
    main()
