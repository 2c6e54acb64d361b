"""What commands cost on the domain alone. Run it: `python tests/benchmarks/domain_bench.py`.

Prints medians of several rounds; compare ratios of one run, since machines are noisy.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

import msgspec

from jupyter_graphsync.domain.blueprints import BlueprintType
from jupyter_graphsync.domain.commands import (
    BUILT_IN,
    CommandRegistry,
    DefineBlueprintCommand,
    DeleteNodeCommand,
    LinkNodeCommand,
)
from jupyter_graphsync.domain.commits import Actor, Commit, Position, seal, write_event
from jupyter_graphsync.domain.dispatcher import Decision, Dispatcher
from jupyter_graphsync.domain.errors import GraphSyncError
from jupyter_graphsync.domain.graph import Graph, GraphView, Link, Node

NOW = "2026-01-02T03:04:05.000006Z"
SIZE = 100_000
ACTOR = Actor(client_id="0123456789abcdef", username="ana", name="Ana", origin="browser")
REGISTRY = CommandRegistry(BUILT_IN)


def graph_of(count: int, pairs: list[tuple[int, int]], **properties: object) -> Graph:
    nodes = [Node(f"n{i}", f"node {i}", "part", dict(properties)) for i in range(count)]
    links = [Link(f"n{parent}", f"n{child}") for parent, child in pairs]
    return Graph.from_view(
        GraphView(
            structure="dag",
            strict_blueprints=False,
            nodes=nodes,
            links=links,
            blueprint_types=[],
        )
    )


def sealed(decision: Decision, dispatcher: Dispatcher, command_id: str, at: Position) -> Position:
    commit = Commit(
        seq=dispatcher.seq,
        command_id=command_id,
        command_type=decision.command_type,
        kind=decision.kind,
        actor=ACTOR,
        timestamp=NOW,
        events=[write_event(event) for event in decision.events],
    )
    record = seal(commit, decision.notes, at)
    return Position(at.epoch, record.seq, record.digest)


def rate(name: str, requests: list[tuple[str, bytes]], graph: Graph) -> None:
    """Print what decoding, executing and sealing costs, one command after another."""
    rounds = []
    dispatcher = Dispatcher(graph)
    position = Position.start("epoch")
    size = len(requests) // 10
    for i in range(10):
        start = time.perf_counter()
        for j, (command_type, arguments) in enumerate(requests[i * size : (i + 1) * size]):
            command_id = f"{i}-{j}-6f9619ff-8b86-d011-b42d-00c04fc964ff"
            command = REGISTRY.decode(command_type, arguments)
            decision = dispatcher.execute(
                command, command_id=command_id, client_id=ACTOR.client_id, timestamp=NOW
            )
            position = sealed(decision, dispatcher, command_id, position)
        rounds.append((time.perf_counter() - start) / size)
    median, best = statistics.median(rounds), min(rounds)
    print(f"{name:48} {median * 1e6:9.2f} µs   {1 / median:9,.0f}/s   (best {1 / best:,.0f}/s)")


def once(name: str, act: Callable[[], object], undo: Callable[[], object] | None = None) -> None:
    """Print the median and the worst of some single calls."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
        if undo is not None:
            undo()
    print(f"{name:48} {statistics.median(times) * 1e3:9.3f} ms   worst {max(times) * 1e3:9.3f} ms")


def throughput() -> None:
    chosen = random.Random(1)
    encode = msgspec.json.encode
    count = 50_000

    def updates(property_id: str, value: object) -> list[tuple[str, bytes]]:
        return [
            (
                "update-property",
                encode(
                    {
                        "node_id": f"n{chosen.randrange(SIZE)}",
                        "property_id": property_id,
                        "new_value": value,
                    }
                ),
            )
            for _ in range(count)
        ]

    creates = [
        (
            "create-node",
            encode(
                {
                    "node_id": f"m{i}",
                    "name": f"new {i}",
                    "blueprint_type_id": "part",
                    "parent_id": f"n{chosen.randrange(SIZE)}",
                    "properties": {"mass": i},
                }
            ),
        )
        for i in range(count)
    ]
    properties = {"mass": 1, "size": 2, "colour": "red", "made": True, "_position": [1, 2]}
    print("decode + execute + seal, on a graph of 100,000 nodes")
    rate("update-property", updates("mass", 7), graph_of(SIZE, [], **properties))
    rate("update-property _position", updates("_position", [1, 2]), graph_of(SIZE, []))
    rate("create-node with parent", creates, graph_of(SIZE, []))
    typed = graph_of(SIZE, [], **properties)
    schema = {"properties": {"mass": {"type": "number", "minimum": 0}}, "required": ["mass"]}
    kind = BlueprintType(blueprint_type_id="part", schema=schema)
    typed.blueprint_types["part"] = kind
    rate("update-property checked by a schema", updates("mass", 7), typed)


