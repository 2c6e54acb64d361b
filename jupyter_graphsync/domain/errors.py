"""Everything that can be wrong with a request, one class for each stable code.

GraphSyncError
├── BadRequest           400  bad-json bad-message bad-number int-out-of-range bad-string too-deep
│                             duplicate-key not-an-object missing-field unknown-field wrong-type
│                             bad-session-id bad-path bad-value binary-unsupported
├── Forbidden            403  unauthenticated forbidden read-only
├── NotFound             404  session-not-found unknown-node unknown-link unknown-blueprint
│                             unknown-property unknown-command not-found
├── Clash                409  exists session-exists stale-value command-id-reused undo-conflict
│                             nothing-to-undo nothing-to-redo file-changed
├── TooLarge             413  too-large
├── UnsupportedMedia     415  unsupported-media-type
├── Unprocessable        422  self-link cycle parent-taken child-not-allowed schema-violation
│                             required-property too-long too-many bad-graph bad-xml
├── TooMuch              429  rate-limited quota-exceeded too-many-sessions            (retry)
├── Unavailable          503  storage-unavailable storage-locked busy outcome-unknown  (retry)
│                             corrupt-read-only                                        (final)
├── StorageFull          507  storage-full log-full                                    (retry)
└── InternalError        500  internal
"""

from __future__ import annotations

from typing import Any, ClassVar

CODES: dict[type[GraphSyncError], tuple[str, ...]] = {}


class GraphSyncError(Exception):
    """A request that was refused, with what a person and a program need to go on.

    Parameters
    ----------
    code
        The stable code; the class that is raised says which codes fit.
    message
        One sentence for the person who asked: what was wrong, what holds, what to do.
    details
        Facts for the program that asked, under fixed names for each code.
    """

    status: ClassVar[int] = 500
    retry: ClassVar[bool] = False

    def __init__(self, code: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details

    @property
    def may_retry(self) -> bool:
        """Whether the same request may succeed later, unchanged."""
        return self.retry


class BadRequest(GraphSyncError):
    """What was sent cannot be read."""

    status = 400


class Forbidden(GraphSyncError):
    """Who asks has no login, or not the right."""

    status = 403


class NotFound(GraphSyncError):
    """What the request names is not there."""

    status = 404


class Clash(GraphSyncError):
    """What stands in the session contradicts the request."""

    status = 409


class TooLarge(GraphSyncError):
    """More bytes than a limit allows."""

    status = 413


class UnsupportedMedia(GraphSyncError):
    """A content type or encoding that is not read here."""

    status = 415


class Unprocessable(GraphSyncError):
    """Readable, but against a rule of the graph."""

    status = 422


class TooMuch(GraphSyncError):
    """A rate or quota is used up."""

    status = 429
    retry = True


class Unavailable(GraphSyncError):
    """The server cannot take it now."""

    status = 503
    retry = True

    @property
    def may_retry(self) -> bool:
        """Whether waiting can help: not against damaged data."""
        return self.code != "corrupt-read-only"


class StorageFull(GraphSyncError):
    """No room left to keep a commit."""

    status = 507
    retry = True


class InternalError(GraphSyncError):
    """A defect of ours; the log has the rest."""


CODES.update(
    {
        BadRequest: (
            "bad-json",
            "bad-message",
            "bad-number",
            "int-out-of-range",
            "bad-string",
            "too-deep",
            "duplicate-key",
            "not-an-object",
            "missing-field",
            "unknown-field",
            "wrong-type",
            "bad-session-id",
            "bad-path",
            "bad-value",
            "binary-unsupported",
        ),
        Forbidden: ("unauthenticated", "forbidden", "read-only"),
        NotFound: (
            "session-not-found",
            "unknown-node",
            "unknown-link",
            "unknown-blueprint",
            "unknown-property",
            "unknown-command",
            "not-found",
        ),
        Clash: (
            "exists",
            "session-exists",
            "stale-value",
            "command-id-reused",
            "undo-conflict",
            "nothing-to-undo",
            "nothing-to-redo",
            "file-changed",
        ),
        TooLarge: ("too-large",),
        UnsupportedMedia: ("unsupported-media-type",),
        Unprocessable: (
            "self-link",
            "cycle",
            "parent-taken",
            "child-not-allowed",
            "schema-violation",
            "required-property",
            "too-long",
            "too-many",
            "bad-graph",
            "bad-xml",
        ),
        TooMuch: ("rate-limited", "quota-exceeded", "too-many-sessions"),
        Unavailable: (
            "storage-unavailable",
            "storage-locked",
            "busy",
            "outcome-unknown",
            "corrupt-read-only",
        ),
        StorageFull: ("storage-full", "log-full"),
        InternalError: ("internal",),
    }
)

CLASS_OF: dict[str, type[GraphSyncError]] = {
    code: cls for cls, codes in CODES.items() for code in codes
}


def error_from(code: str, message: str, details: dict[str, Any] | None = None) -> GraphSyncError:
    """Build the error that a code names, as a client does with a server's answer."""
    return CLASS_OF.get(code, InternalError)(code, message, **(details or {}))
