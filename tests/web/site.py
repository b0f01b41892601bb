"""A small site for tests: one or two agencies, an app, a clock that can be moved."""

import io
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import update
from werkzeug.test import TestResponse

from bot.certificates import StoredCertificates
from bot.follow_pages import StoredFollow
from bot.group_posts import StoredGroups
from bot.remind_again import StoredAgain
from bot.reply_pages import StoredReplies
from bot.words import words_in
from domain.events import FetchedEvidence
from domain.groups import GroupAtLine
from domain.sending import ChannelCheck, Quota, SendError
from domain.task import Status, Task
from domain.writes import OfferSignIn, SaveUpdate, SettleEvidence, WantEvidence
from store import tables
from store.books import Books
from store.engine import Database
from store.evidence import evidence_of_messages
from store.files import EvidenceFiles, open_files
from store.people import people_named
from store.signins import signin_token
from store.tasks import load_tasks
from tests.agency import KEYS, MORNING, write
from tests.pages import DEMO, pages
from web.port import WebPort

ADMIN = "วิชัย ดูแล"
STAFF = "สมชาย ใจดี"
METRICS_TOKEN = "metrics-token-for-tests"
SIGNED_BY = "นายมั่น คงดี นายกองค์การบริหารส่วนตำบล"  # on paper
_FORM = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class KnownChannels:
    """LINE's side of the accounts as a test wants it: what a check finds, whose address was set, who is refused."""

    found: ChannelCheck = field(default_factory=ChannelCheck)
    pointed: list[int] = field(default_factory=list)
    refuses: SendError | None = None

    def check(self, agency_id: int) -> ChannelCheck:
        return self.found

    def point_webhook_here(self, agency_id: int) -> None:
        if self.refuses:
            raise self.refuses
        self.pointed.append(agency_id)


