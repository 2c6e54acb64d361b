"""Chapters in a database: compressed, with a checksum, bound to the commit at which they end."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from hashlib import blake2b

import msgspec
from sqlalchemy import delete, func, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError

from ..domain.commits import DIGEST_BYTES, Position
from .base import Conflict, StoredChapter
from .positions import position_of
from .register import find_session, key_of
from .snapshots import COMPRESSION
from .tables import chapters, commits


class PackedChapter(msgspec.Struct, frozen=True):
    """A chapter in the form in which it is kept."""

    first_seq: int
    position: Position
    data: bytes
    checksum: str

    @classmethod
    def pack(cls, chapter: StoredChapter) -> PackedChapter:
        """Compress a chapter; takes a millisecond for 100 KB."""
        packed = zlib.compress(chapter.data, COMPRESSION)
        checksum = _checksum(chapter.first_seq, chapter.position, packed)
        return cls(chapter.first_seq, chapter.position, packed, checksum)

    def unpack(self) -> StoredChapter | None:
        """Return the chapter, `None` where the checksum fails."""
        # A flipped bit can turn bytes into a text as well.
        whole = isinstance(self.data, bytes)
        if not whole or _checksum(self.first_seq, self.position, self.data) != self.checksum:
            return None
        return StoredChapter(self.first_seq, self.position, zlib.decompress(self.data))


def save_chapter(connection: Connection, session_id: str, chapter: PackedChapter) -> None:
    """Keep a chapter in place of those that it overlaps.

    Raises
    ------
    Conflict
        The position is not one of this log.
    """
    key, position = key_of(connection, session_id), chapter.position
    if position_of(connection, key, position.seq) != position:
        raise Conflict(find_session(connection, session_id).position, [])
    connection.execute(
        delete(chapters).where(
            chapters.c.session == key,
            chapters.c.first_seq <= position.seq,
            chapters.c.last_seq >= chapter.first_seq,
        )
    )
    row = {
        "session": key,
        "first_seq": chapter.first_seq,
        "last_seq": position.seq,
        "epoch": position.epoch,
        "digest": position.digest,
        "checksum": chapter.checksum,
        "data": chapter.data,
    }
    connection.execute(insert(chapters), row)


def has_chapter(connection: Connection, session_id: str, chapter: PackedChapter) -> bool:
    """Tell whether a chapter is there."""
    key = key_of(connection, session_id)
    kept = select(chapters.c.checksum).where(
        chapters.c.session == key, chapters.c.first_seq == chapter.first_seq
    )
    return bool(connection.scalar(kept) == chapter.checksum)


def load_chapters(
    connection: Connection,
    session_id: str,
    after: int,
    limit: int,
    is_damage: Callable[[DatabaseError], bool],
) -> list[StoredChapter]:
    """Return chapters that begin after a commit, up to the first that cannot be read."""
    key = key_of(connection, session_id)
    wanted = (
        select(
            chapters.c.first_seq,
            chapters.c.last_seq,
            chapters.c.epoch,
            chapters.c.digest,
            chapters.c.data,
            chapters.c.checksum,
        )
        .join(
            commits,
            (commits.c.session == chapters.c.session)
            & (commits.c.seq == chapters.c.last_seq)
            & (commits.c.digest == chapters.c.digest),
        )
        .where(chapters.c.session == key, chapters.c.first_seq > after)
        .order_by(chapters.c.first_seq)
        .limit(limit)
    )
    try:
        rows = connection.execute(wanted).all()
    except DatabaseError as error:
        if not is_damage(error):
            raise
        connection.rollback()
        return []
    packed = (
        PackedChapter(row.first_seq, Position(row.epoch, row.last_seq, row.digest), *row[4:])
        for row in rows
    )
    return [chapter for each in packed if (chapter := each.unpack()) is not None]


def read_packed(connection: Connection, key: int) -> list[PackedChapter]:
    """Return a session's chapters as they are kept, unchecked."""
    rows = connection.execute(select(chapters).where(chapters.c.session == key)).all()
    return [
        PackedChapter(
            row.first_seq, Position(row.epoch, row.last_seq, row.digest), row.data, row.checksum
        )
        for row in rows
    ]


def last_chapter(connection: Connection, session_id: str) -> int:
    """Return the number of the commit at which the last chapter ends; 0 where there is none."""
    key = key_of(connection, session_id)
    return (
        connection.scalar(select(func.max(chapters.c.last_seq)).where(chapters.c.session == key))
        or 0
    )


def _checksum(first_seq: int, position: Position, data: bytes) -> str:
    checksum = blake2b(msgspec.json.encode((first_seq, position)), digest_size=DIGEST_BYTES)
    checksum.update(data)
    return checksum.hexdigest()
