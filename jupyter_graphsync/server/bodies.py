"""What REST bodies hold, typed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from ..domain.blueprints import BlueprintType
from ..domain.graph import StructureName
from ..protocol import Scope


class Body(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Base: unknown fields are refused."""


class From(Body):
    """A moment of another session; the newest where `seq` is left out."""

    session_id: str
    seq: int | UnsetType = UNSET


class CreateSession(Body, rename={"origin": "from"}):
    """Body of `POST /sessions`; `graph` is a graph in native form, `from` another session's moment."""

    session_id: str | UnsetType = UNSET
    title: str = ""
    structure: StructureName | UnsetType = UNSET
    strict_blueprints: bool = False
    blueprint_types: list[BlueprintType] = []
    graph: dict[str, Any] | UnsetType = UNSET
    origin: From | UnsetType = UNSET


class ChangeSession(Body):
    """Body of `PATCH /sessions/{id}`; what is left out stays."""

    title: str | None = None
    structure: StructureName | None = None
    strict_blueprints: bool | None = None


class RunCommand(Body):
    """Body of `POST /sessions/{id}/commands`, or one of several."""

    command_type: str
    arguments: msgspec.Raw
    command_id: str | UnsetType = UNSET


class Reverse(Body):
    """Body of `POST /sessions/{id}/undo` and `/redo`."""

    command_id: str | UnsetType = UNSET
    scope: Scope = "mine"
    force: bool = False


class Load(Body):
    """Body of `POST /sessions/{id}/load`.

    `take` says what to take of a file that was changed elsewhere, `create` whether to make one
    that is not there.
    """

    path: str
    take: Literal["file", "live", "merge"] | None = None
    create: bool = False


class Save(Body):
    """Body of `POST /sessions/{id}/save`; without `path` the file that the session has."""

    path: str | None = None
    force: bool = False


class NameMoment(Body):
    """Body of `POST /sessions/{id}/moments`; without `seq` the moment is now."""

    name: str
    seq: int | UnsetType = UNSET


class Restore(Body):
    """Body of `POST /sessions/{id}/restore`; without `node_ids` the whole graph is restored."""

    seq: int
    node_ids: list[str] | None = None
    command_id: str | UnsetType = UNSET


class Compact(Body):
    """Body of `POST /sessions/{id}/compact`: the oldest commit that stays."""

    before: Annotated[int, msgspec.Meta(ge=1, le=2**53)]


CREATE_SESSION = msgspec.json.Decoder(CreateSession)
CHANGE_SESSION = msgspec.json.Decoder(ChangeSession)
RUN_COMMAND = msgspec.json.Decoder(RunCommand)
RUN_COMMANDS = msgspec.json.Decoder(list[RunCommand])
REVERSE = msgspec.json.Decoder(Reverse)
LOAD = msgspec.json.Decoder(Load)
SAVE = msgspec.json.Decoder(Save)
NAME_MOMENT = msgspec.json.Decoder(NameMoment)
COMPACT = msgspec.json.Decoder(Compact)
RESTORE = msgspec.json.Decoder(Restore)
