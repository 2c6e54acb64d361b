"""`jupyter graphsync show SESSION`: what a session is, and the first nodes of its graph."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

import msgspec
from msgspec import UNSET

from ..domain.graph import GraphView
from ..formats.table import table
from ..formats.terminal import aligned, one_line
from .failures import DONE, waiting
from .options import add_source, moment, subcommand
from .output import counted, say, say_all, say_json
from .source import Described, opened


def add_to(commands: Any) -> None:
    """Add the subcommand to a parser."""
    parser = subcommand(
        commands,
        "show",
        does="show a session and its first nodes",
        example="jupyter graphsync show supply-chain",
    )
    parser.add_argument("session", metavar="SESSION", help="the session's id, as `list` shows it")
    parser.add_argument("--seq", type=moment, metavar="N", help="show it as it was after commit N")
    add_source(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show one session."""
    return waiting(_show(options))


async def _show(options: argparse.Namespace) -> int:
    async with opened(options) as source:
        found = await source.describe(options.session)
        position, view = await source.graph(options.session, options.seq)
    if options.json:
        built = {**msgspec.to_builtins(found), **msgspec.to_builtins(position)}
        say_json({**built, **_counts(view)})
        return DONE
    say_all(aligned(_facts(found, position.seq)))
    say()
    say(table(view, title=found.title or found.session_id))
    return DONE


def _counts(view: GraphView) -> dict[str, Any]:
    types = Counter(node.blueprint_type_id for node in view.nodes)
    return {"node_count": len(view.nodes), "link_count": len(view.links), "types": types}


def _facts(found: Described, seq: int) -> list[list[str]]:
    shown = "" if seq == found.seq else f", shown as it was after commit {seq}"
    oldest = f" (from {found.oldest_seq} on)" if found.oldest_seq else ""
    facts = [
        ["session", found.session_id],
        ["title", found.title],
        ["structure", found.structure + (", known types only" * found.strict_blueprints)],
        ["history", f"{counted(found.seq, 'commit')}{oldest}{shown}"],
        ["position", f"{found.epoch}:{found.seq}:{found.digest}"],
    ]
    if found.client_count is not UNSET:
        facts.append(["here", counted(found.client_count, "client")])
    if found.path is not UNSET:
        facts.append(["file", found.path])
    if found.damage:
        facts.append(["damage", f"{found.damage}; `jupyter graphsync doctor` says more"])
    return [[name, one_line(value)] for name, value in facts if value]
