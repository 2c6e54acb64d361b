"""People edit a graph with mouse and keys, side by side, also while the line is down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from .canvas import Canvas
from .conftest import TOKEN, Lab, Person

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent.parent.parent / "labextension/node_modules/axe-core/axe.min.js"
EVIL = "<img src=x onerror=\"document.title='owned'\">"
CITY = {
    "blueprint_type_id": "city",
    "title": "City",
    "schema": {
        "properties": {"people": {"type": "integer", "minimum": 0}},
        "required": ["people"],
    },
    "style": {"color": "#2f9e77"},
}

Join = Callable[[], Person]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One JupyterLab for all of this module: each test has a session of its own."""
    lab = Lab(tmp_path_factory.mktemp("lab"))
    lab.start()
    yield lab
    lab.stop()


def begin(lab: Lab, session_id: str, *links: tuple[str, str]) -> None:
    """Begin a session with cities that are linked."""
    names = sorted({name for link in links for name in link})
    nodes = [
        {"node_id": name, "name": name, "blueprint_type_id": "city", "properties": {"people": 1}}
        for name in names
    ]
    graph = {
        "nodes": nodes,
        "links": [{"parent_id": parent, "child_id": child} for parent, child in links],
        "blueprint_types": [CITY],
    }
    lab.call("/sessions", {"session_id": session_id, "title": session_id, "graph": graph})


def add_node(canvas: Canvas, name: str, dy: float = 60) -> None:
    """Click twice where nothing is, write a name, press Enter."""
    canvas.page.mouse.dblclick(*canvas.corner(dy=dy))
    canvas.page.locator(".graphsync-new-node input").first.fill(name)
    canvas.page.keyboard.press("Enter")


TRIP = (("Lyon", "Paris"), ("Lyon", "Nice"), ("Paris", "Lille"))


def test_ED1_a_node_is_added_where_one_clicks_twice_and_everybody_sees_it(
    lab: Lab, join: Join
) -> None:
    begin(lab, "add", *TRIP)
    ana, bob = (Canvas(join(), lab, "add") for _ in range(2))

    add_node(ana, "Brest")

    bob.wait_for(node_count=5)
    assert "Brest" in bob.names().values()
    for name in bob.names().values():
        assert bob.position(name) == ana.position(name) is not None
    assert ana.selected() == ["Brest"]


def test_ED2_a_drag_moves_what_is_selected_in_one_step_that_only_its_owner_undoes(
    lab: Lab, join: Join
) -> None:
    begin(lab, "drag", *TRIP)
    ana, bob = (Canvas(join(), lab, "drag") for _ in range(2))
    ana.click("Paris")
    ana.page.keyboard.down("Shift")
    ana.click("Nice")
    ana.page.keyboard.up("Shift")
    assert sorted(ana.selected()) == ["Nice", "Paris"]

    x, y = ana.at("Paris")
    ana.drag((x, y), (x + 40, y + 60))

    bob.wait_for(seq=2)
    assert bob.position("Paris") is not None
    assert bob.position("Nice") is not None
    # With the first node that is moved, the picture becomes everybody's.
    assert bob.position("Lyon") is not None
    bob.page.locator(".graphsync-canvas").focus()
    bob.page.keyboard.press("Control+z")
    expect(bob.page.locator(".graphsync-messages")).to_contain_text("Nothing")
    ana.page.keyboard.press("Control+z")
    bob.wait_for(seq=3)
    assert bob.position("Paris") is None


def test_ED3_a_link_is_drawn_from_the_knob_and_one_that_may_not_be_says_why(
    lab: Lab, join: Join
) -> None:
    begin(lab, "link", *TRIP)
    ana = Canvas(join(), lab, "link")

    ana.page.keyboard.down("Alt")
    ana.drag(ana.at("Nice"), ana.at("Lille"))
    ana.page.keyboard.up("Alt")
    ana.wait_for(link_count=4, seq=2)
    assert ("Nice", "Lille") in ana.links()

    ana.page.keyboard.down("Alt")
    ana.page.mouse.move(*ana.at("Lille"))
    ana.page.mouse.down()
    ana.page.mouse.move(*ana.corner(), steps=4)
    ana.page.mouse.move(*ana.at("Lyon"), steps=4)
    expect(ana.page.locator(".graphsync-stage")).to_contain_text("would close a cycle")
    ana.page.mouse.up()
    ana.page.keyboard.up("Alt")
    assert len(ana.links()) == 4


def test_ED4_a_box_selects_and_delete_removes_in_one_step(lab: Lab, join: Join) -> None:
    begin(lab, "box", *TRIP)
    ana = Canvas(join(), lab, "box")
    (x1, y1), (x2, y2) = ana.at("Paris"), ana.at("Lille")

    ana.page.keyboard.down("Shift")
    ana.drag((min(x1, x2) - 25, min(y1, y2) - 15), (max(x1, x2) + 15, max(y1, y2) + 15))
    ana.page.keyboard.up("Shift")
    assert {"Paris", "Lille"} <= set(ana.selected())
    count = len(ana.selected())

    ana.page.keyboard.press("Delete")
    ana.wait_for(node_count=4 - count, seq=2)
    ana.page.keyboard.press("Control+z")
    ana.wait_for(node_count=4, link_count=3, seq=3)


def test_ED5_a_refused_value_is_told_beside_its_field_and_shows_nowhere(
    lab: Lab, join: Join
) -> None:
    begin(lab, "form", *TRIP)
    ana = Canvas(join(), lab, "form")
    ana.click("Paris")

    field = ana.page.locator(".graphsync-side input[type=number]").first
    field.fill("-5")
    field.press("Enter")

    expect(ana.page.locator(".graphsync-side")).to_contain_text("0")
    expect(ana.page.locator(".graphsync-side [class*=error]").first).to_be_visible()
    graph = lab.call("/sessions/form/graph")
    assert {node["properties"]["people"] for node in graph["nodes"]} == {1}

    field.fill("12")
    field.press("Enter")
    ana.wait_for(seq=2)


