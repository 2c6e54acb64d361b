"""Commits: sealed once, chained, read back."""

from __future__ import annotations

import msgspec
import pytest

from jupyter_graphsync.domain.commits import (
    CommitNotes,
    CommitRecord,
    Position,
    graph_events,
    read_event,
    read_inverse,
    write_event,
)
from jupyter_graphsync.domain.errors import InternalError
from jupyter_graphsync.domain.events import CommandUndone, NodeDeleted

from .editing import TIMESTAMP, Editing

START = Position.start("epoch")


@pytest.fixture
def record() -> CommitRecord:
    editing = Editing()
    editing.do("ana", "create-node", node_id="n", name="\0 é", blueprint_type_id="t")
    return editing.log[0]


def test_CM1_the_wire_form_has_these_fields_and_the_digest_last(record: CommitRecord) -> None:
    found = msgspec.json.decode(record.body)

    assert list(found) == [
        "type",
        "seq",
        "command_id",
        "command_type",
        "kind",
        "actor",
        "timestamp",
        "events",
        "digest",
    ]
    assert found["type"] == "commit"
    assert found["digest"] == record.digest
    assert found["events"][0] == {
        "event": "graph:node-created",
        "payload": {
            "node_id": "n",
            "name": "\0 é",
            "blueprint_type_id": "t",
            "timestamp": TIMESTAMP,
        },
    }


def test_CM1_what_stands_beside_a_commit_is_not_in_its_wire_form(record: CommitRecord) -> None:
    notes = record.read_notes()

    assert notes.fingerprint and notes.fingerprint.encode() not in record.body
    assert read_inverse(notes) == [NodeDeleted(node_id="n")]
    assert b"node-deleted" not in record.body


def test_CM2_a_commit_follows_the_one_it_was_chained_to(record: CommitRecord) -> None:
    assert record.follows(START)


def test_CM2_commits_that_follow_each_other_make_a_chain() -> None:
    editing = Editing()
    for node_id in "abc":
        editing.do("ana", "create-node", node_id=node_id, name="", blueprint_type_id="t")

    first, second, third = editing.log

    assert second.follows(Position("epoch", first.seq, first.digest))
    assert third.follows(Position("epoch", second.seq, second.digest))
    assert not third.follows(Position("epoch", first.seq, first.digest))


@pytest.mark.parametrize("position", [Position.start("other"), Position("epoch", 1, START.digest)])
def test_CM2_a_commit_follows_no_other_position(record: CommitRecord, position: Position) -> None:
    assert not record.follows(position)


def test_CM2_any_flipped_bit_is_noticed(record: CommitRecord) -> None:
    for field in ("body", "notes"):
        whole = getattr(record, field)
        for index in range(len(whole)):
            damaged = bytearray(whole)
            damaged[index] ^= 1
            assert not msgspec.structs.replace(record, **{field: bytes(damaged)}).follows(START)


def test_CM2_bytes_moved_from_body_to_notes_are_noticed(record: CommitRecord) -> None:
    moved = msgspec.structs.replace(record, notes=record.notes[1:])

    assert not moved.follows(START)


@pytest.mark.parametrize("field", ["command_id", "client_id", "timestamp"])
def test_CM2_a_label_that_does_not_repeat_the_body_is_noticed(
    record: CommitRecord, field: str
) -> None:
    assert not msgspec.structs.replace(record, **{field: "other"}).follows(START)


def test_CM3_a_commit_is_read_back_with_typed_events(record: CommitRecord) -> None:
    commit = record.read_commit()

    assert (commit.seq, commit.kind, commit.actor.client_id) == (1, "do", "ana")
    assert [event.event for event in commit.events] == ["graph:node-created", "command:executed"]
    assert [event.event for event in graph_events(commit)] == ["graph:node-created"]


def test_CM3_an_event_type_of_another_version_is_refused() -> None:
    with pytest.raises(InternalError, match="no event type 'graph:exploded'"):
        read_event("graph:exploded", b"{}")


def test_CM3_only_graph_events_may_stand_in_an_inverse_record() -> None:
    notes = CommitNotes(inverse=[write_event(CommandUndone(command_id="c"))])

    with pytest.raises(InternalError, match="cannot stand in an inverse record"):
        read_inverse(msgspec.json.decode(msgspec.json.encode(notes), type=CommitNotes))
