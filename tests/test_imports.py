"""The table of who may import whom, held by reading the imports of every file."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Each room may import itself and these.
MAY_IMPORT: dict[str, frozenset[str]] = {
    "thai": frozenset(),
    "simulator": frozenset(),
    "domain": frozenset({"thai"}),
    "handlers": frozenset({"thai", "domain"}),
    "store": frozenset({"thai", "domain"}),
    "checks": frozenset({"thai", "domain"}),
    "intake": frozenset({"thai", "domain", "store", "checks"}),
    "reports": frozenset({"thai", "domain", "store", "checks"}),
    "reminders": frozenset({"thai", "domain", "store", "checks"}),
    "web": frozenset({"thai", "domain", "store", "reports", "intake", "reminders", "checks"}),
}
ROOMS = frozenset(MAY_IMPORT) | {"bot"}
MAY_IMPORT["bot"] = ROOMS

# A decision knows no framework, no network, no disk, no clock and no chance.
NOT_IN_HANDLERS = frozenset(
    "flask flask_wtf werkzeug jinja2 sqlalchemy alembic linebot apscheduler os io pathlib shutil tempfile sqlite3 "
    "subprocess socket ssl http urllib urllib3 requests threading multiprocessing asyncio time random secrets".split()
)
NOT_CALLED_IN_HANDLERS = frozenset({"open", "input", "print", "uuid.uuid1", "uuid.uuid4"})
# Only bot/clock.py reads time; the simulator stands in for LINE and has a clock of its own.
CLOCK_READINGS = frozenset(
    {f"{prefix}{name}" for prefix in ("", "datetime.") for name in ("datetime.now", "datetime.utcnow", "date.today")}
    | {"datetime.today", "datetime.datetime.today"}
)
HAS_A_CLOCK = frozenset({"bot/clock.py"})


def python_files(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every absolute import, wherever in the file it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module


def called(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything that is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def forbidden_imports(room: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    for line, name in imported(tree):
        top = name.partition(".")[0]
        if top == "tests" or (top in ROOMS and top != room and top not in MAY_IMPORT[room]):
            yield line, f"{room} may not import {name}"
        if room == "handlers" and top in NOT_IN_HANDLERS:
            yield line, f"handlers decide, they may not import {name}"


def forbidden_calls(room: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    for line, name in called(tree):
        if room != "simulator" and name in CLOCK_READINGS:
            yield line, f"only bot/clock.py reads time, not {name}()"
        if room == "handlers" and name in NOT_CALLED_IN_HANDLERS:
            yield line, f"handlers decide, they may not call {name}()"


def complaints(room: str) -> list[str]:
    found = []
    for path in python_files(room):
        name, tree = path.relative_to(ROOT).as_posix(), tree_of(path)
        found += [f"{name}:{line}: {what}" for line, what in forbidden_imports(room, tree)]
        if name not in HAS_A_CLOCK:
            found += [f"{name}:{line}: {what}" for line, what in forbidden_calls(room, tree)]
    return found


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_imports_only_what_the_table_allows(room: str) -> None:
    found = complaints(room)
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(("house", "other"), [("admin", "public"), ("public", "admin")])
def test_the_admins_pages_and_the_public_ones_know_nothing_of_each_other(house: str, other: str) -> None:
    paths = sorted((ROOT / "web" / house).rglob("*.py"))
    assert paths
    assert not [path.name for path in paths for _, name in imported(tree_of(path)) if name.startswith(f"web.{other}")]


def test_what_both_share_knows_neither_but_for_what_registers_them() -> None:
    shared = [path for path in (ROOT / "web").glob("*.py") if path.name != "__init__.py"]
    assert shared
    houses = ("web.admin", "web.public")
    assert not [path.name for path in shared for _, name in imported(tree_of(path)) if name.startswith(houses)]


def test_every_package_of_ours_stands_in_the_table() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"tests"} <= ROOMS


def test_locale_is_no_package_that_could_hide_the_standard_library() -> None:
    assert not list((ROOT / "locale").rglob("*.py"))


@pytest.mark.parametrize(
    ("room", "source", "line"),
    [
        ("thai", "import domain.plan", 1),
        ("simulator", "\nfrom thai import digits", 2),
        ("domain", "def late():\n    from store import apply", 2),
        ("handlers", "import os.path", 1),
        ("handlers", "from flask import request", 1),
        ("handlers", "from store.apply import apply", 1),
        ("web", "import bot.clock", 1),
        ("bot", "from tests import conftest", 1),
    ],
)
def test_a_forbidden_import_is_found_with_its_line(room: str, source: str, line: int) -> None:
    assert [place for place, _ in forbidden_imports(room, ast.parse(source))] == [line]


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("store", "from datetime import datetime\nnow = datetime.now(UTC)"),
        ("handlers", "import datetime\nnow = datetime.date.today()"),
        ("handlers", "\nfile = open('x')"),
    ],
)
def test_a_forbidden_call_is_found_with_its_line(room: str, source: str) -> None:
    assert [place for place, _ in forbidden_calls(room, ast.parse(source))] == [2]


def test_what_the_table_allows_is_not_complained_of() -> None:
    source = "import datetime\nfrom . import flows\nfrom domain.plan import Plan\nfrom handlers import advance"
    assert not list(forbidden_imports("handlers", ast.parse(source)))
    assert not list(forbidden_imports("bot", ast.parse("import web, handlers, simulator")))
