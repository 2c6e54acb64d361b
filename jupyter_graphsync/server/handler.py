"""What all our handlers share: login, rights, bodies, and errors as JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import APIHandler
from tornado.web import HTTPError, RequestHandler, authenticated, stream_request_body

from ..decoding import decode_as, read_json
from ..domain.errors import (
    BadRequest,
    Forbidden,
    GraphSyncError,
    InternalError,
    NotFound,
    TooLarge,
    UnsupportedMedia,
)
from ..protocol import Problem
from .credential import KernelIdentity

if TYPE_CHECKING:
    from .services import Services

T = TypeVar("T")

Method = Callable[..., Awaitable[None]]
Guarded = Callable[..., Awaitable[None] | None]

MAX_LOGGED_URI = 256


def needs(action: str) -> Callable[[Method], Guarded]:
    """Serve a method to those alone who are logged in and may do `action` on graphsync."""

    def decorate(method: Method) -> Guarded:
        @wraps(method)
        async def checked(handler: ErrorsAsJson, *args: Any, **kwargs: Any) -> None:
            await handler.require(action)
            await method(handler, *args, **kwargs)

        return authenticated(checked)

    return decorate


def unauthenticated() -> Forbidden:
    """Return what somebody without a login is told."""
    return Forbidden("unauthenticated", "log in first, or send a token")


class ErrorsAsJson:
    """Answers every error with our JSON, and never with a traceback."""

    request: Any
    settings: Any
    current_user: Any
    log: Any

    @property
    def services(self) -> Services:
        """What the extension made when the server started."""
        services: Services = self.settings["graphsync"]
        return services

    @property
    def identity_provider(self) -> KernelIdentity:
        """The server's identity provider, which knows our kernels as well."""
        return KernelIdentity(self.settings["identity_provider"], self.services.credential)

    async def may(self, action: str, resource: str = "graphsync") -> bool:
        """Tell whether who asks may do an action, on graphsync unless told otherwise, now."""
        granted = self.settings["authorizer"].is_authorized(
            self, self.current_user, action, resource
        )
        return bool(await granted if isawaitable(granted) else granted)

    async def require(self, action: str) -> None:
        """Refuse who may not do an action.

        Raises
        ------
        Forbidden
            `unauthenticated`, `read-only` (may look, not change) or `forbidden`.
        """
        if self.current_user is None:
            raise unauthenticated()
        if await self.may(action):
            return
        if action != "read" and await self.may("read") and not await self.may("write"):
            raise Forbidden("read-only", "you may look at sessions here, not change them")
        raise Forbidden("forbidden", "you have no right to do this")

    @allow_unauthenticated
    def options(self, *args: str, **kwargs: str) -> None:
        """Tell what may be asked for; no data."""
        self.set_header("Allow", ", ".join(self._allowed()))
        self.set_status(204)
        self.finish()

    def get_login_url(self) -> str:
        """Refuse, where Jupyter would send a browser to the login page."""
        raise unauthenticated()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Write an error in the form that all our routes share."""
        cause = kwargs.get("exc_info", (None, None))[1]
        error = cause if isinstance(cause, GraphSyncError) else self._named(status_code, cause)
        self.set_status(error.status if isinstance(cause, GraphSyncError) else status_code)
        if status_code == 405:
            self.set_header("Allow", ", ".join(self._allowed()))
        retry_after = error.details.get("retry_after_ms")
        if retry_after is not None:
            self.set_header("Retry-After", str(-(-retry_after // 1000)))
        self.set_header("Content-Type", "application/json")
        self.finish(msgspec.json.encode({"success": False, "error": Problem.of(error)}))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Log what is a defect of ours; refusals are ordinary."""
        if not isinstance(value, GraphSyncError):
            super().log_exception(typ, value, tb)  # type: ignore[misc]

    def _named(self, status: int, cause: Any) -> GraphSyncError:
        if status == 403 and self.current_user is None:
            return unauthenticated()
        if status == 403:
            return Forbidden("forbidden", "this is not allowed from here")
        if status in (404, 405):
            return NotFound("not-found", "there is nothing at this address for this method")
        if status == 413:
            return TooLarge("too-large", "the body is too large")
        if status < 500:
            reason = getattr(cause, "log_message", None) if isinstance(cause, HTTPError) else None
            return BadRequest("bad-message", "the request cannot be read", reason=str(reason)[:64])
        return InternalError("internal", "this is a defect; the server's log says more")

    def _allowed(self) -> list[str]:
        return [
            method
            for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
            if getattr(type(self), method.lower()) is not getattr(RequestHandler, method.lower())
        ]

    if TYPE_CHECKING:

        def set_status(self, status_code: int) -> None: ...
        def set_header(self, name: str, value: str) -> None: ...
        def finish(self, chunk: bytes | None = None, **options: str) -> Any: ...


@stream_request_body
class GraphSyncHandler(ErrorsAsJson, APIHandler):  # type: ignore[misc]
    """Base of the REST handlers.

    A body is refused before it is read where it is too large or no JSON; login and rights come
    before that.
    """

    async def prepare(self) -> None:  # type: ignore[override]
        """Check login and body; each method asks for its right itself."""
        self._body = bytearray()
        await super().prepare()
        if self._finished or self.request.method == "OPTIONS":
            return
        if self.current_user is None:
            raise unauthenticated()
        if self.request.method not in self._allowed():
            raise HTTPError(405)
        if self.request.method in ("POST", "PATCH", "PUT"):
            self._check_body_headers()

    def data_received(self, chunk: bytes) -> None:
        """Take a piece of the body."""
        self._body += chunk

    def max_body_bytes(self) -> int:
        """Return how large a body may be."""
        return self.services.limits.max_body_bytes

    def read_body(self, decoder: msgspec.json.Decoder[T]) -> T:
        """Return the body, checked and typed.

        Raises
        ------
        BadRequest
            What `decoding.read_json` and `decode_as` refuse.
        """
        text = self.read_text()
        return decode_as(decoder, text)

    def read_text(self) -> bytes:
        """Return the body as JSON text that was checked for what nobody could read back."""
        text = bytes(self._body)
        read_json(text, max_depth=self.services.limits.max_json_depth)
        return text

    def answer(self, value: Any, *, status: int = 200) -> None:
        """Send JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(msgspec.json.encode(value))

    def _check_body_headers(self) -> None:
        headers = self.request.headers
        limit = self.max_body_bytes()
        length = headers.get("Content-Length", "0")
        if length.isdigit() and int(length) > limit:
            self.set_header("Connection", "close")
            raise TooLarge("too-large", f"the body is larger than {limit} bytes", limit=limit)
        self.request.connection.set_max_body_size(limit)
        media, _, parameters = headers.get("Content-Type", "").partition(";")
        charset = parameters.strip().lower().replace('"', "")
        if (
            media.strip().lower() != "application/json"
            or charset not in ("", "charset=utf-8")
            or headers.get("Content-Encoding", "identity").lower() != "identity"
        ):
            raise UnsupportedMedia(
                "unsupported-media-type", "send application/json in UTF-8, without encoding"
            )

    def _log(self) -> None:
        # Jupyter logs the whole address; a hostile one would fill the log.
        if len(self.request.uri) > MAX_LOGGED_URI:
            self.request.uri = self.request.uri[:MAX_LOGGED_URI] + "…"
        super()._log()
