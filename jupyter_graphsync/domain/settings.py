"""What a session is told about itself."""

from __future__ import annotations

import msgspec

from .graph import StructureName


class Settings(msgspec.Struct, kw_only=True, frozen=True):
    """Title and rules of a session; a change is a commit (`update-settings`)."""

    title: str = ""
    structure: StructureName = "dag"
    strict_blueprints: bool = False
