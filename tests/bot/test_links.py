"""Published links are asked each night whether they answer; a stranger's address never leads into our own network."""

import ipaddress
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, unquote

import pytest

from bot import link_request
from bot.link_checks import LinkChecks, look_at_link
from bot.link_request import find_link_fault, is_public_address
from domain.links import Link, LinkCheck, is_web_address
from domain.writes import SetItaAddress
from store.books import Books
from store.engine import Database
from store.files import EvidenceFiles, open_files
from store.links import load_link_checks
from tests.agency import KEYS, MORNING, YEAR, small_agency, write

GIVEN = "https://thungtuayang.example/ita/o26.pdf"


class Answers(BaseHTTPRequestHandler):
    """A website with an address for each way in which one may answer."""

    def do_HEAD(self) -> None:
        self.answer(405 if self.path == "/get-only" else None)

    def do_GET(self) -> None:
        self.answer(None)

    def answer(self, status: int | None) -> None:
        self.server.asked.append((self.command, self.path, self.headers["Host"]))  # type: ignore[attr-defined]
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", unquote(self.path.removeprefix("/to/")))
        else:
            self.send_response(status or {"/gone": 404, "/broken": 500}.get(self.path, 200))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Website(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked: list[tuple[str, str, str]] = []

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def website() -> Iterator[Website]:
    server = Website()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def fault_of(address: str) -> str:
    """The fault where the tests' own computer counts as the internet."""
    return find_link_fault(address, may_reach=lambda ip: ip.is_loopback, ports=False)


def test_a_page_answers_and_one_that_is_gone_does_not(website: Website) -> None:
    assert [fault_of(website.base + path) for path in ("/", "/gone", "/broken")] == ["", "404", "500"]


def test_a_server_that_knows_no_head_is_asked_again_by_get(website: Website) -> None:
    assert fault_of(f"{website.base}/get-only") == ""
    assert [command for command, _, _ in website.asked] == ["HEAD", "GET"]


def test_the_host_is_asked_for_by_its_name_and_thai_paths_are_encoded(website: Website) -> None:
    assert fault_of(f"http://localhost:{website.server_port}/รายงาน?ปี=๒๕๗๐") == ""
    _, path, host = website.asked[0]
    assert host == f"localhost:{website.server_port}" and path.startswith("/%E0%B8%A3") and path.isascii()


def test_it_follows_to_where_a_page_has_moved_and_not_for_ever(website: Website) -> None:
    assert fault_of(f"{website.base}/to//to//gone") == "404"
    assert fault_of(f"{website.base}/to//here") == ""
    assert fault_of(f"{website.base}/to/{website.base}/to/") in ("", "redirects")
    assert find_link_fault(f"{website.base}/to//here", lambda _: True, ports=False, hops=0) == "redirects"


@pytest.mark.parametrize("odd", ["//[", "http://[::1", "http://[x]y/", "http://a]b/"])
def test_a_page_that_moved_to_no_address_is_said_to(website: Website, odd: str) -> None:
    assert fault_of(f"{website.base}/to/{quote(odd)}") == "address"


def test_nothing_inside_our_network_is_ever_asked(website: Website) -> None:
    for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"):
        assert find_link_fault(f"http://{host}:{website.server_port}/", ports=False) in ("inside", "unknown_host"), host
    assert look_at_link(Link(f"{website.base}/")) == "address"  # no port that the web uses
    assert website.asked == []
    assert look_at_link(Link(f"{website.base}/", own=True)) == ""


def test_a_redirect_into_our_network_is_not_followed(website: Website, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host is let through as if it were on the internet; the second one is ours."""
    inside = f"http://localhost:{website.server_port}/secret"
    asked: list[str] = []

    def look_up(host: str, _port: int, _may_reach: Any) -> str:
        asked.append(host)
        if host == "localhost":
            raise link_request._Fault("inside")
        return "127.0.0.1"

    monkeypatch.setattr(link_request, "_look_up", look_up)
    assert find_link_fault(f"{website.base}/to/{inside}", ports=False) == "inside"
    assert asked == ["127.0.0.1", "localhost"] and all(path != "/secret" for _, path, _ in website.asked)


def test_a_name_with_one_inner_address_among_others_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: object, **__: object) -> list[Any]:
        return [(0, 0, 0, "", ("8.8.8.8", 80)), (0, 0, 0, "", ("10.0.0.7", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert find_link_fault("http://two-faced.example/") == "inside"


INNER = (
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 ::1 :: "
    "fe80::1 fc00::1 ff02::1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 2002:a00:1:: 64:ff9b::7f00:1 64:ff9b:1::a00:1"
).split()


@pytest.mark.parametrize("address", INNER)
def test_these_are_no_addresses_of_the_internet(address: str) -> None:
    assert not is_public_address(ipaddress.ip_address(address))


def test_these_are() -> None:
    for address in ("8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808", "203.150.1.1"):
        assert is_public_address(ipaddress.ip_address(address)), address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ftp://a.example/",
        "javascript:alert(1)",
        "https://",
        "http://u:p@a.example/",
        "http://a b/",
        "http://[",
        "a.example",
    ],
)
def test_these_are_no_web_addresses(text: str) -> None:
    assert not is_web_address(text) and find_link_fault(text) == "address"


def test_who_does_not_answer_is_said_not_to() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens
        assert fault_of(f"http://127.0.0.1:{taken.getsockname()[1]}/") == "no_answer"


def test_a_server_that_never_comes_to_its_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_request, "_SECONDS", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        assert fault_of(f"http://127.0.0.1:{silent.getsockname()[1]}/") == "no_answer"


def test_an_answer_that_drips_is_cut_off_also_where_connecting_took_long(
    website: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    class AtOnce(threading.Timer):
        """An alarm whose time is over as soon as it is set."""

        def start(self) -> None:
            self.function(*self.args)

    monkeypatch.setattr(link_request.threading, "Timer", AtOnce)
    assert fault_of(f"{website.base}/") == "no_answer"


class Nights:
    """The worker's job on a database, whose world clock a test moves; `faults` is what is found at each address."""

    def __init__(self, database: Database, files: EvidenceFiles) -> None:
        self.now, self.faults, self.asked = MORNING, dict[str, str](), list[str]()
        settings = SimpleNamespace(base_url="http://127.0.0.1:8000")
        self.shell: Any = SimpleNamespace(
            database=database, files=files, keys=KEYS, settings=settings, clock=SimpleNamespace(now=lambda: self.now)
        )
        self.job = LinkChecks(self.shell, self.look)

    def look(self, link: Link) -> str:
        self.asked.append(link.address)
        return self.faults.get(link.address, "")

    def check(self) -> LinkCheck:
        books = self.shell.database.read(lambda conn: load_link_checks(Books(conn, 1)))
        found: LinkCheck = books[GIVEN]
        return found


@pytest.fixture
def nights(database: Database, tmp_path: Any) -> Nights:
    small_agency(database)
    write(database, 1, SetItaAddress(YEAR, "report", GIVEN, 1, MORNING))
    return Nights(database, open_files(tmp_path.as_uri()))


def test_a_link_is_looked_at_once_a_night_and_fails_again_on_the_second(nights: Nights) -> None:
    nights.faults[GIVEN] = "404"
    assert [nights.job.check_night() for _ in range(3)] == [1, 0, 0]
    assert nights.check() == LinkCheck(GIVEN, date(2026, 11, 20), date(2026, 11, 20), "404")
    assert not nights.check().fails_again
    LinkChecks(nights.shell, nights.look).check_night()  # another worker, the same night
    assert not nights.check().fails_again
    nights.now = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)  # half past midnight in Bangkok
    assert nights.job.check_night() == 0
    nights.now += timedelta(hours=1)
    assert nights.job.check_night() == 1
    assert (
        nights.check() == LinkCheck(GIVEN, date(2026, 11, 21), date(2026, 11, 20), "404") and nights.check().fails_again
    )
    nights.faults.clear()
    nights.now += timedelta(days=1)
    nights.job.check_night()
    assert nights.check() == replace(nights.check(), failing_since=None, fault="")


def test_a_link_that_is_taken_away_is_forgotten(nights: Nights, database: Database) -> None:
    nights.job.check_night()
    write(database, 1, SetItaAddress(YEAR, "report", "", 1, MORNING))
    nights.now += timedelta(days=1)
    nights.job.check_night()
    assert database.read(lambda conn: load_link_checks(Books(conn, 1))) == {}


def test_what_fails_with_one_agency_does_not_keep_the_others_from_theirs(nights: Nights, database: Database) -> None:
    other = small_agency(database, "other")
    write(database, other, SetItaAddress(YEAR, "report", "https://other.example/", 8, MORNING))

    def look(link: Link) -> str:
        if link.address == GIVEN:
            raise RuntimeError("planted")
        return "404"

    with pytest.raises(ExceptionGroup):
        LinkChecks(nights.shell, look).check_night()
    assert database.read(lambda conn: len(load_link_checks(Books(conn, other)))) == 1


def test_a_worker_that_ends_looks_at_no_further_link_and_keeps_nothing_of_the_night(
    nights: Nights, database: Database
) -> None:
    other = small_agency(database, "other")
    write(database, other, SetItaAddress(YEAR, "report", "https://other.example/", 8, MORNING))
    asked: list[str] = []

    def look(link: Link) -> str:
        asked.append(link.address)
        job.stop_looking()
        return "404"

    job = LinkChecks(nights.shell, look)
    assert job.check_night() == 0
    assert len(asked) == 1
    for agency_id in (1, other):
        assert database.read(lambda conn, of=agency_id: load_link_checks(Books(conn, of))) == {}  # type: ignore[misc]
    assert nights.job.check_night() == 2
