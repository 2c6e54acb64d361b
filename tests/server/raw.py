"""A WebSocket client without manners: sends any bytes, and reads only when it is told to."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
import struct
from typing import Any
from urllib.parse import urlsplit

from .api import SECONDS, Api, Message

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
FIN = 0x80


def frame(payload: bytes, opcode: int = TEXT, *, flags: int = FIN, masked: bool = True) -> bytes:
    """Return a frame as RFC 6455, section 5.2, has it, or as it must not be."""
    mask = os.urandom(4) if masked else b""
    return header(len(payload), opcode, flags=flags, masked=masked) + mask + _mask(payload, mask)


def header(length: int, opcode: int = TEXT, *, flags: int = FIN, masked: bool = True) -> bytes:
    """Return the first bytes of a frame that claims to be of some length."""
    bit = 0x80 if masked else 0
    if length < 126:
        return bytes([flags | opcode, bit | length])
    if length < 2**16:
        return bytes([flags | opcode, bit | 126]) + struct.pack("!H", length)
    return bytes([flags | opcode, bit | 127]) + struct.pack("!Q", length)


def _mask(payload: bytes, mask: bytes) -> bytes:
    if not mask:
        return payload
    key = mask * (len(payload) // 4 + 1)
    return bytes(a ^ b for a, b in zip(payload, key, strict=False))


class RawSocket:
    """A connection to a server, below HTTP."""

    def __init__(self, raw: socket.socket) -> None:
        self._socket = raw
        self._got = bytearray()

    @classmethod
    async def open(cls, api: Api, *, receive_buffer: int | None = None) -> RawSocket:
        """Connect; a small `receive_buffer` makes a reader that stalls soon."""
        address = urlsplit(api.url)
        raw = socket.socket()
        raw.setblocking(False)
        if receive_buffer is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(raw, (address.hostname, address.port))
        return cls(raw)

    @classmethod
    async def join(cls, api: Api, query: str, *, receive_buffer: int | None = None) -> RawSocket:
        """Connect and shake hands; what the session sends is left unread."""
        raw = await cls.open(api, receive_buffer=receive_buffer)
        answer = await raw.request(api, f"graphsync/ws?{query}", upgrade_headers())
        assert answer.startswith("HTTP/1.1 101"), answer
        return raw

    async def request(self, api: Api, path: str, headers: dict[str, str]) -> str:
        """Send a GET; return the head of the answer."""
        address = urlsplit(api.url)
        lines = [
            f"GET {address.path}{path} HTTP/1.1",
            f"Host: {address.netloc}",
            f"Authorization: token {api.token}",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        await self.send("\r\n".join([*lines, "", ""]).encode())
        return await self.head()

    async def head(self) -> str:
        """Return the head of an HTTP answer."""
        while b"\r\n\r\n" not in self._got:
            await self._read()
        head, _, rest = bytes(self._got).partition(b"\r\n\r\n")
        self._got = bytearray(rest)
        return head.decode("latin-1")

    async def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        await asyncio.wait_for(asyncio.get_running_loop().sock_sendall(self._socket, data), SECONDS)

    async def send_op(self, op: str, **fields: Any) -> None:
        """Send an op in a good frame."""
        await self.send(frame(json.dumps({"op": op, **fields}).encode()))

    async def frame(self) -> tuple[int, bytes]:
        """Return opcode and payload of the next frame; `ConnectionError` at the end."""
        first, length = await self._exactly(2)
        if length == 126:
            (length,) = struct.unpack("!H", await self._exactly(2))
        elif length == 127:
            (length,) = struct.unpack("!Q", await self._exactly(8))
        return first & 0x0F, await self._exactly(length)

    async def messages(self) -> list[Message]:
        """Return the messages of the next text frame; pings on the way are answered."""
        while True:
            opcode, payload = await self.frame()
            if opcode == TEXT:
                messages: list[Message] = json.loads(payload)
                return messages
            if opcode == PING:
                await self.send(frame(payload, PONG))
            if opcode == CLOSE:
                raise ConnectionError(f"closed with {struct.unpack('!H', payload[:2])[0]}")

    async def message(self, kind: str, message_id: Any = None) -> Message:
        """Return the next message of a type, and of an id where one is given."""
        while True:
            for message in await self.messages():
                if message["type"] == kind and message_id in (None, message.get("id")):
                    return message

    async def close_code(self) -> int:
        """Return with what code the server ends the connection; 1006 where it just cuts it."""
        try:
            while True:
                opcode, payload = await self.frame()
                if opcode == CLOSE:
                    return int(struct.unpack("!H", payload[:2])[0]) if payload else 1005
        except ConnectionError:
            return 1006

    def abort(self) -> None:
        """Cut the line with a reset."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()

    def close(self) -> None:
        """End the connection without a word of WebSocket."""
        self._socket.close()

    async def _exactly(self, count: int) -> bytes:
        while len(self._got) < count:
            await self._read()
        data = bytes(self._got[:count])
        del self._got[:count]
        return data

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        data = await asyncio.wait_for(loop.sock_recv(self._socket, 2**16), SECONDS)
        if not data:
            raise ConnectionError("the server ended the connection")
        self._got += data


def upgrade_headers(**changed: str) -> dict[str, str]:
    """Return the headers of a good handshake, some of them changed."""
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
    }
    headers |= {name.replace("_", "-"): value for name, value in changed.items()}
    return {name: value for name, value in headers.items() if value}
