"""The verbs that change a graph, each once: a command, and what is returned of its result.

The asynchronous face has them as they stand here, the synchronous one by `graph.blocking`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET

from ..domain.commands.base import Command
from ..domain.commands.blueprints import DefineBlueprintCommand, RemoveBlueprintCommand
from ..domain.commands.links import LinkNodeCommand, UnlinkNodeCommand
from ..domain.commands.nodes import CreateNodeCommand, DeleteNodeCommand
from ..domain.commands.properties import (
    DeleteLinkPropertyCommand,
    DeletePropertyCommand,
    UpdateLinkPropertyCommand,
    UpdatePropertiesCommand,
    UpdatePropertyCommand,
)
from ..domain.events import NAME
from ..domain.plain import plain
from .blueprint_sources import BlueprintSource, as_blueprint_type
from .live_node import NodeRef, id_in


class Editing:
    """Changes, by command. Each is durable when it returns, and visible to local reads.

    Inside a batch they return at once, and take effect together when it ends.

    Every method raises the error that the server answers with (`domain.errors`), and
    `OutcomeUnknown` where there is no answer in time.
    """

    @property
    @abstractmethod
    def session_id(self) -> str:
        """The session's id."""

    async def execute(self, command: Command) -> Any:
        """Execute any command, third parties' included; return its result."""
        raise NotImplementedError

    async def add_node(
        self,
        /,
        name: str,
        blueprint_type_id: str = "node",
        *,
        node_id: str | None = None,
        parent: NodeRef | None = None,
        properties: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> str:
        """Add a node, and link it to `parent` where one is given; return its id.

        Properties are given by keyword, or in `properties` where their ids are no Python names.
        """
        result = await self.execute(
            CreateNodeCommand(
                name=name,
                blueprint_type_id=blueprint_type_id,
                node_id=UNSET if node_id is None else node_id,
                parent_id=UNSET if parent is None else self._id(parent),
                properties=plain({**(properties or {}), **more}) or UNSET,
            )
        )
        created: str = result["node_id"]
        return created

    async def remove_node(self, node: NodeRef, *, cascade: bool = False) -> None:
        """Remove a node with its links; `cascade` takes the descendants that nothing else holds."""
        await self.execute(DeleteNodeCommand(node_id=self._id(node), cascade=cascade))

    async def add_link(
        self,
        /,
        parent: NodeRef,
        child: NodeRef,
        *,
        properties: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> None:
        """Link a parent to a child; the session's structure says which links there may be."""
        await self.execute(
            LinkNodeCommand(
                parent_id=self._id(parent),
                child_id=self._id(child),
                properties=plain({**(properties or {}), **more}) or UNSET,
            )
        )

    async def remove_link(self, parent: NodeRef, child: NodeRef) -> None:
        """Remove a link with its properties; both nodes stay."""
        await self.execute(UnlinkNodeCommand(parent_id=self._id(parent), child_id=self._id(child)))

    async def rename(self, node: NodeRef, name: str) -> None:
        """Give a node another name; its id stays."""
        await self.execute(
            UpdatePropertyCommand(node_id=self._id(node), property_id=NAME, new_value=name)
        )

    async def set_property(
        self, node: NodeRef, property_id: str, value: Any, *, expected: Any = UNSET
    ) -> None:
        """Set a node's property; with `expected` only where that value stands (else `Clash`)."""
        await self.execute(
            UpdatePropertyCommand(
                node_id=self._id(node),
                property_id=property_id,
                new_value=plain(value),
                expected_value=_expected(expected),
            )
        )

    async def set_properties(self, property_id: str, values: Mapping[Any, Any]) -> None:
        """Set one property of many nodes, given by node: a layout, or a result of analysis."""
        await self.execute(
            UpdatePropertiesCommand(
                property_id=property_id,
                node_ids=[self._id(node) for node in values],
                new_values=[plain(value) for value in values.values()],
            )
        )

    async def delete_property(self, node: NodeRef, property_id: str) -> None:
        """Remove a node's property."""
        await self.execute(DeletePropertyCommand(node_id=self._id(node), property_id=property_id))

    async def set_link_property(
        self,
        parent: NodeRef,
        child: NodeRef,
        property_id: str,
        value: Any,
        *,
        expected: Any = UNSET,
    ) -> None:
        """Set a link's property; with `expected` only where that value stands (else `Clash`)."""
        await self.execute(
            UpdateLinkPropertyCommand(
                parent_id=self._id(parent),
                child_id=self._id(child),
                property_id=property_id,
                new_value=plain(value),
                expected_value=_expected(expected),
            )
        )

    async def delete_link_property(self, parent: NodeRef, child: NodeRef, property_id: str) -> None:
        """Remove a link's property."""
        await self.execute(
            DeleteLinkPropertyCommand(
                parent_id=self._id(parent), child_id=self._id(child), property_id=property_id
            )
        )

    async def define(self, /, source: BlueprintSource, **fields: Any) -> None:
        """Define a blueprint type or change it; refused where existing nodes violate it.

        Parameters
        ----------
        source
            A pydantic model, dataclass, msgspec Struct or TypedDict; a JSON Schema with a
            `title`; a `BlueprintType`, or a mapping of its fields. Of a class, the fields are the
            properties, and a field `name` is the node's own name.
        fields
            Other fields of the `BlueprintType`: `title`, `style`, `allowed_children`.
        """
        blueprint_type = as_blueprint_type(source)
        if fields:
            known = msgspec.to_builtins(blueprint_type)
            blueprint_type = as_blueprint_type({**known, **msgspec.to_builtins(fields)})
        await self.execute(DefineBlueprintCommand(blueprint_type=blueprint_type))

    async def remove_blueprint(self, blueprint_type_id: str) -> None:
        """Remove a blueprint type; its nodes stay, unless the session is strict."""
        await self.execute(RemoveBlueprintCommand(blueprint_type_id=blueprint_type_id))

    def _id(self, node: NodeRef) -> str:
        return id_in(self.session_id, node)


def _expected(value: Any) -> Any:
    return UNSET if value is UNSET else plain(value)
