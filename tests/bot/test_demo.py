"""What `tidtam demo` says and opens on the machine it runs on, and what its page is told."""

import sys
import webbrowser
from pathlib import Path

import pytest
from sqlalchemy import Connection

import simulator
from bot import demo
from bot.demo_agency import ADMIN, SLUG, STAFF, YEAR, make_demo_agency
from bot.demo_place import keep_demo_place, load_demo_place
from bot.settings import Settings, read_settings
from bot.shell import open_shell
from store.books import open_books
from store.demo_steps import find_done_steps
from store.migrate import migrate
from thai.fiscal import RoundKind
from web.port import DemoPlace

PAGE = "http://127.0.0.1:8000/demo/"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was opened with, on a desk with a screen."""
    found: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: not found.append(address))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    return found


def test_the_page_is_opened_on_a_desk(opened: list[str]) -> None:
    assert demo.open_page(PAGE)
    assert opened == [PAGE]


def test_nothing_is_opened_without_a_screen_in_ci_or_into_a_file(
    opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as ci:
        ci.setenv("CI", "true")
        assert not demo.open_page(PAGE)
    with monkeypatch.context() as headless:
        headless.delenv("DISPLAY")
        headless.delenv("WAYLAND_DISPLAY", raising=False)
        headless.setattr(sys, "platform", "linux")
        assert not demo.open_page(PAGE)
    with monkeypatch.context() as piped:
        piped.setattr(sys.stdout, "isatty", lambda: False, raising=False)
        assert not demo.open_page(PAGE)
    assert opened == []


def test_the_commands_printed_are_on_the_path_or_named_where_they_lie(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / ".venv/bin/python"))
    monkeypatch.chdir(tmp_path)
    assert demo.tidtam_command() == ".venv/bin/tidtam"
    monkeypatch.chdir("/")
    assert demo.tidtam_command() == f"{str(tmp_path).lstrip('/')}/.venv/bin/tidtam"
    (tmp_path / "tidtam").touch(mode=0o755)
    assert demo.tidtam_command() == "tidtam"


def _find_done(conn: Connection) -> frozenset[str]:
    books = open_books(conn, SLUG)
    assert books
    return find_done_steps(books)


def settings_in(folder: Path, line: str, clock: str | None) -> Settings:
    env = {"TIDTAM_VAR": str(folder), "SECRET_KEY": "a-secret-for-tests-only", "LINE_API_HOST": line}
    return read_settings(env | ({"CLOCK_URL": clock} if clock else {}))


def test_the_sample_agency_ticks_nothing_on_the_demos_page(tmp_path: Path) -> None:
    with simulator.running() as phones:
        settings = settings_in(tmp_path, phones.url, f"{phones.url}/_sim/clock")
        migrate(settings.database_url)
        shell = open_shell(settings)
        try:
            assert make_demo_agency(shell, phones)
            assert shell.database.read(_find_done) == frozenset()
        finally:
            shell.close()


def test_the_page_is_told_of_the_demo_and_nothing_where_none_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIDTAM_VAR", str(tmp_path))
    line = "http://127.0.0.1:5800"
    running = settings_in(tmp_path, line, f"{line}/_sim/clock")
    assert load_demo_place(running) is None, "an installation on the simulator that no demo made"
    place = DemoPlace(SLUG, YEAR, RoundKind.FIRST_HALF, f"{line}/", STAFF, ADMIN, "ABCD2345")
    keep_demo_place(place)
    assert load_demo_place(running) == place
    (kept,) = tmp_path.iterdir()
    assert kept.stat().st_mode & 0o077 == 0, "the code is for whoever runs the demo"
    assert load_demo_place(settings_in(tmp_path, "https://api.line.me", None)) is None, "the same folder in production"
