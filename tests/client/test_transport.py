"""Tornado's transport: what it tells a server, and what it makes of the answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

from jupyter_graphsync.client.address import Address
from jupyter_graphsync.client.errors import CannotConnect
from jupyter_graphsync.client.transport import SocketClosed, TornadoTransport
from jupyter_graphsync.domain.errors import Forbidden, GraphSyncError, NotFound, TooMuch
from jupyter_graphsync.protocol import SUBPROTOCOL

from .scenario import in_loop


@contextmanager
def serving(*routes: Any) -> Iterator[TornadoTransport]:
    """Serve routes on a free port; yield a transport to them, with a token."""
    (socket,) = bind_sockets(0, "127.0.0.1")
    server = HTTPServer(Application(list(routes)))
    server.add_sockets([socket])
    try:
        yield TornadoTransport(Address(f"http://127.0.0.1:{socket.getsockname()[1]}/b/", "secret"))
    finally:
        server.stop()


class Echo(WebSocketHandler):
    """Says how it was asked, then repeats what it is told; `bye` closes it."""

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        return subprotocols[0]

    def open(self, *args: str, **kwargs: str) -> None:
        asked = {name: self.request.headers.get(name) for name in self.request.headers}
        self.write_message(json.dumps({**asked, "query": self.request.query}))

    def on_message(self, message: str | bytes) -> None:
        if message == "bye":
            self.close(4505, "ended")
        else:
            self.write_message(message)


def answering(status: int, body: str = "", **headers: str) -> type[RequestHandler]:
    class Answer(RequestHandler):
        def get(self) -> None:
            self.set_status(status)
            for name, value in headers.items():
                self.set_header(name, value)
            self.finish(body)

        post = get

    return Answer


def problem(code: str, **details: Any) -> str:
    error = {"code": code, "message": "no", "retry": False, "details": details}
    return json.dumps({"success": False, "error": error})


@in_loop
async def test_PC3_the_handshake_names_token_origin_and_protocol_and_no_compression() -> None:
    with serving((r"/b/graphsync/ws", Echo)) as transport:
        socket = await transport.open({"session_id": "s", "client_token": "a b"})
        asked = json.loads(await socket.receive() or b"")
        socket.close()

    assert asked["Authorization"] == "token secret"
    assert asked["X-Graphsync-Origin"] == "kernel"
    assert asked["Sec-Websocket-Protocol"] == SUBPROTOCOL
    assert asked["query"] == "session_id=s&client_token=a+b"
    assert "Sec-Websocket-Extensions" not in asked


@in_loop
async def test_PC3_frames_go_both_ways_and_the_close_code_arrives() -> None:
    with serving((r"/b/graphsync/ws", Echo)) as transport:
        socket = await transport.open({"session_id": "s"})
        await socket.receive()
        await socket.send("é".encode())
        assert await socket.receive() == "é".encode()
        await socket.send(b"bye")

        assert await socket.receive() is None
        assert (socket.close_code, socket.close_reason) == (4505, "ended")
        socket.close()
        with pytest.raises(SocketClosed):
            await socket.send(b"late")


@in_loop
async def test_PC3_a_redirect_is_not_followed_since_the_token_is_for_one_server() -> None:
    asked: list[str] = []

    class Elsewhere(RequestHandler):
        def prepare(self) -> None:
            asked.append(self.request.path)

    moved = answering(302, Location="/elsewhere")
    routes = [(r"/b/graphsync/.*", moved), (r"/elsewhere", Elsewhere)]
    with serving(*routes) as transport:
        with pytest.raises(Forbidden, match="does not accept the token; pass token="):
            await transport.open({})
        with pytest.raises(Forbidden):
            await transport.request("POST", "sessions", {})

    assert asked == []


@pytest.mark.parametrize(
    ("status", "body", "error", "code"),
    [
        (404, problem("session-not-found"), NotFound, "session-not-found"),
        (429, problem("too-many-sessions", retry_after_ms=5), TooMuch, "too-many-sessions"),
        (403, problem("unauthenticated"), Forbidden, "unauthenticated"),
        (403, problem("forbidden"), Forbidden, "forbidden"),
        (403, "<html>", Forbidden, "unauthenticated"),
        (404, "<html>", CannotConnect, "cannot-connect"),
        (503, "", CannotConnect, "cannot-connect"),
    ],
)
@in_loop
async def test_PC3_an_answer_becomes_the_error_that_it_is(
    status: int, body: str, error: type[GraphSyncError], code: str
) -> None:
    with serving((r"/b/graphsync/.*", answering(status, body))) as transport:
        with pytest.raises(error) as of_socket:
            await transport.open({})
        with pytest.raises(error) as of_request:
            await transport.request("GET", "sessions")

    assert of_socket.value.code == of_request.value.code == code


@in_loop
async def test_PC3_details_of_an_error_arrive() -> None:
    limited = answering(429, problem("rate-limited", n=5))
    with (
        serving((r"/b/graphsync/.*", limited)) as transport,
        pytest.raises(TooMuch) as refusal,
    ):
        await transport.request("GET", "sessions")

    assert refusal.value.details == {"n": 5}


@in_loop
async def test_PC3_a_page_that_is_no_websocket_cannot_be_connected_to() -> None:
    with (
        serving((r"/b/graphsync/.*", answering(200, "hello"))) as transport,
        pytest.raises(CannotConnect, match="answers with no WebSocket"),
    ):
        await transport.open({})


@in_loop
async def test_PC3_where_nobody_listens_the_error_names_the_url_but_not_the_token() -> None:
    transport = TornadoTransport(Address("http://127.0.0.1:1/", "secret"))

    with pytest.raises(CannotConnect, match=r"no Jupyter server answers at http://127\.0\.0\.1:1/"):
        await transport.request("GET", "sessions")
    with pytest.raises(CannotConnect) as failure:
        await transport.open({})
    assert "secret" not in str(failure.value)


@in_loop
async def test_PC3_a_request_sends_json_and_returns_the_body() -> None:
    class Sessions(RequestHandler):
        def post(self) -> None:
            headers = self.request.headers
            self.finish({"type": headers["Content-Type"], "body": json.loads(self.request.body)})

    with serving((r"/b/graphsync/api/v1/sessions", Sessions)) as transport:
        body = await transport.request("POST", "sessions", {"session_id": "s"})

    assert json.loads(body) == {"type": "application/json", "body": {"session_id": "s"}}
