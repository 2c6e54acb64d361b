"""Sessions and their files, over any contents manager."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.services.contents.largefilemanager import (
    AsyncLargeFileManager,
    LargeFileManager,
)

from jupyter_graphsync.domain.errors import Clash, NotFound, Unavailable
from jupyter_graphsync.domain.limits import Limits
from jupyter_graphsync.eventlog.memory import MemoryLogStore
from jupyter_graphsync.projects.files import ProjectFiles
from jupyter_graphsync.projects.store import ProjectStore
from jupyter_graphsync.sessions.broadcaster import Broadcaster
from jupyter_graphsync.sessions.manager import SessionManager
from jupyter_graphsync.sessions.session import GraphSession
from tests.sessions.house import REST, node, perform

from .storage import MemoryContents

PLAN = "plan.graphsync"


class Desk:
    """One server's sessions and files; `again` is the server after a restart."""

    def __init__(self, contents: Any, log: MemoryLogStore | None = None) -> None:
        self.contents = contents
        self.log = log or MemoryLogStore()
        self.manager = SessionManager(lambda: self.log, limits=Limits(), broadcaster=Broadcaster())
        self.projects = ProjectStore(self.manager, ProjectFiles(contents))

    async def open(self, path: str = PLAN, proposed: str = "mine", **options: Any) -> GraphSession:
        binding = await self.projects.open(path, proposed, actor=REST, **options)
        return await self.manager.get(binding.session_id)

    async def save(self, session: GraphSession, path: str | None = None, **options: Any) -> None:
        await self.projects.save(session, path, actor=REST, **options)

    async def told(self, session: GraphSession) -> dict[str, Any]:
        told = await self.projects.describe(session)
        assert told is not None
        return told

    async def again(self) -> Desk:
        await self.manager.close()
        return Desk(self.contents, self.log)


@asynccontextmanager
async def desk(contents: Any = None) -> AsyncIterator[Desk]:
    opened = Desk(contents or MemoryContents())
    yield opened
    await opened.manager.close()


async def add(session: GraphSession, *node_ids: str) -> None:
    for node_id in node_ids:
        await perform(session, "create-node", f"add-{node_id}", **node(node_id))


async def nodes(session: GraphSession) -> set[str]:
    return await session.look(lambda graph: set(graph.nodes))


def changed(text: str, **changes: Any) -> str:
    """Return a file's text as an editor would leave it."""
    return json.dumps({**json.loads(text), **changes})


@pytest.mark.parametrize("make", [AsyncLargeFileManager, LargeFileManager, None])
async def test_PF1_a_session_is_kept_in_whatever_storage_jupyter_has(
    make: Callable[..., Any] | None, tmp_path: Path
) -> None:
    contents = make(root_dir=str(tmp_path)) if make else MemoryContents()
    async with desk(contents) as here:
        session = await here.open(create=True)
        await add(session, "a")
        await here.save(session)

        assert (await here.told(session))["is_dirty"] is False
        assert await nodes(await here.open(proposed="other")) == {"a"}


async def test_PF2_all_who_open_a_file_at_the_same_time_are_in_one_session() -> None:
    async with desk() as here:
        opened = await asyncio.gather(*(here.open(proposed=name, create=True) for name in "abcd"))

        assert len({session.session_id for session in opened}) == 1
        assert len(await here.manager.list()) == 1


async def test_PF2_a_file_that_is_not_there_is_made_only_where_that_is_asked_for() -> None:
    async with desk() as here:
        with pytest.raises(NotFound):
            await here.open()

        assert here.contents.texts == {}
        assert await here.manager.list() == []


async def test_PF3_after_a_restart_a_session_knows_its_file_before_anybody_opens_it() -> None:
    async with desk() as before:
        session = await before.open(create=True)
        await add(session, "a")
        await before.save(session)
        await add(session, "b")
        after = await before.again()

        told = await after.told(await after.manager.get("mine"))

        assert (told["path"], told["is_dirty"]) == (PLAN, True)
        await after.manager.close()


async def test_PF3_after_a_restart_a_file_that_was_changed_is_not_written_over() -> None:
    async with desk() as before:
        session = await before.open(create=True)
        await add(session, "a")
        await before.save(session)
        here = await before.again()
        here.contents.texts[PLAN] = changed(here.contents.texts[PLAN], nodes=[])

        with pytest.raises(Clash, match="changed elsewhere"):
            await here.save(await here.manager.get("mine"))

        await here.manager.close()


