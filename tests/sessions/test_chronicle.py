"""Histories of random changes by four people, told right at every moment, against a naive model."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_graphsync.domain.commands.whole import RestoreMomentCommand
from jupyter_graphsync.domain.commits import Actor
from jupyter_graphsync.domain.errors import GraphSyncError
from jupyter_graphsync.domain.graph import GraphView
from jupyter_graphsync.sessions.blaming import blame_node
from jupyter_graphsync.sessions.chronicle import Chronicle
from jupyter_graphsync.sessions.requests import CommandRequest, ReversalRequest
from jupyter_graphsync.sessions.session import GraphSession

from .house import house, perform

PEOPLE = [Actor(client_id=f"c{i}", username=name, name=name) for i, name in enumerate("abcd")]
NODES = [f"n{i}" for i in range(6)]
Moment = dict[str, Any]
"""A graph as a naive model has it: nodes with all they hold, and links, by id."""


def moment_of(view: GraphView) -> Moment:
    return {
        "nodes": {
            node.node_id: {"name": node.name, **node.properties}
            for node in msgspec.convert(msgspec.to_builtins(view), GraphView).nodes
        },
        "links": {(link.parent_id, link.child_id) for link in view.links},
    }


class Past:
    """A session, and what the model saw after each of its commits."""

    def __init__(self, session: GraphSession, seed: int) -> None:
        self.session = session
        self.dice = random.Random(seed)
        self.moments: list[Moment] = [{"nodes": {}, "links": set()}]
        self.users: list[str] = [""]

    async def live(self, steps: int) -> None:
        for step in range(steps):
            await self.change(step)

    async def change(self, step: int) -> None:
        who, one, other = (
            self.dice.choice(PEOPLE),
            self.dice.choice(NODES),
            self.dice.choice(NODES),
        )
        commands: list[tuple[str, dict[str, Any]]] = [
            ("create-node", {"node_id": one, "name": f"v{step}", "blueprint_type_id": "t"}),
            (
                "update-property",
                {"node_id": one, "property_id": f"p{step % 3}", "new_value": step},
            ),
            ("update-property", {"node_id": one, "property_id": "name", "new_value": f"v{step}"}),
            ("link-node", {"parent_id": one, "child_id": other}),
            ("delete-node", {"node_id": one}),
        ]
        kind = self.dice.choices(range(6), weights=[4, 6, 2, 4, 1, 2])[0]
        try:
            if kind == 5:
                await self.session.perform(
                    ReversalRequest(command_id=f"u{step}", actor=who, direction="undo")
                )
            else:
                command_type, arguments = commands[kind]
                await perform(self.session, command_type, f"c{step}", actor=who, **arguments)
        except GraphSyncError:
            return
        await self.note(who)

    async def note(self, who: Actor) -> None:
        _, view = await self.session.view()
        self.moments.append(moment_of(view))
        self.users.append(who.username)

    @property
    def head(self) -> int:
        return len(self.moments) - 1

    def born(self, node_id: str, at: int) -> int:
        """Return the commit since which a node has been there."""
        return max(
            seq
            for seq in range(1, at + 1)
            if node_id in self.moments[seq]["nodes"]
            and node_id not in self.moments[seq - 1]["nodes"]
        )

    def last_set(self, node_id: str, property_id: str, at: int) -> int:
        """Return the commit that gave a property the value that it has at a moment."""
        born = self.born(node_id, at)
        changes = [
            seq
            for seq in range(born + 1, at + 1)
            if self.moments[seq]["nodes"][node_id].get(property_id)
            != self.moments[seq - 1]["nodes"][node_id].get(property_id)
        ]
        return max(changes, default=born)


async def lived(session: GraphSession, seed: int, steps: int = 60) -> Past:
    past = Past(session, seed)
    await past.live(steps)
    return past


def in_a_session(check: Any, seed: int) -> None:
    async def run() -> None:
        async with house() as home:
            session = await home.create("s", structure="graph")
            await check(await lived(session, seed))

    asyncio.run(run())


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32))
def test_HY5_every_moment_and_every_blame_are_as_the_model_has_them(seed: int) -> None:
    async def check(past: Past) -> None:
        for seq in range(0, past.head + 1, 7):
            _, view = await past.session.at(seq)
            assert moment_of(view) == past.moments[seq]
            for node_id, held in past.moments[seq]["nodes"].items():
                told = await blame_node(past.session, node_id, seq)
                assert told["created"]["seq"] == past.born(node_id, seq)
                stamps = {"name": told["name"], **told["properties"]}
                assert {key: stamp["seq"] for key, stamp in stamps.items()} == {
                    key: past.last_set(node_id, key, seq) for key in held
                }

    in_a_session(check, seed)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.data())
def test_HY7_going_back_gives_the_moment_and_undo_what_was_before(
    seed: int, data: st.DataObject
) -> None:
    async def check(past: Past) -> None:
        seq = data.draw(st.integers(0, past.head))
        chosen = data.draw(st.none() | st.lists(st.sampled_from(NODES), unique=True))
        _, view = await past.session.at(seq)
        command = RestoreMomentCommand(past=view, seq=seq, node_ids=chosen)
        await past.session.perform(
            CommandRequest(command_id="back", actor=PEOPLE[0], command=command)
        )

        now = moment_of((await past.session.view())[1])
        then, before = past.moments[seq], past.moments[-1]
        if chosen is None:
            assert now == then
        else:
            rest = {key: held for key, held in before["nodes"].items() if key not in chosen}
            back = {key: held for key, held in then["nodes"].items() if key in chosen}
            assert now["nodes"] == {**rest, **back}
        if now != before:
            await past.session.perform(
                ReversalRequest(command_id="undo", actor=PEOPLE[0], direction="undo")
            )
            assert moment_of((await past.session.view())[1]) == before

    in_a_session(check, seed)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 12))
def test_HY3_a_chronicle_counts_every_commit_once_for_who_made_it(seed: int, count: int) -> None:
    async def check(past: Past) -> None:
        chronicle: Chronicle = await past.session.chronicle()
        assert {person.user: person.commits for person in chronicle.people()} == {
            user: past.users.count(user) for user in set(past.users[1:])
        }
        buckets = list(chronicle.buckets(count, chronicle.seqs(user=None, node_ids=[])))
        assert [b.from_seq for b in buckets[1:]] == [b.to_seq + 1 for b in buckets[:-1]]
        assert sum(bucket.commits for bucket in buckets) == past.head
        only = chronicle.seqs(user="b", node_ids=[])
        assert list(only) == [s for s in range(1, past.head + 1) if past.users[s] == "b"]
        for seq in range(1, past.head + 1):
            assert chronicle.at(chronicle.time_of(seq) or "") >= seq

    in_a_session(check, seed)


def test_HY3_a_chronicle_goes_on_with_what_came_since() -> None:
    async def check(past: Past) -> None:
        assert (await past.session.chronicle()).seq == past.head
        await past.live(20)
        assert (await past.session.chronicle()).seq == past.head

    in_a_session(check, 1)
