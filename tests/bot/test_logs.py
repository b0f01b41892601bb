"""The log follows an event by its id from LINE's call to its delivery, and never says what anybody said or who."""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import urllib3

import bot.turn
from bot.logs import JsonLines, Lines, logged_about, without_secrets
from domain.sending import SendError
from store import people, tasks
from tests.bot.edge import SECRET, Edge, event, photo, tap, text
from tests.bot.test_evidence import jpeg

USER = "U" + "0123456789abcdef" * 2
WORDS = "จัดทำคู่มือลับเฉพาะแล้ว ๓ เล่ม"
NAME = "มานี มีสุข"
DOWN = SendError("reply: 500", permanent=False, status=500)


class Log:
    """What is logged, at every level, as JSON."""

    def __init__(self) -> None:
        self.stream = StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(JsonLines())

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def about(self, **wanted: object) -> list[tuple[str, str]]:
        """The logger and the message of each line about this."""
        chosen = [one for one in self.lines if wanted.items() <= one.items()]
        return [(one["logger"], one["message"]) for one in chosen]


@pytest.fixture
def log() -> Iterator[Log]:
    kept, root = Log(), logging.getLogger()
    level = root.level
    root.addHandler(kept.handler)
    root.setLevel(logging.DEBUG)
    yield kept
    root.removeHandler(kept.handler)
    root.setLevel(level)


def test_one_id_leads_from_lines_call_to_the_delivery(edge: Edge, log: Log) -> None:
    said = text(USER, "hello")
    edge.hear(said)
    edge.close()
    found = log.about(event=said["webhookEventId"])
    assert [logger for logger, _ in found] == ["tidtam.turn", "tidtam.delivery"]
    assert found[0][1].startswith("event taken after ") and found[1][1] == "message replied, attempt 1"
    turn, sent = (one for one in log.lines if one.get("event") == said["webhookEventId"])
    assert turn["outbox"] == sent["outbox"] and turn["agency"] == sent["agency"] == edge.agency_id


def test_the_worker_goes_on_under_the_same_id(edge: Edge, log: Log) -> None:
    said = text(USER, "hello")
    edge.line.trouble.append(DOWN)
    edge.post(said)
    edge.app.extensions["sender"].close()
    edge.machine += timedelta(minutes=1)
    edge.worker.send_unsent()
    told = [message for logger, message in log.about(event=said["webhookEventId"]) if logger == "tidtam.delivery"]
    assert told == ["message failed, attempt 1", "message pushed, attempt 2"]


def test_a_bug_and_the_turn_taken_again_stand_under_the_same_id(
    edge: Edge, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    edge.enrol(NAME, USER)
    said = text(USER, WORDS)
    with monkeypatch.context() as broken:
        broken.setattr(bot.turn, "decide", lambda *_: {}[WORDS])
        edge.post(said)
    edge.machine += timedelta(minutes=2)
    edge.worker.retake_failed()
    edge.close()
    found = [message for logger, message in log.about(event=said["webhookEventId"]) if logger == "tidtam.turn"]
    assert (
        "KeyError at" in found[0]
        and found[1].startswith("event failed after")
        and found[-1] == "event taken, attempt 2"
    )
    assert WORDS not in log.text


def test_nothing_that_was_said_and_nobody_stands_in_the_log(edge: Edge, log: Log) -> None:
    """A whole report with a photo, a page opened, a bug, LINE's refusals: at DEBUG, all loggers."""
    edge.enrol(NAME, USER)
    task = edge.read(lambda books: tasks.tasks_of_person(books, 3))[0]
    edge.line.contents["photo-1"] = jpeg()
    edge.post_in_turn(tap(USER, f":report:{task.id}"), text(USER, "1"), text(USER, WORDS), photo(USER, "photo-1"))
    edge.line.trouble.extend([DOWN, SendError("reply: 400", permanent=True, status=400)])
    for one in (text(USER, "งาน"), text(USER, "เว็บ"), event("unsend", USER, unsend={"messageId": "m1"})):
        edge.post(one)
    edge.machine += timedelta(minutes=2)
    edge.worker.send_unsent()
    edge.worker.remind()
    edge.close()
    assert len(log.lines) > 10
    said = (WORDS, "เว็บ", "คู่มือ", "งาน")
    known = [who.name for who in edge.read(people.load_people)]
    for never in (*said, *known, USER, SECRET, edge.shell.keys.secrets[0], "token-"):
        assert never not in log.text, never
    addresses = [part for text in edge.line.texts for part in text.split('"') if part.startswith("https://")]
    for address in addresses:
        assert address.rpartition("/")[2] not in log.text


def test_lines_ids_and_the_tokens_of_links_are_left_out_wherever_they_stand() -> None:
    assert without_secrets(f"POST /v2/bot/user/{USER}/richmenu/x 200") == "POST /v2/bot/user/U…/richmenu/x 200"
    assert without_secrets("GET /overview/demo/7/2026-11-28/abc.png 404") == "GET /overview/demo/7/2026-11-28/… 404"
    assert without_secrets("GET /calendar/demo/secret.ics 200") == "GET /calendar/demo/… 200"
    record = logging.LogRecord("x", 20, "", 0, "to %s", (USER,), None)
    with logged_about(event="e1", outbox=None):
        assert Lines("%(message)s").format(record) == "to U… [event=e1]"
        told = json.loads(JsonLines().format(record))
    assert (told["event"], told["message"], told["at"][-1]) == ("e1", "to U…", "Z")
    assert Lines("%(message)s").format(record) == "to U…"


def test_an_odd_id_of_an_event_makes_no_line_of_its_own(edge: Edge, log: Log) -> None:
    for odd in ("x\ny", "ข้อความ", 7, "x" * 200):
        edge.post({**text(USER, "hello"), "webhookEventId": odd})
    edge.close()
    assert "ข้อความ" not in log.text and all("\n" not in str(one.get("event", "")) for one in log.lines)


@pytest.mark.slow
def test_each_line_of_the_web_process_is_json(tmp_path: Path) -> None:
    """gunicorn's own lines, too, from its start to its end."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    env = {**os.environ, "TIDTAM_VAR": str(tmp_path), "SECRET_KEY": "a-secret-for-tests-only", "LOG_FORMAT": "json"}
    command = [sys.executable, "-m", "bot.commands"]
    subprocess.run([*command, "migrate"], env=env, check=True, capture_output=True)
    process = subprocess.Popen([*command, "serve", "--port", str(port)], env=env, stderr=subprocess.PIPE, stdout=-3)
    _wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", process)
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=300)
    lines = [json.loads(line) for line in told.decode().splitlines()]
    assert {"gunicorn.error"} <= {one["logger"] for one in lines}
    assert all(one["at"].endswith("Z") for one in lines)


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until and process.poll() is None:
        try:
            if urllib3.request("GET", address, retries=False, timeout=5).status == 200:
                return
        except urllib3.exceptions.HTTPError:
            time.sleep(0.05)
    raise AssertionError("the web process does not answer")
