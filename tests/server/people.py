"""People with logins and rights that a test gives and takes, by Jupyter's own two interfaces."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth import Authorizer, IdentityProvider, User
from traitlets import Dict, Set

READER = {"read"}
EDITOR = {"read", "write"}
OWNER = {"read", "write", "execute"}


class People(IdentityProvider):
    """Knows everybody in `logins` by a token that is their name."""

    logins = Set({"reader", "editor", "owner"})

    def get_user(self, handler: Any) -> User | None:
        name = handler.request.headers.get("Authorization", "").removeprefix("token ")
        return User(username=name) if name in self.logins else None

    def is_token_authenticated(self, handler: Any) -> bool:
        return handler.current_user is not None


class Rights(Authorizer):
    """Grants everybody what `rights` says; never asked about somebody without a login."""

    rights = Dict({"reader": READER, "editor": EDITOR, "owner": OWNER})

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        assert resource == "graphsync"
        return action in self.rights[user.username]
