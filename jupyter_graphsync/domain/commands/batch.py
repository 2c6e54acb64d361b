"""Several commands as one."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import BadRequest, GraphSyncError, Unprocessable
from ..events import GraphEvent
from ..graph import Graph
from .base import Command

if TYPE_CHECKING:
    from typing_extensions import Self

    from .registry import CommandRegistry


class BatchCommand(Command, kw_only=True, frozen=True):
    """All of the commands, in order, or none: one commit, one step of undo."""

    commands: list[Command]

    def with_ids(self, seed: str) -> Self:
        named = [command.with_ids(f"{seed}-{i}") for i, command in enumerate(self.commands)]
        return msgspec.structs.replace(self, commands=named)

    def result(self) -> Any:
        return [command.result() for command in self.commands]

    def cost(self, graph: Graph) -> int:
        return sum(command.cost(graph) for command in self.commands)

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        """Yield event by event: each command sees what those before it did."""
        if not self.commands:
            raise BadRequest("bad-value", "a batch holds at least one command", field="commands")
        if len(self.commands) > graph.limits.max_batch_commands:
            raise Unprocessable(
                "too-many",
                f"a batch of {len(self.commands)} commands; at most "
                f"{graph.limits.max_batch_commands} are allowed",
                limit=graph.limits.max_batch_commands,
            )
        for index, command in enumerate(self.commands):
            try:
                yield from command.decide(graph)
            except GraphSyncError as error:
                error.details.setdefault("index", index)
                error.message = f"command {index} of the batch: {error.message}"
                raise

    def fingerprint(self) -> str:
        parts = "".join(command.fingerprint() for command in self.commands)
        return blake2b(b"batch\0" + parts.encode(), digest_size=16).hexdigest()

    def arguments(self) -> dict[str, Any]:
        return {
            "commands": [
                {"command_type": command.command_type, "arguments": command.arguments()}
                for command in self.commands
            ]
        }

    @classmethod
    def from_arguments(cls, arguments: bytes, registry: CommandRegistry) -> Self:
        items = _ITEMS.decode(arguments).commands
        return cls(commands=[_decode_item(item, i, registry) for i, item in enumerate(items)])

    @classmethod
    def arguments_schema(cls) -> dict[str, Any]:
        item = {
            "type": "object",
            "properties": {"command_type": {"type": "string"}, "arguments": {"type": "object"}},
            "required": ["command_type", "arguments"],
            "additionalProperties": False,
        }
        commands = {"type": "array", "items": item, "minItems": 1}
        return {
            "type": "object",
            "properties": {"commands": commands},
            "required": ["commands"],
            "additionalProperties": False,
        }


class _Item(msgspec.Struct, forbid_unknown_fields=True):
    command_type: str
    arguments: msgspec.Raw


class _Arguments(msgspec.Struct, forbid_unknown_fields=True):
    commands: list[_Item]


_ITEMS = msgspec.json.Decoder(_Arguments)


def _decode_item(item: _Item, index: int, registry: CommandRegistry) -> Command:
    if item.command_type == BatchCommand.command_type:
        raise BadRequest(
            "bad-value", f"command {index} of the batch is a batch; join them", index=index
        )
    try:
        return registry.decode(item.command_type, bytes(item.arguments))
    except GraphSyncError as error:
        error.details.setdefault("index", index)
        raise
    except msgspec.ValidationError as error:
        raise msgspec.ValidationError(f"{error} in command {index} of the batch") from error
