"""An installation and its LINE, both real and in this process, with hours that pass in seconds."""

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from json import dumps
from pathlib import Path
from typing import Any

from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from bot.app import attach
from bot.clock import Clock
from bot.line import Line
from bot.settings import read_settings
from bot.shell import Shell
from bot.worker import Worker
from domain.writes import IssueInvite
from simulator import Simulator, serving
from simulator.app import Server
from store import people, tables
from store.books import Books
from store.channels import Channel, set_channel
from store.engine import Database
from store.files import open_files
from tests.agency import KEYS, MORNING, small_agency, write
from tests.pages import pages
from tests.patience import PATIENCE

SPEED = 30  # seconds of the world in a second of the machine
BORING = 0.7  # seconds of the machine: longer than anything that is under way takes
CODE = "ABCD2345"
BULKY = ("raw", "messages")
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        pass


class Office:
    """Tidtam at its own address, its worker sweeping each second of the world, and the simulator in front of it."""

    def __init__(
        self, server: Server, database: Database, url: str, folder: Path, seed: int, agency: Callable[[Database], int]
    ) -> None:
        self.server, self.database = server, database
        settings = read_settings(
            {
                "SECRET_KEY": KEYS.secrets[0],
                "DATABASE_URL": url,
                "EVIDENCE_URL": (folder / "evidence").as_uri(),
                "LINE_API_HOST": server.url,
            }
        )
        self.line = Line(settings.line_api, settings.line_content_api)
        self.line.warm_up()  # on a busy machine it takes longer than anything else: before the hours begin to pass
        self._began, self._skipped = time.monotonic(), 0.0
        server.world.real = self.seconds
        server.world.begin_day(seed)
        files = open_files(settings.evidence_url, settings.s3)
        self.shell = Shell(settings, Clock(None, self.machine, self.seconds), database, KEYS, files, self.line)
        self.agency_id = agency(database)
        channel = Channel("1234567890", "simulator-secret")
        database.run(lambda conn: set_channel(Books(conn, self.agency_id), channel, KEYS))
        self.app = attach(pages(secure=False), self.shell)
        self.worker = Worker(self.shell)
        self.outages = Outages(self.app.wsgi_app, seed)
        self.app.wsgi_app = self.outages  # type: ignore[method-assign]
        self._http = make_server("127.0.0.1", 0, self.app, threaded=True, request_handler=_Quiet)
        self._http.daemon_threads = True
        self._stop = threading.Event()
        self.failures: list[Exception] = []
        self._threads = [
            threading.Thread(target=self._http.serve_forever, args=(0.02,)),
            threading.Thread(target=self._sweep),
        ]
        for thread in self._threads:
            thread.start()
        server.world.find_channel().webhook.endpoint = f"{self.web}/line/demo/webhook"

    @property
    def web(self) -> str:
        """Where Tidtam answers."""
        return f"http://127.0.0.1:{self._http.server_port}"

    def seconds(self) -> float:
        """Seconds of the world since the beginning."""
        return (time.monotonic() - self._began) * SPEED + self._skipped

    def machine(self) -> datetime:
        """The machine's time, as fast as the world's."""
        return MORNING + timedelta(seconds=self.seconds())

    def invite(self, name: str, code: str = CODE) -> None:
        """Make the code the invite of the person of this name."""
        who = self.read(lambda books: people.people_named(books, name)[0])
        issued = IssueInvite(who.id, KEYS.hash_code(code), MORNING, MORNING + timedelta(days=14))
        write(self.database, self.agency_id, issued)

    def read(self, query: Callable[[Books], Any]) -> Any:
        """What a query finds."""
        return self.database.read(lambda conn: query(Books(conn, self.agency_id)))

    def rows(self, table: Any) -> list[Any]:
        """All rows of a table."""
        return list(self.read(lambda books: books.fetch_all(select(table).order_by(table.c.id))))

    def skip(self) -> None:
        """Go on at the instant for which the next attempt is set, where all that there is waits for one."""
        if self.server.hooks.idle() and (due := [row.next_at for row in self.unfinished()]):
            self._skipped += max(0.0, (min(due) - self.machine()).total_seconds())

    def pass_time(self, seconds: float) -> None:
        """So many seconds of the world pass at once."""
        self._skipped += seconds

    def unfinished(self) -> list[Any]:
        """The rows that wait to be sent, fetched or taken again."""
        waiting = ((tables.outbox, "waiting"), (tables.evidence, "wanted"), (tables.inbox, "failed"))
        return [row for table, state in waiting for row in self.rows(table) if row.state == state]

    def ledger(self) -> str:
        """What is stored and what was called, for reading when something went wrong."""
        lines = [f"the machine's time is {self.machine()}"]
        for table in (tables.inbox, tables.evidence, tables.outbox):
            lines += [str({k: v for k, v in row._mapping.items() if k not in BULKY}) for row in self.rows(table)]
        calls = list(self.server.world.log)
        lines += [
            str({k: call.get(k) for k in ("direction", "path", "status", "ms", "error", "fault")}) for call in calls
        ]
        return "\n".join(lines)

    def settle(self, within: float = PATIENCE) -> None:
        """Wait until nothing waits to be sent, fetched or taken again."""
        until = time.monotonic() + within
        while self.unfinished() or not self.server.hooks.idle():
            assert time.monotonic() < until, self.unfinished()
            time.sleep(BORING)
            self.skip()

    def _sweep(self) -> None:
        while not self._stop.wait(1 / SPEED):
            try:
                self.worker.send_unsent()
                self.worker.retake_failed()
                self.worker.fetch_wanted()
                self.worker.make_certificates()
            except Exception as failure:
                self.failures.append(failure)

    def close(self) -> None:
        """Stop all of it."""
        self._stop.set()
        self._http.shutdown()
        for thread in self._threads:
            thread.join(20)
        self._http.server_close()
        self.app.extensions["sender"].close()
        self.worker.close()
        if self.app.extensions["lock"]:
            self.app.extensions["lock"].close()