def linking() -> None:
    chosen = random.Random(2)
    half = SIZE // 2
    chain = [(i, i + 1) for i in range(SIZE - 1)]
    chains = [(i, i + 1) for i in range(SIZE - 1) if i != half - 1]
    wide = [(0, i) for i in range(1, SIZE)]
    scattered = [
        (parent, child)
        for child in range(1, SIZE)
        for parent in {chosen.randrange(child) for _ in range(3)}
    ]
    cases: list[tuple[str, list[tuple[int, int]], list[tuple[int, int]]]] = [
        ("chain, a cycle from end to end", chain, [(SIZE - 1, 0)]),
        ("chain, a shortcut in the middle", chain, [(half, half + 7)]),
        ("two chains joined end to top (worst)", chains, [(half - 1, half)]),
        ("wide, leaf to leaf", wide, [(5, SIZE - 5)]),
        ("wide, a cycle", wide, [(5, 0)]),
        ("random dag, forward", scattered, [(i, SIZE - i) for i in range(20, 25)]),
        ("random dag, backward", scattered, [(SIZE - i, i) for i in range(20, 25)]),
        ("random dag, two in the middle", scattered, [(half + i, half + 50 + i) for i in range(5)]),
    ]
    print("deciding on a link in a dag of 100,000 nodes")
    for name, pairs, links in cases:
        graph = graph_of(SIZE, pairs)
        turn = iter(links * 5)

        def decide(graph: Graph = graph, turn: object = turn) -> None:
            parent, child = next(turn)  # type: ignore[call-overload]
            try:
                list(LinkNodeCommand(parent_id=f"n{parent}", child_id=f"n{child}").decide(graph))
            except GraphSyncError:
                return

        once(name, decide)


def whole_graph() -> None:
    print("commands that look at much of the graph")
    graph = graph_of(SIZE, [], mass=1, colour="red")
    schema = {"properties": {"mass": {"type": "number"}}, "required": ["mass"]}
    define = DefineBlueprintCommand(
        blueprint_type=BlueprintType(blueprint_type_id="part", schema=schema)
    )
    once("define-blueprint over 100,000 nodes", lambda: list(define.decide(graph)))

    hub = graph_of(50_001, [(0, i) for i in range(1, 50_001)])
    dispatcher = Dispatcher(hub)
    made: list[Decision] = []

    def delete() -> None:
        command = DeleteNodeCommand(node_id="n0")
        made.append(dispatcher.execute(command, command_id="x", client_id="ana", timestamp=NOW))

    once(
        "delete a node with 50,000 links",
        delete,
        lambda: dispatcher.take_back(made.pop()),
    )
    delete()
    once(
        "seal that deletion",
        lambda: sealed(made[0], dispatcher, "x", Position.start("epoch")),
    )
    owner, step = dispatcher.next_step("undo", "ana")
    commit = Commit(
        seq=1,
        command_id="x",
        command_type="delete-node",
        kind="do",
        actor=ACTOR,
        timestamp=NOW,
        events=made[0].events,
    )
    inverse = made[0].inverse

    def undo() -> None:
        made.append(
            dispatcher.reverse(
                "undo",
                commit,
                inverse,
                owner=owner,
                step=step,
                client_id="ana",
                timestamp=NOW,
            )
        )

    once("undo that deletion", undo, lambda: dispatcher.take_back(made.pop()))


if __name__ == "__main__":
    throughput()
    linking()
    whole_graph()
