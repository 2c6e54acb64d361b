"""A history longer than its snapshots and chapters are apart, by four people, against a model."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest

from jupyter_graphsync.domain.changes import changes_between
from jupyter_graphsync.domain.commands.whole import RestoreMomentCommand
from jupyter_graphsync.domain.commits import Actor
from jupyter_graphsync.domain.graph import GraphView
from jupyter_graphsync.sessions.blaming import blame_node
from jupyter_graphsync.sessions.requests import CommandRequest, ReversalRequest
from jupyter_graphsync.sessions.session import GraphSession

from .house import house, perform

PEOPLE = [Actor(client_id=name, username=name, name=name) for name in ("ann", "ben", "cai", "dee")]
AT_ONCE = 200
Step = tuple[str, dict[str, Any]]


class Model:
    """A graph as plain dicts: what each node holds, and the commit that last set each of it."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.held: dict[str, dict[str, Any]] = {}
        self.set_by: dict[str, dict[str, int]] = {}
        self.links: dict[tuple[str, str], int] = {}

    def copy(self) -> Model:
        same = Model()
        same.held = {key: dict(held) for key, held in self.held.items()}
        same.set_by = {key: dict(set_by) for key, set_by in self.set_by.items()}
        same.links = dict(self.links)
        return same

    def step(self, dice: random.Random, seq: int) -> Step:
        """Choose a command that is possible, and do it here."""
        kind = dice.random()
        if kind < 0.1 or len(self.held) < 2:
            return self._create(f"n{seq}", seq)
        one, other = dice.choice(self.ids), dice.choice(self.ids[:300])
        if kind < 0.12:
            return self._delete(one)
        if kind < 0.25 and one != other:
            return self._link_or_unlink((one, other), seq)
        name = dice.choice(["name", "a", "b"])
        value: Any = f"v{seq}" if name == "name" else seq
        self.held[one][name] = value
        self.set_by[one][name] = seq
        return "update-property", {"node_id": one, "property_id": name, "new_value": value}

    def _create(self, node_id: str, seq: int) -> Step:
        self.ids.append(node_id)
        self.held[node_id] = {"name": node_id}
        self.set_by[node_id] = {"name": seq}
        return "create-node", {"node_id": node_id, "name": node_id, "blueprint_type_id": "t"}

    def _delete(self, node_id: str) -> Step:
        self.ids.remove(node_id)
        del self.held[node_id], self.set_by[node_id]
        self.links = {ends: seq for ends, seq in self.links.items() if node_id not in ends}
        return "delete-node", {"node_id": node_id}

    def _link_or_unlink(self, ends: tuple[str, str], seq: int) -> Step:
        arguments = {"parent_id": ends[0], "child_id": ends[1]}
        if ends in self.links:
            del self.links[ends]
            return "unlink-node", arguments
        self.links[ends] = seq
        return "link-node", arguments


def is_as(view: GraphView, model: Model) -> bool:
    held = {node.node_id: {"name": node.name, **node.properties} for node in view.nodes}
    links = {(link.parent_id, link.child_id) for link in view.links}
    return held == model.held and links == model.links.keys()


async def live(session: GraphSession, count: int, chosen: set[int]) -> dict[int, Model]:
    """Make so many commits; return what the model was after the chosen ones."""
    dice, model = random.Random(4), Model()
    moments = {0: model.copy()}
    waiting = []
    for seq in range(1, count + 1):
        command_type, arguments = model.step(dice, seq)
        actor = PEOPLE[seq % 4]
        waiting.append(perform(session, command_type, f"c{seq}", actor=actor, **arguments))
        if seq in chosen or seq == count:
            moments[seq] = model.copy()
        if len(waiting) == AT_ONCE or seq == count:
            await asyncio.gather(*waiting)
            waiting = []
    return moments


async def check_blame(session: GraphSession, seq: int, model: Model, node_id: str) -> None:
    told = await blame_node(session, node_id, seq)

    stamps = {"name": told["name"], **told["properties"]}
    assert {key: stamp["seq"] for key, stamp in stamps.items()} == model.set_by[node_id]
    assert all(
        stamp["actor"]["client_id"] == PEOPLE[stamp["seq"] % 4].client_id
        for stamp in stamps.values()
    )
    assert {
        (link["parent_id"], link["child_id"]): link["made"]["seq"] for link in told["links"]
    } == {ends: made for ends, made in model.links.items() if node_id in ends}


async def check_diff(
    session: GraphSession, one: int, other: int, moments: dict[int, Model]
) -> None:
    (_, old), (_, new) = await session.at(one), await session.at(other)
    diff = changes_between(old, new)

    before, after = moments[one].held, moments[other].held
    assert {node["node_id"] for node in diff["nodes_added"]} == after.keys() - before.keys()
    assert {node["node_id"] for node in diff["nodes_removed"]} == before.keys() - after.keys()
    assert {node["node_id"]: told(node["changes"]) for node in diff["nodes_changed"]} == {
        node_id: {
            key: (before[node_id].get(key), after[node_id].get(key))
            for key in before[node_id].keys() | after[node_id].keys()
            if before[node_id].get(key) != after[node_id].get(key)
        }
        for node_id in before.keys() & after.keys()
        if before[node_id] != after[node_id]
    }


def told(changes: list[dict[str, Any]]) -> dict[str, tuple[Any, Any]]:
    return {
        change["property_id"]: (change.get("old_value"), change.get("new_value"))
        for change in changes
    }


async def check_restore(session: GraphSession, seq: int, moments: dict[int, Model]) -> None:
    _, past = await session.at(seq)
    command = RestoreMomentCommand(past=past, seq=seq)
    await session.perform(CommandRequest(command_id=f"r{seq}", actor=PEOPLE[0], command=command))
    assert is_as((await session.view())[1], moments[seq])

    undo = ReversalRequest(command_id=f"u{seq}", actor=PEOPLE[0], direction="undo")
    await session.perform(undo)
    assert is_as((await session.view())[1], moments[max(moments)])


@pytest.mark.parametrize("count", [12_000, pytest.param(100_000, marks=pytest.mark.slow)])
async def test_HY10_moments_blame_differences_and_restores_of_a_long_history_are_right(
    count: int,
) -> None:
    dice = random.Random(5)
    async with house(idle_evict_seconds=3_600.0) as home:
        session = await home.create("s", structure="graph")
        moments = await live(session, count, set(dice.sample(range(1, count), 12)))

        for seq, model in moments.items():
            assert is_as((await session.at(seq))[1], model)
            for node_id in dice.sample(sorted(model.held), min(3, len(model.held))):
                await check_blame(session, seq, model, node_id)
        for _ in range(6):
            await check_diff(session, *dice.sample(sorted(moments), 2), moments)
        for seq in dice.sample(sorted(moments)[:-1], 4):
            await check_restore(session, seq, moments)
