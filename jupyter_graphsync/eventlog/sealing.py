"""A checksum over what no session's own checksums cover: a log's settings, and its tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

import msgspec
from sqlalchemy import delete, insert, select, text
from sqlalchemy.engine import Connection

from ..domain.commits import DIGEST_BYTES
from .tables import meta

SEAL = "seal"
KEYS = ("schema_version", "secret", SEAL)
_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name, tbl_name"


class Seals(msgspec.Struct, frozen=True):
    """Which parts fit the seal; all do where there is none yet, as older versions left it."""

    settings: bool
    tables: bool


def look_at_seal(connection: Connection) -> Seals:
    """Tell what is as it was sealed."""
    if not connection.dialect.has_table(connection, meta.name):
        return Seals(settings=True, tables=True)
    found = connection.scalar(select(meta.c.value).where(meta.c.key == SEAL))
    known = not set(connection.scalars(select(meta.c.key))) - set(KEYS)
    if found is None:
        return Seals(settings=known, tables=True)
    settings, _, tables = str(found).partition(":")
    return Seals(
        settings=known and settings == _hash(_settings(connection)),
        tables=tables == _hash(_tables(connection)),
    )


def seal(connection: Connection) -> None:
    """Write down what the settings and tables are now."""
    value = f"{_hash(_settings(connection))}:{_hash(_tables(connection))}"
    connection.execute(delete(meta).where(meta.c.key == SEAL))
    connection.execute(insert(meta), {"key": SEAL, "value": value})


def _settings(connection: Connection) -> Sequence[Any]:
    wanted = select(meta.c.key, meta.c.value).where(meta.c.key != SEAL).order_by(meta.c.key)
    return connection.execute(wanted).all()


def _tables(connection: Connection) -> Sequence[Any]:
    if connection.dialect.name != "sqlite":
        return ()
    return connection.execute(text(_SCHEMA)).all()


def _hash(rows: Iterable[Any]) -> str:
    content = [[str(value) for value in row] for row in rows]
    return blake2b(msgspec.json.encode(content), digest_size=DIGEST_BYTES).hexdigest()
