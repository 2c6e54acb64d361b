"""`jupyter graphsync import FILE SESSION`: a new session with the graph of a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec

from ..client.address import check_session_id
from ..client.discovery import find_server
from ..client.transport import TornadoTransport
from ..domain.errors import Clash
from ..domain.graph import GraphView
from ..formats.from_files import read_file
from .failures import DONE, Trouble, waiting
from .options import add_json, add_server, subcommand
from .output import counted, note, say, say_json


def add_to(commands: Any) -> None:
    """Add the subcommand to a parser."""
    parser = subcommand(
        commands,
        "import",
        does="begin a session with the graph of a file",
        more="The file is a .graphsync, .json (native or node-link), .graphml, .gexf, .zip "
        "(nodes.csv and links.csv) or .csv (links). Needs a running server.",
        example="jupyter graphsync import plan.graphml supply-chain",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the file to read")
    parser.add_argument("session", metavar="SESSION", help="the id of the new session")
    parser.add_argument("--title", default="", help="the new session's title")
    add_server(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Begin a session with a file's graph."""
    check_session_id(options.session)
    view, told = read_file(options.file)
    if told:
        note(told)
    return waiting(_import(options, view))


async def _import(options: argparse.Namespace, view: GraphView) -> int:
    transport = TornadoTransport(find_server(options.url, options.token))
    graph = msgspec.to_builtins(view)
    del graph["strict_blueprints"]
    body = {"session_id": options.session, "title": options.title, "graph": graph}
    try:
        answer = await transport.request("POST", "sessions", body)
    except Clash as error:
        raise Trouble(f"{error.message}; nobody's graph is written over") from error
    if options.json:
        say_json(msgspec.json.decode(answer))
    else:
        nodes, links = counted(len(view.nodes), "node"), counted(len(view.links), "link")
        say(f"session {options.session} begins with {nodes} and {links}")
    return DONE
