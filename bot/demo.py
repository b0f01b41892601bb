"""`tidtam demo`: the simulator, the web process and the worker with a sample agency, on this machine alone."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from types import FrameType

import click
import urllib3
from sqlalchemy import make_url

from bot.commands.books import one_person, within
from bot.commands.people import invite_people
from bot.demo_agency import ADMIN, NAME, SLUG, STAFF, SUPERVISOR, YEAR, make_demo_agency
from bot.demo_place import keep_demo_place
from bot.line import Credentials
from bot.problem import Problem
from bot.settings import Settings, demo_file, read_settings
from bot.shell import open_shell
from simulator.client import Simulator
from store.badges import badge_menus, badges, drop_badge_menu, set_badge
from store.books import Books
from store.migrate import UnknownSchema, migrate
from thai.fiscal import RoundKind
from web.installation.entrance import make_installation_address
from web.port import DemoPlace

CREDENTIALS = Credentials("1234567890", "simulator-secret")
STARTS_WITHIN = 300.0  # seconds; a slow and busy machine takes its time, and a process that ends is seen at once


def run_demo(port: int, simulator_port: int, reset: bool, browser: bool = True) -> None:
    """Run until interrupted; raises Problem where a port is taken or a process does not start."""
    for number, option in ((port, "--port"), (simulator_port, "--simulator-port")):
        if _taken(number):
            raise Problem(f"port {number} is taken: stop what uses it, or choose another with {option}")
    with _only_demo():
        _run(port, simulator_port, reset, browser)


def _run(port: int, simulator_port: int, reset: bool, browser: bool) -> None:
    settings = _demo_settings(port, simulator_port)
    if reset:
        _reset(settings)
    try:
        migrate(settings.database_url)
    except UnknownSchema as error:
        raise Problem("the demo here was made by another version of Tidtam: begin anew with --reset") from error
    running: list[subprocess.Popen[bytes]] = []
    _stop_in_order()
    try:
        start = _last_instant(settings)
        running.append(_start("-m", "simulator", "--port", str(simulator_port), *(["--start", start] if start else [])))
        _wait_for(f"{settings.line_api}/_sim/clock", running)
        code, first_visit = _prepare(settings)
        phones = f"{settings.line_api}/"
        keep_demo_place(DemoPlace(SLUG, YEAR, RoundKind.FIRST_HALF, phones, STAFF, ADMIN, code or ""))
        running.append(_start("-m", "bot.commands", "serve", "--port", str(port)))
        running.append(_start("-m", "bot.commands", "worker"))
        _wait_for(f"{settings.base_url}/readyz", running)
        click.echo(_welcome(settings, code, first_visit))
        if browser:
            open_page(f"{settings.base_url}/demo/")
        _watch(settings, running)
    except KeyboardInterrupt:
        click.echo("stopping …")
    finally:
        _stop(running)


@contextlib.contextmanager
def _only_demo() -> Iterator[None]:
    """Hold the folder: another demo in it would take the settings, or with --reset the database, from under this."""
    kept = demo_file().with_name("demo-lock")
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Problem(f"a demo runs in {kept.parent} already: stop it, or set TIDTAM_VAR to another") from error
        yield


def _demo_settings(port: int, simulator_port: int) -> Settings:
    """The demo's settings, kept in a file so that `tidtam …` in another window uses the same."""
    simulator = f"http://127.0.0.1:{simulator_port}"
    kept = demo_file()
    old = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    values = {
        "SECRET_KEY": os.environ.get("SECRET_KEY") or old.get("SECRET_KEY") or secrets.token_urlsafe(32),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "LINE_API_HOST": simulator,
        "CLOCK_URL": f"{simulator}/_sim/clock",
    }
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_text(json.dumps(values, indent=1), "utf-8")
    os.environ.update(values)
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    return read_settings()


def _reset(settings: Settings) -> None:
    """Forget the database and the evidence of earlier runs."""
    if not settings.is_sqlite:
        raise Problem("--reset works on the demo's own SQLite database only: empty DATABASE_URL yourself")
    database = Path(str(make_url(settings.database_url).database))
    for path in database.parent.glob(database.name + "*"):
        path.unlink()
    if settings.evidence_url.startswith("file://"):
        shutil.rmtree(settings.evidence_url.removeprefix("file://"), ignore_errors=True)
    _instant_file().unlink(missing_ok=True)


def _prepare(settings: Settings) -> tuple[str | None, str]:
    """Make the agency where it is missing; a code for the officer who has not enrolled yet, a link to the set-up."""
    shell = open_shell(settings)
    try:
        with Simulator(settings.line_api) as simulator:
            for person in ("สมชาย (เจ้าหน้าที่)", "สมหญิง (หัวหน้า)", "มานี (ผู้ดูแล)"):
                simulator.call("DELETE", f"people/{simulator.person(person).id}")
            make_demo_agency(shell, simulator)
        within(shell, SLUG, _forget_menus, writes=True)
        shell.line.set_webhook(CREDENTIALS, f"{settings.base_url}/line/{SLUG}/webhook")
        enrolled = within(shell, SLUG, lambda books: one_person(books, STAFF)).line_user is not None
        code = None if enrolled else str(invite_people(shell, SLUG, STAFF)[0]["code"])
        return code, make_installation_address(settings.base_url, shell.keys, shell.clock.now())
    finally:
        shell.close()


