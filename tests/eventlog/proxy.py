"""A line between a server and its database that delays, swallows and cuts, as a test says."""

from __future__ import annotations

import asyncio
import contextlib
import threading

from psycopg.conninfo import conninfo_to_dict

PIECE = 2**16


class Proxy:
    """Listens on a port of this machine; runs in a thread of its own.

    Attributes
    ----------
    url
        The database's URL by way of the proxy.
    delay
        Seconds that every piece takes in either direction.
    catch
        A line that wrote commits swallows everything from the first piece with this text on.
    caught
        Set when that happened.
    """

    def __init__(self, url: str) -> None:
        self._target = conninfo_to_dict(url)
        self.delay = 0.0
        self.catch = b""
        self.caught = threading.Event()
        self._frozen = False
        self._closed = False
        self._lines: list[_Line] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Proxy:
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._serve, "127.0.0.1", 0))
        port = self._server.sockets[0].getsockname()[1]
        user = self._target.get("user", "")
        password = f":{self._target['password']}" if self._target.get("password") else ""
        name = self._target.get("dbname", "")
        self.url = f"postgresql://{user}{password}@127.0.0.1:{port}/{name}"
        return self

    def __exit__(self, *exc: object) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def freeze(self) -> None:
        """Swallow everything from now on, and say nothing."""
        self._frozen = True

    def thaw(self) -> None:
        """Pass new connections on again; what was swallowed is lost, but for `release`."""
        self._frozen = False
        self.catch = b""

    def cut(self) -> None:
        """Cut all lines, on both sides."""
        self._run(self._cut())

    def hang_up(self) -> None:
        """Cut all lines on the client's side alone: the database hears nothing of it."""
        self._run(self._hang_up())

    def release(self) -> None:
        """Send the database what was caught, after all."""
        self._run(self._release())

    def _run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _serve(self, reader, writer) -> None:
        try:
            server = await self._connect()
        except OSError:
            writer.close()
            return
        line = _Line(self, (reader, writer), server)
        self._lines.append(line)
        await line.carry()
        self._lines.remove(line)

    async def _connect(self):
        host, port = str(self._target["host"]), self._target.get("port", "5432")
        if host.startswith("/"):
            return await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
        return await asyncio.open_connection(host, int(port))

    async def _cut(self) -> None:
        for line in list(self._lines):
            line.end()

    async def _hang_up(self) -> None:
        for line in list(self._lines):
            line.hung_up = True
            line.client[1].close()

    async def _release(self) -> None:
        for line in list(self._lines):
            for piece in line.held:
                line.server[1].write(piece)
            line.held = []

    async def _end(self) -> None:
        self._server.close()
        await self._cut()
        while self._lines:
            await asyncio.sleep(0)


class _Line:
    """One connection through the proxy."""

    def __init__(self, proxy: Proxy, client, server) -> None:
        self.client, self.server = client, server
        self.held: list[bytes] = []
        self.hung_up = False
        self._proxy = proxy
        self._swallows = False
        self._wrote = False

    async def carry(self) -> None:
        """Carry both ways until an end is closed."""
        there = asyncio.ensure_future(self._forth(self.client[0], self.server[1], asks=True))
        back = asyncio.ensure_future(self._forth(self.server[0], self.client[1], asks=False))
        await asyncio.wait({there, back}, return_when=asyncio.FIRST_COMPLETED)
        if self.hung_up:
            await back
        self.end()
        await asyncio.wait({there, back})

    def end(self) -> None:
        self.client[1].close()
        self.server[1].close()

    async def _forth(self, reader, writer, *, asks: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(PIECE):
                if self._proxy.delay:
                    await asyncio.sleep(self._proxy.delay)
                self._wrote |= asks and b"INSERT INTO graphsync_commits" in piece
                if self._wrote and asks and self._proxy.catch and self._proxy.catch in piece:
                    self._swallows = True
                    self._proxy.caught.set()
                if self._swallows and asks:
                    self.held.append(piece)
                elif not self._proxy._frozen:
                    writer.write(piece)
                    await writer.drain()
