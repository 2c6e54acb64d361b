"""What the parts of the contract ask for: stores to try."""

from abc import ABC, abstractmethod
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from jupyter_graphsync.eventlog.base import LogStore


class Stores(ABC):
    """Subclasses say how a new, empty store is made."""

    @abstractmethod
    def new_store(self) -> LogStore:
        """Return a store that was not started; each call another, empty one."""

    def store(self) -> AbstractAsyncContextManager[LogStore]:
        return started(self.new_store())


@asynccontextmanager
async def started(store):
    await store.start()
    try:
        yield store
    finally:
        await store.close()
