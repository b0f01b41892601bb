"""What `tidtam demo` says and opens on the machine it runs on."""

import sys
import webbrowser
from pathlib import Path

import pytest

from bot import demo

PHONES = "http://127.0.0.1:5800/"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was opened with, on a desk with a screen."""
    found: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: not found.append(address))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    return found


def test_the_phones_are_opened_on_a_desk(opened: list[str]) -> None:
    assert demo.open_phones(PHONES)
    assert opened == [PHONES]


def test_nothing_is_opened_without_a_screen_in_ci_or_into_a_file(
    opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as ci:
        ci.setenv("CI", "true")
        assert not demo.open_phones(PHONES)
    with monkeypatch.context() as headless:
        headless.delenv("DISPLAY")
        headless.delenv("WAYLAND_DISPLAY", raising=False)
        headless.setattr(sys, "platform", "linux")
        assert not demo.open_phones(PHONES)
    with monkeypatch.context() as piped:
        piped.setattr(sys.stdout, "isatty", lambda: False, raising=False)
        assert not demo.open_phones(PHONES)
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
