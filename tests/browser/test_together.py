"""Two people on one notebook, a command by REST and one from a kernel: all see all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Lab, Person

pytestmark = pytest.mark.browser

SHOW = """
import jupyter_graphsync as gs
g = gs.connect("together")
g
"""
ADD_FROM_THE_KERNEL = 'g.add_node("from the kernel", "thing", node_id="k")'


def feed_of(person: Person) -> list[str]:
    """Return the names of the events in the feed, oldest first."""
    found: list[str] = person.page.evaluate(
        "[...document.querySelectorAll('[role=log] [data-event]')].map(row => row.dataset.event)"
    )
    return [event for event in reversed(found) if event.startswith(("command:", "graph:"))]


def test_WB1_two_people_a_rest_call_and_a_kernel_all_see_all_in_one_order(
    lab: Lab, join: Callable[[], Person]
) -> None:
    lab.write_notebook("together.ipynb", SHOW, ADD_FROM_THE_KERNEL)
    ana, bob = join(), join()
    for person in (ana, bob):
        person.open("together.ipynb")
        person.run_cell(0)
        person.wait_for_graph(node_count=0)

    arguments = {"node_id": "r", "name": "from REST", "blueprint_type_id": "thing"}
    command = {"command_type": "create-node", "arguments": arguments}
    lab.call("/sessions/together/commands", command)
    ana.run_cell(1)
    for person in (ana, bob):
        person.wait_for_graph(node_count=2, seq=2)

    created = ["command:executing", "graph:node-created", "command:executed"]
    assert feed_of(ana) == created * 2
    assert feed_of(bob) == created * 2


def test_WB2_a_widget_goes_on_while_its_kernel_is_dead(
    lab: Lab, join: Callable[[], Person]
) -> None:
    lab.write_notebook("alone.ipynb", SHOW)
    ana = join()
    ana.open("alone.ipynb")
    ana.run_cell(0)
    ana.wait_for_graph(node_count=0)

    ana.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    arguments = {"node_id": "r", "name": "from REST", "blueprint_type_id": "thing"}
    command = {"command_type": "create-node", "arguments": arguments}
    lab.call("/sessions/together/commands", command)

    ana.wait_for_graph(node_count=1)


def test_WB3_a_page_comes_back_by_itself_when_the_server_was_killed(
    lab: Lab, join: Callable[[], Person]
) -> None:
    lab.write_notebook("killed.ipynb", SHOW)
    ana = join()
    ana.open("killed.ipynb")
    ana.run_cell(0)
    ana.wait_for_graph(node_count=0)

    lab.kill()
    ana.page.wait_for_selector('[data-graphsync-state="reconnecting"]', state="attached")
    lab.start()
    arguments = {"node_id": "r", "name": "after", "blueprint_type_id": "thing"}
    command = {"command_type": "create-node", "arguments": arguments}
    lab.call("/sessions/together/commands", command)

    ana.wait_for_graph(node_count=1)


def test_WB4_a_name_that_is_markup_is_shown_as_text(lab: Lab, join: Callable[[], Person]) -> None:
    lab.write_notebook("text.ipynb", SHOW)
    ana = join()
    ana.open("text.ipynb")
    ana.run_cell(0)
    ana.wait_for_graph(node_count=0)

    name = "<img src=x onerror=\"document.title='owned'\">"
    arguments = {"node_id": "r", "name": name, "blueprint_type_id": "thing"}
    command = {"command_type": "create-node", "arguments": arguments}
    lab.call("/sessions/together/commands", command)
    ana.wait_for_graph(node_count=1)

    assert ana.page.locator("img[src=x]").count() == 0
    assert ana.page.title() != "owned"
