"""A kernel's relays: frames both ways between a page and a real server."""

from __future__ import annotations

import json
import queue
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import jupyter_graphsync as gs
from jupyter_graphsync.client.address import Address
from jupyter_graphsync.client.errors import NoServer
from jupyter_graphsync.client.transport import TornadoTransport, Transport
from jupyter_graphsync.widget import messages
from jupyter_graphsync.widget.relay import PART_LETTERS
from jupyter_graphsync.widget.relays import MAX_RELAYS, Relays
from tests.client.live_server import TOKEN, LiveServer

SECONDS = 20.0


class Page:
    """The other end of the comm: what the kernel said to one connection, in order."""

    def __init__(self, find: Callable[[], Transport]) -> None:
        self._said: queue.Queue[dict[str, Any]] = queue.Queue()
        self._frames = ""
        self.relays = Relays(find, self._said.put)

    def say(self, kind: str, **fields: Any) -> None:
        message = messages.read({"type": kind, **fields})
        assert message is not None
        self.relays.hear(message)

    def open(self, session_id: str, relay_id: str = "r1") -> None:
        self.say("open", id=relay_id, query={"session_id": session_id})

    def next(self, kind: str) -> dict[str, Any]:
        """Return the next message of a kind."""
        while True:
            message = self._said.get(timeout=SECONDS)
            if message["type"] == kind:
                return message

    def next_in_frames(self, kind: str) -> dict[str, Any]:
        """Return the next message of the server's of a kind, from frames in parts."""
        while True:
            part = self.next("frame")
            assert len(part["text"]) <= PART_LETTERS
            self._frames += part["text"]
            if not part["more"]:
                found, self._frames = json.loads(self._frames), ""
                for message in found:
                    if message["type"] == kind:
                        return dict(message)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("server"))
    live.start()
    yield live
    live.stop()


@pytest.fixture
def page(server: LiveServer) -> Iterator[Page]:
    page = Page(lambda: TornadoTransport(Address(server.url, TOKEN)))
    yield page
    page.relays.close()


def test_GW2_a_view_joins_and_edits_through_the_kernel(server: LiveServer, page: Page) -> None:
    with gs.connect("relayed", url=server.url, token=TOKEN) as g:
        page.open("relayed")
        page.next("opened")
        client_id = page.next_in_frames("welcome")["client_id"]
        arguments = {"node_id": "n", "name": "Lyon", "blueprint_type_id": "city"}
        op = {"op": "execute", "command_id": "k1", "command_type": "create-node"}
        page.say("frame", id="r1", text=json.dumps({**op, "arguments": arguments}))
        reply = page.next_in_frames("reply")

        assert reply["ok"]
        assert g.history()[-1].actor.client_id == client_id


def test_GW2_a_large_frame_comes_in_parts(server: LiveServer, page: Page) -> None:
    with gs.connect("large", url=server.url, token=TOKEN) as g, g.batch():
        for number in range(10):
            g.add_node(f"n{number}", "city", properties={"text": "é" * 20_000})

    page.open("large")

    assert page.next_in_frames("commit")["events"][9]["payload"]["name"] == "n9"


def test_GW2_a_view_that_leaves_is_no_client_any_more(server: LiveServer, page: Page) -> None:
    with (
        gs.connect("left", url=server.url, token=TOKEN) as g,
        g.events("session:presence", timeout=SECONDS) as events,
    ):
        page.open("left")
        client_id = page.next_in_frames("welcome")["client_id"]

        page.say("close", id="r1")

        assert any(client_id in event.payload.left for event in events)


def test_GW2_a_widget_that_is_closed_ends_its_connections(server: LiveServer, page: Page) -> None:
    with gs.connect("closed", url=server.url, token=TOKEN):
        page.open("closed")
        page.next_in_frames("welcome")

        page.relays.close()
        page.relays.close()

        assert page.next("closed")["reason"] == "the kernel ended the connection"


def test_GW2_a_session_that_is_missing_is_told_as_a_broken_socket(page: Page) -> None:
    page.open("nowhere")

    closed = page.next("closed")

    assert closed["id"] == "r1"
    assert closed["code"] == 1006
    assert "nowhere" in closed["reason"]


def test_GW2_a_kernel_without_a_server_says_so() -> None:
    def find() -> Transport:
        raise NoServer("no running Jupyter server was found; start one")

    page = Page(find)
    page.open("any")

    assert page.next("closed")["reason"] == "no running Jupyter server was found; start one"
    page.relays.close()


def test_GW2_of_too_many_connections_the_one_that_was_silent_for_longest_ends(
    server: LiveServer, page: Page
) -> None:
    with gs.connect("many", url=server.url, token=TOKEN):
        for number in range(MAX_RELAYS):
            page.open("many", f"r{number}")
            page.next("opened")
        page.say("alive", id="r0")

        page.open("many", "one-more")

        assert page.next("closed")["id"] == "r1"


@pytest.mark.parametrize("content", [None, {}, {"type": "open"}, {"type": "frame", "id": 1}, "x"])
def test_GW2_what_is_no_message_is_passed_over(content: Any) -> None:
    assert messages.read(content) is None
