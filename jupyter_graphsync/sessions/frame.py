"""One frame, built once and sent to many."""

from __future__ import annotations

from ..protocol import frame


class Frame:
    """Encoded messages as the payload of one text frame, and as the bytes on a socket.

    A server's frames are not masked, so the same bytes serve every connection (RFC 6455, 5.2).
    """

    __slots__ = ("_wire", "payload")

    def __init__(self, messages: list[bytes]) -> None:
        self.payload = frame(messages)
        self._wire: bytes | None = None

    @property
    def wire(self) -> bytes:
        """The whole frame with its header: FIN, text, length."""
        if self._wire is None:
            self._wire = _header(len(self.payload)) + self.payload
        return self._wire


def _header(length: int) -> bytes:
    if length < 126:
        return bytes((0x81, length))
    if length < 2**16:
        return b"\x81\x7e" + length.to_bytes(2, "big")
    return b"\x81\x7f" + length.to_bytes(8, "big")
