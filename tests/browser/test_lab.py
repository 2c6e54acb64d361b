"""Graphs in JupyterLab and Notebook 7: files, commands, the side bar, the menus."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import TOKEN, Lab, Person

pytestmark = pytest.mark.browser

IN_FRONT = "window.jupyterapp.shell.currentWidget"
DIRTY = f"{IN_FRONT}?.context?.model.dirty"
OF_NOTEBOOK = "reading 'schema'"
"""What Notebook 7.6 throws on its pages, with no extension of ours too."""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One JupyterLab for all of this module: each test has sessions and files of its own."""
    lab = Lab(tmp_path_factory.mktemp("lab"))
    lab.start()
    yield lab
    lab.stop()


Join = Callable[[], Person]


def at_lab(join: Join, lab: Lab) -> Page:
    """Let somebody open an empty JupyterLab, in which errors of ours fail the test."""
    person = join()
    person.page.on("console", lambda said: person.errors.extend(_errors(said.type, said.text)))
    person.page.goto(f"{lab.url}lab?token={TOKEN}&reset")
    person.page.wait_for_function("window.jupyterapp?.restored", timeout=60_000)
    person.page.evaluate("window.jupyterapp.restored.then(() => null)")
    return person.page


def _errors(kind: str, text: str) -> list[str]:
    # Chromium itself tells of every refusal, those that are expected too.
    return [text] if kind == "error" and "Failed to load resource" not in text else []


def run(page: Page, command: str, **arguments: Any) -> Any:
    """Execute a command, and wait for it; what is no text or number is left out."""
    return page.evaluate(
        """([command, args]) => window.jupyterapp.commands.execute(command, args)
            .then(result => typeof result === 'object' ? null : result)""",
        [command, arguments],
    )


def begin(page: Page, command: str) -> None:
    """Execute a command that asks something before it ends."""
    page.evaluate("command => void window.jupyterapp.commands.execute(command)", command)


def open_file(page: Page, path: str, nodes: int = 0) -> None:
    run(page, "docmanager:open", path=path)
    wait_for_graph(page, nodes)


def wait_for_graph(page: Page, nodes: int) -> None:
    graph = f'.jp-Document:not(.lm-mod-hidden) [data-node-count="{nodes}"]'
    page.wait_for_selector(f'{graph}[data-graphsync-state="live"]')


def wait_for_dirty(page: Page, is_dirty: bool) -> None:
    page.wait_for_function(f"{DIRTY} === {json.dumps(is_dirty)}")


def make_file(lab: Lab, name: str, *node_names: str) -> Path:
    path = lab.notebooks / name
    nodes = [{"node_id": n, "name": n, "blueprint_type_id": "t"} for n in node_names]
    path.write_text(json.dumps({"format_version": 1, "nodes": nodes, "links": []}))
    return path