async def test_PF4_a_copy_is_a_session_of_its_own_also_after_a_restart() -> None:
    async with desk() as before:
        await add(await before.open(create=True), "a")
        await before.save(await before.open())
        before.contents.texts["copy.graphsync"] = before.contents.texts[PLAN]
        here = await before.again()

        copied = await here.open("copy.graphsync", "copied")
        await add(copied, "b")
        await here.save(copied)

        assert await nodes(await here.open()) == {"a"}
        again = await here.again()
        assert (await again.open("copy.graphsync", "x")).session_id == "copied"
        await again.manager.close()


async def test_PF4_a_file_that_was_moved_while_no_server_ran_keeps_its_session() -> None:
    async with desk() as before:
        await add(await before.open(create=True), "a")
        await before.save(await before.open())
        here = await before.again()
        here.contents.texts["trip.graphsync"] = here.contents.texts.pop(PLAN)

        assert (await here.open("trip.graphsync", "x")).session_id == "mine"
        await here.manager.close()


async def test_PF5_a_write_elsewhere_within_the_same_second_is_noticed() -> None:
    async with desk() as here:
        session = await here.open(create=True)
        await add(session, "a")
        await here.save(session)
        here.contents.texts[PLAN] = changed(here.contents.texts[PLAN], nodes=[])

        with pytest.raises(Clash, match="changed elsewhere") as caught:
            await here.save(session)

        assert caught.value.details["difference"]["nodes_removed"]["count"] == 1


async def test_PF6_an_empty_graph_empties_its_file_only_where_somebody_saves_it() -> None:
    async with desk() as here:
        session = await here.open(create=True)
        await add(session, "a")
        await here.save(session)
        await perform(session, "delete-node", "delete", node_id="a")

        binding = here.projects.of("mine")
        assert binding is not None
        assert "empty" in await here.projects.why_not_by_itself(binding, session)
        await here.save(session)

        assert json.loads(here.contents.texts[PLAN])["nodes"] == []


async def test_PF6_a_file_that_somebody_removed_is_not_made_anew_by_itself() -> None:
    async with desk() as here:
        session = await here.open(create=True)
        binding = here.projects.of("mine")
        assert binding is not None
        del here.contents.texts[PLAN]

        assert "deleted" in await here.projects.why_not_by_itself(binding, session)
        assert (await here.told(session))["is_dirty"] is True
        await here.save(session)
        assert PLAN in here.contents.texts


async def test_PF7_a_file_that_obeys_another_structure_is_taken_with_it() -> None:
    async with desk() as here:
        session = await here.open(create=True)
        await add(session, "a", "b")
        await here.save(session)
        circle = [{"parent_id": "a", "child_id": "b"}, {"parent_id": "b", "child_id": "a"}]
        here.contents.texts[PLAN] = changed(
            here.contents.texts[PLAN], structure="graph", links=circle
        )

        await here.open(take="file")

        assert session.settings.structure == "graph"
        assert await session.look(lambda graph: graph.link_count) == 2


async def test_PF8_what_was_taken_is_written_so_that_nobody_is_asked_twice() -> None:
    async with desk() as here:
        session = await here.open(create=True)
        await add(session, "a")
        await here.save(session)
        here.contents.texts[PLAN] = changed(here.contents.texts[PLAN], nodes=[])
        await here.open(take="file")
        await add(session, "b")
        after = await here.again()

        assert await nodes(await after.open()) == {"b"}
        await after.manager.close()


async def test_PF9_a_storage_that_is_read_only_says_so_and_harms_no_session() -> None:
    async with desk() as here:
        here.contents.texts[PLAN] = '{"nodes":[],"links":[]}'
        here.contents.is_read_only = True

        session = await here.open()
        await add(session, "a")
        with pytest.raises(Unavailable, match="Permission denied"):
            await here.save(session)

        assert "Permission denied" in (await here.told(session))["problem"]
        assert await nodes(session) == {"a"}


async def test_PF9_a_file_that_is_renamed_while_it_is_written_is_followed() -> None:
    async with desk() as here:
        session = await here.open(create=True)
        await add(session, "a")
        write = here.contents.save

        async def renamed_meanwhile(model: Any, path: str) -> Any:
            saved = write(model, path)
            here.contents.texts["trip.graphsync"] = here.contents.texts.pop(path)
            here.projects.bound.renamed(path, "trip.graphsync")
            return saved

        here.contents.save = renamed_meanwhile
        await here.save(session)

        assert (await here.told(session))["path"] == "trip.graphsync"
        assert set(here.contents.texts) == {"trip.graphsync"}


async def test_PF10_an_unchanged_file_is_known_by_its_text_and_asks_nobody() -> None:
    async with desk() as before:
        session = await before.open(create=True)
        await add(session, "a")
        await before.save(session)
        await add(session, "b")
        here = await before.again()
        saves = here.contents.saves

        opened = await here.open(proposed="x")

        assert await nodes(opened) == {"a", "b"}
        assert here.contents.saves == saves
        await here.manager.close()
