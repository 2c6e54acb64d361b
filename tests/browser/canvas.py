"""A graph on somebody's screen: where its nodes are, and what the hands do there."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from .conftest import TOKEN, Lab, Person

GRAPH = (
    "[...window.jupyterapp.shell.widgets('main')]"
    ".find(widget => widget.content?.graph).content.graph"
)


class Canvas:
    """The graph in front, in a panel of JupyterLab."""

    def __init__(self, person: Person, lab: Lab, session_id: str) -> None:
        self.page: Page = person.page
        self.page.goto(f"{lab.url}lab?token={TOKEN}&reset")
        self.page.wait_for_function(
            "window.jupyterapp?.commands.hasCommand('graphsync:open')", timeout=60_000
        )
        self.page.evaluate("window.jupyterapp.restored.then(() => null)")
        self.page.evaluate(
            "session_id => window.jupyterapp.commands.execute('graphsync:open', {session_id})",
            session_id,
        )
        self.page.wait_for_selector("[data-graphsync-state=live][data-renderer]")

    def wait_for(self, **attributes: Any) -> None:
        """Wait until the graph is as expected, for instance `node_count=3`."""
        names = {f"data-{name.replace('_', '-')}": str(v) for name, v in attributes.items()}
        selector = "".join(f'[{name}="{value}"]' for name, value in names.items())
        self.page.wait_for_selector(f".graphsync-view{selector}", state="attached")

    def names(self) -> dict[str, str]:
        """Return the names of the nodes by id, as this person's page has them."""
        found: dict[str, str] = self.page.evaluate(
            f"Object.fromEntries([...{GRAPH}.session.store.replica.nodes.values()]"
            ".map(node => [node.nodeId, node.name]))"
        )
        return found

    def id_of(self, name: str) -> str:
        """Return the id of the node of a name."""
        return next(node_id for node_id, known in self.names().items() if known == name)

    def links(self) -> set[tuple[str, str]]:
        """Return the links, by the names of their ends."""
        names = self.names()
        found = self.page.evaluate(
            f"[...{GRAPH}.session.store.replica.links()].map(link => [link.parentId, link.childId])"
        )
        return {(names[parent], names[child]) for parent, child in found}

    def selected(self) -> list[str]:
        """Return the names of the selected nodes."""
        names = self.names()
        found = self.page.evaluate(f"[...{GRAPH}.view.context.selection.nodeIds]")
        return [names[node_id] for node_id in found]

    def at(self, name: str) -> tuple[float, float]:
        """Return where a node is on the screen, once nothing moves any more."""
        node_id = self.id_of(name)
        place: dict[str, float] = self.page.evaluate(
            f"""async nodeId => {{
                const {{host}} = {GRAPH}.view.context;
                const look = () => JSON.stringify(host.current?.screenPosition(nodeId));
                for (let seen = ''; seen !== look();) {{
                    seen = look();
                    await new Promise(done => setTimeout(done, 150));
                }}
                const {{left, top}} = host.root.getBoundingClientRect();
                const {{x, y}} = host.current.screenPosition(nodeId);
                return {{x: left + x, y: top + y}};
            }}""",
            node_id,
        )
        return place["x"], place["y"]

    def click(self, name: str, **options: Any) -> None:
        """Click a node."""
        self.page.mouse.click(*self.at(name), **options)

    def corner(self, dx: float = 60, dy: float = 60) -> tuple[float, float]:
        """Return a place near the upper left corner of the canvas."""
        box = self.page.locator(".graphsync-canvas").bounding_box()
        assert box is not None
        return box["x"] + dx, box["y"] + dy

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press, move in steps as a hand does, release."""
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=5)
        self.page.mouse.move(*end, steps=5)
        self.page.mouse.up()

    def position(self, name: str) -> Any:
        """Return a node's shared place, if it has one."""
        return self.page.evaluate(
            f"nodeId => {GRAPH}.session.store.replica.nodes.get(nodeId)"
            ".properties.get('_position') ?? null",
            self.id_of(name),
        )
