"""The bench runs and counts honestly; how fast anything is is not tested."""

import re
import subprocess
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.bench.__main__ import Compared, _notes, _turn_rows
from tests.bench.load import Load, run_load
from tests.bench.servers import ROOT, line_stub
from tests.bench.turns import Run

GOOD = Run(100, 0, 50.0, 1.0, 2.0, 900.0, 0.0, 0.1, ())


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.thorough)])
def test_a_quick_run_delivers_every_reply_it_counts(database: str) -> None:
    command = [sys.executable, "-m", "tests.bench", "--quick", "--database", database]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=True)
    rates = re.findall(r"^\| ([^|]*): turns/s \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$", done.stdout, re.MULTILINE)
    assert rates, done.stdout + done.stderr
    assert "late" not in done.stdout
    assert "NOT COUNTED" not in done.stdout


def test_a_run_with_late_replies_has_no_rate_and_no_ratio() -> None:
    late = Run(100, 7, 50.0, 1.0, 2.0, 900.0, 0.0, 0.1, ())
    first = next(iter(_turn_rows([Compared("x", late, GOOD)])))
    assert first == ("x: turns/s", "late: 7", "50", "–")
    assert any("7 of 100" in note for note in _notes([Compared("x", late, GOOD)]))


def test_a_run_that_went_wrong_is_not_counted() -> None:
    wrong = Run(100, 0, 50.0, 1.0, 2.0, 900.0, 0.0, 0.1, ("answers other than 200: 3",))
    first = next(iter(_turn_rows([Compared("x", wrong, GOOD)])))
    assert first == ("x: turns/s", "not counted", "50", "–")
    assert any("answers other than 200: 3" in note for note in _notes([Compared("x", wrong, GOOD)]))


def test_a_busy_client_is_told_of() -> None:
    busy = Run(100, 0, 50.0, 1.0, 2.0, 900.0, 0.0, 0.9, ())
    assert any("bottleneck" in note for note in _notes([Compared("x", GOOD, busy)]))


def test_the_stand_in_counts_each_reply_token_once_and_after_its_time() -> None:
    with line_stub(0.2) as line:
        before = line.replies()
        began = time.monotonic()
        for token in (b"t1", b"t2", b"t1"):
            body = b'{"replyToken": "%b", "messages": []}' % token
            address = f"http://127.0.0.1:{line.port}/v2/bot/message/reply"
            urllib.request.urlopen(urllib.request.Request(address, body, method="POST")).close()
        after = line.replies()
    assert (after.replies, after.again, after.others) == (2, 1, before.others)
    assert time.monotonic() - began >= 0.6
    assert began < after.last < time.monotonic()


def test_the_load_counts_what_is_refused_and_keeps_each_persons_order() -> None:
    said: list[bytes] = []

    class Refuses(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            said.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(500 if len(said) == 3 else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Refuses) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        loaded = run_load(Load(server.server_port, "/x", ["U1", "U2"], 0.3, "t", connections=2))
        server.shutdown()
    assert loaded.refused == 1
    assert loaded.answered == len(said) - 1
    numbers = [int(found[1]) for body in said if b"U1" in body and (found := re.search(rb'"id": "t(\d+)"', body))]
    assert numbers == sorted(set(numbers))
