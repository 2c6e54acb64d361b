"""What the room and the sender are told of a request."""

from __future__ import annotations

from ..domain.commits import Actor
from ..domain.events import CommandExecuting, CommandFailed
from ..protocol import encode_event
from .clock import timestamp
from .requests import (
    CommandRequest,
    LoadRequest,
    Outcome,
    Pending,
    Refused,
    Repeated,
    Request,
    Result,
    ReversalRequest,
    SaveRequest,
)
from .ring import Answer

SILENT = frozenset({"service", "load", "save"})
"""Kinds of commit that no command of somebody's stands behind: nothing is said to be executing."""


def messages_of(result: Result, *, anybody: bool) -> list[bytes]:
    """Return the messages that tell a room of a result; the commit itself always, once durable.

    Parameters
    ----------
    anybody
        Whether somebody is there to hear passing events.
    """
    if isinstance(result, Repeated):
        return []
    if isinstance(result, Refused):
        return refusal_of(result) if anybody else []
    record, decision = result.record, result.decision
    if not anybody or decision.kind in SILENT:
        return [record.body]
    executing = _executing(result.request, decision.command_type, record.timestamp)
    return [executing, record.body]


def refusal_of(refused: Refused) -> list[bytes]:
    """Return the messages that tell a room of a refusal: the code, and nothing of the details."""
    request, now = refused.request, timestamp()
    command_type = command_type_of(request)
    failed = CommandFailed(
        command_id=request.command_id,
        command_type=command_type,
        error=refused.error.code,
        timestamp=now,
    )
    return [_executing(request, command_type, now), encode_event(failed, request.actor)]


def outcome_of(result: Result) -> Outcome:
    """Return what the sender is told."""
    command_id = result.request.command_id
    if isinstance(result, Refused):
        return Outcome(command_id, error=result.error)
    answer = answer_of(result) if isinstance(result, Pending) else result.answer
    return Outcome(command_id, seq=answer.seq, result=answer.result)


def answer_of(pending: Pending) -> Answer:
    """Return the answer to a command, to be given again where it is sent again."""
    notes = pending.decision.notes
    return Answer(pending.record.seq, notes.fingerprint, notes.result)


def command_type_of(request: Request) -> str:
    """Return the type under which a request is told."""
    match request:
        case CommandRequest(command=command):
            return command.command_type
        case ReversalRequest(direction=direction):
            return direction
        case LoadRequest():
            return "load"
        case SaveRequest():
            return "save"
    return "update-settings"


def _executing(request: Request, command_type: str, now: str) -> bytes:
    event = CommandExecuting(
        command_id=request.command_id, command_type=command_type, timestamp=now
    )
    actor: Actor = request.actor
    return encode_event(event, actor)
