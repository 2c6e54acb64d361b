"""Tells what is wrong with a recorded history: one function for each thing that must hold.

It shares with the servers how an event changes a graph, and nothing else: that the commits are
chained it works out itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator
from hashlib import blake2b
from itertools import groupby
from operator import attrgetter

import msgspec

from jupyter_graphsync.domain.commits import CommitRecord, graph_events, read_commit
from jupyter_graphsync.domain.errors import GraphSyncError
from jupyter_graphsync.domain.graph import Graph

from .recording import Recording, text_of

SHOWN = 20


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong."""

    kind: str
    sentence: str


def faults_of(recording: Recording) -> list[Fault]:
    """Return all that is wrong with a recording; nothing where it is sound."""
    return [
        Fault(kind, sentence)
        for kind, sentences in _RULES.items()
        for sentence in sentences(recording)
    ]


def check(recording: Recording, *, but_for: Container[str] = ()) -> None:
    """Raise an `AssertionError` that tells what is wrong, if anything is but some kinds of fault."""
    faults = [fault for fault in faults_of(recording) if fault.kind not in but_for]
    told = [f"{fault.kind}: {fault.sentence}" for fault in faults[:SHOWN]]
    assert not faults, "\n".join([f"{len(faults)} faults", *told])


def _gaps(recording: Recording) -> Iterator[str]:
    """A log counts its commits 1, 2, 3 …"""
    for server, log in recording.logs.items():
        for number, record in enumerate(log, 1):
            if record.seq != number:
                yield f"the log of {server} has commit {record.seq} in place of {number}"
                break


def _broken_chains(recording: Recording) -> Iterator[str]:
    """The digest of a commit is that of its text and notes, after the digest before it."""
    for server, log in recording.logs.items():
        previous = blake2b(recording.epoch.encode(), digest_size=16).hexdigest()
        for record in log:
            end = f',"digest":"{record.digest}"}}'.encode()
            chained = b"%b%b\0%b" % (
                bytes.fromhex(previous),
                record.body.removesuffix(end),
                record.notes,
            )
            if blake2b(chained, digest_size=16).hexdigest() != record.digest:
                yield f"commit {record.seq} of {server} does not follow the one before it"
                break
            previous = record.digest


def _forks(recording: Recording) -> Iterator[str]:
    """Under one number there is one commit, wherever it was kept or seen."""
    first: dict[int, tuple[str, str]] = {}
    kept = [(log[0], each.seq, each.digest) for log in recording.logs.items() for each in log[1]]
    seen = [(saw.client, saw.seq, saw.digest) for saw in recording.saw if saw.seq]
    for who, seq, digest in [*kept, *seen]:
        other, known = first.setdefault(seq, (who, digest))
        if known != digest:
            yield f"commit {seq} is {digest} for {who} and {known} for {other}"


def _unequal_logs(recording: Recording) -> Iterator[str]:
    """All servers have the same commits."""
    lengths = {server: len(log) for server, log in recording.logs.items()}
    if len(set(lengths.values())) > 1:
        yield f"the logs have different lengths: {lengths}"


def _duplicates(recording: Recording) -> Iterator[str]:
    """A command is in a log at most once."""
    for server, log in recording.logs.items():
        for command_id, count in Counter(record.command_id for record in log).items():
            if count > 1:
                yield f"command {command_id} is {count} times in the log of {server}"


def _lost(recording: Recording) -> Iterator[str]:
    """What was acknowledged or shown is in the log, under its number."""
    for server, log in recording.logs.items():
        ids = {record.seq: record.command_id for record in log}
        for answer in recording.answered:
            if answer.seq and ids.get(answer.seq) != answer.command_id:
                yield (
                    f"{answer.command_id} was acknowledged as commit {answer.seq}, which in the "
                    f"log of {server} is {ids.get(answer.seq, 'missing')}"
                )
        for saw in recording.saw:
            if saw.seq and saw.seq not in ids:
                yield f"{saw.client} saw commit {saw.seq}, which is not in the log of {server}"


def _unasked(recording: Recording) -> Iterator[str]:
    """What is in the log was sent by somebody."""
    sent = {each.command_id for each in recording.sent}
    for server, log in recording.logs.items():
        for record in log:
            if record.command_id not in sent:
                yield f"nobody sent {record.command_id}, commit {record.seq} of {server}"


def _refused_and_done(recording: Recording) -> Iterator[str]:
    """What was refused for good had no effect."""
    for command_id, code, seq, was_open in _refusals_that_were_done(recording):
        if not was_open:
            yield f"{command_id} was refused ({code}) and is commit {seq}"


