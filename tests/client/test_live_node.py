"""Handles on nodes: what a NetworkX user does with a node, on a graph that is shared."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator

import pytest

from jupyter_graphsync.client.errors import AmbiguousName, ReadOnly, UnknownNode
from jupyter_graphsync.client.graph import SharedGraph
from jupyter_graphsync.client.live_node import LiveNode
from jupyter_graphsync.domain.errors import BadRequest, GraphSyncError

from .memory_server import MemoryServer
from .scenario import client_of, in_loop, shared


@pytest.fixture
def g() -> Iterator[SharedGraph]:
    with shared() as graph:
        graph.add_node("Lyon", "Warehouse", node_id="lyon", capacity=1200, tags=["a", "b"])
        graph.add_node("Paris", "Shop", node_id="paris", parent="lyon")
        graph.add_node("Nice", "Shop", node_id="nice", parent="lyon", capacity=90)
        yield graph


def test_PY20_a_node_is_found_by_its_id_and_by_its_name(g: SharedGraph) -> None:
    assert g["lyon"] == g["Lyon"] == g[g["lyon"]] == g.get("Lyon")
    assert g["Lyon"].node_id == "lyon"


def test_PY20_an_id_goes_before_a_name(g: SharedGraph) -> None:
    g.add_node("lyon", node_id="other")

    assert g["lyon"].name == "Lyon"


def test_PY20_a_name_that_several_nodes_have_is_refused_with_their_ids(g: SharedGraph) -> None:
    g.add_node("Paris", node_id="texas")

    with pytest.raises(AmbiguousName, match=r"^2 nodes are named 'Paris'; .*'paris', 'texas'$"):
        g["Paris"]
    with pytest.raises(KeyError):
        g.get("Paris")


def test_PY20_names_follow_what_happens_to_the_graph(g: SharedGraph) -> None:
    assert g["Nice"].node_id == "nice"

    g.rename("nice", "Nizza")
    g.add_node("Nice", node_id="n2")
    g.remove_node("paris")

    assert g["Nizza"].node_id == "nice"
    assert g["Nice"].node_id == "n2"
    with pytest.raises(UnknownNode):
        g["Paris"]


def test_PY21_a_handle_shows_the_node_as_it_is_now(g: SharedGraph) -> None:
    lyon = g["Lyon"]

    g.set_property("lyon", "capacity", 7)
    g.rename("lyon", "Lugdunum")

    assert (lyon.name, lyon["capacity"], lyon.get("x", 0)) == ("Lugdunum", 7, 0)
    assert (lyon.node_id, lyon.blueprint_type_id) == ("lyon", "Warehouse")
    assert lyon.properties == dict(lyon) == {"capacity": 7, "tags": ["a", "b"]}
    assert [child.name for child in lyon.children] == ["Paris", "Nice"]
    assert g["paris"].parents == [lyon]
    assert [link.child_id for link in lyon.links] == ["paris", "nice"]
    assert "capacity" in lyon
    assert list(lyon) == ["capacity", "tags"]


def test_PY21_a_missing_property_is_told_with_those_that_there_are(g: SharedGraph) -> None:
    with pytest.raises(KeyError, match=r"no property 'size'; it has 'capacity', 'tags'"):
        g["lyon"]["size"]


def test_PY21_a_handle_on_a_removed_node_says_so(g: SharedGraph) -> None:
    paris = g["paris"]

    paris.remove()

    assert not paris.exists
    assert repr(paris) == "<node 'paris', not in the graph>"
    for read in (lambda: paris.name, lambda: paris.children, lambda: paris["x"]):
        with pytest.raises(UnknownNode, match="no node 'paris'"):
            read()


def test_PY22_writing_to_a_handle_is_a_command(g: SharedGraph) -> None:
    lyon = g["Lyon"]

    lyon["capacity"] = 1500
    lyon.name = "Lugdunum"
    del lyon["tags"]

    assert lyon.properties == {"capacity": 1500}
    assert lyon.name == lyon["name"] == "Lugdunum"
    g.undo()
    g.undo()
    g.undo()
    assert (lyon.name, lyon["capacity"], lyon["tags"]) == ("Lyon", 1200, ["a", "b"])


def test_PY22_several_properties_are_set_in_one_step(g: SharedGraph) -> None:
    lyon = g["Lyon"]

    lyon.update({"capacity": 1}, city="Lyon")
    lyon.properties.update(roads=2, rails=3)

    g.undo()
    assert lyon.get("roads") is lyon.get("rails") is None
    assert (lyon["capacity"], lyon["city"]) == (1, "Lyon")


def test_PY22_the_dictionary_of_properties_writes_too(g: SharedGraph) -> None:
    properties = g["Lyon"].properties

    properties["capacity"] = 3
    del properties["tags"]
    properties.setdefault("x", 1)

    assert properties == g["Lyon"].properties == {"capacity": 3, "x": 1}
    assert json.loads(json.dumps(properties)) == properties
    assert properties.pop("x") == 1
    assert "x" not in g["Lyon"]


def test_PY22_what_is_inside_a_value_is_a_copy(g: SharedGraph) -> None:
    g["Lyon"]["tags"].append("c")
    g["Lyon"].properties["tags"].append("c")

    assert g["Lyon"]["tags"] == ["a", "b"]


def test_PY22_attributes_that_are_no_attributes_say_what_to_write(g: SharedGraph) -> None:
    with pytest.raises(AttributeError, match=r"node\['capacity'\] = …"):
        g["Lyon"].capacity = 3
    with pytest.raises(AttributeError, match=r"node\['capacity'\]"):
        _ = g["Lyon"].capacity
    with pytest.raises(AttributeError):
        g["Lyon"].node_id = "x"


def test_PY23_verbs_take_handles(g: SharedGraph) -> None:
    lyon, paris, nice = g["Lyon"], g["Paris"], g["Nice"]

    g.add_link(paris, nice, km=930)
    g.set_link_property(paris, nice, "km", 931)
    g.add_node("Metz", node_id="metz", parent=paris)
    g.set_properties("stock", {lyon: 1, nice: 2})
    g.remove_link(lyon, nice)
    g.remove_node(paris)

    assert [node.get("stock") for node in g.nodes] == [1, 2, None]
    assert lyon.children == []
    assert paris not in g


def test_PY23_a_handle_of_another_session_and_what_is_no_id_are_refused(g: SharedGraph) -> None:
    with shared("other") as other:
        other.add_node("x", node_id="lyon")

        with pytest.raises(BadRequest, match="node 'lyon' is of session 'other', not of 's'"):
            g.remove_node(other["x"])
        assert other["x"] != g["Lyon"]
    with pytest.raises(BadRequest, match="1 is neither"):
        g.add_link(1, "lyon")  # type: ignore[arg-type]


def test_PY23_handles_work_in_batches(g: SharedGraph) -> None:
    lyon = g["Lyon"]

    with g.batch("rebuild") as batch:
        lyon["capacity"] = 1
        lyon.name = "L"
        g["Paris"].remove()
        assert (lyon["capacity"], repr(batch)) == (1200, "<Batch 'rebuild': 3 commands>")

    assert (lyon["capacity"], lyon.name, len(g)) == (1, "L", 2)
    g.undo()
    assert (lyon["capacity"], lyon.name, len(g)) == (1200, "Lyon", 3)


def test_PY23_a_batch_that_is_refused_is_told_by_its_name(g: SharedGraph) -> None:
    with (
        pytest.raises(GraphSyncError, match=r"^batch 'rebuild': command 1 of the batch"),
        g.batch("rebuild"),
    ):
        g["Lyon"]["capacity"] = 1
        g.remove_node("nowhere")

    assert g["Lyon"]["capacity"] == 1200


def test_PY24_handles_are_equal_by_session_and_id(g: SharedGraph) -> None:
    lyon = g["Lyon"]

    assert len({lyon, g["lyon"], g["Paris"]}) == 2
    assert lyon != "lyon"
    assert copy.deepcopy(lyon) == lyon
    assert bool(g["Paris"])


def test_PY24_a_handle_shows_itself_and_holds_no_markup(g: SharedGraph) -> None:
    g.add_node("<b>x</b>", "<i>", node_id="x", size="<script>")

    assert repr(g["lyon"]) == ("<Warehouse 'Lyon' (node_id 'lyon') capacity=1200, tags=['a', 'b']>")
    shown = g["x"]._repr_html_() + g._repr_html_()
    assert "&lt;script&gt;" in shown
    assert "<script" not in shown
    assert "<b>x" not in shown


def test_PY25_nodes_are_found_by_type_name_and_properties(g: SharedGraph) -> None:
    def ids(found: list[LiveNode]) -> list[str]:
        return [node.node_id for node in found]

    assert ids(g.find(blueprint="Shop")) == ["paris", "nice"]
    assert ids(g.find(name="Lyon")) == ["lyon"]
    assert ids(g.find(name=lambda name: "i" in name)) == ["paris", "nice"]
    assert ids(g.find(capacity=90)) == ["nice"]
    assert ids(g.find(capacity=lambda value: value > 50)) == ["lyon", "nice"]
    assert ids(g.find(blueprint="Shop", properties={"capacity": 90})) == ["nice"]
    assert ids(g.find(capacity=True)) == []
    assert len(g.find()) == len(g) == 3
    assert list(g) == ["lyon", "paris", "nice"]


@in_loop
async def test_PY26_handles_of_the_asynchronous_face_only_read() -> None:
    server = MemoryServer()
    async with client_of(server) as graph:
        await graph.add_node("Lyon", node_id="lyon")
        lyon = graph["Lyon"]

        await graph.set_property(lyon, "capacity", 3)

        assert lyon["capacity"] == 3
        with pytest.raises(ReadOnly, match=r"await g\.set_property"):
            lyon["capacity"] = 4
        async with graph.batch("late"):
            await graph.rename(lyon, "L")
        assert lyon.name == "L"
