"""Who last set what of a node or a link, as people read it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import msgspec

from ..domain.commits import Actor, Position
from ..formats.cell_html import table_html
from ..formats.sentences import who
from ..formats.terminal import aligned, local_time, one_line, shortened

MAX_WHAT = 40
_HEAD = ["", "commit", "when", "who", "by"]


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """Which commit it was, when, and whose."""

    seq: int
    timestamp: str
    command_id: str
    command_type: str
    kind: str
    actor: Actor


class LinkStamp(msgspec.Struct, frozen=True, kw_only=True):
    """Which commit made a link."""

    parent_id: str
    child_id: str
    made: Stamp | None


class _Blame(msgspec.Struct, frozen=True, kw_only=True):
    position: Position
    properties: dict[str, Stamp | None]
    names: dict[str, str] = {}

    def rows(self) -> list[list[str]]:
        """Return what was set, in which commit, when, by whom and how; a row each."""
        return [[what, *_told(stamp)] for what, stamp in self._stamps()]

    def _stamps(self) -> Iterator[tuple[str, Stamp | None]]:
        for property_id in sorted(self.properties):
            yield property_id, self.properties[property_id]

    def _title(self) -> str:
        """Return what it is about, as it is called."""
        raise NotImplementedError

    def _name(self, node_id: str) -> str:
        return self.names.get(node_id, node_id)

    def __repr__(self) -> str:
        rows = [[shortened(words, MAX_WHAT) for words in row] for row in self.rows()]
        title = f"<{type(self).__name__} of {one_line(self._title())} at commit {self.position.seq}"
        return "\n".join([f"{title}>", *(f"  {line}" for line in aligned(rows))])

    def _repr_html_(self) -> str:
        title = f"<b>{escape(self._title())}</b> at commit {self.position.seq}"
        return f"<div><p>{title}</p>{table_html(_HEAD, self.rows())}</div>"


class NodeBlame(_Blame, frozen=True, kw_only=True):
    """Who last set what of a node; `None` where that commit is not kept any more.

    Attributes
    ----------
    position
        The moment that it is about.
    created, name, properties
        The commits that made the node, named it, and set each property.
    links
        Its links, with the commits that made them.
    names
        What its neighbours and itself are called now, as far as they are there.
    """

    node_id: str
    created: Stamp | None
    name: Stamp | None
    links: list[LinkStamp]

    def _title(self) -> str:
        return self._name(self.node_id)

    def _stamps(self) -> Iterator[tuple[str, Stamp | None]]:
        yield "(created)", self.created
        yield "name", self.name
        yield from super()._stamps()
        for link in self.links:
            if link.parent_id == self.node_id:
                yield f"→ {self._name(link.child_id)}", link.made
            else:
                yield f"← {self._name(link.parent_id)}", link.made


class LinkBlame(_Blame, frozen=True, kw_only=True):
    """Who made a link and last set its properties; `None` where that commit is not kept any more.

    Attributes
    ----------
    position
        The moment that it is about.
    made, properties
        The commits that made the link, and set each property.
    names
        What its ends are called now, as far as they are there.
    """

    parent_id: str
    child_id: str
    made: Stamp | None

    def _title(self) -> str:
        return f"{self._name(self.parent_id)} → {self._name(self.child_id)}"

    def _stamps(self) -> Iterator[tuple[str, Stamp | None]]:
        yield "(made)", self.made
        yield from super()._stamps()


def _told(stamp: Stamp | None) -> list[str]:
    if stamp is None:
        return ["", "earlier than what is kept", "", ""]
    how = stamp.command_type if stamp.kind == "do" else f"{stamp.kind} {stamp.command_type}"
    return [f"#{stamp.seq}", local_time(stamp.timestamp), who(stamp.actor), how]