class Outages:
    """The web process at its worst: 503 before anything was done, or after all was done."""

    def __init__(self, app: Wsgi, seed: int) -> None:
        self._app, self._random = app, random.Random(seed)
        self.before = self.after = 0.0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The app's answer, or none."""
        drawn = self._random.random()
        if drawn < self.before:
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        elif drawn < self.before + self.after:
            list(self._app(environ, lambda *_: None))  # type: ignore[arg-type]
        else:
            return self._app(environ, start_response)
        start_response("503 Service Unavailable", [("Content-Length", "0")])
        return []


@contextmanager
def running_office(
    database: Database, url: str, folder: Path, seed: int, agency: Callable[[Database], int] = small_agency
) -> Iterator[tuple[Office, Simulator]]:
    """The office at work, and a client of its LINE."""
    with serving(seed=seed) as server, Simulator(server.url) as simulator:
        office = Office(server, database, url, folder, seed, agency)
        try:
            yield office, simulator
        finally:
            office.close()


def said(office: Office, *via: str) -> Counter[str]:
    """What the bot has said in any phone, by these ways."""
    entries = [entry for entry in office.server.world.entries.values() if entry.sender == "bot" and entry.via in via]
    return spoken(entry.message for entry in entries)


def spoken(messages: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """The messages without their quick replies, their links' own words and the time that a late one begins with."""
    counted = Counter(map(_bare, messages))
    del counted[""]
    return counted


def _bare(message: Mapping[str, Any]) -> str:
    text = _DELAYED.sub("", str(message.get("text", "")))
    if message["type"] == "text" and not text:
        return ""
    kept = {**message, "text": text} if message["type"] == "text" else message
    shown = dumps({key: value for key, value in kept.items() if key != "quickReply"}, sort_keys=True)
    return _PAGE.sub("page", shown).replace('"altUri": {"desktop": "page"}, ', "")


# The link to the page of all reports, as it is stored and as it is sent.
_PAGE = re.compile(r'https?://(?:sign-in\.invalid/replies/|[^/"]+/r/)[^"]*')
_DELAYED = re.compile(r"\A\(ข้อความนี้ส่งถึงช้า[^)]*\)\n?")