def _done_by_an_earlier_sending(recording: Recording) -> Iterator[str]:
    """Nor had it an effect by an earlier sending that nobody answered."""
    for command_id, code, seq, was_open in _refusals_that_were_done(recording):
        if was_open:
            yield (
                f"{command_id} was refused ({code}) when it was sent again, and is commit {seq} "
                "by the sending before"
            )


def _refusals_that_were_done(recording: Recording) -> Iterator[tuple[str, str, int, bool]]:
    """Yield command, code, number, and whether another sending had no clear answer by then."""
    done = {record.command_id: record.seq for log in recording.logs.values() for record in log}
    sent = Counter(each.command_id for each in recording.sent)
    clear = Counter(
        each.command_id for each in recording.answered if each.code != "outcome-unknown"
    )
    for answer in recording.answered:
        command_id = answer.command_id
        if answer.is_refusal and command_id in done:
            was_open = sent[command_id] > clear[command_id]
            yield command_id, answer.code, done[command_id], was_open


def _swapped(recording: Recording) -> Iterator[str]:
    """What was known to be done when a command was first sent stands before it."""
    seqs = {record.command_id: record.seq for log in recording.logs.values() for record in log}
    known = sorted(
        [(answer.at, answer.seq, answer.client) for answer in recording.answered if answer.seq]
        + [(saw.at, saw.seq, saw.client) for saw in recording.saw],
        reverse=True,
    )
    newest, witness, first = 0, "", set()
    for sent in sorted(recording.sent, key=attrgetter("at")):
        while known and known[-1][0] < sent.at:
            _, seq, client = known.pop()
            newest, witness = max((newest, witness), (seq, client))
        if sent.command_id not in first and seqs.get(sent.command_id, newest + 1) <= newest:
            yield (
                f"{sent.command_id}, commit {seqs[sent.command_id]}, was sent after {witness} "
                f"knew of commit {newest}"
            )
        first.add(sent.command_id)


def _missed(recording: Recording) -> Iterator[str]:
    """A client gets the commits one after the other; no server leads it back."""
    ordered = sorted(recording.saw, key=attrgetter("client"))
    for client, sightings in groupby(ordered, key=attrgetter("client")):
        at = newest = 0
        for saw in sightings:
            if saw.what == "commit" and saw.seq != at + 1:
                yield f"{client} was given commit {saw.seq} after {at}"
            elif saw.what == "head" and saw.seq < newest:
                yield f"{client} knew commit {newest}, and then the head was {saw.seq}"
            at = at if saw.what == "head" else saw.seq
            newest = max(newest, at)


def _apart(recording: Recording) -> Iterator[str]:
    """In the end all stand at the head, with the same graph."""
    if not recording.ends:
        yield "nobody told where it ended"
    heads = {len(log): log[-1].digest if log else None for log in recording.logs.values()}
    for end in recording.ends:
        if end.seq not in heads or heads[end.seq] not in (end.digest, None):
            yield f"{end.where} ends at {end.seq} ({end.digest}), the logs at {heads}"
        if end.graph != recording.ends[0].graph:
            yield f"{end.where} and {recording.ends[0].where} have different graphs"


def _replayed(recording: Recording) -> Iterator[str]:
    """The commits of a log, one after the other, give the graph."""
    for server, log in recording.logs.items():
        try:
            graph = _graph_of(log)
        except (GraphSyncError, LookupError, msgspec.MsgspecError) as error:
            yield f"the log of {server} cannot be replayed: {error!r}"
            continue
        for end in recording.ends:
            if end.graph != graph:
                yield f"the replayed log of {server} gives another graph than {end.where} has"


def _graph_of(log: list[CommitRecord]) -> str:
    graph = Graph()
    for record in log:
        for event in graph_events(read_commit(record.body)):
            graph.apply(event)
    return text_of(graph)


_RULES: dict[str, Callable[[Recording], Iterator[str]]] = {
    "gap": _gaps,
    "broken chain": _broken_chains,
    "fork": _forks,
    "unequal logs": _unequal_logs,
    "duplicate": _duplicates,
    "lost": _lost,
    "unasked": _unasked,
    "refused and done": _refused_and_done,
    "done by an earlier sending": _done_by_an_earlier_sending,
    "swapped": _swapped,
    "missed": _missed,
    "apart": _apart,
    "replay differs": _replayed,
}
