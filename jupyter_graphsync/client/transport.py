"""What carries frames and requests: an interface, and Tornado's client behind it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol
from urllib.parse import urlencode

import msgspec
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.httputil import HTTPHeaders
from tornado.simple_httpclient import HTTPStreamClosedError
from tornado.websocket import (
    WebSocketClientConnection,
    WebSocketClosedError,
    WebSocketError,
    websocket_connect,
)

from ..domain.errors import Forbidden, GraphSyncError, error_from
from ..protocol import SUBPROTOCOL, Problem
from .address import Address
from .errors import CannotConnect
from .progress import Sent

CONNECT_SECONDS = 10.0
REQUEST_SECONDS = 60.0
MAX_FRAME_BYTES = 64 * 2**20
"""A frame from the server joins what a client lacks, so it may exceed what one may send."""

_LOGIN_CODES = frozenset({301, 302, 303, 307, 308, 401, 403})
"""What a server without a login answers; a redirect leads to its login page."""

BLOCK_BYTES = 2**18

Body = dict[str, Any] | list[Any] | None
Write = Callable[[bytes], Awaitable[None]]


class SocketClosed(Exception):
    """Nothing can be sent any more; `receive` tells the rest."""


class Socket(Protocol):
    """One connected WebSocket."""

    @property
    def close_code(self) -> int | None:
        """The code with which it was closed; `None` while open or where it broke."""

    @property
    def close_reason(self) -> str:
        """The reason that came with the code."""

    async def send(self, frame: bytes) -> None:
        """Send one text frame; `SocketClosed` where it is closed."""

    async def receive(self) -> bytes | None:
        """Wait for the next frame; `None` once it is closed."""

    def close(self) -> None:
        """Close it from this side; closing twice is no error."""


class Transport(Protocol):
    """The way to one server."""

    async def open(self, query: Mapping[str, str]) -> Socket:
        """Open the WebSocket.

        Raises
        ------
        CannotConnect
            Nobody answers, or not as a graph server would.
        GraphSyncError
            The server refuses; `may_retry` tells whether it may change its mind.
        """

    async def request(
        self,
        method: str,
        path: str,
        body: Body = None,
        *,
        client_token: str = "",
        sent: Sent | None = None,
    ) -> bytes:
        """Call the REST interface; return the body of the answer. Raises what `open` raises.

        Parameters
        ----------
        client_token
            Of the client of the session who asks; else it is the session's common `rest` client.
        sent
            Is told, as the body goes out, how many of its bytes are gone, and how many it has.
        """


class TornadoTransport:
    """Carries everything by Tornado's clients.

    Follows no redirect: the token is sent to the server that was named and to no other.
    """

    def __init__(self, address: Address) -> None:
        self._address = address

    async def open(self, query: Mapping[str, str]) -> Socket:
        request = HTTPRequest(
            f"{self._address.socket}?{urlencode(query)}",
            # The server tells a kernel from a browser by it; a page's script cannot set it.
            headers={**self._address.headers, "X-Graphsync-Origin": "kernel"},
            connect_timeout=CONNECT_SECONDS,
            request_timeout=REQUEST_SECONDS,
            follow_redirects=False,
        )
        try:
            connection = await websocket_connect(
                request, subprotocols=[SUBPROTOCOL], max_message_size=MAX_FRAME_BYTES
            )
        except HTTPClientError as error:
            raise self._refusal(error) from error
        except WebSocketError as error:
            raise self._no_graph_server("no WebSocket") from error
        except OSError as error:
            raise self._unreachable(error) from error
        return TornadoSocket(connection)

    async def request(
        self,
        method: str,
        path: str,
        body: Body = None,
        *,
        client_token: str = "",
        sent: Sent | None = None,
    ) -> bytes:
        headers = HTTPHeaders(self._address.headers)
        if client_token:
            headers["X-Client-Token"] = client_token
        if body is not None:
            headers["Content-Type"] = "application/json"
        content = None if body is None else msgspec.json.encode(body)
        producer = None
        if content is not None and sent is not None:
            headers["Content-Length"] = str(len(content))
            producer = _in_blocks(content, sent)
        request = HTTPRequest(
            self._address.api(path),
            method,
            headers,
            body=content if producer is None else None,
            body_producer=producer,
            connect_timeout=CONNECT_SECONDS,
            request_timeout=REQUEST_SECONDS,
            follow_redirects=False,
        )
        try:
            response = await AsyncHTTPClient().fetch(request)
        except HTTPClientError as error:
            raise self._refusal(error) from error
        except OSError as error:
            raise self._unreachable(error) from error
        return response.body

    def _refusal(self, refusal: HTTPClientError) -> GraphSyncError:
        problem = _problem(refusal.response.body if refusal.response is not None else b"")
        if problem is not None and problem.code != "unauthenticated":
            return error_from(problem.code, problem.message, problem.details)
        if problem is not None or refusal.code in _LOGIN_CODES:
            return Forbidden(
                "unauthenticated",
                f"the Jupyter server at {self._address.url} does not accept the token; "
                "pass token=, as `jupyter server list` shows it",
            )
        if isinstance(refusal, HTTPStreamClosedError):
            return self._unreachable("the connection broke")
        if refusal.code == 599:
            return self._unreachable("no answer in time")
        return self._no_graph_server(f"HTTP {refusal.code}")

    def _no_graph_server(self, what: str) -> CannotConnect:
        return CannotConnect(
            f"{self._address.url} answers with {what} where the graph server should be; "
            "check url=, and that jupyter_graphsync is installed in that server's environment"
        )

    def _unreachable(self, reason: object) -> CannotConnect:
        return CannotConnect(
            f"no Jupyter server answers at {self._address.url} ({reason}); check url="
        )


class TornadoSocket:
    """A WebSocket of Tornado; answers the server's pings by itself."""

    def __init__(self, connection: WebSocketClientConnection) -> None:
        self._connection = connection

    @property
    def close_code(self) -> int | None:
        return self._connection.close_code

    @property
    def close_reason(self) -> str:
        return self._connection.close_reason or ""

    async def send(self, frame: bytes) -> None:
        try:
            await self._connection.write_message(frame, binary=False)
        except WebSocketClosedError as error:
            raise SocketClosed from error

    async def receive(self) -> bytes | None:
        frame = await self._connection.read_message()
        return frame.encode() if isinstance(frame, str) else frame

    def close(self) -> None:
        self._connection.close(1000)


def _in_blocks(content: bytes, sent: Sent) -> Any:  # Tornado's own type forgets coroutines
    """Return what writes a body block by block."""

    async def write_all(write: Write) -> None:
        for start in range(0, len(content), BLOCK_BYTES):
            block = content[start : start + BLOCK_BYTES]
            await write(block)
            sent(start + len(block), len(content))

    return write_all


class _Failure(msgspec.Struct):
    error: Problem


_FAILURE = msgspec.json.Decoder(_Failure)


def _problem(body: bytes) -> Problem | None:
    try:
        return _FAILURE.decode(body).error
    except msgspec.MsgspecError:
        return None  # a proxy's page, not our server's answer