def test_ED6_somebody_cut_off_edits_on_and_both_see_the_same_graph_afterwards(
    lab: Lab, join: Join
) -> None:
    begin(lab, "cut", *TRIP)
    sockets: list[Any] = []
    is_cut = [False]

    def route(socket: Any) -> None:
        if is_cut[0]:
            socket.close(code=1011, reason="cut off")
            return
        sockets.append(socket)
        server = socket.connect_to_server()
        socket.on_message(lambda message: server.send(message))
        server.on_message(lambda message: socket.send(message))

    person = join()
    person.page.route_web_socket("**/graphsync/ws*", route)
    ana, bob = Canvas(person, lab, "cut"), Canvas(join(), lab, "cut")
    is_cut[0] = True
    sockets[-1].close(code=1011, reason="cut off")
    ana.page.wait_for_selector("[data-graphsync-state=reconnecting]", state="attached")

    for count, name, dy in ((5, "Brest", 60), (6, "Metz", 160)):
        add_node(ana, name, dy)
        ana.wait_for(node_count=count)
    expect(ana.page.locator(".graphsync-status")).to_contain_text("2 edits unsent")
    ana.click("Lille")
    ana.page.keyboard.press("F2")
    ana.page.locator(".graphsync-rename input").fill("Lille Nord")
    ana.page.keyboard.press("Enter")
    expect(ana.page.locator(".graphsync-status")).to_contain_text("3 edits unsent")
    bob.click("Lille")
    bob.page.keyboard.press("Delete")
    bob.wait_for(node_count=3)
    ana.page.wait_for_timeout(20_000)
    is_cut[0] = False

    ana.page.wait_for_selector("[data-graphsync-state=live]", state="attached", timeout=60_000)
    bob.wait_for(node_count=5)
    ana.wait_for(node_count=5)
    assert ana.names() == bob.names()
    assert ana.links() == bob.links()
    expect(ana.page.locator(".graphsync-messages")).to_contain_text("There is no node")


def test_ED7_text_from_people_is_text_everywhere(lab: Lab, join: Join) -> None:
    begin(lab, "evil", *TRIP)
    arguments = {"name": EVIL, "blueprint_type_id": EVIL, "properties": {EVIL: EVIL}}
    lab.call("/sessions/evil/commands", {"command_type": "create-node", "arguments": arguments})
    ana = Canvas(join(), lab, "evil")
    ana.wait_for(node_count=5)

    ana.page.locator(".graphsync-canvas").focus()
    ana.page.keyboard.press("Control+a")
    tabs = ana.page.locator(".graphsync-tab")
    for index in range(tabs.count()):
        tabs.nth(index).click()
    ana.click(EVIL)
    tabs.first.click()
    ana.page.keyboard.press("Control+f")

    assert ana.page.locator("img[src=x]").count() == 0
    assert ana.page.title() != "owned"
    expect(ana.page.locator(".graphsync-side")).to_contain_text(EVIL)


def test_ED9_the_keyboard_alone_leads_from_the_launcher_to_a_saved_graph(
    lab: Lab, join: Join
) -> None:
    page = join().page
    page.goto(f"{lab.url}lab?token={TOKEN}&reset")
    page.wait_for_function("window.jupyterapp?.restored", timeout=60_000)
    page.evaluate("window.jupyterapp.restored.then(() => null)")
    page.wait_for_selector(".jp-LauncherCard")

    title = "document.activeElement?.getAttribute('title')"
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(title) == "Make a new graph in a file":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector('.jp-Document [data-graphsync-state="live"][data-renderer]')
    page.wait_for_function("document.activeElement?.classList.contains('graphsync-canvas')")
    page.keyboard.press("n")
    page.keyboard.type("Lyon")
    page.keyboard.press("Enter")
    for count, name in ((1, "Paris"), (2, "Nice")):
        page.wait_for_selector(f'.jp-Document [data-node-count="{count}"]')
        page.wait_for_function("document.activeElement?.classList.contains('graphsync-canvas')")
        page.keyboard.press("Control+Enter")
        page.keyboard.type(name)
        page.keyboard.press("Enter")
    page.wait_for_selector('.jp-Document [data-node-count="3"][data-link-count="2"]')
    page.keyboard.press("Control+s")
    page.wait_for_selector(".jp-Dialog input")
    page.keyboard.press("Control+a")
    page.keyboard.type("keys.graphsync")
    page.keyboard.press("Enter")

    page.wait_for_function("window.jupyterapp.shell.currentWidget.title.label === 'keys.graphsync'")
    text = (lab.notebooks / "keys.graphsync").read_text()
    assert all(f'"name":"{name}"' in text for name in ("Lyon", "Paris", "Nice"))
    assert text.count('"parent_id"') == 2


def test_ED8_axe_finds_no_serious_fault(lab: Lab, join: Join) -> None:
    begin(lab, "axe", *TRIP)
    ana = Canvas(join(), lab, "axe")
    ana.page.add_script_tag(path=AXE)
    ana.click("Paris")

    faults: list[str] = []
    tabs = ana.page.locator(".graphsync-tab")
    for index in range(tabs.count()):
        tabs.nth(index).click()
        faults += ana.page.evaluate(
            """async () => {
                const {violations} = await axe.run('.graphsync-view');
                return violations
                    .filter(({impact}) => impact === 'serious' || impact === 'critical')
                    .map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' | ')}`);
            }"""
        )
    assert faults == []