def _forget_menus(books: Books) -> None:
    """Of the rich menus of an earlier run the simulator, which is new, knows nothing."""
    for number in badge_menus(books):
        drop_badge_menu(books, number)
    for user in badges(books):
        set_badge(books, user, 0)


def _start(*arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen((sys.executable, *arguments), start_new_session=True)  # noqa: S603  (our own modules)


def _wait_for(address: str, running: list["subprocess.Popen[bytes]"]) -> None:
    http, until = urllib3.PoolManager(retries=False), time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        if any(process.poll() is not None for process in running):
            raise Problem("a process of the demo stopped while starting; its message stands above")
        with contextlib.suppress(urllib3.exceptions.HTTPError):
            if http.request("GET", address, timeout=2.0).status == 200:
                return
        time.sleep(0.1)
    raise Problem(f"{address} did not answer within {STARTS_WITHIN:.0f} s")


def _watch(settings: Settings, running: list["subprocess.Popen[bytes]"]) -> None:
    """Wait, keeping the simulated instant, so that the next run goes on from it."""
    http = urllib3.PoolManager(retries=False)
    try:
        while all(process.poll() is None for process in running):
            time.sleep(1)
            _keep_instant(settings, http)
    except KeyboardInterrupt:
        _keep_instant(settings, http)
        raise
    raise Problem("a process of the demo stopped; its message stands above")


def _keep_instant(settings: Settings, http: urllib3.PoolManager) -> None:
    with contextlib.suppress(urllib3.exceptions.HTTPError, ValueError, KeyError):
        told = json.loads(http.request("GET", f"{settings.line_api}/_sim/clock", timeout=2.0).data)
        _instant_file().write_text(str(told["now"]), "utf-8")


def _last_instant(settings: Settings) -> str | None:
    """Where the clock of an earlier run stood: the world does not go back."""
    kept = _instant_file()
    database = Path(str(make_url(settings.database_url).database)) if settings.is_sqlite else None
    if not kept.exists() or (database is not None and not database.exists()):
        return None
    text = kept.read_text("utf-8").strip()
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return None
    return text


def _instant_file() -> Path:
    return demo_file().with_name("demo-clock")


def _stop(running: list["subprocess.Popen[bytes]"]) -> None:
    """End the simulator, which was started first, last: the others may be calling it."""
    _stop_processes(running[1:])
    _stop_processes(running[:1])


def _stop_processes(processes: list["subprocess.Popen[bytes]"]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _stop_in_order() -> None:
    """Let a closed window (SIGHUP) and `kill` end the demo like Ctrl-C: its processes are in sessions of their own."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def open_page(address: str) -> bool:
    """True where a browser was opened with the page: where there is a screen to show it, and nobody said not to."""
    quiet = os.environ.get("CI") or not sys.stdout.isatty()
    shown = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if quiet or not shown:
        return False
    with contextlib.suppress(webbrowser.Error):
        return webbrowser.open(address)
    return False


def tidtam_command() -> str:
    """How `tidtam` is called from this folder: by its name where that is on the PATH, else where it lies."""
    if shutil.which("tidtam"):
        return "tidtam"
    beside = Path(sys.executable).with_name("tidtam")
    try:
        return str(beside.relative_to(Path.cwd()))
    except ValueError:
        return str(beside)


def _welcome(settings: Settings, code: str | None, first_visit: str) -> str:
    enrol = f"{STAFF}: type the invite code {code} in the chat" if code else f"{STAFF}: enrolled already; type งาน"
    lines: Mapping[str, str] = {
        "phones": f"{settings.line_api}/",
        "home": f"{settings.base_url}/",
        "admin": f"{settings.base_url}/admin/   ({ADMIN} types เว็บ, or {tidtam_command()} login {SLUG} p1)",
        "officer": enrol,
        "head": f"{SUPERVISOR}: enrolled; type ภาพรวม",
        "set up": f"{first_visit}   (another agency from nothing; once, within 10 minutes)",
        "report": f"{tidtam_command()} report {SLUG} --year {YEAR} --round first_half --to report.pdf",
    }
    told = "\n".join(f"  {name:8} {text}" for name, text in lines.items())
    return (
        f"Begin here: {settings.base_url}/demo/   (seven things to try, ticked off as they happen)\n\n"
        f"Tidtam demo of {NAME}\n{told}\n\nCtrl-C stops it; what was said is kept. "
        f"`{tidtam_command()} demo --reset` begins anew."
    )
