"""A line to a server that breaks after a random number of bytes, in the middle of anything."""

from __future__ import annotations

import asyncio
import contextlib
import random

PIECE = 2**14


class CuttingLine:
    """Listens on a port of this machine, in the loop of the test; use it by `async with`.

    Attributes
    ----------
    port
        Where it listens.
    breaks
        Whether new connections break at random; else each breaks when it has carried the most.
    cuts
        How many connections it has broken.
    """

    def __init__(self, target: int, chance: random.Random, *, bytes_at_most: int) -> None:
        self.port = 0
        self.breaks = False
        self.cuts = 0
        self._target = target
        self._chance = chance
        self._most = bytes_at_most

    async def __aenter__(self) -> CuttingLine:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Mostly soon, sometimes late.
        left = int(self._most * (self._chance.random() ** 3 if self.breaks else 1))
        with contextlib.closing(writer), contextlib.suppress(OSError):
            there = await asyncio.open_connection("127.0.0.1", self._target)
            with contextlib.closing(there[1]):
                forth = asyncio.ensure_future(_carry(reader, there[1], left))
                back = asyncio.ensure_future(_carry(there[0], writer, left))
                await asyncio.wait({forth, back}, return_when=asyncio.FIRST_COMPLETED)
                self.cuts += 1
                forth.cancel()
                back.cancel()
                await asyncio.wait({forth, back})


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, left: int) -> None:
    with contextlib.suppress(OSError):
        while left > 0 and (piece := await reader.read(min(PIECE, left))):
            left -= len(piece)
            writer.write(piece)
            await writer.drain()
