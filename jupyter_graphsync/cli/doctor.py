"""`jupyter graphsync doctor`: whether everything in an event log is whole."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

import msgspec

from ..domain.errors import Unavailable
from ..eventlog.place import default_log_url
from ..formats.terminal import one_line
from .failures import DIFFERENT, DONE, waiting
from .options import add_json, add_log, log_url, subcommand
from .output import counted, painted, say_all, say_json
from .progress import Progress


def add_to(commands: Any) -> None:
    """Add the subcommand to a parser."""
    parser = subcommand(
        commands,
        "doctor",
        does="check that everything in an event log is whole",
        more="Verifies the storage itself, and of every session settings, epochs, the chain of "
        "commits, head and snapshots; also while a server runs, and without changing anything. "
        "The exit code is 0 where all is whole, 1 where something is damaged, and 2 where it "
        "cannot be told.",
        example="jupyter graphsync doctor --log ~/backup/graphsync.sqlite",
    )
    parser.add_argument("file", metavar="FILE", nargs="?", help="the same as --log FILE")
    add_log(parser, "the event log, a file or a database's URL (default: your servers')")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check a log."""
    named = options.log or options.file
    return waiting(_check(options, default_log_url() if named is None else log_url(named)))


async def _check(options: argparse.Namespace, url: str) -> int:
    from ..eventlog.checking import RESTORE_ALL, Examined
    from ..eventlog.findings import Finding
    from ..eventlog.peeking import LogReader

    reader = LogReader(url)
    try:
        await reader.start()
        with Progress("checking commits") as progress:
            examined = await reader.examine(progress.advance)
    except Unavailable as error:
        if error.code != "corrupt-read-only":
            raise
        examined = Examined(findings=[Finding("", None, error.message, RESTORE_ALL)])
    finally:
        await reader.close()
    if options.json:
        about = {"log": _place(url), "whole": not examined.findings}
        say_json({**about, **msgspec.to_builtins(examined)})
    else:
        say_all(_lines(examined))
    return DIFFERENT if examined.findings else DONE


def _place(url: str) -> str:
    """Return the file, or the URL without what it may hold of a password."""
    return url.removeprefix("sqlite:///").rpartition("@")[2]


def _lines(examined: Any) -> Iterator[str]:
    sizes = (
        counted(examined.sessions, "session"),
        counted(examined.commits, "commit"),
        counted(examined.snapshots, "snapshot"),
    )
    looked = f"{sizes[0]}, {sizes[1]} and {sizes[2]}"
    if not examined.findings:
        yield f"{looked}: all of it is whole"
        return
    yield painted(f"{counted(len(examined.findings), 'finding')} in {looked}:", "red")
    for finding in examined.findings:
        where = f"session {finding.session_id}: " if finding.session_id else ""
        yield ""
        yield one_line(f"- {where}{finding.problem}")
        yield f"  what to do: {one_line(finding.advice)}"
