"""LINE as a stand-in that costs little: takes every call, answers it after a fixed time, counts the replies.

    python -m tests.bench.line_stub PORT SECONDS

`GET /count` tells the replies so far, each token once; the time of the last one is CLOCK_MONOTONIC's.
"""

import asyncio
import json
import re
import sys
import time
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
_TOKEN = re.compile(rb'"replyToken":\s*"([^"]+)"')
_CLOSES = re.compile(rb"\r\nconnection:\s*close", re.IGNORECASE)


@dataclass
class Count:
    """What was taken: replies by their token, those whose token came again, and other calls."""

    tokens: set[bytes] = field(default_factory=set)
    again: int = 0
    others: int = 0
    last: float = 0.0

    def take(self, head: bytes, body: bytes) -> None:
        """One more call, answered now."""
        found = _TOKEN.search(body) if head.startswith(b"POST /v2/bot/message/reply ") else None
        if found is None:
            self.others += 1
        elif found[1] in self.tokens:
            self.again += 1
        else:
            self.tokens.add(found[1])
            self.last = time.monotonic()

    def told(self) -> bytes:
        """The count as JSON."""
        figures = {"replies": len(self.tokens), "again": self.again, "others": self.others, "last": self.last}
        return json.dumps(figures).encode()


class Stub(asyncio.Protocol):
    """One connection."""

    def __init__(self, count: Count, delay: float) -> None:
        self._count, self._delay, self._read = count, delay, b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio hands the connection over."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """asyncio hands over what came: part of a call, or one."""
        self._read += data
        end = self._read.find(b"\r\n\r\n") + 4
        if end < 4:
            return
        head = self._read[:end]
        length = _LENGTH.search(head)
        whole = end + (int(length[1]) if length else 0)
        if len(self._read) < whole:
            return
        body, self._read = self._read[end:whole], self._read[whole:]
        if head.startswith(b"GET /count"):
            self._answer(head, self._count.told())
        else:
            asyncio.get_running_loop().call_later(self._delay, self._taken, head, body)

    def _taken(self, head: bytes, body: bytes) -> None:
        self._count.take(head, body)
        self._answer(head, b'{"sentMessages":[{"id":"1","quoteToken":"q"}]}')

    def _answer(self, head: bytes, body: bytes) -> None:
        assert self._transport
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-line-request-id: bench\r\n"
            b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
        )
        if _CLOSES.search(head):
            self._transport.close()


async def _serve(port: int, delay: float) -> None:
    count = Count()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Stub(count, delay), "127.0.0.1", port, backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2])))
