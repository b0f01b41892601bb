"""What is told to Sentry, taken from what would have left the machine."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

import bot.turn
from bot.sentry import MISSING, set_up_sentry
from bot.settings import BadSetting
from store import people
from tests.bot.edge import SECRET, Edge, text

DSN = "https://key-of-sentry@sentry.example/1"
USER = "U" + "0123456789abcdef" * 2
WORDS = "ข้อความลับเฉพาะของเจ้าหน้าที่"


class Kept(Transport):
    """A transport that keeps what it is to send."""

    def __init__(self, options: Any = None) -> None:
        super().__init__(options)
        self.events: list[dict[str, Any]] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.events += [event for event in [envelope.get_event()] if event]

    @property
    def text(self) -> str:
        return json.dumps(self.events, ensure_ascii=False, default=str)


@pytest.fixture
def sentry() -> Iterator[Kept]:
    kept = Kept()
    set_up_sentry(DSN, "0.1.0", transport=kept)
    yield kept
    sentry_sdk.get_client().close(timeout=0)
    sentry_sdk.init()  # without an address: told to nobody


def test_a_bug_in_a_turn_is_told_with_its_event_and_without_what_was_said(
    edge: Edge, sentry: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    edge.enrol("มานี มีสุข", USER)
    said = text(USER, WORDS)
    with monkeypatch.context() as broken:
        broken.setattr(bot.turn, "decide", lambda *_: {}[WORDS])
        edge.post(said)
    edge.close()
    (told,) = sentry.events
    assert told["tags"]["event"] == said["webhookEventId"]
    assert "KeyError" in told["message"] and told["logger"] == "tidtam.turn"
    names = [who.name for who in edge.read(people.load_people)]
    for never in (WORDS, USER, SECRET, said["replyToken"], "key-of-sentry", *names):
        assert never not in sentry.text


def test_a_page_that_fails_tells_its_type_and_places_alone(edge: Edge, sentry: Kept) -> None:
    def fail() -> None:
        typed = WORDS
        raise ValueError(f"{typed} {USER}")

    edge.app.view_functions["home.show_home"] = fail
    answer = edge.http.get("/?typed=" + WORDS, headers={"Cookie": "tidtam_admin=demo.secret-session"})
    assert answer.status_code == 500
    edge.close()
    (told,) = sentry.events
    (exception,) = told["exception"]["values"]
    assert exception["type"] == "ValueError" and exception["stacktrace"]["frames"][-1]["function"] == "fail"
    for never in (WORDS, USER, "secret-session", "127.0.0.1"):
        assert never not in sentry.text
    assert not {"request", "user", "breadcrumbs", "extra", "modules", "server_name", "contexts"} & set(told)


def test_the_token_of_a_link_is_left_out(sentry: Kept) -> None:
    logging.getLogger("tidtam.x").error("GET /admin/sign-in/demo/%s of %s", "one-time-token", USER)
    (told,) = sentry.events
    assert told["message"] == "GET /admin/sign-in/demo/… of U…"


def test_what_is_no_error_is_not_told(sentry: Kept) -> None:
    logging.getLogger("tidtam.x").warning("something is slow")
    assert sentry.events == []


def test_nothing_is_loaded_unless_it_is_asked_for() -> None:
    code = "import sys, bot.app, bot.sentry; bot.sentry.set_up_sentry('', '0'); print('sentry_sdk' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "False"


def test_what_cannot_be_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadSetting, match="SENTRY_DSN is no address"):
        set_up_sentry("nonsense", "0.1.0")
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(BadSetting) as refused:
        set_up_sentry(DSN, "0.1.0")
    assert str(refused.value) == MISSING
