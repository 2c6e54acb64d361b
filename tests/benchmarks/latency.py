"""How long from a command's arrival to its event at another client, in a real server.

Prints median, p90 and p99 in milliseconds: one sender, the other clients listen; SQLite with
`synchronous=FULL`. Beside it, in the same run, the bare round trip of a ping on the same sockets.

    python tests/benchmarks/latency.py --clients 10 --rate 50 --seconds 10
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Any

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

TOKEN = "benchmark"


@contextmanager
def running_server(*options: str) -> Iterator[str]:
    """Run a Jupyter server with the extension; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        names = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
        own = {name: str(Path(folder, name.lower())) for name in names}
        for path in own.values():
            Path(path).mkdir()
        arguments = [
            "--no-browser",
            "--allow-root",
            f"--port={port}",
            f"--IdentityProvider.token={TOKEN}",
            "--ServerApp.jpserver_extensions={'jupyter_graphsync': True}",
            f"--ServerApp.root_dir={own['HOME']}",
            "--log-level=ERROR",
            *options,
        ]
        command = [sys.executable, "-m", "jupyter", "server", *arguments]
        process = subprocess.Popen(command, env={**os.environ, **own})
        try:
            address = f"127.0.0.1:{port}"
            _wait_until_it_answers(address)
            yield address
        finally:
            process.terminate()
            process.wait(20)


def call(address: str, path: str, body: Any = None) -> Any:
    """Make a REST call; return its JSON."""
    request = urllib.request.Request(
        f"http://{address}/graphsync/api/v1{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as response:
        return json.load(response)


async def join(address: str, session_id: str) -> WebSocketClientConnection:
    """Join a session; return when the snapshot is there."""
    request = HTTPRequest(
        f"ws://{address}/graphsync/ws?session_id={session_id}",
        headers={"Authorization": f"token {TOKEN}"},
    )
    connection = await websocket_connect(request)
    while True:
        messages = json.loads(await connection.read_message() or "[]")
        if any(message.get("event") == "session:connected" for message in messages):
            return connection


async def measure(address: str, clients: int, rate: float, seconds: float) -> dict[str, Any]:
    """Send commands at a rate; return the latencies at the other clients, in milliseconds."""
    connections = [await join(address, "bench") for _ in range(clients)]
    sender = connections[0]
    sent: dict[str, float] = {}
    pings: dict[str, float] = {}
    latencies: list[float] = []
    round_trips: list[float] = []

    async def listen(connection: WebSocketClientConnection) -> None:
        while (text := await connection.read_message()) is not None:
            now = perf_counter()
            for message in json.loads(text):
                if message["type"] == "commit" and connection is not sender:
                    latencies.append((now - sent[message["command_id"]]) * 1e3)
                elif message["type"] == "pong":
                    round_trips.append((now - pings[message["id"]]) * 1e3)

    tasks = [asyncio.ensure_future(listen(connection)) for connection in connections]
    count = int(rate * seconds)
    start = perf_counter()
    for index in range(count):
        await asyncio.sleep(max(0.0, start + index / rate - perf_counter()))
        command_id = str(uuid.uuid4())
        arguments = {"node_id": "n", "property_id": "x", "new_value": index}
        op = {"op": "execute", "command_id": command_id, "command_type": "update-property"}
        sent[command_id] = perf_counter()
        await sender.write_message(json.dumps({**op, "arguments": arguments}))
        ping_id = f"p{index}"
        pings[ping_id] = perf_counter()
        await connections[-1].write_message(json.dumps({"op": "ping", "id": ping_id}))
    goal = count * (clients - 1)
    deadline = monotonic() + 10
    while len(latencies) < goal and monotonic() < deadline:
        await asyncio.sleep(0.05)
    for task in tasks:
        task.cancel()
    return {
        "delivered": len(latencies),
        "expected": goal,
        "latency_ms": _summary(latencies),
        "ping_ms": _summary(round_trips),
    }


def _summary(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {
        "median": round(statistics.median(ordered), 3),
        "p90": round(ordered[int(len(ordered) * 0.9)], 3),
        "p99": round(ordered[int(len(ordered) * 0.99)], 3),
    }


def _wait_until_it_answers(address: str) -> None:
    deadline = monotonic() + 60
    while True:
        try:
            call(address, "/health")
            return
        except (urllib.error.URLError, ConnectionError):
            if monotonic() > deadline:
                raise
            sleep(0.1)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=10)
    parser.add_argument("--rate", type=float, default=50.0)
    parser.add_argument("--seconds", type=float, default=10.0)
    options = parser.parse_args()
    with running_server() as address:
        call(address, "/sessions", {"session_id": "bench"})
        arguments = {"node_id": "n", "name": "n", "blueprint_type_id": "t"}
        create = {"command_type": "create-node", "arguments": arguments}
        call(address, "/sessions/bench/commands", create)
        found = asyncio.run(measure(address, options.clients, options.rate, options.seconds))
    print(json.dumps({"clients": options.clients, "rate": options.rate, **found}, indent=2))


if __name__ == "__main__":
    main()
