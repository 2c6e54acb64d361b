"""Commands that must be refused."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_graphsync.domain.errors import GraphSyncError

from ..editing import Editing, content, memory


def refusal(editing: Editing, command_type: str, **arguments: Any) -> GraphSyncError:
    """Try a command that must be refused and change nothing; return the error."""
    before = content(editing.graph), memory(editing.dispatcher)
    with pytest.raises(GraphSyncError) as caught:
        editing.do("ana", command_type, **arguments)
    assert (content(editing.graph), memory(editing.dispatcher)) == before
    return caught.value
