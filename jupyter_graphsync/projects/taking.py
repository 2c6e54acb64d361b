"""What becomes of a file that was changed elsewhere: the file's graph, the live one, or both."""

from __future__ import annotations

from typing import Literal

import msgspec

from ..domain.commands import Command
from ..domain.commands.whole import MergeCommand, TakeOverCommand
from ..domain.commits import Actor
from ..domain.comparing import Difference
from ..domain.errors import Clash
from ..domain.graph import GraphView
from ..domain.settings import Settings
from ..formats.project import Project
from ..sessions.clock import new_command_id
from ..sessions.requests import CommandRequest, SettingsRequest
from ..sessions.session import GraphSession

Take = Literal["file", "live", "merge"]
CHOICES: list[Take] = ["file", "live", "merge"]
_LOOSER = ("tree", "dag", "graph")


def file_changed(path: str, difference: Difference | None) -> Clash:
    """Return what is said of a file that was changed elsewhere, with the choices."""
    return Clash(
        "file-changed",
        f"{path!r} was changed elsewhere; choose what to take: the file's, the live graph, or both",
        path=path,
        choices=CHOICES,
        difference=difference.told() if difference else None,
    )


async def take_file(session: GraphSession, found: Project, *, actor: Actor) -> None:
    """Make the live graph what the file holds: one commit that can be undone.

    Where the file has other settings, they come before and after it, each a commit of its own: so
    that no moment breaks a rule that holds in it.
    """
    title = found.settings.title or session.settings.title
    wanted = msgspec.structs.replace(found.settings, title=title)
    await _put(session, _looser(session.settings, wanted), actor)
    await _execute(session, TakeOverCommand(target=found.view), actor)
    await _put(session, wanted, actor)


async def merge_file(
    session: GraphSession, found: Project, base: GraphView | None, *, actor: Actor
) -> None:
    """Take in what the file changed since `base`, where the live graph has not: one commit.

    Where nobody knows what both sides began with, nothing is known to have been removed.
    """
    empty = msgspec.structs.replace(found.view, nodes=[], links=[], blueprint_types=[])
    await _execute(session, MergeCommand(base=base or empty, target=found.view), actor)


async def _execute(session: GraphSession, command: Command, actor: Actor) -> None:
    await session.perform(CommandRequest(command_id=new_command_id(), actor=actor, command=command))


async def _put(session: GraphSession, settings: Settings, actor: Actor) -> None:
    request = SettingsRequest(
        command_id=new_command_id(),
        actor=actor,
        title=settings.title,
        structure=settings.structure,
        strict_blueprints=settings.strict_blueprints,
    )
    if request.merged(session.settings) != session.settings:
        await session.perform(request)


def _looser(one: Settings, other: Settings) -> Settings:
    return Settings(
        title=one.title,
        structure=max(one.structure, other.structure, key=_LOOSER.index),
        strict_blueprints=one.strict_blueprints and other.strict_blueprints,
    )