@dataclass
class Site:
    """The app on a database; `now` is moved by assigning to it."""

    database: Database
    files: EvidenceFiles
    base_url: str = "http://127.0.0.1:8000"
    now: datetime = MORNING
    quota: Quota | None = None
    channels: KnownChannels = field(default_factory=KnownChannels)
    at_line: GroupAtLine | None = None
    metrics_token: str = METRICS_TOKEN
    app: Flask = field(init=False)
    offered: int = 0

    def __post_init__(self) -> None:
        secure = self.base_url.startswith("https://")
        port = WebPort(
            self.database,
            KEYS,
            self.files,
            lambda: self.now,
            self.base_url,
            secure,
            self.replies(),
            self.channels,
            self.groups(),
            self.follow(),
            self.again(),
            self.certificates(),
            lambda _agency_id: self.quota,
            machine_now=lambda: self.now,
            metrics_token=self.metrics_token,
            demo=DEMO,
        )
        self.app = pages(secure)
        self.app.config["SECRET_KEY"] = KEYS.sign("flask-session")
        self.app.extensions["web"] = port

    def replies(self) -> StoredReplies:
        return StoredReplies(self.database, KEYS, self.files, words_in(), lambda: self.now, self.base_url)

    def follow(self) -> StoredFollow:
        def quota_of(_agency_id: int) -> Quota | None:
            return self.quota

        return StoredFollow(
            self.database, KEYS, words_in(), lambda: self.now, lambda: self.now, self.base_url, quota_of
        )

    def again(self) -> StoredAgain:
        return StoredAgain(
            self.database, KEYS, words_in(), lambda: self.now, lambda: self.now, lambda _agency_id: self.quota
        )

    def certificates(self) -> StoredCertificates:
        return StoredCertificates(
            self.database, KEYS, self.files, words_in(), lambda: self.now, lambda: self.now, self.base_url
        )

    def groups(self) -> StoredGroups:
        return StoredGroups(
            self.database, KEYS, words_in(), lambda: self.now, lambda: self.now, lambda _agency_id, _group: self.at_line
        )

    def browser(self) -> FlaskClient:
        """A browser without cookies."""
        return self.app.test_client()

    def person_id(self, agency_id: int, name: str) -> int:
        return self.database.read(lambda conn: people_named(Books(conn, agency_id), name)[0].id)

    def link(self, agency_id: int, name: str = ADMIN, slug: str = "demo") -> str:
        """The path of a fresh sign-in link."""
        self.offered += 1
        person_id, event_id = self.person_id(agency_id, name), f"event-{self.offered}"
        offer = OfferSignIn(person_id, event_id, self.now, self.now + timedelta(minutes=10))
        write(self.database, agency_id, offer)
        return f"/admin/sign-in/{slug}/{signin_token(KEYS, person_id, event_id)}"

    def signed_in(self, agency_id: int, slug: str = "demo") -> FlaskClient:
        """A browser in which the agency's admin is signed in."""
        browser = self.browser()
        assert press(browser, self.link(agency_id, slug=slug)).status_code == 303
        return browser

    def tasks(self, agency_id: int) -> tuple[Task, ...]:
        return self.database.read(lambda conn: load_tasks(Books(conn, agency_id)))

    def reply(self, agency_id: int, task: Task, event_id: str = "reply", **texts: object) -> None:
        """A reply to the task by whoever may answer it; done, unless it says otherwise."""
        values = {"status": Status.DONE, "person_id": task.assignee_ids[0], "at": self.now, **texts}
        write(self.database, agency_id, SaveUpdate(event_id, task.id, **values))  # type: ignore[arg-type]

    def evidence(self, agency_id: int, task: Task, data: bytes, kind: str, name: str = "", shown: bytes = b"") -> int:
        """Evidence that came with a reply to the task and was fetched; its id."""
        message = f"message-{task.id}-{kind}-{len(data)}"
        person = task.assignee_ids[0]
        write(self.database, agency_id, WantEvidence(message, kind, name, person, self.now))
        piece = self.database.read(lambda conn: evidence_of_messages(Books(conn, agency_id), [message])[0])
        kept, copy = self.files.save([data])[0], self.files.save([shown])[0] if shown else None
        media = "image/jpeg" if kind == "photo" else "application/octet-stream"
        settled = FetchedEvidence(piece.id, "saved", media, len(data), kept, copy)
        write(self.database, agency_id, SettleEvidence(settled))
        self.reply(agency_id, task, f"reply-{message}", result="แนบหลักฐาน", message_ids=(message,))
        return piece.id

    def take_role_away(self, agency_id: int, name: str = ADMIN) -> None:
        r = tables.person_roles
        person_id = self.person_id(agency_id, name)
        self.database.run(
            lambda conn: Books(conn, agency_id).delete(r, (r.c.person_id == person_id, r.c.role == "admin"))
        )

    def let_go(self, agency_id: int, name: str = ADMIN) -> None:
        """The person no longer works here."""
        p, person_id = tables.people, self.person_id(agency_id, name)
        self.database.run(
            lambda conn: (
                conn.execute(
                    update(p).where(p.c.agency_id == agency_id, p.c.id == person_id).values(active=False)
                ).rowcount
            )
        )


def site_on(database: Database, folder: Path, base_url: str = "http://127.0.0.1:8000") -> Site:
    """A site that keeps its evidence under the folder."""
    return Site(database, open_files((folder / "evidence").as_uri()), base_url)


def form_token(page: TestResponse) -> str:
    """The token of the page's form."""
    found = _FORM.search(page.text)
    assert found, page.text
    return found[1]


def any_token(browser: FlaskClient, slug: str = "demo") -> str:
    """A token of the browser in which an admin is signed in: good for every form, and off a page that costs little."""
    return form_token(browser.get(f"/admin/{slug}/people/add"))


def certify_form(page: TestResponse) -> dict[str, str]:
    """What the form that certifies brings back of itself; no `seen` where there is no form."""
    found = re.search(r'name="seen" value="([^"]+)"', page.text)
    return {"csrf_token": form_token(page), "seen": found[1] if found else "", "signed_by": SIGNED_BY}


def press(browser: FlaskClient, path: str) -> TestResponse:
    """What comes of opening the link and pressing its button."""
    return browser.post(path, data={"csrf_token": form_token(browser.get(path))})


def jpeg(colour: tuple[int, int, int] = (200, 120, 40)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(made, "JPEG")
    return made.getvalue()
