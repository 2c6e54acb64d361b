"""What stays of a commit that was forgotten."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from ..domain.commits import DIGEST_BYTES, CommitNotes, CommitRecord


def forgotten(record: CommitRecord) -> CommitRecord:
    """Return what recognises a command that is sent again, and answers it; `digest` covers that."""
    notes = record.read_notes()
    kept = msgspec.json.encode(CommitNotes(fingerprint=notes.fingerprint, result=notes.result))
    seq, command_id = record.seq, record.command_id
    return CommitRecord(seq, _digest(seq, command_id, kept), command_id, "", "", b"", kept)


def is_forgotten(record: CommitRecord) -> bool:
    """Tell whether a record is what stays of one."""
    return not record.body


def is_whole(record: CommitRecord) -> bool:
    """Tell whether what stays is as it was written."""
    try:
        return record.digest == _digest(record.seq, record.command_id, record.notes) and (
            record.client_id,
            record.timestamp,
            record.body,
        ) == ("", "", b"")
    except (TypeError, ValueError):
        # A flipped bit can turn a text into bytes.
        return False


def _digest(seq: int, command_id: str, notes: bytes) -> str:
    digest = blake2b(msgspec.json.encode([seq, command_id]), digest_size=DIGEST_BYTES)
    digest.update(notes)
    return digest.hexdigest()
