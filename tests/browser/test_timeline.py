"""A session's past in JupyterLab: gone along, restored, named, linked to, while others work on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .canvas import Canvas
from .conftest import TOKEN, Lab, Person

pytestmark = pytest.mark.browser

Join = Callable[[], Person]


def begin(lab: Lab, session_id: str, *names: str) -> None:
    """Begin a session, and add a node of each name, one command each."""
    lab.call("/sessions", {"session_id": session_id, "title": session_id})
    for name in names:
        add(lab, session_id, name)


def add(lab: Lab, session_id: str, name: str) -> None:
    node = {"node_id": name.lower(), "name": name, "blueprint_type_id": "City"}
    lab.call(f"/sessions/{session_id}/commands", {"command_type": "create-node", "arguments": node})


def open_history(canvas: Canvas) -> Page:
    canvas.page.mouse.click(*canvas.corner(10, 10))
    canvas.page.keyboard.press("h")
    slider = canvas.page.locator(".graphsync-timeline input[type=range]")
    expect(slider).to_be_focused()
    return canvas.page


def at_moment(page: Page, moment: int | str) -> None:
    """Wait until a moment is shown; `now` is one, too."""
    page.wait_for_selector(f'.graphsync-timeline[data-moment="{moment}"]', state="attached")


def test_TT1_one_goes_back_step_by_step_while_the_others_work_on(lab: Lab, join: Join) -> None:
    begin(lab, "back", "Lyon", "Paris", "Nice")
    ana, bob = (Canvas(join(), lab, "back") for _ in range(2))

    page = open_history(ana)
    page.keyboard.press("ArrowLeft")
    at_moment(page, 2)
    ana.wait_for(node_count=2)
    add(lab, "back", "Lille")

    bob.wait_for(node_count=4)
    ana.wait_for(node_count=2)
    expect(page.locator(".graphsync-timeline")).to_contain_text("Paris")
    page.keyboard.press("Escape")
    at_moment(page, "now")
    ana.wait_for(node_count=4)


def test_TT2_nothing_is_edited_in_the_past_and_a_moment_is_restored_in_one_step(
    lab: Lab, join: Join
) -> None:
    begin(lab, "restore", "Lyon", "Paris", "Nice")
    ana, bob = (Canvas(join(), lab, "restore") for _ in range(2))

    page = open_history(ana)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    at_moment(page, 1)
    page.mouse.dblclick(*ana.corner(30, 30))
    expect(page.locator(".graphsync-new-node")).to_have_count(0)
    page.evaluate("window.jupyterapp.commands.execute('graphsync:restore-moment')")

    bob.wait_for(node_count=1)
    at_moment(page, "now")
    ana.wait_for(node_count=1)
    page.mouse.click(*ana.corner(10, 10))
    page.keyboard.press("Control+z")
    bob.wait_for(node_count=3)


def test_TT3_a_moment_gets_a_name_and_a_link_that_leads_there(lab: Lab, join: Join) -> None:
    begin(lab, "named", "Lyon", "Paris")
    lab.call("/sessions/named/moments", {"seq": 1, "name": "before the review"})
    person = join()
    page = person.page

    page.goto(f"{lab.url}lab?token={TOKEN}&graphsync=named&graphsync-seq=1")

    view = ".graphsync-view[data-session-id=named][data-node-count='1']"
    page.wait_for_selector(view, state="attached", timeout=60_000)
    at_moment(page, 1)
    expect(page.locator(".graphsync-timeline")).to_contain_text("before the review")
