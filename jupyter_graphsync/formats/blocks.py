"""Pieces of text, joined into blocks that are worth handing on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

BLOCK_BYTES = 64 * 2**10


def blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Join pieces into blocks of about 64 KiB."""
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= BLOCK_BYTES:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)
