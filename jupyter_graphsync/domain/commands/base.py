"""What a command is: a request, as data, that looks at a graph and says what would happen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from ..events import GraphEvent
from ..graph import Graph

if TYPE_CHECKING:
    from typing_extensions import Self

    from .registry import CommandRegistry

_SORTED = msgspec.json.Encoder(order="sorted")


class Command(
    msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Base of all commands; the fields of a subclass are the arguments on the wire.

    A subclass is the whole of a new command: its wire name comes from the class name
    (`CreateNodeCommand` is `create-node`), its schema from the fields, its undo from the events.
    """

    command_type: ClassVar[str] = ""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        name = cls.__name__.removesuffix("Command")
        cls.command_type = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()

    def decide(self, graph: Graph) -> Iterable[GraphEvent]:
        """Return what would happen to `graph`, or raise why not.

        Must not change the graph. The events may be yielded one by one: each is applied before
        the next is asked for, and all are taken back where a later one is refused.

        Raises
        ------
        GraphSyncError
            The command is refused as a whole.
        """
        raise AssertionError(f"{type(self).__name__} does not say what it decides")

    def result(self) -> Any:
        """Return what the sender is told on success."""
        return {}

    def result_of(self, changes: Sequence[GraphEvent]) -> Any:
        """Return what the sender is told, where that depends on what was changed."""
        return self.result()

    def with_ids(self, seed: str) -> Self:
        """Return the command with the ids that its sender left out, made from `seed`."""
        return self

    def cost(self, graph: Graph) -> int:
        """Return roughly how many nodes and links it looks at; large ones leave the event loop."""
        return 1

    def fingerprint(self) -> str:
        """Return a hash by which a resent command is told from another one with its id."""
        text = _SORTED.encode(self)
        return blake2b(self.command_type.encode() + b"\0" + text, digest_size=16).hexdigest()

    def arguments(self) -> dict[str, Any]:
        """Return the arguments as they are sent, without those that were left out."""
        built: dict[str, Any] = msgspec.to_builtins(self)
        return built

    @classmethod
    def from_arguments(cls, arguments: bytes, registry: CommandRegistry) -> Self:
        """Decode the arguments; a malformed one raises `msgspec.ValidationError`."""
        return registry.decoder(cls).decode(arguments)

    @classmethod
    def arguments_schema(cls) -> dict[str, Any]:
        """Return the JSON Schema of the arguments."""
        schema: dict[str, Any] = msgspec.json.schema(cls)
        return schema
