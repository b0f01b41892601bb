"""The edge under test: the real app on a real database, with signed HTTP bodies in and a fake LINE behind."""

import base64
import hashlib
import hmac
import json
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, cast

from sqlalchemy import ColumnElement, select
from werkzeug.test import TestResponse

from bot.app import attach
from bot.clock import Clock
from bot.line import Credentials, Line
from bot.settings import read_settings
from bot.shell import Shell
from bot.worker import Worker
from domain.conversation import State
from domain.groups import GroupAtLine
from domain.sending import Quota, SendError
from domain.writes import AcceptNotice, Enrol, IssueInvite
from handlers.enrol import NOTICE_VERSION
from store import conversations, outbox, people, tables
from store.books import Books
from store.channels import Channel, set_channel
from store.engine import Database
from store.files import open_files
from tests.agency import KEYS, MORNING, small_agency, write
from tests.pages import pages
from tests.patience import PATIENCE

SECRET = "channel-secret"
_EVENTS = count(1)


def waiting_where(books: Books, condition: ColumnElement[bool]) -> list[int]:
    """The ids of the messages that wait to be sent, of those for which the condition holds."""
    wanted = select(tables.outbox.c.id).where(condition, tables.outbox.c.state == "waiting")
    return [row.id for row in books.fetch_all(wanted)]


@dataclass
class FakeLine:
    """LINE as a list of what it was sent: the other of the two fakes. `trouble` is raised, one a call."""

    sent: list[tuple[str, str, list[Mapping[str, Any]]]] = field(default_factory=list)
    trouble: deque[SendError] = field(default_factory=deque)
    contents: dict[str, bytes | SendError] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    left: Quota = field(default_factory=lambda: Quota(300, 0))
    members: int = 12
    left_groups: list[str] = field(default_factory=list)
    endpoint: str = "https://tidtam.example/line/demo/webhook"

    def reply(self, channel: Credentials, reply_token: str, messages: Sequence[Mapping[str, Any]]) -> None:
        self._send("reply", reply_token, messages)

    def push(self, channel: Credentials, to: str, messages: Sequence[Mapping[str, Any]], retry_key: str) -> None:
        self.keys.append(retry_key)
        self._send("push", to, messages)

    def hold_token(self, channel: Credentials) -> None:
        pass

    def fetch_quota(self, channel: Credentials) -> Quota:
        return self.left

    def confirm_secret(self, channel: Credentials) -> None:
        pass

    def fetch_group(self, channel: Credentials, line_group: str) -> GroupAtLine:
        if self.trouble:
            raise self.trouble.popleft()
        return GroupAtLine("กลุ่มทดลอง", self.members)

    def leave_group(self, channel: Credentials, line_group: str) -> None:
        self.left_groups.append(line_group)

    def bot_info(self, channel: Credentials) -> dict[str, Any]:
        if self.trouble:
            raise self.trouble.popleft()
        return {"userId": "U-bot", "basicId": "@tidtam", "displayName": "อบต.ทุ่งตัวอย่าง"}

    def webhook(self, channel: Credentials) -> dict[str, Any]:
        return {"endpoint": self.endpoint, "active": True}

    @contextmanager
    def fetch_content(self, channel: Credentials, message_id: str) -> Iterator[Iterator[bytes]]:
        found = self.contents.get(message_id, SendError("content: 404", permanent=True, status=404))
        if isinstance(found, SendError):
            raise found
        yield iter([found[start : start + 1000] for start in range(0, len(found), 1000)])

    def _send(self, via: str, to: str, messages: Sequence[Mapping[str, Any]]) -> None:
        if self.trouble:
            trouble = self.trouble.popleft()
            if trouble.unknown:
                self.sent.append((via, to, list(messages)))
            raise trouble
        self.sent.append((via, to, list(messages)))

    def wait_for(self, calls: int, within: float = PATIENCE) -> None:
        until = time.monotonic() + within
        while len(self.sent) < calls and time.monotonic() < until:
            time.sleep(0.005)
        assert len(self.sent) >= calls, f"{len(self.sent)} of {calls} messages came"

    @property
    def texts(self) -> list[str]:
        return [json.dumps(messages, ensure_ascii=False) for _, _, messages in self.sent]


