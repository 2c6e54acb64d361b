"""What the canvas costs in a real browser: main-thread milliseconds an operation, and memory.

A page without a server feeds the view frames as a server would; the picture is the whole view of
a session, drawn by WebGL in software where there is no graphics card. Prints one JSON object.

    python tests/benchmarks/canvas_bench.py --nodes 1000 10000 50000
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.canvas_page import ONE_BY_ONE, Meter, bundle_page, open_page  # noqa: E402
from tests.browser.chromium import FLAGS, find_chromium  # noqa: E402

WATCH = """() => {
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longest = Math.max(longest, duration);
  }).observe({ type: 'longtask' });
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
        bundle_page(Path(folder))
        cache = Path.home() / ".cache" / "graphsync-chromium"
        chromium = find_chromium(cache, playwright.chromium.executable_path)
        memory = ["--enable-precise-memory-info", "--js-flags=--expose-gc"]
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS + memory)
        results = {str(nodes): _measure(browser.new_page(), Path(folder), nodes) for nodes in sizes}
        browser.close()
    print(json.dumps(results, indent=2))


def _measure(page: Page, folder: Path, nodes: int) -> dict[str, Any]:
    open_page(page, folder)
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


if __name__ == "__main__":
    main()
