"""Project files: written by the line, read by the line or as they stand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from jupyter_graphsync.domain.commits import Position
from jupyter_graphsync.domain.errors import GraphSyncError
from jupyter_graphsync.domain.graph import Graph, GraphView, Node
from jupyter_graphsync.domain.limits import Limits
from jupyter_graphsync.domain.settings import Settings
from jupyter_graphsync.formats import native, project

from .samples import AWKWARD, views

AT = Position("e", 7, "d")


def written(view: GraphView, **options: Any) -> bytes:
    settings = Settings(title='A "plan"\n"nodes":[', structure=view.structure)
    return b"".join(project.write(view, session_id="s", settings=settings, position=AT))


def refused(text: bytes, limits: Limits | None = None) -> GraphSyncError:
    with pytest.raises(GraphSyncError) as caught:
        project.load(text, limits=limits or Limits())
    return caught.value


@settings(max_examples=60, deadline=None)
@given(view=views())
def test_PJ1_what_is_written_is_read_back_the_same_whatever_form_it_was_put_into(
    view: GraphView,
) -> None:
    text = written(view)
    reformatted = json.dumps(json.loads(text), indent=2).encode()

    for found in (project.load(text, limits=Limits()), project.load(reformatted, limits=Limits())):
        assert (found.session_id, found.position) == ("s", AT)
        assert found.settings.title == 'A "plan"\n"nodes":['
        assert Graph.from_view(found.view) == Graph.from_view(view)
        assert written(found.view) == text


def test_PJ1_a_file_of_many_lines_is_read_back_the_same() -> None:
    nodes = [Node(f"n{i:04}", "x" * 100, "t", {"at": [i]}) for i in range(3_000)]
    view = GraphView(
        structure="dag", strict_blueprints=False, nodes=nodes, links=[], blueprint_types=[]
    )

    assert project.load(written(view), limits=Limits()).view.nodes == nodes


def test_PJ2_the_position_stands_in_one_line_and_ids_come_first() -> None:
    lines = written(AWKWARD).decode().splitlines()

    assert lines[:3] == [
        '{"format_version":1,',
        '"session_id":"s",',
        '"epoch":"e","seq":7,"digest":"d",',
    ]
    assert lines[7].startswith('{"node_id":"a","name":')


def test_PJ3_the_native_form_is_version_0_and_is_migrated() -> None:
    text = b"".join(native.write(AWKWARD, position=AT))

    found = project.load(text, limits=Limits())

    assert (found.session_id, found.settings.structure) == ("", "graph")
    assert Graph.from_view(found.view) == Graph.from_view(AWKWARD)


def test_PJ3_a_newer_version_is_refused_whatever_else_it_holds() -> None:
    newer = b'{"format_version":2,\n"colours":[],\n"nodes":{}}'

    assert "install a newer jupyter_graphsync" in refused(newer).message


@pytest.mark.parametrize(
    "text",
    [
        b"{",
        b"[]",
        b'{"format_version":1}',
        b'{"format_version":1,"nodes":[],"node":[]}',
        b'{"format_version":-1,"nodes":[]}',
        b'{"format_version":1,"seq":-1,"nodes":[]}',
        b'{"format_version":1,"seq":9007199254740992,"nodes":[]}',
        b'{"format_version":1,"nodes":[]}}',
        b"<<<<<<< HEAD\n{}",
    ],
    ids=range(9),
)
def test_PJ4_what_is_no_project_is_refused_and_nothing_in_it_is_passed_over(text: bytes) -> None:
    assert refused(text).code == "bad-graph"


def test_PJ4_a_line_that_a_merge_left_broken_is_refused() -> None:
    text = written(AWKWARD).replace(b'{"node_id":"b"', b'<<<<<<< HEAD\n{"node_id":"b"')

    assert refused(text).code == "bad-graph"


def test_PJ5_a_node_that_a_command_would_be_refused_for_is_named() -> None:
    text = written(AWKWARD).replace(b'"_position":[30,40]', b'"_position":"here"')

    assert refused(text).details["at"] == "nodes[1]"


def test_PJ5_a_file_too_large_is_refused_before_it_is_read() -> None:
    assert refused(written(AWKWARD), Limits(max_import_bytes=10)).code == "too-large"
