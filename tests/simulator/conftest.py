"""A simulator with real HTTP on loopback, and bots that it can talk to."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import urllib3

from simulator import Simulator, serving
from simulator.app import Server
from tests.patience import PATIENCE

Json = dict[str, Any]


@dataclass
class Answer:
    """What the Messaging API said."""

    status: int
    body: Any
    headers: Any


@dataclass
class Line:
    """Calls the Messaging API as a bot does."""

    url: str
    token: str = "simulator-token"
    http: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False))

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        given = {"Authorization": f"Bearer {self.token}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        given.setdefault("Content-Type", "application/json")
        got = self.http.request(method, self.url + path, body=raw, headers=given, timeout=PATIENCE)
        is_json = got.headers.get("Content-Type", "").startswith("application/json")
        return Answer(got.status, json.loads(got.data) if is_json and got.data else got.data, got.headers)

    def push(self, to: str, *messages: Json, **headers: str) -> Answer:
        return self.call("POST", "/v2/bot/message/push", {"to": to, "messages": list(messages)}, **headers)

    def reply(self, token: str, *messages: Json, **headers: str) -> Answer:
        body = {"replyToken": token, "messages": list(messages)}
        return self.call("POST", "/v2/bot/message/reply", body, **headers)


@dataclass
class Bot:
    """A webhook that keeps what it hears and does what a test plants."""

    url: str = ""
    posts: list[tuple[bytes, str]] = field(default_factory=list)
    events: list[Json] = field(default_factory=list)
    does: Callable[[Json], int | None] = lambda event: None
    heard: threading.Condition = field(default_factory=threading.Condition)

    def waits_for(self, count: int, timeout: float = PATIENCE) -> list[Json]:
        with self.heard:
            assert self.heard.wait_for(lambda: len(self.events) >= count, timeout), self.events
            return list(self.events)

    def hears(self, raw: bytes, signature: str) -> int:
        status = 200
        events = json.loads(raw)["events"]
        with self.heard:
            self.posts.append((raw, signature))
            self.events += events
            self.heard.notify_all()
        for event in events:
            status = self.does(event) or status
        return status


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(seed=1) as server:
        yield server


@pytest.fixture
def sim(server: Server) -> Iterator[Simulator]:
    with Simulator(server.url) as sim:
        yield sim


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    line = Line(server.url)
    yield line
    line.http.clear()


@pytest.fixture
def bot(server: Server) -> Iterator[Bot]:
    bot = Bot()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            status = bot.hears(raw, self.headers["x-line-signature"])
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    thread = threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    bot.url = f"http://127.0.0.1:{listening.server_address[1]}/webhook"
    server.world.find_channel().webhook.endpoint = bot.url
    yield bot
    listening.shutdown()
    listening.server_close()
    thread.join()
