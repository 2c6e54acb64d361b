"""Several people, lines that break, readers who stall: in the end all have the same graph.

A random schedule against the promises themselves: every acknowledged command is in the log once,
every refused one never, numbers without a gap, all replicas equal to the server's graph.
"""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from jupyter_graphsync.domain.commits import CommitRecord, Position
from jupyter_graphsync.domain.limits import Limits
from jupyter_graphsync.eventlog.memory import MemoryLogStore
from jupyter_graphsync.sessions.broadcaster import Broadcaster
from jupyter_graphsync.sessions.requests import LoadRequest

from .faults import FaultyStore, away, unknown
from .house import REST, House, graph_of
from .people import Person

NAMES = ["ann", "ben", "cy"]
WHO = st.sampled_from(NAMES)
NODES = st.sampled_from("abcde")
UNSURE = {"outcome-unknown", "storage-unavailable", "busy"}
Op = dict[str, Any]


class Member(Person):
    """A person who sends every op again, under its id, until it is answered.

    Attributes
    ----------
    waiting
        Ops by command id that nobody has answered for certain.
    sent
        Those of them that were sent over this line, and are not answered at all.
    done, refused
        What was answered for certain: with the number of the commit, or the code.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.waiting: dict[str, Op] = {}
        self.done: dict[str, int] = {}
        self.refused: dict[str, str] = {}
        self.is_cut = False
        self.sent: set[str] = set()
        self._heard = 0

    def hear(self) -> None:
        """Take note of the answers that have come."""
        for message in self.messages[self._heard :]:
            command_id = message.get("id")
            if message["type"] != "reply" or command_id not in self.waiting:
                continue
            if message["ok"]:
                self.done[command_id] = message["seq"]
            elif message["error"]["code"] in UNSURE:
                self.sent.discard(command_id)
                continue
            else:
                self.refused[command_id] = message["error"]["code"]
            del self.waiting[command_id]
        self._heard = len(self.messages)


class Together(RuleBasedStateMachine):
    """Every rule leaves the loop where it stands; only `settle` waits for everybody."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.count = 0

    @initialize()
    def begin(self) -> None:
        self.run(self._begin())

    async def _begin(self) -> None:
        self.store = FaultyStore()
        limits = Limits(idle_evict_seconds=0.0, max_replay_commits=8)
        self.home = House(self.store, limits, Broadcaster())
        await self.home.create(structure="tree")
        self.people = {name: Member(name) for name in NAMES}
        for person in self.people.values():
            await person.join(await self.home.manager.get("s"))

    @rule(who=WHO, node=NODES, parent=st.none() | NODES)
    def create(self, who: str, node: str, parent: str | None) -> None:
        arguments = {"node_id": node, "name": node, "blueprint_type_id": "t"}
        if parent is not None:
            arguments["parent_id"] = parent
        self.send(who, "create-node", arguments)

    @rule(who=WHO, node=NODES, cascade=st.booleans())
    def delete(self, who: str, node: str, cascade: bool) -> None:
        self.send(who, "delete-node", {"node_id": node, "cascade": cascade})

    @rule(who=WHO, node=NODES, value=st.integers(0, 3), key=st.sampled_from(["p", "q", "name"]))
    def change(self, who: str, node: str, value: int, key: str) -> None:
        new_value = str(value) if key == "name" else value
        arguments = {"node_id": node, "property_id": key, "new_value": new_value}
        self.send(who, "update-property", arguments)

    @rule(who=WHO, parent=NODES, child=NODES, kind=st.sampled_from(["link-node", "unlink-node"]))
    def link(self, who: str, parent: str, child: str, kind: str) -> None:
        self.send(who, kind, {"parent_id": parent, "child_id": child})

    @rule(
        who=WHO,
        op=st.sampled_from(["undo", "redo"]),
        scope=st.sampled_from(["mine", "session"]),
        force=st.booleans(),
    )
    def reverse(self, who: str, op: str, scope: str, force: bool) -> None:
        self.submit(who, {"op": op, "scope": scope, "force": force})

    @rule(who=WHO)
    def resend(self, who: str) -> None:
        person = self.people[who]
        if not person.is_cut:
            self.run(self._resend(person))

    @rule(who=WHO)
    def cut(self, who: str) -> None:
        self.run(self._cut(self.people[who]))

    async def _cut(self, person: Member) -> None:
        if not person.is_cut:
            person.cut()
            person.is_cut = True

    @rule(who=WHO)
    def come_back(self, who: str) -> None:
        person = self.people[who]
        if person.is_cut:
            self.run(self._come_back(person))

    @rule(who=WHO)
    def stall(self, who: str) -> None:
        self.people[who].socket.stall()

    @rule(who=WHO)
    def read_on(self, who: str) -> None:
        self.people[who].socket.read_on()

    @rule()
    def evict(self) -> None:
        for name in NAMES:
            self.cut(name)
        self.run(self.home.reopen())

    @rule(error=st.sampled_from([away, unknown]), happened=st.booleans())
    def break_storage(self, error: Any, happened: bool) -> None:
        faults = self.store.lose if happened and error is unknown else self.store.refuse
        faults.append(error())

    @rule(turns=st.integers(1, 30))
    def pass_time(self, turns: int) -> None:
        async def turn() -> None:
            for _ in range(turns):
                await asyncio.sleep(0)

        self.run(turn())

    @rule()
    def load(self) -> None:
        self.run(self._load())

    async def _load(self) -> None:
        session = await self.home.manager.get("s")
        _, view = await session.view()
        self.count += 1
        session.submit(
            LoadRequest(command_id=f"l{self.count}", actor=REST, view=view, project_id="p")
        )

    def send(self, who: str, command_type: str, arguments: Op) -> None:
        op = {"op": "execute", "command_type": command_type, "arguments": arguments}
        self.submit(who, op)

    def submit(self, who: str, op: Op) -> None:
        person = self.people[who]
        self.count += 1
        command_id = f"{who}-{self.count}"
        person.waiting[command_id] = {**op, "command_id": command_id}
        if not person.is_cut:
            self.run(self._resend(person))

    async def _resend(self, person: Member) -> None:
        person.hear()
        for command_id, op in person.waiting.items():
            if command_id not in person.sent:
                person.sent.add(command_id)
                await person.send(**op)

    async def _come_back(self, person: Member) -> None:
        person.connect(await self.home.manager.get("s"))
        person.is_cut = False
        person.sent.clear()
        await person.connection.start(person.replica.position)
        await self._resend(person)

    def teardown(self) -> None:
        try:
            if self.count:
                self.run(self._settle())
        finally:
            self.store.heal()
            self.run(self.home.manager.close())
            self.loop.close()

    async def _settle(self) -> None:
        """Let everybody finish, and look at what came of it all."""
        self.store.heal()
        for person in self.people.values():
            person.socket.read_on()
            if person.is_cut:
                await self._come_back(person)
            while person.waiting:
                await self._resend(person)
                await person.in_step()
                person.hear()
        await self.home.rest()
        for person in self.people.values():
            await person.in_step()
        await self._check()

    async def _check(self) -> None:
        session = await self.home.manager.get("s")
        records = await (await MemoryLogStore.open(self.store, "s")).read(0, 10_000)
        graph = await graph_of(session)
        seqs = {record.command_id: record.seq for record in records}
        assert [record.seq for record in records] == list(range(1, len(records) + 1))
        assert len(seqs) == len(records)
        for person in self.people.values():
            assert person.done.items() <= seqs.items()
            assert not person.refused.keys() & seqs.keys()
            assert person.replica.position == session.position
            assert person.replica.graph == graph
        assert _last_good(records, session.position.epoch) == session.position
        reopened = await graph_of(await self._reopened())
        assert reopened == graph

    async def _reopened(self) -> Any:
        for person in self.people.values():
            person.cut()
        return await self.home.reopen()

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(asyncio.wait_for(work, 10))


def _last_good(records: list[CommitRecord], epoch: str) -> Position:
    if not records:
        return Position.start(epoch)
    return Position(epoch, records[-1].seq, records[-1].digest)


TestTogether = Together.TestCase
TestTogether.settings = settings(
    max_examples=120,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
