"""Where a server is, and with which token one goes there."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

import msgspec

from ..protocol import SESSION_ID

_PAGE = re.compile(r"/(lab|tree)/?$")


class Address(msgspec.Struct, frozen=True):
    """A Jupyter server: its base URL, with a slash at the end, and a token.

    The token is no part of the `repr`, so that it stands in no traceback.
    """

    url: str
    token: str = ""

    @classmethod
    def parse(cls, url: str, token: str | None = None) -> Address:
        """Read an address as people have it, such as `http://localhost:8888/lab?token=…`.

        Raises
        ------
        ValueError
            Where it is no http or https URL.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(
                f"url {url.partition('?')[0]!r} should be an http or https URL, such as "
                "'http://localhost:8888/'"
            )
        if token is None:
            token = parse_qs(parts.query).get("token", [""])[0]
        path = _PAGE.sub("/", parts.path).rstrip("/") + "/"
        return cls(urlunsplit((parts.scheme, parts.netloc, path, "", "")), token)

    def api(self, path: str) -> str:
        """Return the URL of a REST resource."""
        return f"{self.url}graphsync/api/v1/{path}"

    @property
    def socket(self) -> str:
        """The WebSocket's URL, without query."""
        return f"ws{self.url.removeprefix('http')}graphsync/ws"

    @property
    def headers(self) -> dict[str, str]:
        """The headers that say who asks."""
        return {"Authorization": f"token {self.token}"} if self.token else {}

    def __repr__(self) -> str:
        return f"Address({self.url!r})"


def check_session_id(session_id: str) -> str:
    """Return `session_id`, or raise `ValueError` where no session can be called that."""
    if not re.fullmatch(SESSION_ID, session_id):
        raise ValueError(
            f"session_id {session_id[:80]!r} should be 1 to 64 letters, digits, '_' or '-', "
            "and begin with a letter or digit"
        )
    return session_id


def session_path(session_id: str, rest: str = "") -> str:
    """Return the REST path of a session."""
    return f"sessions/{quote(session_id, safe='')}{rest}"
