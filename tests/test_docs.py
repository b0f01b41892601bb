"""Docs that would lag: every setting stands in .env.sample, every command in the command line."""

import re
from pathlib import Path

from bot.cli import COMMANDS

ROOT = Path(__file__).parent.parent
_READ = re.compile(r"""env(?:iron)?(?:\.get\(|\[)\s*["']([A-Z_]+)["']|_whole\(env, "([A-Z_]+)\"""")


def settings_read() -> set[str]:
    """The names of all environment settings that the code reads."""
    files = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "web").rglob("*.py"), ROOT / "gunicorn.conf.py"]
    found = {name for path in files for pair in _READ.findall(path.read_text("utf-8")) for name in pair if name}
    return found - {"BIND", "CI", "DISPLAY", "WAYLAND_DISPLAY"}  # what a machine says of itself is no setting


def test_every_setting_stands_in_the_sample() -> None:
    listed = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.sample").read_text("utf-8"), re.MULTILINE))
    assert settings_read() == listed


def test_each_test_that_the_page_on_security_names_is_there() -> None:
    text = (ROOT / "docs" / "security.md").read_text("utf-8")
    named = [(path, name) for path, name in re.findall(r"`(tests/\S+\.py)`: `(test_\w+)`", text)]
    assert len(named) > 30
    lacking = [name for path, name in named if f"def {name}(" not in (ROOT / path).read_text("utf-8")]
    assert lacking == []
    assert len(named) == text.count("`test_")


def test_the_readme_shows_only_commands_that_exist() -> None:
    shown = set(re.findall(r"\btidtam ([a-z]+)\b", (ROOT / "README.md").read_text("utf-8")))
    assert shown
    assert shown <= set(COMMANDS)