def test_LB1_a_new_graph_is_dirty_until_it_is_saved_and_there_after_a_reload(
    lab: Lab, join: Join
) -> None:
    page = at_lab(join, lab)
    page.click('.jp-LauncherCard[title="Make a new graph in a file"]')
    wait_for_graph(page, 0)
    wait_for_dirty(page, False)

    run(page, "graphsync:add-node", name="Lyon")
    expect(page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(1)
    begin(page, "docmanager:save")
    page.locator(".jp-Dialog input[type=text]").fill("cities.graphsync")
    page.click(".jp-Dialog .jp-mod-accept")
    wait_for_dirty(page, False)
    page.wait_for_function(f"{IN_FRONT}.title.label === 'cities.graphsync'")
    assert '"name":"Lyon"' in (lab.notebooks / "cities.graphsync").read_text()

    page.reload()
    wait_for_graph(page, 1)
    wait_for_dirty(page, False)


def test_LB2_two_people_who_open_a_file_are_in_one_session(lab: Lab, join: Join) -> None:
    make_file(lab, "shared.graphsync", "one")
    ana, bob = at_lab(join, lab), at_lab(join, lab)
    for page in (ana, bob):
        page.evaluate("window.jupyterapp.commands.execute('filebrowser:refresh')")
        page.locator(".jp-DirListing-item", has_text="shared.graphsync").dblclick()
        wait_for_graph(page, 1)

    run(ana, "graphsync:add-node", name="two")

    wait_for_graph(bob, 2)
    wait_for_dirty(bob, True)
    begin(ana, "docmanager:save")
    wait_for_dirty(bob, False)


def test_LB3_the_edit_menu_takes_back_what_was_done(lab: Lab, join: Join) -> None:
    make_file(lab, "undo.graphsync")
    page = at_lab(join, lab)
    open_file(page, "undo.graphsync")
    run(page, "graphsync:add-node", name="one")
    wait_for_graph(page, 1)

    run(page, "editmenu:undo")
    wait_for_graph(page, 0)
    run(page, "editmenu:redo")
    wait_for_graph(page, 1)


def test_LB4_a_file_that_was_changed_elsewhere_is_asked_about_in_its_tab(
    lab: Lab, join: Join
) -> None:
    path = make_file(lab, "elsewhere.graphsync", "one")
    page = at_lab(join, lab)
    open_file(page, "elsewhere.graphsync", 1)
    begin(page, "docmanager:save")
    page.wait_for_function("document.body.textContent.includes('Saving completed')")
    written = json.loads(path.read_text())
    other = {"node_id": "x", "name": "from elsewhere", "blueprint_type_id": "t"}
    path.write_text(json.dumps({**written, "nodes": [*written["nodes"], other]}))
    run(page, "graphsync:add-node", name="two")

    begin(page, "docmanager:save")
    asked = page.locator(".graphsync-conflict")
    expect(asked).to_contain_text("Nodes only in the file: 1 (from elsewhere)")
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    asked.locator("[data-take=merge]").click()

    wait_for_graph(page, 3)
    wait_for_dirty(page, False)
    assert "two" in path.read_text()


def test_LB5_tabs_follow_a_file_to_its_new_name(lab: Lab, join: Join) -> None:
    make_file(lab, "before.graphsync")
    ana, bob = at_lab(join, lab), at_lab(join, lab)
    for page in (ana, bob):
        open_file(page, "before.graphsync")

    ana.evaluate(f"{IN_FRONT}.context.rename('after.graphsync')")
    run(ana, "graphsync:add-node", name="one")
    begin(ana, "docmanager:save")

    for page in (ana, bob):
        page.wait_for_function(f"{IN_FRONT}.context.path === 'after.graphsync'")
    assert not (lab.notebooks / "before.graphsync").exists()


def test_LB6_the_side_bar_opens_a_session_by_the_keyboard_and_asks_before_it_ends_one(
    lab: Lab, join: Join
) -> None:
    lab.call("/sessions", {"session_id": "listed", "title": "<b>Listed</b>"})
    page = at_lab(join, lab)
    page.evaluate("window.jupyterapp.shell.activateById('graphsync-sessions')")
    row = page.locator('.graphsync-session-open[data-session-id="listed"]')
    expect(row).to_contain_text("<b>Listed</b>")

    row.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector('#graphsync-listed [data-graphsync-state="live"]')

    row.focus()
    page.keyboard.press("Delete")
    page.click(".jp-Dialog .jp-mod-warn")
    expect(row).to_have_count(0)


def test_LB7_the_status_bar_tells_of_the_graph_in_front(lab: Lab, join: Join) -> None:
    make_file(lab, "status.graphsync")
    page = at_lab(join, lab)
    status = page.locator(".graphsync-statusitem")
    expect(status).to_be_hidden()

    open_file(page, "status.graphsync")

    expect(status).to_have_text("Live · 1 person")


def test_LB8_notebook_shows_a_graph_in_a_page_of_its_own(lab: Lab, join: Join) -> None:
    make_file(lab, "page.graphsync", "one", "two")
    person = join()
    person.page.on("console", lambda said: person.errors.extend(_errors(said.type, said.text)))

    person.page.goto(f"{lab.url}edit/page.graphsync?token={TOKEN}")

    wait_for_graph(person.page, 2)
    expect(person.page.locator('.jp-Toolbar [data-command="graphsync:undo"]')).to_have_count(1)
    person.errors[:] = [error for error in person.errors if OF_NOTEBOOK not in error]
