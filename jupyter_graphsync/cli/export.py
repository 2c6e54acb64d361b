"""`jupyter graphsync export SESSION FILE`: a session's graph as a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..formats.to_files import write_file
from .failures import DONE, Trouble, waiting
from .options import add_source, moment, subcommand
from .output import counted, say, say_json
from .progress import Progress
from .source import opened


def add_to(commands: Any) -> None:
    """Add the subcommand to a parser."""
    parser = subcommand(
        commands,
        "export",
        does="write a session's graph to a file",
        more="The file's ending says the format: .graphsync, .json (node-link), .graphml, .gexf, "
        ".zip (two CSV tables), .svg or .html.",
        example="jupyter graphsync export supply-chain plan.graphml",
    )
    parser.add_argument("session", metavar="SESSION", help="the session's id, as `list` shows it")
    parser.add_argument("file", metavar="FILE", type=Path, help="the file to write")
    parser.add_argument(
        "--seq", type=moment, metavar="N", help="the graph as it was after commit N"
    )
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    add_source(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write a graph to a file."""
    path: Path = options.file
    if path.exists() and not options.force:
        raise Trouble(f"{path} is there already; choose another file, or write over it by --force")
    return waiting(_export(options, path))


async def _export(options: argparse.Namespace, path: Path) -> int:
    async with opened(options) as source:
        found = await source.describe(options.session)
        with Progress(f"reading {options.session}"):
            position, view = await source.graph(options.session, options.seq)
    write_file(path, view, position=position, title=found.title or found.session_id)
    sizes = {"node_count": len(view.nodes), "link_count": len(view.links)}
    if options.json:
        say_json({"file": str(path), "session_id": found.session_id, "seq": position.seq, **sizes})
    else:
        nodes, links = counted(len(view.nodes), "node"), counted(len(view.links), "link")
        say(f"{nodes} and {links}, as of commit {position.seq}, written to {path}")
    return DONE
