"""Who a client is: an id that we gave, and the signed token by which it is taken up again."""

from __future__ import annotations

import hmac
from collections.abc import Collection
from hashlib import blake2b, sha256

from ..domain.errors import Forbidden

REST_CLIENT = "rest"
"""The common client of all REST requests that name none."""

COLORS = (
    "#1f77b4",
    "#d1495b",
    "#2a9d8f",
    "#8e6bbf",
    "#c77d0a",
    "#4d7c0f",
    "#0e7490",
    "#b5338a",
    "#7c5a3a",
    "#475569",
)


class ClientTokens:
    """Signs client ids for one session (HMAC, RFC 2104, with SHA-256).

    A token says who one is in a session; it is no login and opens nothing by itself.
    """

    def __init__(self, secret: bytes, session_id: str) -> None:
        self._secret = secret
        self._session_id = session_id

    def sign(self, client_id: str) -> str:
        """Return the token of a client id."""
        return f"{client_id}.{self._signature(client_id)}"

    def read(self, token: str) -> str:
        """Return the client id that a token names.

        Raises
        ------
        Forbidden
            The token is not one of ours.
        """
        client_id, _, signature = token.rpartition(".")
        good = self._signature(client_id)
        if not client_id or not hmac.compare_digest(signature.encode(), good.encode()):
            raise Forbidden(
                "forbidden", "the client token is not one of this session; leave it out"
            )
        return client_id

    def _signature(self, client_id: str) -> str:
        text = f"{self._session_id}\n{client_id}".encode()
        return hmac.new(self._secret, text, sha256).hexdigest()[:32]


def color_of(client_id: str, taken: Collection[str] = ()) -> str:
    """Return the colour that a client has until it chooses one; not a taken one, while there are."""
    start = blake2b(client_id.encode(), digest_size=1).digest()[0] % len(COLORS)
    in_turn = (*COLORS[start:], *COLORS[:start])
    return next((color for color in in_turn if color not in taken), in_turn[0])