class Edge:
    """One installation with the agency `demo`; the machine's clock is a value."""

    def __init__(self, database: Database, url: str, folder: Path) -> None:
        self.database, self.line, self.machine = database, FakeLine(), MORNING
        env = {
            "SECRET_KEY": KEYS.secrets[0],
            "DATABASE_URL": url,
            "EVIDENCE_URL": (folder / "evidence").as_uri(),
            "BASE_URL": "https://tidtam.example",
        }
        settings = read_settings(env)
        clock = Clock(None, lambda: self.machine, lambda: self.machine.timestamp())
        files = open_files(settings.evidence_url, settings.s3)
        self.shell = Shell(settings, clock, database, KEYS, files, cast(Line, self.line))
        self.agency_id = small_agency(database)
        self.set_channel(self.agency_id)
        self.app = attach(pages(secure=True), self.shell)
        self.worker = Worker(self.shell)
        self.http = self.app.test_client()

    def set_channel(self, agency_id: int, secret: str = SECRET) -> None:
        self.database.run(lambda conn: set_channel(Books(conn, agency_id), Channel(f"{agency_id}", secret), KEYS))

    def enrol(self, name: str, line_user: str, agency_id: int | None = None) -> None:
        """Enrol the person of this name, as if notice and code had been given."""
        agency_id = agency_id or self.agency_id
        who = self.read(lambda books: people.people_named(books, name)[0], agency_id)
        code = KEYS.hash_code(f"T{who.id:07d}")
        write(self.database, agency_id, IssueInvite(who.id, code, MORNING, MORNING + timedelta(days=14)))
        invite = self.read(lambda books: people.invite_by_code_hash(books, code), agency_id)
        assert invite
        write(
            self.database,
            agency_id,
            AcceptNotice(line_user, NOTICE_VERSION, MORNING),
            Enrol(invite.id, line_user, MORNING),
        )
        state = State(line_user, notice_version=NOTICE_VERSION)
        self.database.run(lambda conn: conversations.save_state(Books(conn, agency_id), 0, state))

    def read(self, query: Any, agency_id: int | None = None) -> Any:
        return self.database.read(lambda conn: query(Books(conn, agency_id or self.agency_id)))

    def post(self, *events: Mapping[str, Any], body: bytes | None = None, **options: Any) -> TestResponse:
        """Post the events as LINE does; `signature` None leaves it out, anything else replaces it."""
        raw = body if body is not None else json.dumps({"destination": "U0", "events": events}).encode()
        secret, slug = options.get("secret", SECRET), options.get("slug", "demo")
        made = base64.b64encode(hmac.digest(secret.encode(), raw, hashlib.sha256)).decode()
        signature = options.get("signature", made)
        headers = {} if signature is None else {"x-line-signature": signature}
        return self.http.post(f"/line/{slug}/webhook", data=raw, headers=headers, content_type="application/json")

    def hear(self, event: Mapping[str, Any], agency_id: int | None = None, **options: Any) -> str:
        """Post the event; what is answered to it, as JSON, once that is delivered and marked: nobody types ahead."""
        before = len(self.line.sent)
        answers = (tables.outbox.c.event_id == event["webhookEventId"]) & tables.outbox.c.reply_token.is_not(None)
        assert self.post(event, **options).status_code == 200
        until = time.monotonic() + PATIENCE
        while self.read(lambda books: waiting_where(books, answers), agency_id):
            assert time.monotonic() < until, "the answer is not delivered"
            time.sleep(0.002)
        assert len(self.line.sent) > before, "nothing was said"
        return self.line.texts[-1]

    def post_in_turn(self, *events: Mapping[str, Any]) -> None:
        """Post the events one by one, each once what was said before has been delivered: nobody types ahead."""
        for one in events:
            self.post(one)
            self.wait_for_delivery()

    def converse(self, *events: Mapping[str, Any]) -> None:
        """Post the events one by one, half a minute apart, each once what was said before has been delivered."""
        for one in events:
            self.machine += timedelta(seconds=30)
            self.post({**one, "timestamp": int(self.machine.timestamp() * 1000)})
            self.wait_for_delivery()

    def wait_for_delivery(self, agency_id: int | None = None) -> None:
        """Wait until nothing is left to be sent."""
        until = time.monotonic() + PATIENCE
        while self.read(outbox.count_by_state, agency_id).get("waiting"):
            assert time.monotonic() < until, "what was said is not delivered"
            time.sleep(0.002)

    def inbox(self) -> list[str]:
        found = self.read(lambda books: books.fetch_all(select(tables.inbox.c.state).order_by(tables.inbox.c.id)))
        return [row.state for row in found]

    def close(self) -> None:
        self.app.extensions["sender"].close()
        self.worker.close()
        if self.app.extensions["lock"]:
            self.app.extensions["lock"].close()


def event(type_: str, user: str | None, at: datetime = MORNING, **fields: Any) -> dict[str, Any]:
    """An event as LINE sends it, with an id and a reply token of its own."""
    number = next(_EVENTS)
    source = {"type": "user"} | ({"userId": user} if user else {})
    return {
        "type": type_,
        "mode": "active",
        "timestamp": int(at.timestamp() * 1000) + number,
        "source": source,
        "webhookEventId": f"01JD{number:022d}",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": f"token-{number}",
        **fields,
    }


def text(user: str, words: str, **fields: Any) -> dict[str, Any]:
    """A text message."""
    return event("message", user, message={"id": f"m{next(_EVENTS)}", "type": "text", "text": words}, **fields)


def tap(user: str, data: str, **fields: Any) -> dict[str, Any]:
    """A tapped button."""
    return event("postback", user, postback={"data": data}, **fields)


def photo(user: str, message_id: str, **fields: Any) -> dict[str, Any]:
    """A photo."""
    message = {"id": message_id, "type": "image", "contentProvider": {"type": "line"}}
    return event("message", user, message=message, **fields)
