"""Histories of random changes by four people, told right at every moment, against a naive model."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_graphsync.domain.changes import changes_between
from jupyter_graphsync.domain.commands.whole import RestoreMomentCommand
from jupyter_graphsync.domain.commits import Actor
from jupyter_graphsync.domain.errors import GraphSyncError
from jupyter_graphsync.domain.graph import GraphView
from jupyter_graphsync.sessions.blaming import blame_link, blame_node
from jupyter_graphsync.sessions.chronicle import Chronicle
from jupyter_graphsync.sessions.requests import (
    CommandRequest,
    LoadRequest,
    ReversalRequest,
    SettingsRequest,
)
from jupyter_graphsync.sessions.session import GraphSession

from .house import house, node, perform

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


def alone(moment: Moment, node_id: str) -> tuple[Any, set[tuple[str, str]]]:
    """Return a node, and its links."""
    return moment["nodes"].get(node_id), {link for link in moment["links"] if node_id in link}


def changed_by(diff: dict[str, Any], moment: Moment) -> Moment:
    """Return what a moment becomes by a difference; each of its items must fit."""
    nodes = {node_id: dict(held) for node_id, held in moment["nodes"].items()}
    links = set(moment["links"])
    for removed in diff["nodes_removed"]:
        held = nodes.pop(removed["node_id"])
        assert held == {"name": removed["name"], **removed["properties"]}
    for added in diff["nodes_added"]:
        assert added["node_id"] not in nodes
        nodes[added["node_id"]] = {"name": added["name"], **added["properties"]}
    for node_ in diff["nodes_changed"]:
        held = nodes[node_["node_id"]]
        for change in node_["changes"]:
            assert held.pop(change["property_id"], None) == change.get("old_value")
            if "new_value" in change:
                held[change["property_id"]] = change["new_value"]
    for link in diff["links_removed"]:
        links.remove((link["parent_id"], link["child_id"]))
    links |= {(link["parent_id"], link["child_id"]) for link in diff["links_added"]}
    return {"nodes": nodes, "links": links}


def value(node_id: str, property_id: str, new_value: Any = 1) -> dict[str, Any]:
    return {"node_id": node_id, "property_id": property_id, "new_value": new_value}


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

    def linked(self, link: tuple[str, str], at: int) -> int:
        """Return the commit that made a link that is there at a moment."""
        return max(
            seq
            for seq in range(1, at + 1)
            if link in self.moments[seq]["links"] and link not in self.moments[seq - 1]["links"]
        )

    def about(self, node_id: str) -> list[int]:
        """Return the commits that changed a node or a link of it."""
        return [
            seq
            for seq in range(1, self.head + 1)
            if alone(self.moments[seq], node_id) != alone(self.moments[seq - 1], node_id)
        ]

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
                links = {(link["parent_id"], link["child_id"]): link for link in told["links"]}
                assert {ends: link["made"]["seq"] for ends, link in links.items()} == {
                    ends: past.linked(ends, seq)
                    for ends in past.moments[seq]["links"]
                    if node_id in ends
                }

    in_a_session(check, seed)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.data())
def test_HY4_a_difference_leads_from_any_moment_to_any_other(
    seed: int, data: st.DataObject
) -> None:
    async def check(past: Past) -> None:
        for _ in range(5):
            start, end = (data.draw(st.integers(0, past.head)) for _ in range(2))
            (_, one), (_, other) = await past.session.at(start), await past.session.at(end)

            diff = changes_between(one, other)

            assert changed_by(diff, past.moments[start]) == past.moments[end]
            assert any(diff.values()) == (past.moments[start] != past.moments[end])

    in_a_session(check, seed)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32))
def test_HY2_the_commits_about_a_node_are_those_that_changed_it_or_its_links(seed: int) -> None:
    async def check(past: Past) -> None:
        chronicle = await past.session.chronicle()
        for node_id in NODES:
            assert list(chronicle.seqs(user=None, node_ids=[node_id])) == past.about(node_id)
        both = chronicle.seqs(user="a", node_ids=NODES[:2])
        assert list(both) == [
            seq
            for seq in sorted({*past.about(NODES[0]), *past.about(NODES[1])})
            if past.users[seq] == "a"
        ]

    in_a_session(check, seed)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.data())
def test_HY7_going_back_gives_the_moment_and_undo_what_was_before(
    seed: int, data: st.DataObject
) -> None:
    async def check(past: Past) -> None:
        seq = data.draw(st.integers(0, past.head))
        known = sorted({*past.moments[seq]["nodes"], *past.moments[-1]["nodes"]})
        some = st.lists(st.sampled_from(known), unique=True) if known else st.just([])
        chosen = data.draw(st.none() | some)
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
            there = {**rest, **back}
            kept = {ends for ends in before["links"] if not {*ends} & {*chosen}}
            brought = {
                ends for ends in then["links"] if {*ends} & {*chosen} and {*ends} <= {*there}
            }
            assert now == {"nodes": there, "links": kept | brought}
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


async def test_HY5_blame_takes_properties_by_their_ids_whatever_these_are() -> None:
    async with house() as home:
        session = await home.create("s")
        await perform(session, "create-node", "c1", **node("n"))
        for seq, property_id in enumerate(("link", "graph:node-created", "n", "node"), 2):
            await perform(session, "update-property", f"c{seq}", **value("n", property_id))

        told = await blame_node(session, "n")

        assert told["created"]["seq"] == 1
        assert {key: stamp["seq"] for key, stamp in told["properties"].items()} == {
            "link": 2,
            "graph:node-created": 3,
            "n": 4,
            "node": 5,
        }


async def test_HY5_a_link_that_was_made_again_has_its_properties_from_then() -> None:
    async with house() as home:
        session = await home.create("s")
        ends = {"parent_id": "a", "child_id": "b"}
        for name in ("a", "b"):
            await perform(session, "create-node", name, **node(name))
        await perform(session, "link-node", "c3", **ends)
        await perform(session, "update-link-property", "c4", **ends, property_id="p", new_value=1)
        await perform(session, "unlink-node", "c5", **ends)
        await perform(session, "link-node", "c6", **ends, properties={"p": 1, "q": 1})
        await perform(session, "update-link-property", "c7", **ends, property_id="q", new_value=2)

        told = await blame_link(session, "a", "b")

        stamps = {"made": told["made"], **told["properties"]}
        assert {key: stamp["seq"] for key, stamp in stamps.items()} == {"made": 6, "p": 6, "q": 7}


async def test_HY5_what_a_load_brought_is_blamed_on_the_load() -> None:
    async with house() as home:
        session = await home.create("s")
        await perform(session, "create-node", "c1", **node("n"), properties={"p": 1})
        _, view = await session.view()
        load = LoadRequest(command_id="load", actor=PEOPLE[0], view=view, project_id="p")
        await session.perform(load)
        await perform(session, "update-property", "c3", **value("n", "name", "N"))

        told = await blame_node(session, "n")

        assert (told["created"]["seq"], told["created"]["kind"]) == (2, "load")
        assert (told["name"]["seq"], told["properties"]["p"]["seq"]) == (3, 2)
        assert (await blame_node(session, "n", 1))["created"]["seq"] == 1


async def test_HY1_a_moment_is_shown_under_the_rules_of_then() -> None:
    async with house() as home:
        session = await home.create("s", structure="graph")
        await perform(session, "create-node", "c1", **node("n"))
        for number, structure in enumerate(("dag", "tree"), 2):
            change = SettingsRequest(command_id=f"c{number}", actor=PEOPLE[0], structure=structure)
            await session.perform(change)

        shown = [(await session.at(seq))[1].structure for seq in range(4)]

        assert shown == ["graph", "graph", "dag", "tree"]


async def test_HY9_chapters_are_written_and_tell_the_same_when_they_are_read() -> None:
    async with house() as home:
        session = await home.create("s")
        await perform(session, "create-node", "c0", **node("n"))
        for start in range(1, 1_200, 100):
            steps = (
                perform(session, "update-property", f"c{seq}", **value("n", "p", seq))
                for seq in range(start, start + 100)
            )
            await asyncio.gather(*steps)
        first = await session.chronicle()
        log = await home.store.open("s")
        assert await log.last_chapter() == 1_000

        again = await (await home.reopen()).chronicle()

        assert again.seq == first.seq == 1_201
        assert again.people() == first.people()
        assert list(again.buckets(7, range(1, 1_202))) == list(first.buckets(7, range(1, 1_202)))
        assert again.last_changes("n", 900) == first.last_changes("n", 900) == {(): 1, ("p",): 900}
        assert [again.stamp(seq) for seq in (1, 1_000, 1_001, 1_201)] == [
            first.stamp(seq) for seq in (1, 1_000, 1_001, 1_201)
        ]
