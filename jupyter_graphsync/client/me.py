"""`Me`: who this client is, as the others in the session see it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import UNSET

from ..domain.commands.checks import check_color
from ..domain.errors import Unprocessable
from ..protocol import Client, Presence
from .roster import Roster

MAX_NAME_BYTES = 256


class Me:
    """One client as the others see it: its own. Name and colour may be set.

    Attributes
    ----------
    client_id
        Its id in `clients` and as actor.
    """

    def __init__(
        self,
        client_id: str,
        roster: Roster,
        chosen: Presence,
        present: Callable[[Presence], None],
    ) -> None:
        self.client_id = client_id
        self._roster = roster
        self._chosen = chosen
        self._present = present

    @property
    def name(self) -> str:
        """The name; the others see it within a moment, and again after each reconnect."""
        return self._seen().name if self._chosen.name is UNSET else self._chosen.name

    @name.setter
    def name(self, name: str) -> None:
        if len(name.encode()) > MAX_NAME_BYTES:
            raise Unprocessable(
                "too-long", f"a name takes at most {MAX_NAME_BYTES} bytes", field="name"
            )
        self._chosen.name = name
        self._present(self._chosen)

    @property
    def color(self) -> str:
        """The colour, such as `#2a9d8f` or `teal`."""
        return self._seen().color if self._chosen.color is UNSET else self._chosen.color

    @color.setter
    def color(self, color: str) -> None:
        check_color("color", color)
        self._chosen.color = color
        self._present(self._chosen)

    @property
    def username(self) -> str:
        """The user's name on the server."""
        return self._seen().username

    def __repr__(self) -> str:
        return f"<Me {self.name!r}, color={self.color!r}, client_id={self.client_id!r}>"

    def _seen(self) -> Client:
        return self._roster.client(self.client_id) or Client(client_id=self.client_id)
