"""A process that compacts until it is killed, and says how far it has come.

Run as a script: `compacting_process.py PATH`. Each line of its output is a cut whose compaction has
returned; the log gets as many new commits as are forgotten.
"""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from history import after, numbered

from jupyter_graphsync.eventlog import compacting
from jupyter_graphsync.eventlog.sql import SqlLogStore

STEP = 40


async def main(path: str) -> None:
    # Smaller steps, of which there are more to be killed between.
    compacting.STEP = 7
    store = SqlLogStore(f"sqlite:///{path}", holder_url="http://writer/", min_free_disk_bytes=0)
    await store.start()
    log = await store.open("s")
    record = await log.head()
    head, oldest = record.position, record.oldest
    while True:
        records = numbered(head, STEP)
        await log.append(head, records)
        head, oldest = after(head, records), oldest + STEP
        await log.compact(await log.position(oldest), b"state at %d" % oldest)
        print(oldest, flush=True)


asyncio.run(main(sys.argv[1]))
