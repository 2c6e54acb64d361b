"""Looks at everything that a database of logs holds, and names what is damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
from sqlalchemy import func, or_, select, text
from sqlalchemy.engine import Connection

from .checking_session import SessionCheck
from .findings import Finding, Look
from .sealing import look_at_seal
from .tables import chapters, commits, cuts, epochs, metadata, sessions, snapshots

MAX_TOLD = 20

RESTORE_ALL = "stop the server and put back a copy of the file: all of its sessions are concerned"
RESTORE = (
    "stop the server and put back a copy of the file; sessions that are not named here can be "
    "used on, and exported before"
)
_KINDS = {"VARCHAR": "text", "TEXT": "text", "BLOB": "blob"}


class Examined(msgspec.Struct, kw_only=True):
    """What was looked at, and what is wrong with it; no findings say that all is well."""

    sessions: int = 0
    commits: int = 0
    snapshots: int = 0
    findings: list[Finding] = []


def examine(connection: Connection, advance: Callable[[int], None]) -> Examined:
    """Check the database itself, its settings, and every session, ended ones included.

    Parameters
    ----------
    advance
        Called with every number of commits that was checked.
    """
    look = Look(connection)
    examined = Examined(findings=look.found)
    for check in (_storage, _settings, _kinds, _orphans):
        with look.guarding("a part of the file cannot be read", RESTORE):
            check(look)
    for key in _keys(look):
        session = SessionCheck(look, key, advance)
        session.run()
        examined.sessions += 1
        examined.commits += session.commits
        examined.snapshots += session.snapshots
    return examined


def _storage(look: Look) -> None:
    """Let SQLite look at its pages, and at whether its indexes fit its tables."""
    if look.connection.dialect.name != "sqlite":
        return
    told = look.connection.execute(text(f"PRAGMA integrity_check({MAX_TOLD})")).scalars().all()
    for message in told:
        if message != "ok":
            look.add(f"SQLite says: {message}", RESTORE)


def _settings(look: Look) -> None:
    found = look_at_seal(look.connection)
    if not found.settings:
        look.add("the log's own settings are not what was sealed", RESTORE_ALL)
    if not found.tables:
        look.add("the form of the log's tables is not what was sealed", RESTORE_ALL)


def _kinds(look: Look) -> None:
    """Look for values of another kind than their column's: SQLite keeps any kind in any column."""
    if look.connection.dialect.name != "sqlite":
        return
    for table in metadata.sorted_tables:
        wrong = [
            func.typeof(column).not_in(_allowed(str(column.type), nullable=bool(column.nullable)))
            for column in table.columns
        ]
        count = look.connection.scalar(select(func.count()).select_from(table).where(or_(*wrong)))
        if count:
            look.add(f"{count} rows of {table.name} hold a value of another kind", RESTORE)


def _allowed(declared: str, *, nullable: bool) -> list[str]:
    kind = _KINDS.get(declared.partition("(")[0], "integer")
    return [kind, "null"] if nullable else [kind]


def _orphans(look: Look) -> None:
    known = select(sessions.c.key)
    for table in (commits, epochs, snapshots, chapters, cuts):
        noun = table.name.removeprefix("graphsync_")
        lost = select(func.count()).select_from(table).where(table.c.session.not_in(known))
        count = look.connection.scalar(lost)
        if count:
            look.add(f"{count} {noun} belong to no session", RESTORE)


def _keys(look: Look) -> Iterator[int]:
    """Yield the numbers of the sessions, as far as they can be read."""
    found: list[int] = []
    with look.guarding("the list of sessions cannot be read to its end", RESTORE):
        found += look.connection.scalars(select(sessions.c.key).order_by(sessions.c.key))
    yield from found
