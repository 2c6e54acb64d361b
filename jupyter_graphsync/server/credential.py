"""The credential that kernels of this server use, good for graphsync alone."""

from __future__ import annotations

import hmac
from typing import Any

from jupyter_server.auth import User


class KernelIdentity:
    """An identity provider that knows the kernels' credential, and asks the real one otherwise.

    Kernels that this server starts inherit the credential by their environment, so that a
    notebook reaches its session also on a server with a password and no token.
    """

    def __init__(self, provider: Any, credential: str) -> None:
        self._provider = provider
        self._credential = credential

    def __getattr__(self, name: str) -> Any:
        return getattr(self._provider, name)

    def get_user(self, handler: Any) -> Any:
        """Return who asks; an awaitable where the real provider gives one."""
        if self._is_kernel(handler):
            return User(username="kernel", name="Kernel", display_name="Kernel")
        return self._provider.get_user(handler)

    def is_token_authenticated(self, handler: Any) -> bool:
        """Tell whether a header proves who asks, so that no cookie could have been abused."""
        return self._is_kernel(handler) or bool(self._provider.is_token_authenticated(handler))

    def _is_kernel(self, handler: Any) -> bool:
        given = handler.request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"token {self._credential}".encode())
