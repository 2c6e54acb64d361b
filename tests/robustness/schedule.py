"""One seeded schedule of what people and machines may do to a session, and its recording.

Everything that is left to chance comes from one seed; on a log in memory the same seed gives the
same history again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import count
from random import Random
from unittest.mock import patch

from sessions.house import REST, graph_of

from jupyter_graphsync.domain.commits import CommitRecord
from jupyter_graphsync.domain.errors import GraphSyncError
from jupyter_graphsync.domain.limits import Limits
from jupyter_graphsync.domain.settings import Settings
from jupyter_graphsync.eventlog.base import LogStore
from jupyter_graphsync.sessions import ring, rounds, session
from jupyter_graphsync.sessions.broadcaster import Broadcaster
from jupyter_graphsync.sessions.manager import SessionManager

from .guests import Guest
from .ops import NODES, create_op, random_op
from .places import Way
from .recording import Recorder, Recording

SECONDS = 30.0
"""So long everybody may take to come to an end."""


class Server:
    """One server, which can be stopped or killed, and started again."""

    def __init__(self, name: str, make_way: Callable[[], Way], limits: Limits) -> None:
        self.name = name
        self._make_way = make_way
        self._limits = limits
        self._ending: list[asyncio.Task[None]] = []
        self.start()

    def start(self) -> None:
        """Start with nothing in memory."""
        self.way = self._make_way()
        self.manager = SessionManager(
            lambda: self.way, limits=self._limits, broadcaster=Broadcaster()
        )

    async def restart(self) -> None:
        """Stop in good order, and start again."""
        await self.manager.close()
        self.start()

    async def crash(self) -> None:
        """Be killed, and start again; what was on its way to the log may have arrived."""
        self.way.crash()
        ending = asyncio.ensure_future(self.manager.close())
        if self.way.is_shared:
            self._ending.append(ending)
        else:
            await ending
        self.start()

    async def close(self) -> None:
        """End, with all that ever ran here."""
        await self.manager.close()
        await asyncio.gather(*self._ending)


class Schedule:
    """What happens in one history.

    Parameters
    ----------
    make_store
        Opens the place where the logs are kept. Where `server_count` is more than one it must
        give the same store every time.
    """

    def __init__(
        self, seed: object, make_store: Callable[[], LogStore], *, server_count: int = 1
    ) -> None:
        self._dice = Random(str(seed))
        limits = Limits(idle_evict_seconds=0.0, max_replay_commits=self._dice.choice([6, 10_000]))
        is_shared = server_count > 1

        def make_way() -> Way:
            return Way(make_store(), Random(self._dice.random()), is_shared=is_shared)

        self._servers = [Server(f"server-{n}", make_way, limits) for n in range(server_count)]
        self._archive: dict[int, CommitRecord] = {}

    async def run(self) -> Recording:
        """Let everything happen, wait until all have come to an end, and return what was recorded.

        Raises
        ------
        TimeoutError
            They do not come to an end.
        """
        rings, snapshots = self._dice.choice([2, 20, 10_000]), self._dice.choice([5, 5_000])
        with (
            patch.object(ring, "MAX_COMMITS", rings),
            patch.object(session, "SNAPSHOT_EVERY", snapshots),
            patch.object(rounds, "FIRST_PAUSE", 0.0),
        ):
            try:
                await self._begin()
                for _ in range(self._dice.randint(30, 150)):
                    await self._step()
                await asyncio.wait_for(self._settle(), SECONDS)
                return await self._finish()
            finally:
                for server in self._servers:
                    await server.close()

    async def _begin(self) -> None:
        structure = self._dice.choice(["tree", "dag", "graph"])
        first = await self._servers[0].manager.create(
            "s", settings=Settings(structure=structure), actor=REST
        )
        self._recorder = Recorder(first.position.epoch, count(1).__next__)
        names = [f"p{number}" for number in range(self._dice.randint(2, 5))]
        self._guests = [Guest(name, self._recorder) for name in names]
        for guest in self._guests:
            await self._come(guest)
        for node_id in NODES:
            await self._dice.choice(self._guests).plan(**create_op(node_id))

    async def _step(self) -> None:
        guest, server = self._dice.choice(self._guests), self._dice.choice(self._servers)
        what = self._dice.choices(_CHANCES, weights=_WEIGHTS)[0]
        await what(self, guest, server)

    async def _act(self, guest: Guest, server: Server) -> None:
        await guest.plan(**random_op(self._dice))

    async def _repeat(self, guest: Guest, server: Server) -> None:
        if guest.done and guest.is_here:
            await guest.send_once(self._dice.choice(list(guest.done.values())))

    async def _cut(self, guest: Guest, server: Server) -> None:
        guest.lose()

    async def _return(self, guest: Guest, server: Server) -> None:
        if not guest.is_here:
            await self._come(guest)

    async def _take_over(self, guest: Guest, server: Server) -> None:
        await self._come(guest)

    async def _stall(self, guest: Guest, server: Server) -> None:
        guest.socket.stall()

    async def _read_on(self, guest: Guest, server: Server) -> None:
        guest.socket.read_on()

    async def _wait(self, guest: Guest, server: Server) -> None:
        for _ in range(self._dice.randint(1, 60)):
            await asyncio.sleep(0)

    async def _evict(self, guest: Guest, server: Server) -> None:
        self._lose_all(server)
        await server.manager.evict_idle()

    async def _restart(self, guest: Guest, server: Server) -> None:
        await server.restart()
        self._lose_all(server)

    async def _crash(self, guest: Guest, server: Server) -> None:
        self._lose_all(server)
        await server.crash()

    async def _refuse(self, guest: Guest, server: Server) -> None:
        server.way.refuse = 1

    async def _fail(self, guest: Guest, server: Server) -> None:
        server.way.lose = 1

    async def _be_late(self, guest: Guest, server: Server) -> None:
        server.way.is_late = not server.way.is_late

    async def _compact(self, guest: Guest, server: Server) -> None:
        session = await server.manager.get("s")
        cut = self._dice.randint(0, session.position.seq)
        await self._keep_log(server)
        await session.compact(cut)

    async def _come(self, guest: Guest) -> None:
        server = self._dice.choice(self._servers)
        guest.lose()
        try:
            await guest.come(await server.manager.get("s"), server.name)
        except GraphSyncError as error:
            assert error.may_retry, error

    def _lose_all(self, server: Server) -> None:
        for guest in self._guests:
            if guest.server == server.name:
                guest.lose()

    async def _settle(self) -> None:
        """Let everybody come back, and wait until all is answered and seen."""
        for server in self._servers:
            server.way.heal()
        for guest in self._guests:
            guest.socket.read_on()
        while not await self._is_settled():
            await asyncio.sleep(0)
            for guest in self._guests:
                if not guest.is_here:
                    await self._come(guest)
                await guest.send_waiting()

    async def _is_settled(self) -> bool:
        heads = {(await server.manager.get("s")).position for server in self._servers}
        busy = [(await server.manager.get("s")).is_busy for server in self._servers]
        heads |= {guest.replica.position for guest in self._guests}
        return len(heads) == 1 and not any(busy) and not any(g.waiting for g in self._guests)

    async def _finish(self) -> Recording:
        """Note what everybody has, and what a server has that is started anew."""
        for guest in self._guests:
            self._recorder.ends(guest.name, guest.replica.position, guest.replica.graph)
        for server in self._servers:
            await self._note_end(server, server.name)
            await self._keep_log(server)
        self._recorder.finds("the place", [each for _, each in sorted(self._archive.items())])
        for server in self._servers:
            await server.restart()
            await self._note_end(server, f"{server.name} anew")
        return self._recorder.recording

    async def _note_end(self, server: Server, where: str) -> None:
        live = await server.manager.get("s")
        self._recorder.ends(where, live.position, await graph_of(live))

    async def _keep_log(self, server: Server) -> None:
        log = await server.way.open("s")
        for record in await log.read((await log.head()).oldest, 100_000):
            self._archive[record.seq] = record


_STEPS = {
    Schedule._act: 60,
    Schedule._wait: 25,
    Schedule._repeat: 4,
    Schedule._cut: 4,
    Schedule._return: 8,
    Schedule._take_over: 2,
    Schedule._stall: 2,
    Schedule._read_on: 4,
    Schedule._evict: 1,
    Schedule._restart: 1,
    Schedule._crash: 1,
    Schedule._refuse: 2,
    Schedule._fail: 2,
    Schedule._be_late: 3,
    Schedule._compact: 1,
}
_CHANCES, _WEIGHTS = list(_STEPS), list(_STEPS.values())
