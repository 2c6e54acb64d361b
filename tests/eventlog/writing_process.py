"""A process that appends until it is killed, and says what was acknowledged.

Run as a script: `writing_process.py PATH`. Each line of its output is the seq and the digest of a
head whose append has returned.
"""

import asyncio
import secrets
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from history import after, chain

from jupyter_graphsync.eventlog.sql import SqlLogStore


async def main(path: str) -> None:
    store = SqlLogStore(f"sqlite:///{path}", holder_url="http://writer/", min_free_disk_bytes=0)
    await store.start()
    log = await store.open("s")
    head = (await log.head()).position
    while True:
        records = chain(head, *(secrets.token_hex(8) for _ in range(1 + head.seq % 3)))
        await log.append(head, records)
        head = after(head, records)
        print(head.seq, head.digest, flush=True)


asyncio.run(main(sys.argv[1]))
