"""The tables of a log in a database; the same for every database."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_VERSION = 1
"""Raised with every change below that an older version could not live with."""

metadata = MetaData()


def _session() -> Column[int]:
    return Column("session", ForeignKey("graphsync_sessions.key"), primary_key=True)


meta = Table(
    "graphsync_meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

sessions = Table(
    "graphsync_sessions",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("session_id", String(64), nullable=False, unique=True),
    Column("settings", Text, nullable=False),
    Column("created", String(32), nullable=False),
    Column("ended", String(32)),
    Column("epoch", String(64), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("checksum", String(32), nullable=False),
)

epochs = Table(
    "graphsync_epochs",
    metadata,
    _session(),
    Column("first_seq", BigInteger, primary_key=True),
    Column("epoch", String(64), nullable=False),
    UniqueConstraint("session", "epoch"),
)

# Rows stand in the order in which they came: many sessions that append together share pages. (A
# table without rowid, clustered by session, writes a page for each of them: half as many commits.)
commits = Table(
    "graphsync_commits",
    metadata,
    _session(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("command_id", String(128), nullable=False),
    Column("client_id", String(128), nullable=False),
    Column("timestamp", String(32), nullable=False),
    Column("digest", String(32), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("notes", LargeBinary, nullable=False),
    UniqueConstraint("session", "command_id"),
)

# The oldest moment of a session whose log was compacted. Commits up to there keep no more than
# their number and what recognises a command that is sent again; until `cleared`, some have it all.
cuts = Table(
    "graphsync_cuts",
    metadata,
    _session(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("epoch", String(64), nullable=False),
    Column("digest", String(32), nullable=False),
    Column("timestamp", String(32), nullable=False),
    Column("cleared", Boolean, nullable=False),
    Column("checksum", String(32), nullable=False),
)

# `history` marks the snapshots that are part of the history and stay for good.
snapshots = Table(
    "graphsync_snapshots",
    metadata,
    _session(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("epoch", String(64), nullable=False),
    Column("digest", String(32), nullable=False),
    Column("history", Boolean, nullable=False),
    Column("checksum", String(32), nullable=False),
    Column("data", LargeBinary, nullable=False),
)

# Derived from the commits; without them a history takes longer to be told, no more.
chapters = Table(
    "graphsync_chapters",
    metadata,
    _session(),
    Column("first_seq", BigInteger, primary_key=True, autoincrement=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("epoch", String(64), nullable=False),
    Column("digest", String(32), nullable=False),
    Column("checksum", String(32), nullable=False),
    Column("data", LargeBinary, nullable=False),
)
