"""Which commands there are; anyone may add one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import msgspec

from ..errors import NotFound
from .base import Command

C = TypeVar("C", bound=Command)


class CommandRegistry:
    """The commands that a dispatcher accepts, by wire name."""

    def __init__(self, classes: Iterable[type[Command]]) -> None:
        self._classes: dict[str, type[Command]] = {}
        self._decoders: dict[type[Command], msgspec.json.Decoder[Any]] = {}
        for cls in classes:
            self.add(cls)

    def add(self, cls: type[Command]) -> None:
        """Accept another command.

        Raises
        ------
        ValueError
            A different class has that wire name already.
        """
        known = self._classes.setdefault(cls.command_type, cls)
        if known is not cls:
            raise ValueError(
                f"command type {cls.command_type!r} is taken by {known.__module__}.{known.__name__}; "
                f"rename {cls.__module__}.{cls.__name__}"
            )

    def __iter__(self) -> Iterator[type[Command]]:
        return iter(self._classes.values())

    def command_class(self, command_type: str) -> type[Command]:
        """Return the class of a wire name; `NotFound` (`unknown-command`) where there is none."""
        try:
            return self._classes[command_type]
        except KeyError:
            raise NotFound(
                "unknown-command",
                f"there is no command type {command_type[:64]!r}; GET commands lists those there are",
                command_type=command_type[:64],
            ) from None

    def decode(self, command_type: str, arguments: bytes) -> Command:
        """Decode a command from its wire name and the JSON text of its arguments."""
        return self.command_class(command_type).from_arguments(arguments, self)

    def decoder(self, cls: type[C]) -> msgspec.json.Decoder[C]:
        """Return the (cached) decoder of a command's arguments."""
        decoder = self._decoders.get(cls)
        if decoder is None:
            decoder = self._decoders[cls] = msgspec.json.Decoder(cls)
        return decoder

    def catalogue(self) -> list[dict[str, Any]]:
        """Return name, sentence and JSON Schema of every command."""
        return [
            {
                "command_type": name,
                "description": (cls.__doc__ or "").strip().splitlines()[0],
                "arguments": cls.arguments_schema(),
            }
            for name, cls in sorted(self._classes.items())
        ]
