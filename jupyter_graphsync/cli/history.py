"""`jupyter graphsync history SESSION`: who did what and when, newest first."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator
from typing import Any

import msgspec

from ..domain.commits import Commit, read_commit
from ..domain.errors import GraphSyncError
from ..formats.sentences import Names, sentence, who
from .failures import DONE, waiting
from .options import add_source, count, moment, subcommand
from .output import local_time, painted, say_all, say_json
from .progress import Progress
from .source import Source, opened

PAGE = 1_000


def add_to(commands: Any) -> None:
    """Add the subcommand to a parser."""
    parser = subcommand(
        commands,
        "history",
        does="tell who did what and when, newest first",
        example="jupyter graphsync history supply-chain --user ann --limit 5",
    )
    parser.add_argument("session", metavar="SESSION", help="the session's id, as `list` shows it")
    parser.add_argument(
        "--limit", type=count, default=20, metavar="N", help="so many commits (default: 20)"
    )
    parser.add_argument("--before", type=moment, metavar="N", help="commits before commit N")
    parser.add_argument("--user", metavar="NAME", help="what this user did, or people so called")
    parser.add_argument("--node", metavar="ID", help="what was done to this node or its links")
    add_source(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Tell a session's history."""
    return waiting(_history(options))


async def _history(options: argparse.Namespace) -> int:
    async with opened(options) as source:
        scanned = await _scanned(source, options)
        if options.json:
            found = [msgspec.json.decode(body) for body, wanted in scanned if wanted]
            say_json({"commits": found})
        else:
            say_all(await _lines(source, options.session, scanned))
    return DONE


async def _scanned(source: Source, options: argparse.Namespace) -> list[tuple[bytes, bool]]:
    """Return commits, newest first, and whether they are asked for; the others bring names."""
    scanned: list[tuple[bytes, bool]] = []
    count = 0
    picky = options.user is not None or options.node is not None
    async for body in _backwards(source, options, PAGE if picky else options.limit):
        wanted = not picky or _is_wanted(read_commit(body), options)
        count += wanted
        if count:
            scanned.append((body, wanted))
        if count == options.limit:
            break
    return scanned


async def _backwards(
    source: Source, options: argparse.Namespace, page: int
) -> AsyncIterator[bytes]:
    described = await source.describe(options.session)
    end = described.seq if options.before is None else min(described.seq, options.before - 1)
    with Progress("reading commits", end) as progress:
        while end > described.oldest_seq:
            after = max(described.oldest_seq, end - min(page, PAGE))
            bodies = await source.bodies(options.session, after, end - after)
            for body in reversed(bodies):
                yield body
            progress.advance(end - after)
            end = after


def _is_wanted(commit: Commit, options: argparse.Namespace) -> bool:
    actor = commit.actor
    if options.user is not None and options.user not in (actor.username, actor.name):
        return False
    if options.node is None:
        return True
    fields = ("node_id", "parent_id", "child_id")
    return any(
        getattr(event, field, None) == options.node for event in commit.events for field in fields
    )


async def _lines(source: Source, session_id: str, scanned: list[tuple[bytes, bool]]) -> list[str]:
    """Return a line for each commit that is asked for; names are those of the time."""
    if not scanned:
        return []
    commits = [(read_commit(body), wanted) for body, wanted in reversed(scanned)]
    names = await names_at(source, session_id, commits[0][0].seq - 1)
    lines = [(line_of(commit, sentence(commit, names)), wanted) for commit, wanted in commits]
    return [line for line, wanted in reversed(lines) if wanted]


async def names_at(source: Source, session_id: str, seq: int) -> Names:
    """Return what nodes were called after a commit; nothing where that moment is out of reach."""
    try:
        _, view = await source.graph(session_id, seq)
    except GraphSyncError:
        return Names()
    return Names(view.nodes)


def line_of(commit: Commit, told: str) -> str:
    """Return a commit as a line: number, time, who, what."""
    number = painted(f"#{commit.seq}", "yellow")
    return f"{number}  {local_time(commit.timestamp)}  {who(commit.actor)}  {told}"
