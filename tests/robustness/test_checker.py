"""The checker of histories finds every kind of fault, planted into a sound recording."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from jupyter_graphsync.domain.commits import (
    Actor,
    Commit,
    CommitNotes,
    CommitRecord,
    Position,
    seal,
    write_event,
)
from jupyter_graphsync.domain.events import NodeCreated
from jupyter_graphsync.domain.graph import Graph

from .checker import check, faults_of
from .recording import Answered, Recorder, Recording, Saw, Sent

NOW = "2026-11-22T12:00:00.000000Z"
EPOCH = "epoch-1"
COUNT = 6
CLIENTS = ("ann", "ben")
SERVERS = ("one", "two")


def created(node_id: str) -> NodeCreated:
    return NodeCreated(node_id=node_id, name=node_id, blueprint_type_id="t", timestamp=NOW)


def sealed(command_ids: list[str], nodes: list[str] | None = None) -> list[CommitRecord]:
    """Return a log in which each command created a node, named like it unless told otherwise."""
    position, records = Position.start(EPOCH), []
    for command_id, node_id in zip(command_ids, nodes or command_ids, strict=True):
        commit = Commit(
            seq=position.seq + 1,
            command_id=command_id,
            command_type="create-node",
            kind="do",
            actor=Actor(client_id="ann"),
            timestamp=NOW,
            events=[write_event(created(node_id))],
        )
        records.append(seal(commit, CommitNotes(), position))
        position = Position(EPOCH, commit.seq, records[-1].digest)
    return records


def sound() -> Recording:
    """Return what two clients of two servers see of six commands, sent one after the other.

    A seventh is refused, and an eighth has no answer.
    """
    times = iter(range(1_000))
    recorder = Recorder(EPOCH, lambda: next(times))
    log = sealed([f"c{number}" for number in range(1, COUNT + 1)])
    graph = Graph()
    for record in log:
        graph.apply(created(record.command_id))
        recorder.sends("ann", record.command_id)
        for client in CLIENTS:
            recorder.sees(client, record.seq, record.digest)
        recorder.acknowledged("ann", record.command_id, record.seq)
    recorder.sends("ben", "refused")
    recorder.refused("ben", "refused", "unknown-node")
    recorder.sends("ben", "unanswered")
    head = Position(EPOCH, COUNT, log[-1].digest)
    for where in (*CLIENTS, *SERVERS):
        recorder.ends(where, head, graph)
    for server in SERVERS:
        recorder.finds(server, log)
    return recorder.recording


def with_logs(recording: Recording, log: list[CommitRecord]) -> None:
    """Let the servers have another log, of which nobody saw anything until the end."""
    recording.logs = dict.fromkeys(SERVERS, log)
    recording.saw = []
    graph = Graph()
    for record in log:
        graph.apply(created(record.command_id))
    ended = Recorder(EPOCH)
    for where in (*CLIENTS, *SERVERS):
        ended.ends(where, Position(EPOCH, len(log), log[-1].digest), graph)
    recording.ends = ended.recording.ends


def lose_the_last(recording: Recording) -> None:
    with_logs(recording, recording.logs["one"][:-1])


def lose_what_was_shown_alone(recording: Recording) -> None:
    log, saw = recording.logs["one"], recording.saw
    recording.answered = [answer for answer in recording.answered if answer.seq != COUNT]
    with_logs(recording, log[:-1])
    recording.saw = saw


def do_one_twice(recording: Recording) -> None:
    ids = [record.command_id for record in recording.logs["one"]]
    log = sealed([*ids, "c6"], [*ids, "again"])
    recording.logs = dict.fromkeys(SERVERS, log)
    for index, end in enumerate(recording.ends):
        recording.ends[index] = replace(end, seq=len(log), digest=log[-1].digest)


def swap_two(recording: Recording) -> None:
    with_logs(recording, sealed(["c1", "c2", "c4", "c3", "c5", "c6"]))
    swapped = {3: 4, 4: 3}
    recording.answered = [
        replace(answer, seq=swapped.get(answer.seq, answer.seq)) for answer in recording.answered
    ]


def fork_one_log(recording: Recording) -> None:
    ids = [record.command_id for record in recording.logs["one"]]
    recording.logs["two"] = sealed(ids, [*ids[:-1], "another"])


def show_a_client_another_history(recording: Recording) -> None:
    recording.saw[-1] = replace(recording.saw[-1], digest="0" * 32)


def do_what_was_refused(recording: Recording) -> None:
    ids = [record.command_id for record in recording.logs["one"]]
    with_logs(recording, sealed([*ids, "refused"]))


def do_what_was_refused_at_the_second_sending(recording: Recording) -> None:
    recording.sent.append(Sent("ben", "refused", 998))
    do_what_was_refused(recording)


def leave_one_out(recording: Recording) -> None:
    log = recording.logs["one"]
    recording.logs = {server: [*log[:2], *log[3:]] for server in SERVERS}


def change_a_commit(recording: Recording) -> None:
    log = list(recording.logs["one"])
    log[2] = replace(log[2], body=log[2].body.replace(b'"name":"c3"', b'"name":"c9"'))
    recording.logs = dict.fromkeys(SERVERS, log)


def change_what_takes_a_commit_back(recording: Recording) -> None:
    log = list(recording.logs["one"])
    log[2] = replace(log[2], notes=b'{"owner":"ben"}')
    recording.logs = dict.fromkeys(SERVERS, log)


def do_what_nobody_asked_for(recording: Recording) -> None:
    ids = [record.command_id for record in recording.logs["one"]]
    with_logs(recording, sealed([*ids, "unheard-of"]))


def answer_with_the_number_of_another(recording: Recording) -> None:
    first = recording.answered[0]
    recording.answered.append(Answered(first.client, first.command_id, first.at, seq=2))


def skip_a_commit_for_a_client(recording: Recording) -> None:
    del recording.saw[2]


def lead_a_client_back(recording: Recording) -> None:
    recording.saw.append(Saw("ann", 4, recording.logs["one"][3].digest, 999, "head"))


def let_a_server_stop_short(recording: Recording) -> None:
    recording.logs["two"] = recording.logs["two"][:-1]


def let_a_client_stop_short(recording: Recording) -> None:
    digest = recording.logs["one"][-2].digest
    recording.ends[0] = replace(recording.ends[0], seq=COUNT - 1, digest=digest)


def give_a_client_another_graph(recording: Recording) -> None:
    recording.ends[1] = replace(recording.ends[1], graph="{}")


def give_all_a_graph_that_the_log_does_not_make(recording: Recording) -> None:
    recording.ends = [replace(end, graph="{}") for end in recording.ends]


def forget_where_all_ended(recording: Recording) -> None:
    recording.ends = []


@pytest.mark.parametrize(
    ("plant", "kind"),
    [
        (lose_the_last, "lost"),
        (lose_what_was_shown_alone, "lost"),
        (do_one_twice, "duplicate"),
        (swap_two, "swapped"),
        (fork_one_log, "fork"),
        (show_a_client_another_history, "fork"),
        (do_what_was_refused, "refused and done"),
        (do_what_was_refused_at_the_second_sending, "done by an earlier sending"),
        (leave_one_out, "gap"),
        (change_a_commit, "broken chain"),
        (change_what_takes_a_commit_back, "broken chain"),
        (do_what_nobody_asked_for, "unasked"),
        (answer_with_the_number_of_another, "lost"),
        (skip_a_commit_for_a_client, "missed"),
        (lead_a_client_back, "missed"),
        (let_a_server_stop_short, "unequal logs"),
        (let_a_client_stop_short, "apart"),
        (give_a_client_another_graph, "apart"),
        (give_all_a_graph_that_the_log_does_not_make, "replay differs"),
        (forget_where_all_ended, "apart"),
    ],
)
def test_RC1_a_planted_fault_is_found_and_named(
    plant: Callable[[Recording], None], kind: str
) -> None:
    recording = sound()

    plant(recording)

    assert kind in {fault.kind for fault in faults_of(recording)}
    with pytest.raises(AssertionError, match=kind):
        check(recording)


def test_RC2_a_sound_recording_has_no_faults() -> None:
    assert faults_of(sound()) == []


def test_RC2_a_command_without_an_answer_may_have_been_done() -> None:
    recording = sound()

    with_logs(recording, sealed([f"c{number}" for number in range(1, COUNT + 1)] + ["unanswered"]))

    assert faults_of(recording) == []


def test_RC2_commands_that_overlap_may_stand_in_either_order() -> None:
    recording = sound()

    swap_two(recording)
    recording.sent = [Sent(sent.client, sent.command_id, 0) for sent in recording.sent]

    assert faults_of(recording) == []


def test_RC2_a_client_may_be_given_the_whole_in_place_of_commits() -> None:
    recording = sound()

    recording.saw = [saw for saw in recording.saw if saw.client == "ann"]
    newest = recording.logs["one"][-1].digest
    recording.saw += [Saw("ben", COUNT, newest, 900, "head"), Saw("ben", 4, "", 901, "whole")]
    recording.saw[-1] = replace(recording.saw[-1], digest=recording.logs["one"][3].digest)
    recording.saw += [
        Saw("ben", record.seq, record.digest, 902) for record in recording.logs["one"][4:]
    ]

    assert faults_of(recording) == []
