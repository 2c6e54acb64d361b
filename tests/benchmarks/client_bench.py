"""What the Python client costs: local reads, durable writes, a batch, and NetworkX beside them.

`python tests/benchmarks/client_bench.py` starts a server of its own (SQLite, `synchronous=FULL`)
and prints medians, the slowest twentieth beside the writes.
"""

from __future__ import annotations

import statistics
import timeit
from collections.abc import Callable
from time import perf_counter
from typing import Any

import networkx as nx
from interop_bench import NODES, Local, median_ms, sample
from latency import TOKEN, running_server

import jupyter_graphsync as gs

WRITES = 1_000
BATCH = 10_000
READS = 200_000


def read_ns(statement: str, **names: Any) -> float:
    """Return the time of one read, in nanoseconds: the best of five rounds."""
    rounds = timeit.repeat(statement, globals=names, number=READS, repeat=5)
    return min(rounds) / READS * 1e9


def show_reads(g: gs.SharedGraph) -> None:
    """Print what local reads cost, beside a DiGraph's."""
    plain = g.to_networkx()
    for ours, theirs in (
        ("g['n5']", "plain.nodes['n5']"),
        ("'n5' in g", "'n5' in plain"),
        ("g['n5'].get('rank')", "plain.nodes['n5'].get('rank')"),
        ("node.name", "plain.nodes['n5']['name']"),
        ("node.properties['rank']", "plain.nodes['n5']['rank']"),
        ("node.children", "list(plain.successors('n5'))"),
    ):
        ns = read_ns(ours, g=g, node=g["n5"])
        print(f"{ours:28} {ns:8.0f} ns   {theirs:34} {read_ns(theirs, plain=plain):8.0f} ns")


def show_writes(g: gs.SharedGraph) -> None:
    """Print the round trip of one durable write at a time."""
    times = sorted(timed(lambda: g.set_property("n5", "rank", 1)) for _ in range(WRITES))
    median, late = statistics.median(times), times[int(WRITES * 0.95)]
    print(f"a durable write, round trip  {median * 1e3:8.2f} ms   p95 {late * 1e3:.2f} ms")


def show_batch(g: gs.SharedGraph) -> None:
    """Print what thousands of nodes in one batch take, until they are durable."""

    def rebuild() -> None:
        with g.batch("rebuild"):
            for number in range(BATCH):
                g.add_node(f"node {number}", "Shop", rank=number)

    def plain() -> None:
        graph = nx.DiGraph()
        for number in range(BATCH):
            graph.add_node(number, name=f"node {number}", blueprint_type_id="Shop", rank=number)

    ours, theirs = timed(rebuild), timed(plain)
    print(f"{BATCH} creates in a batch     {ours * 1e3:8.0f} ms   NetworkX {theirs * 1e3:.0f} ms")


def show_load(where: dict[str, str]) -> None:
    """Print what it takes to begin a session with a large graph, and to hand it to NetworkX."""
    local = Local(sample())
    large = local.to_networkx()
    before = perf_counter()
    with gs.from_networkx(large, "large", **where) as g:
        print(f"from_networkx, {NODES} nodes {(perf_counter() - before) * 1e3:8.0f} ms, joined")
        print(f"to_networkx, {NODES} nodes   {median_ms(g.to_networkx):8.0f} ms", end="   ")
        print(f"DiGraph.copy() {median_ms(large.copy):.0f} ms")


def timed(work: Callable[[], Any]) -> float:
    """Return how many seconds a piece of work takes."""
    before = perf_counter()
    work()
    return perf_counter() - before


def main() -> None:
    """Print the tables."""
    with running_server() as address:
        where = {"url": f"http://{address}/", "token": TOKEN}
        with gs.connect("client-bench", **where) as g:
            with g.batch():
                for number in range(50):
                    parent = f"n{(number - 1) // 10}" if number else None
                    g.add_node(f"Node {number}", node_id=f"n{number}", parent=parent, rank=number)
            show_reads(g)
            show_writes(g)
            show_batch(g)
        show_load(where)


if __name__ == "__main__":
    main()
