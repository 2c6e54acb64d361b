"""The commands: a request each, with one method, `decide(graph)`."""

from .base import Command
from .batch import BatchCommand
from .blueprints import DefineBlueprintCommand, RemoveBlueprintCommand
from .links import LinkNodeCommand, UnlinkNodeCommand
from .nodes import CreateNodeCommand, DeleteNodeCommand
from .properties import (
    DeleteLinkPropertyCommand,
    DeletePropertyCommand,
    UpdateLinkPropertyCommand,
    UpdatePropertiesCommand,
    UpdatePropertyCommand,
)
from .registry import CommandRegistry

BUILT_IN: tuple[type[Command], ...] = (
    CreateNodeCommand,
    DeleteNodeCommand,
    LinkNodeCommand,
    UnlinkNodeCommand,
    UpdatePropertyCommand,
    UpdatePropertiesCommand,
    DeletePropertyCommand,
    UpdateLinkPropertyCommand,
    DeleteLinkPropertyCommand,
    DefineBlueprintCommand,
    RemoveBlueprintCommand,
    BatchCommand,
)

__all__ = ["BUILT_IN", "Command", "CommandRegistry", *(cls.__name__ for cls in BUILT_IN)]
