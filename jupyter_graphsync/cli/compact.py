"""`jupyter graphsync compact SESSION`: forget the oldest commits of a session, for good."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import msgspec

from ..client.address import check_session_id
from ..projects.retention import days_ago
from .cutting import Cutting, opened
from .failures import DONE, Trouble, waiting
from .options import add_source, count, subcommand
from .output import counted, say, say_json


def add_to(commands: Any) -> None:
    """Add the subcommand to a parser."""
    parser = subcommand(
        commands,
        "compact",
        does="forget the oldest commits of a session, for good",
        more="The graph stays as it is, and so does all that happened since; what was before "
        "cannot be looked at, blamed or undone any more. Commands that are sent again are still "
        "recognised. The moment that the session's file holds is never forgotten. A log that a "
        "server holds is compacted by that server.",
        example="jupyter graphsync compact supply-chain --keep-days 90",
    )
    parser.add_argument("session", metavar="SESSION", help="the session's id")
    kept = parser.add_mutually_exclusive_group(required=True)
    kept.add_argument("--before", metavar="SEQ", type=count, help="the oldest commit that stays")
    kept.add_argument("--keep-commits", metavar="N", type=count, help="so many commits stay")
    kept.add_argument("--keep-days", metavar="DAYS", type=float, help="those of so many days stay")
    parser.add_argument("--yes", action="store_true", help="do not ask before")
    add_source(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Forget commits, once it is confirmed which."""
    check_session_id(options.session)
    return waiting(_compact(options))


async def _compact(options: argparse.Namespace) -> int:
    async with opened(options) as place:
        oldest, head = await place.span()
        cut = await _cut(options, place, head)
        if cut > oldest:
            _confirm(options, cut - oldest, cut)
        done = await place.compact(max(cut, oldest))
    if options.json:
        say_json(msgspec.structs.replace(done, session_id=options.session))
        return DONE
    say(f"session {options.session}: {counted(done.forgotten, 'commit')} forgotten")
    if done.oldest_seq < cut:
        say(f"its file holds moment {done.oldest_seq + 1}, which stays")
    say(f"its oldest moment is {done.oldest_seq}")
    return DONE


async def _cut(options: argparse.Namespace, place: Cutting, head: int) -> int:
    if options.before is not None:
        return int(options.before) - 1
    if options.keep_commits is not None:
        return max(0, head - int(options.keep_commits))
    return await place.last_before(days_ago(options.keep_days))


def _confirm(options: argparse.Namespace, commits: int, cut: int) -> None:
    """Go on only where somebody says so."""
    if options.yes:
        return
    question = (
        f"{counted(commits, 'commit')} of session {options.session}, up to commit {cut}, will be "
        "forgotten for good"
    )
    if not sys.stdin.isatty():
        raise Trouble(f"{question}; add --yes to say so")
    sys.stderr.write(f"{question}. Go on? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Trouble("nothing was forgotten")
