"""The widget in a real notebook: its traits, and the way through the kernel."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

import jupyter_graphsync
from jupyter_graphsync.widget import GraphWidget

from .conftest import TOKEN, Lab, Person

pytestmark = pytest.mark.browser

CONNECT = """
import jupyter_graphsync as gs
g = gs.connect("widget")
g.add_node("Lyon", "city", node_id="a")
g.add_node("Paris", "city", node_id="b")
"""
SHOW = "w = gs.GraphWidget(g, selection=['b', 'unknown'])\nw"
NO_SOCKET = """
window.WebSocket = class extends WebSocket {
  constructor(url, protocols) {
    super(String(url).includes('graphsync/ws') ? 'ws://127.0.0.1:1/' : url, protocols);
  }
};
"""

WELCOME = {
    "type": "welcome",
    "session_id": "demo",
    "epoch": "e1",
    "seq": 1,
    "digest": "d1",
    "client_id": "c-me",
    "client_token": "token-1",
    "mode": "replay",
    "protocol": 1,
    "server_version": "0.1.0",
    "settings": {"title": "Demo", "structure": "dag", "strict_blueprints": False},
    "limits": {"heartbeat": 25, "heartbeat_timeout": 10, "presence_rate": 20},
    "clients": [],
    "role": "editor",
}
COMMIT = {
    "type": "commit",
    "seq": 1,
    "digest": "d1",
    "command_id": "k1",
    "command_type": "create-node",
    "kind": "do",
    "actor": {"client_id": "c-ana", "username": "ana", "name": "Ana", "color": "#c0392b"},
    "timestamp": "2026-11-22T12:00:00.000000Z",
    "events": [
        {
            "event": "graph:node-created",
            "payload": {"node_id": "n", "name": "Lyon", "blueprint_type_id": "city"},
        }
    ],
}
KERNEL_OF_ITS_OWN = """
async ({bootstrap, module, frame, still}) => {
  const heard = new Set(), waiting = [];
  const say = message => [...heard].forEach(hear => hear(message));
  const answers = {
    module: () => say({type: 'module', text: module}),
    open: ({id}) => {
      say({type: 'opened', id});
      say({type: 'frame', id, text: frame.slice(0, 99), more: true});
      say({type: 'frame', id, text: frame.slice(99), more: false});
    }
  };
  const traits = {session_id: 'demo', _still: still, height: 400, selection: []};
  const model = {
    get: trait => traits[trait],
    set: () => {},
    save_changes: () => {},
    on: (event, hear) => event === 'msg:custom' && heard.add(hear),
    off: (event, hear) => heard.delete(hear),
    send: message => waiting.push(message)
  };
  window.answer = () => {
    model.send = message => setTimeout(() => answers[message.type]?.(message));
    waiting.forEach(model.send);
  };
  const el = document.body.appendChild(document.createElement('div'));
  const url = URL.createObjectURL(new Blob([bootstrap], {type: 'text/javascript'}));
  const loaded = await import(url);
  loaded.default.render({model, el});
}
"""


def selected(person: Person, node_id: str, *, count: int = 1) -> None:
    """Wait until so many views, or more, tell of a node in their inspectors."""
    person.page.wait_for_function(
        """([nodeId, count]) => [...document.querySelectorAll('.graphsync-inspector-id code')]
            .filter(({textContent}) => textContent === nodeId).length >= count""",
        arg=[node_id, count],
        timeout=30_000,
    )


def output(person: Person, index: int, text: str) -> None:
    """Wait until the output of a cell has a text."""
    person.page.wait_for_function(
        """([index, text]) => document.querySelectorAll('.jp-CodeCell')[index]
            .querySelector('.jp-OutputArea').textContent.includes(text)""",
        arg=[index, text],
        timeout=30_000,
    )


def test_WB5_what_one_selects_reaches_python_and_what_python_selects_reaches_all_views(
    lab: Lab, join: Callable[[], Person]
) -> None:
    cells = [CONNECT, SHOW, "w", "w.selection = ['a']", "print(w.selection)"]
    lab.write_notebook("selection.ipynb", *cells)
    ana = join()
    ana.open("selection.ipynb")
    for index in range(3):
        ana.run_cell(index)
    ana.wait_for_graph(node_count=2)
    selected(ana, "b", count=2)

    ana.run_cell(3)
    selected(ana, "a", count=2)

    ana.page.get_by_role("tab", name="Activity").first.click()
    ana.page.locator("[role=log]").first.get_by_text("Paris").first.click()
    selected(ana, "b")
    ana.run_cell(4)
    output(ana, 4, "['b']")


def test_WB6_where_the_browser_cannot_reach_the_server_the_kernel_relays(
    lab: Lab, join: Callable[[], Person]
) -> None:
    lab.write_notebook("relayed.ipynb", CONNECT, "g", 'g.add_node("Nice", "city", node_id="c")')
    ana = join()
    ana.page.route("**/graphsync/static/**", lambda route: route.abort())
    ana.page.add_init_script(NO_SOCKET)
    ana.open("relayed.ipynb")
    ana.run_cell(0)
    ana.run_cell(1)
    ana.wait_for_graph(node_count=2)

    assert "through the kernel" in ana.page.inner_text(".graphsync-status")
    ana.run_cell(2)
    ana.wait_for_graph(node_count=3)


def test_WB7_it_works_in_notebook_7(lab: Lab, join: Callable[[], Person]) -> None:
    lab.write_notebook("classic.ipynb", CONNECT, SHOW, "w.selection = ['a']")
    ana = join()
    ana.page.goto(f"{lab.url}notebooks/classic.ipynb?token={TOKEN}")
    ana.wait_for_kernel()
    ana.run_cell(0)
    ana.run_cell(1)
    ana.wait_for_graph(node_count=2)
    selected(ana, "b")

    ana.run_cell(2)

    selected(ana, "a")


def test_WB8_a_layout_is_made_once_for_all(lab: Lab, join: Callable[[], Person]) -> None:
    show = "w = gs.GraphWidget(g, layout='layered')\nw"
    lab.write_notebook("layout.ipynb", CONNECT, show, "w", "w.layout = 'circle'")
    ana = join()
    ana.open("layout.ipynb")
    ana.run_cell(0)
    ana.run_cell(1)
    ana.wait_for_graph(seq=3)
    ana.run_cell(2)

    ana.run_cell(3)

    ana.wait_for_graph(seq=4)
    commits = lab.call("/sessions/widget/commits")["commits"]
    assert [moved(commit) for commit in commits[2:]] == [["a", "b"], ["a", "b"]]


def moved(commit: dict[str, Any]) -> list[str]:
    """Return the nodes that a commit gave a place."""
    payloads = [record["payload"] for record in commit["events"]]
    return sorted(one["node_id"] for one in payloads if one.get("property_id") == "_position")


def test_WB9_a_page_without_a_server_gets_everything_through_the_kernel(browser: Browser) -> None:
    package = Path(jupyter_graphsync.__file__).parent
    page = browser.new_page()
    texts = {
        "bootstrap": (package / "widget" / "bootstrap.js").read_text(),
        "module": (package / "static" / "graphsync_single.js").read_text(),
        "frame": json.dumps([WELCOME, COMMIT]),
        "still": GraphWidget("demo").get_state()["_still"],
    }
    page.evaluate(KERNEL_OF_ITS_OWN, texts)
    page.wait_for_selector("img[alt='Graph demo, not live']")
    assert page.evaluate("document.images[0].decode().then(() => document.images[0].width)") > 100

    page.evaluate("window.answer()")

    page.wait_for_selector('[data-graphsync-state="live"][data-node-count="1"]', state="attached")
    assert "through the kernel" in page.inner_text(".graphsync-status")
    assert page.locator("img").count() == 0
    page.close()
