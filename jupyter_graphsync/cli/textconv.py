"""`jupyter graphsync textconv FILE`: a graph's file as text, for `git diff`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from ..domain.errors import GraphSyncError
from ..domain.graph import GraphView, Link
from ..domain.limits import Limits
from ..formats.ordered import links_of, nodes_of, types_of, without_view_state
from ..formats.project import Project, load
from ..formats.terminal import one_line
from .failures import DONE
from .options import add_json, subcommand
from .output import counted, note, say_all, say_json

LARGEST = 2**53
LIMITS = Limits(max_import_bytes=LARGEST, max_nodes=LARGEST, max_links=LARGEST)
"""What a server took in, whatever its limits were, is shown."""

_ENCODE = msgspec.json.Encoder(order="sorted").encode


def add_to(commands: Any) -> None:
    """Add the subcommand to a parser."""
    parser = subcommand(
        commands,
        "textconv",
        does="write a .graphsync file as readable text",
        more="`git diff` shows files so, once it is told to. No save changes the order of the "
        "lines, and a layout stands in one line.",
        example="git config diff.graphsync.textconv 'jupyter graphsync textconv'\n"
        "  echo '*.graphsync diff=graphsync' >> .gitattributes",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the file to read")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write a file as text."""
    text = options.file.read_bytes()
    try:
        project = load(text, limits=LIMITS)
    except GraphSyncError as error:
        # git gives the whole diff up where this fails: a file with conflict marks, say, is shown.
        if text:
            note(f"{options.file} is shown as it stands: {error.message}")
        say_all(one_line(line) for line in text.decode("utf-8", "replace").splitlines())
        return DONE
    if options.json:
        say_json({"title": project.settings.title, **_plain(project.view)})
    else:
        say_all(lines_of(project))
    return DONE


def lines_of(project: Project) -> Iterator[str]:
    """Yield a line for every fact, in an order that no save changes; nothing of the position."""
    settings, view = project.settings, project.view
    yield f"title: {one_line(settings.title)}"
    yield f"structure: {settings.structure}{', known types only' * settings.strict_blueprints}"
    names = {
        node.node_id: f"{one_line(node.name)} [{one_line(node.node_id)}]" for node in view.nodes
    }
    links: dict[str, list[Link]] = {}
    for link in links_of(view):
        links.setdefault(link.parent_id, []).append(link)
    for blueprint_type in types_of(view):
        yield f"type {one_line(blueprint_type.blueprint_type_id)}"
        fields = msgspec.to_builtins(blueprint_type)
        del fields["blueprint_type_id"]
        yield from _properties({key: value for key, value in fields.items() if value})
    for node in nodes_of(view):
        yield f"node {names[node.node_id]} ({one_line(node.blueprint_type_id)})"
        yield from _properties(without_view_state(node.properties))
        # Below their parent, so that its renaming is one changed line.
        for link in links.get(node.node_id, ()):
            yield f"  → {names[link.child_id]}"
            yield from _properties(without_view_state(link.properties), indent=4)
    yield from _layout(view)


def _properties(properties: dict[str, Any], indent: int = 2) -> Iterator[str]:
    for key in sorted(properties):
        yield f"{' ' * indent}{one_line(key)}: {one_line(_ENCODE(properties[key]).decode())}"


def _layout(view: GraphView) -> Iterator[str]:
    """Yield one line for all that is view state: whoever reviews sees whether it changed."""
    states = [
        (node.node_id, {key: node.properties[key] for key in node.properties if key[0] == "_"})
        for node in nodes_of(view)
    ]
    placed = [state for state in states if state[1]]
    if placed:
        content = blake2b(_ENCODE(placed), digest_size=4).hexdigest()
        yield f"layout of {counted(len(placed), 'node')}: {content}"


def _plain(view: GraphView) -> dict[str, Any]:
    built: dict[str, Any] = msgspec.to_builtins(view)
    return built
