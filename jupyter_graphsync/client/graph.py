"""`SharedGraph`: a live graph for plain code; the object that `connect` returns."""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Concatenate, ParamSpec, TypeVar

from ..domain.errors import GraphSyncError
from ..domain.graph import StructureName
from .async_graph import WRITE_SECONDS, AsyncSharedGraph, describe
from .batch import Batch, collecting, open_batch
from .blocking_listening import BlockingListening
from .blueprint_sources import BlueprintSources
from .me import Me
from .moments import MomentRef
from .opening import aconnect
from .project import Take, aopen
from .reading import Reading
from .thread import LoopThread, drive, nothing
from .transport import Transport

P = ParamSpec("P")
T = TypeVar("T")


def blocking(
    verb: Callable[Concatenate[AsyncSharedGraph, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[SharedGraph, P], T]:
    """Make a verb of the asynchronous face one that waits; name, signature and text stay."""

    @functools.wraps(verb)
    def call(self: SharedGraph, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return self.wait(verb(self.core, *args, **kwargs))

    return call


class SharedGraph(Reading, BlockingListening):
    """A shared graph, live: local reads, and writes that return when they are durable.

    Made by `gs.connect(…)`; any thread may use it. A thread of its own holds the connection, so
    the graph stays current while a cell runs. `with` closes it, and so does its last reference
    going away, unless callbacks are registered.

    Attributes
    ----------
    core
        The asynchronous face that does the work, in that thread.
    """

    def __init__(self, core: AsyncSharedGraph, thread: LoopThread) -> None:
        super().__init__()
        self.core = core
        self._thread = thread
        self._replica, self._roster = core._replica, core._roster
        # No method of `self`: that would keep it alive. Runs at the end of the process, too.
        self._finalizer = weakref.finalize(self, _shut_down, core, thread)

    add_node = blocking(AsyncSharedGraph.add_node)
    remove_node = blocking(AsyncSharedGraph.remove_node)
    add_link = blocking(AsyncSharedGraph.add_link)
    remove_link = blocking(AsyncSharedGraph.remove_link)
    rename = blocking(AsyncSharedGraph.rename)
    set_property = blocking(AsyncSharedGraph.set_property)
    set_properties = blocking(AsyncSharedGraph.set_properties)
    delete_property = blocking(AsyncSharedGraph.delete_property)
    set_link_property = blocking(AsyncSharedGraph.set_link_property)
    delete_link_property = blocking(AsyncSharedGraph.delete_link_property)
    define = blocking(AsyncSharedGraph.define)
    remove_blueprint = blocking(AsyncSharedGraph.remove_blueprint)
    execute = blocking(AsyncSharedGraph.execute)
    undo = blocking(AsyncSharedGraph.undo)
    redo = blocking(AsyncSharedGraph.redo)
    history = blocking(AsyncSharedGraph.history)
    history_frame = blocking(AsyncSharedGraph.history_frame)
    at = blocking(AsyncSharedGraph.at)
    diff = blocking(AsyncSharedGraph.diff)
    blame = blocking(AsyncSharedGraph.blame)
    name_moment = blocking(AsyncSharedGraph.name_moment)
    remove_moment = blocking(AsyncSharedGraph.remove_moment)
    restore = blocking(AsyncSharedGraph.restore)
    save = blocking(AsyncSharedGraph.save)
    wait_for = blocking(AsyncSharedGraph.wait_for)

    @property
    def session_id(self) -> str:
        """The session's id."""
        return self.core.session_id

    @property
    def client_id(self) -> str:
        """Id of this client in `clients` and as actor; it stays the same over reconnects."""
        return self.core.client_id

    @property
    def me(self) -> Me:
        """Who this client is to the others; its `name` and `color` may be set."""
        core = self.core
        return Me(core.client_id, core._roster, core._chosen, lambda _: self.wait(core.present()))

    @property
    def can_undo(self) -> bool:
        """Whether this client has a step to take back; see `AsyncSharedGraph.can_undo`."""
        return self.core.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether this client has a step to do again."""
        return self.core.can_redo

    @property
    def transport(self) -> Transport:
        """The way to the graph's server, with this client's credential."""
        return self.core.transport

    @property
    def connected(self) -> bool:
        """Whether the replica follows the server now; else it shows what was known last."""
        return self.core.connected

    @property
    def ended(self) -> GraphSyncError | None:
        """Why the connection is over for good; `None` while it is live, or tries to come back."""
        return self.core.ended

    @contextmanager
    def batch(self, name: str = "") -> Iterator[Batch]:
        """Send what this thread asks for inside as one command: all or nothing, one undo.

        On an exception inside, nothing is sent. A batch inside a batch is part of the outer one.
        `name` stands in the error where the batch is refused; others do not see it.
        """
        outer = open_batch(self.core)
        if outer is not None:
            yield outer
            return
        with collecting(self.core, name) as batch:
            yield batch
        self.wait(self.core.send_batch(batch))

    def begin(
        self,
        session_id: str,
        moment: MomentRef | None = None,
        *,
        title: str | None = None,
        name: str | None = None,
    ) -> SharedGraph:
        """Begin another session with this graph, as it is or was at a moment, and join it.

        Parameters and errors are those of `AsyncSharedGraph.begin`.
        """
        return in_thread(
            session_id, lambda: self.core.begin(session_id, moment, title=title, name=name)
        )

    def close(self) -> None:
        """Leave the session; the replica stays readable. Closing twice is no error."""
        self._finalizer()

    def wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run one of `core`'s coroutines and return its result."""
        if open_batch(self.core) is not None:
            # It only collects. A batch of thousands would else change threads for each command.
            return drive(coroutine)
        return self._thread.run(coroutine)

    def __enter__(self) -> SharedGraph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return describe(self.core, type(self).__name__)

    def _writable(self) -> SharedGraph:
        return self

    def _repr_mimebundle_(self, **options: Any) -> Any:
        # The widget stands on a floor above; the package's root hands it out, if it is there.
        import jupyter_graphsync

        try:
            widget = jupyter_graphsync.GraphWidget(self)
        except ImportError:
            return {"text/plain": self.to_text(), "image/svg+xml": self.to_svg()}
        return widget._repr_mimebundle_(**options)


def connect(
    session_id: str,
    *,
    url: str | None = None,
    token: str | None = None,
    create: bool = True,
    structure: StructureName | None = None,
    title: str | None = None,
    blueprint_types: BlueprintSources = (),
    name: str | None = None,
    timeout: float = WRITE_SECONDS,
) -> SharedGraph:
    """Join a session of a Jupyter server, making it where it is missing.

    Parameters and errors are those of `aconnect`.
    """
    return in_thread(
        session_id,
        lambda: aconnect(
            session_id,
            url=url,
            token=token,
            create=create,
            structure=structure,
            title=title,
            blueprint_types=blueprint_types,
            name=name,
            timeout=timeout,
        ),
    )


def open(  # noqa: A001 - `gs.open` is what people look for
    path: str,
    *,
    url: str | None = None,
    token: str | None = None,
    create: bool = True,
    take: Take | None = None,
    name: str | None = None,
    timeout: float = WRITE_SECONDS,
) -> SharedGraph:
    """Open a `.graphsync` file of a Jupyter server as a live session.

    Parameters and errors are those of `aopen`.
    """
    return in_thread(
        path,
        lambda: aopen(
            path, url=url, token=token, create=create, take=take, name=name, timeout=timeout
        ),
    )


def in_thread(
    session_id: str, opening: Callable[[], Coroutine[Any, Any, AsyncSharedGraph]]
) -> SharedGraph:
    """Open a graph in a thread of its own; nothing of that is left where it fails."""
    thread = LoopThread(f"graphsync-{session_id}")
    try:
        return SharedGraph(thread.run(opening()), thread)
    except BaseException:
        thread.close(nothing())
        raise


def _shut_down(core: AsyncSharedGraph, thread: LoopThread) -> None:
    thread.close(core.close())
