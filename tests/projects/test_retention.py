"""Histories are shortened by themselves only where that was set, and never past the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_graphsync.projects.retention import Retention
from tests.server.api import Api

from .test_opening import add, load, nodes, save, written


async def history(api: Api, session_id: str) -> list[int]:
    return await api.seqs(session_id)


def retention(jp_serverapp: Any, **kept: float) -> Retention:
    services = jp_serverapp.extension_manager.extension_apps["jupyter_graphsync"].pop().services
    return Retention(
        services.manager, commits=int(kept.get("commits", 0)), days=kept.get("days", 0)
    )


async def plan(api: Api) -> str:
    """A session with twenty commits."""
    await api.create("plan")
    for number in range(20):
        await add(api, "plan", f"n{number}")
    return "plan"


async def test_RT1_the_newest_commits_stay_as_many_as_are_set(api: Api, jp_serverapp: Any) -> None:
    session_id = await plan(api)
    await retention(jp_serverapp, commits=5).apply()

    assert await history(api, session_id) == [16, 17, 18, 19, 20]
    assert len(await nodes(api, session_id)) == 20


async def test_RT1_a_few_more_than_that_may_stay(api: Api, jp_serverapp: Any) -> None:
    session_id = await plan(api)
    await retention(jp_serverapp, commits=19).apply()

    assert len(await history(api, session_id)) == 20


async def test_RT1_young_commits_stay_however_many_they_are(api: Api, jp_serverapp: Any) -> None:
    session_id = await plan(api)
    await retention(jp_serverapp, days=1).apply()
    await retention(jp_serverapp, days=1, commits=5).apply()

    assert len(await history(api, session_id)) == 20


async def test_RT2_the_moment_that_the_file_holds_stays(
    api: Api, jp_root_dir: Path, jp_serverapp: Any
) -> None:
    session_id = await written(api, jp_root_dir)
    saved = (await api.call("GET", f"/sessions/{session_id}")).json["project"]["saved_seq"]
    for number in range(20):
        await add(api, session_id, f"n{number}")

    await retention(jp_serverapp, commits=5).apply()

    oldest = (await api.call("GET", f"/sessions/{session_id}")).json["oldest_seq"]
    assert oldest < saved
    assert (await load(api, "plan.graphsync", "other"))["session_id"] == session_id
    await save(api, session_id)


async def test_RT3_nothing_is_forgotten_where_nothing_was_set(api: Api, jp_serverapp: Any) -> None:
    session_id = await plan(api)
    services = jp_serverapp.extension_manager.extension_apps["jupyter_graphsync"].pop().services

    await services.retention.apply()

    assert len(await history(api, session_id)) == 20
