"""What every event log promises: one suite, which each log's test instantiates."""

from .appending import AppendContract
from .base import started
from .chapters import ChapterContract
from .compacting import CompactContract
from .epochs import EpochContract
from .reading import ReadContract
from .sessions import SessionContract
from .snapshots import SnapshotContract
from .stores import StoreContract
from .waiting import WaitContract
from .writers import WriterContract

__all__ = ["LogContract", "started"]


class LogContract(
    SessionContract,
    AppendContract,
    WriterContract,
    ReadContract,
    EpochContract,
    WaitContract,
    SnapshotContract,
    ChapterContract,
    CompactContract,
    StoreContract,
):
    """All of it. A test of a log is this class with a `new_store`."""
