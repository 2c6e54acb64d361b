"""The canvas as it is drawn: WebGL by software, a real mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from .canvas_page import FRONT_END, ONE_BY_ONE, Meter, bundle_page, open_page

COLOR_AT = """async ([nodeId, part]) => {
  const { renderer } = page.view;
  const { x, y } = renderer.screenPosition(nodeId);
  const image = await createImageBitmap(await renderer.toPNG(part));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  return [...context.getImageData(2 * x, 2 * y, 1, 1).data].slice(0, 3);
}"""
PLACE = """nodeId => {
  const { x, y } = page.view.renderer.screenPosition(nodeId);
  const { left, top } = page.view.context.host.root.getBoundingClientRect();
  return [x + left, y + top];
}"""
SENT = "() => page.sent.map((text) => JSON.parse(text)).filter(({ op }) => op === 'execute')"
RED, GREEN = [255, 0, 0], [0, 128, 0]


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page's module, built once."""
    if not (FRONT_END / "node_modules").is_dir():
        # Without Node the wheel's build brought its own and took it away again.
        pytest.skip("the front end's npm packages are not installed")
    folder = tmp_path_factory.mktemp("canvas")
    bundle_page(folder)
    return folder


@pytest.fixture
def page(browser: Browser, module: Path) -> Iterator[Page]:
    """A canvas of 60 nodes; nobody may see a page error."""
    errors: list[str] = []
    page = browser.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    open_page(page, module)
    page.evaluate("() => page.open(60)")
    yield page
    page.close()
    assert errors == []


def paint(page: Page, node_id: str, color: str) -> None:
    page.evaluate(
        "async ([id, color]) => { page.set(id, '_color', color); await page.drawn(); }",
        [node_id, color],
    )


def place(page: Page, node_id: str) -> tuple[float, float]:
    x, y = page.evaluate(PLACE, node_id)
    return x, y


def test_CV1_a_node_is_drawn_in_its_colour_where_the_renderer_says(page: Page) -> None:
    paint(page, "n7", "red")

    assert page.evaluate(COLOR_AT, ["n7", "seen"]) == RED


def test_CV2_a_change_is_drawn_also_after_the_theme_changed_under_load(page: Page) -> None:
    page.evaluate(
        """async () => {
          for (let turn = 0; turn < 12; turn += 1) {
            document.body.dataset.jpThemeLight = String(turn % 2 === 0);
            for (let index = 0; index < 20; index += 1) page.set(`n${index}`, '_color', 'blue');
            await page.drawn();
          }
        }"""
    )
    paint(page, "n7", "green")

    assert page.evaluate(COLOR_AT, ["n7", "seen"]) == GREEN


def test_CV3_a_canvas_that_lost_its_context_comes_back_as_it_looked(page: Page) -> None:
    page.mouse.move(*place(page, "n7"))
    page.mouse.wheel(0, -240)
    before = place(page, "n7")
    page.evaluate(
        """() => document.querySelector('canvas').getContext('webgl2')
          .getExtension('WEBGL_lose_context').loseContext()"""
    )
    page.wait_for_function("() => page.view.renderer === undefined")
    page.wait_for_function("() => page.view.renderer !== undefined")
    paint(page, "n7", "red")

    assert place(page, "n7") == pytest.approx(before)
    assert page.evaluate(COLOR_AT, ["n7", "seen"]) == RED


def test_CV4_a_real_mouse_moves_a_node_by_one_command(page: Page) -> None:
    x, y = place(page, "n7")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=8)
    page.mouse.up()
    page.evaluate("() => page.drawn()")

    commands = page.evaluate(SENT)
    assert [command["command_type"] for command in commands] == ["update-properties"]
    assert commands[0]["arguments"]["node_ids"] == ["n7"]
    assert place(page, "n7") == pytest.approx((x + 60, y + 40), abs=1)


def test_CV5_what_a_change_costs_does_not_grow_with_the_graph(page: Page) -> None:
    meter = Meter(page)

    def cost(nodes: int) -> float:
        page.evaluate("nodes => page.open(nodes)", nodes)
        page.evaluate("() => page.view.context.display.change({ collapsed: new Set() })")
        page.evaluate("() => page.drawn()")
        return meter.cost(ONE_BY_ONE, [40, nodes, 0], 40)

    small, large = cost(500), cost(30_000)

    assert large < 3 * small + 5
