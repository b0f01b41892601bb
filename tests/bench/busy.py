"""PDFs that are asked for at once while LINE's events arrive: how long each event's 200 takes, over real gunicorn.

Who is told that the server is busy (503) asks again after five seconds, until all have their PDF.
"""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from domain.agency import PersonRow
from domain.plan import Measure, Plan, Responsible, Topic
from domain.task import Status
from domain.writes import ImportPeople, ImportPlan, OpenRound, SaveUpdate
from store.agencies import add_agency
from store.apply import apply
from store.books import Books
from store.engine import open_database
from store.people import load_people
from store.signins import open_session
from store.tasks import load_tasks
from tests.agency import ADMIN, DUE, LAYOUT, MORNING, NAME, YEAR
from tests.bench.office import KEYS, SLUG, make_office
from tests.bench.servers import Server, gunicorn, line_stub
from tests.bench.turns import server_env
from tests.bench.walk import WALK, call
from thai.fiscal import RoundKind
from web.visit import COOKIE

PDFS, MEASURES, EVENTS, EVENTS_AT_ONCE = 16, 300, 200, 16
OVER = 20.0  # seconds over which the events are spread
WITHIN = 0.5
_AGAIN_AFTER = 5  # seconds
_PAPER, _SESSION = "paper", "a-session-for-the-bench-only"


def run(pdfs: int = PDFS, measures: int = MEASURES, events: int = EVENTS, over: float = OVER) -> list[tuple[str, str]]:
    """Rows of (name, figure) for the table of `make bench`."""
    with TemporaryDirectory(prefix="tidtam-bench-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'busy.db'}"
        users = make_office(url, events)
        _make_paper_office(url, measures)
        with line_stub(0.1) as line, gunicorn("bot.app:create_app()", server_env(url, line, folder), 1) as bot:
            for user in users[:EVENTS_AT_ONCE]:
                _post(bot, user, WALK[0], 0.0, "warm", int(user[1:], 16))
            alone = _events(bot, users, over, "alone")
            with ThreadPoolExecutor(pdfs) as readers:
                asked = time.monotonic()
                made = [readers.submit(_fetch_pdf, bot) for _ in range(pdfs)]
                beside = _events(bot, users, over, "beside")
                refused = sum(each.result() for each in made)
                seconds = time.monotonic() - asked
    return [
        (f"{events} events alone, over {over:.0f} s", _figure(alone)),
        (f"… while {pdfs} PDFs of {measures} measures are asked for at once", _figure(beside)),
        ("… the PDFs", f"all {pdfs} made within {seconds:.0f} s, {refused} times told to wait (503)"),
    ]


def _figure(times: list[float]) -> str:
    late = sum(taken > WITHIN for taken in times)
    ordered = sorted(times)
    told = ", ".join(f"{name} {ordered[int((len(ordered) - 1) * at)] * 1000:.0f} ms" for name, at in _AT)
    return f"{told}; " + (f"{late} NOT within {WITHIN * 1000:.0f} ms" if late else f"all within {WITHIN * 1000:.0f} ms")


_AT = (("p50", 0.5), ("p99", 0.99), ("longest", 1.0))


def _events(bot: Server, users: list[str], over: float, phase: str) -> list[float]:
    """Seconds until each event's 200; each is posted at its own time, whatever became of those before."""
    began = time.monotonic()
    with ThreadPoolExecutor(EVENTS_AT_ONCE) as senders:
        sent = [
            senders.submit(_post, bot, user, WALK[0], began + over * number / len(users), phase, number)
            for number, user in enumerate(users)
        ]
        return [each.result() for each in sent]


def _post(bot: Server, user: str, words: str, at: float, phase: str, number: int) -> float:
    """Seconds from when the event was due to its 200: waiting for a free connection counts, too."""
    time.sleep(max(0.0, at - time.monotonic()))
    at = at or time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", bot.port, timeout=60)
    connection.connect()
    connection.sock.sendall(call(f"/line/{SLUG}/webhook", user, words, phase[:4], number))
    answer = http.client.HTTPResponse(connection.sock)
    answer.begin()
    answer.read()
    taken = time.monotonic() - at
    connection.close()
    assert answer.status == 200, answer.status
    return taken


def _fetch_pdf(bot: Server) -> int:
    """How often the server said that it is busy before it gave the PDF."""
    refused = 0
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", bot.port, timeout=120)
        path = f"/admin/{_PAPER}/report/{YEAR}/{RoundKind.FIRST_HALF}.pdf"
        connection.request("GET", path, headers={"Cookie": f"{COOKIE}={_PAPER}.{_SESSION}"})
        answer = connection.getresponse()
        made = answer.read()
        connection.close()
        if answer.status == 200:
            assert made.startswith(b"%PDF")
            return refused
        assert answer.status == 503, (answer.status, made[:300])
        refused += 1
        time.sleep(_AGAIN_AFTER)


def _make_paper_office(url: str, measures: int) -> None:
    """A second agency on the same server, whose plan has so many measures, each with its reply."""
    database = open_database(url)
    try:
        database.run(lambda conn: _fill(conn, measures))
    finally:
        database.close()


def _fill(conn: Connection, measures: int) -> None:
    books = Books(conn, add_agency(conn, _PAPER, NAME, LAYOUT, MORNING))
    unit = Responsible("สำนักปลัด", units=("สำนักปลัด",))
    titles = (f"จัดทำและเผยแพร่แนวทางการปฏิบัติงานเรื่องที่ {number} ให้บุคลากรทราบโดยทั่วกัน" for number in range(measures))
    topic = Topic("การปฏิบัติหน้าที่", tuple(Measure(title, responsible=unit) for title in titles), number="1")
    people = ImportPeople((PersonRow("วิชัย ดูแล", "ปลัด", ("สำนักปลัด",), ADMIN),))
    opened = OpenRound(YEAR, RoundKind.FIRST_HALF, DUE, MORNING)
    apply(books, (people, ImportPlan(Plan(NAME, YEAR, (topic,)), YEAR, MORNING), opened), KEYS)
    (who,) = load_people(books)
    replies = [
        SaveUpdate(f"paper-{task.id}", task.id, who.id, MORNING, Status.DONE, f"{WALK[3]} ครั้งที่ {task.id}")
        for task in load_tasks(books)
    ]
    apply(books, replies, KEYS)
    now = datetime.now(UTC)
    open_session(books, who.id, KEYS.hash_token(_SESSION), now, now + timedelta(hours=1))


if __name__ == "__main__":
    for row in run():
        print(" | ".join(row))
