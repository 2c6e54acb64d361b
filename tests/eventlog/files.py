"""SQLite files in tests, seen from beside the store."""

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

from jupyter_graphsync.eventlog.sql import SqlLogStore


def sqlite_store(path, **options):
    return SqlLogStore(f"sqlite:///{path}", **{"min_free_disk_bytes": 0, **options})


@contextmanager
def beside(path: Path):
    """Give another program's connection to the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


@contextmanager
def listening(name, action):
    """Call `action` at an event of every SQLAlchemy engine."""
    event.listen(Engine, name, action)
    try:
        yield
    finally:
        event.remove(Engine, name, action)


@contextmanager
def watched(name):
    """Count an event of every SQLAlchemy engine."""
    seen = []
    with listening(name, lambda connection, *rest: seen.append(connection)):
        yield seen


@contextmanager
def pragma(text):
    """Set something on every connection that is made meanwhile."""
    with listening("connect", lambda connection, _: connection.execute(f"PRAGMA {text}")):
        yield
