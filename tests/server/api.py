"""A server as its users see it: an address, a token, REST calls and sockets."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.httputil import HTTPHeaders
from tornado.websocket import WebSocketClientConnection, websocket_connect

SECONDS = 10.0
"""So long a test waits for something that must happen."""

Message = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What came back from a REST call."""

    status: int
    headers: HTTPHeaders
    body: bytes

    @property
    def json(self) -> Any:
        """The body, decoded."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of the error that the body tells."""
        code: str = self.json["error"]["code"]
        return code


@dataclass
class Api:
    """One user's way to a server; `url` ends before `graphsync/`."""

    url: str
    token: str
    certificate: str | None = None
    origin: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._client: AsyncHTTPClient | None = None

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        data: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Make a call below `graphsync/api/v1`; `data` is sent as it is."""
        if data is None and body is not None:
            data = json.dumps(body).encode()
        if data is None and method in ("POST", "PATCH", "PUT"):
            data = b"{}"
        typed = {} if data is None else {"Content-Type": "application/json"}
        return await self.fetch(
            method, f"graphsync/api/v1{path}", data=data, headers={**typed, **(headers or {})}
        )

    async def fetch(
        self,
        method: str,
        path: str,
        *,
        data: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Make a call anywhere on the server; a header that is empty is left out."""
        if self._client is None:
            self._client = AsyncHTTPClient(force_instance=True, max_clients=200)
        response = await self._client.fetch(
            HTTPRequest(
                self.url + path,
                method=method,
                body=data,
                headers=self._headers(headers),
                allow_nonstandard_methods=True,
                follow_redirects=False,
                ca_certs=self.certificate,
                request_timeout=60,
            ),
            raise_error=False,
        )
        if response.code == 599:
            raise response.error or ConnectionError("no answer")
        return Answer(response.code, response.headers, response.body)

    async def create(self, session_id: str, **settings: Any) -> str:
        """Create a session; return its id."""
        answer = await self.call("POST", "/sessions", {"session_id": session_id, **settings})
        assert answer.status == 201, answer.body
        return session_id

    async def execute(self, session_id: str, command_type: str, **arguments: Any) -> Answer:
        """Execute a command over REST."""
        body = {"command_type": command_type, "arguments": arguments}
        return await self.call("POST", f"/sessions/{session_id}/commands", body)

    async def seqs(self, session_id: str) -> list[int]:
        """Return the numbers of all commits, as the log tells them."""
        seqs: list[int] = []
        after: int | None = 0
        while after is not None:
            answer = await self.call(
                "GET", f"/sessions/{session_id}/commits?after={after}&limit=1000"
            )
            seqs += [commit["seq"] for commit in answer.json["commits"]]
            after = answer.json["next"]
        return seqs

    async def join(
        self,
        session_id: str,
        *,
        headers: dict[str, str] | None = None,
        subprotocols: list[str] | None = None,
        **query: Any,
    ) -> Peer:
        """Join a session by WebSocket; raises `HTTPClientError` where the handshake is refused."""
        return await self.connect(
            urlencode({"session_id": session_id, **query}),
            headers=headers,
            subprotocols=subprotocols,
        )

    async def connect(
        self,
        query: str,
        *,
        headers: dict[str, str] | None = None,
        subprotocols: list[str] | None = None,
    ) -> Peer:
        """Open a WebSocket with a query as it is."""
        request = HTTPRequest(
            f"ws{self.url.removeprefix('http')}graphsync/ws?{query}",
            headers=self._headers(headers),
            ca_certs=self.certificate,
        )
        return Peer(await websocket_connect(request, subprotocols=subprotocols))

    def close(self) -> None:
        """Let go of the connections for REST."""
        if self._client is not None:
            self._client.close()

    def _headers(self, headers: dict[str, str] | None) -> dict[str, str]:
        given = {"Authorization": f"token {self.token}", **self.headers, **(headers or {})}
        return {name: value for name, value in given.items() if value}


class Closed(Exception):
    """The server closed the socket."""

    def __init__(self, code: int | None, reason: str | None) -> None:
        super().__init__(f"closed with {code}: {reason}")
        self.code = code
        self.reason = reason


class Peer:
    """A client on a socket: keeps all that it is sent, and waits for what it needs."""

    def __init__(self, socket: WebSocketClientConnection) -> None:
        self.socket = socket
        self.messages: list[Message] = []
        self._seen = 0

    async def next(self) -> Message:
        """Return the next message."""
        while self._seen == len(self.messages):
            text = await asyncio.wait_for(self.socket.read_message(), SECONDS)
            if text is None:
                raise Closed(self.socket.close_code, self.socket.close_reason)
            self.messages += json.loads(text)
        self._seen += 1
        return self.messages[self._seen - 1]

    async def until(self, fits: Callable[[Message], bool]) -> Message:
        """Return the next message that fits; those before it can be found in `messages`."""
        while not fits(message := await self.next()):
            pass
        return message

    async def message(self, kind: str) -> Message:
        """Return the next message of a type."""
        return await self.until(lambda message: message["type"] == kind)

    async def event(self, name: str) -> Message:
        """Return the next passing event of a name."""
        return await self.until(lambda message: message.get("event") == name)

    async def commit(self, command_id: str) -> Message:
        """Return the commit of a command."""
        return await self.until(
            lambda message: message["type"] == "commit" and message["command_id"] == command_id
        )

    async def reply(self, message_id: Any) -> Message:
        """Return the reply that goes by an id."""
        return await self.until(
            lambda message: message["type"] == "reply" and message["id"] == message_id
        )

    async def in_step(self) -> Peer:
        """Return when the snapshot or replay is over: the client's own arrival is told then."""
        await self.event("session:connected")
        return self

    async def send(self, op: str, **fields: Any) -> None:
        """Send an op."""
        await self.write(json.dumps({"op": op, **fields}))

    async def write(self, text: str | bytes) -> None:
        """Send a frame as it is."""
        await self.socket.write_message(text, binary=isinstance(text, bytes))

    async def execute(
        self, command_type: str, *, command_id: str | None = None, **arguments: Any
    ) -> Message:
        """Execute a command; return the reply."""
        command_id = command_id or str(uuid.uuid4())
        await self.send(
            "execute", command_id=command_id, command_type=command_type, arguments=arguments
        )
        return await self.reply(command_id)

    async def barrier(self) -> None:
        """Return when all that the server had for this client before is here."""
        ping_id = f"barrier-{len(self.messages)}"
        await self.send("ping", id=ping_id)
        await self.until(lambda message: message["type"] == "pong" and message["id"] == ping_id)

    async def closed(self) -> Closed:
        """Return how the server closes the socket."""
        try:
            while True:
                await self.next()
        except Closed as closed:
            return closed

    @property
    def position(self) -> dict[str, Any]:
        """Where the client stands, in the words of a query that comes back."""
        newest = (self.found("commit") or self.found("snapshot") or self.found("welcome"))[-1]
        epoch = self.found("welcome")[0]["epoch"]
        return {"epoch": epoch, "since": newest["seq"], "digest": newest["digest"]}

    def found(self, kind: str) -> list[Message]:
        """Return all messages of a type that have come so far."""
        return [message for message in self.messages if message["type"] == kind]

    def forget(self) -> None:
        """Let go of the messages that were looked at."""
        del self.messages[: self._seen]
        self._seen = 0

    def close(self) -> None:
        """Leave."""
        self.socket.close()
