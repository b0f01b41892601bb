"""Full turns: a signed event in, its 200, its turn committed, its reply delivered; ours beside the echo bot."""

import time
from dataclasses import dataclass, replace
from pathlib import Path

from store.engine import open_database
from tests.bench.load import Load, Loaded, run_load
from tests.bench.office import KEYS, SLUG, make_office, saved_updates
from tests.bench.servers import THREADS, Server, gunicorn, line_stub, tree_cpu_seconds
from tests.bench.walk import SECRET, user_id

PEOPLE, WARMING = 200, 16
LATE_AFTER = 5.0


@dataclass(frozen=True, slots=True)
class Run:
    """One run's figures; `late` are events whose reply had not come 5 s after the last event."""

    turns: int
    late: int
    turns_a_second: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    database_cpu_us: float
    client_load: float
    wrong: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """True where every event was answered as it should be, in time."""
        return not self.late and not self.wrong


def echo_run(delay: float, workers: int, seconds: float) -> Run:
    """The echo bot under the load."""
    with line_stub(delay) as line:
        env = {"LINE_API_HOST": f"http://127.0.0.1:{line.port}", "BENCH_SECRET": SECRET}
        with gunicorn("tests.bench.echo_bot:app", env, workers) as bot:
            users = [user_id(number) for number in range(WARMING + PEOPLE)]
            return _measure(bot, line, "/callback", users, seconds)[0]


def our_run(url: str, delay: float, workers: int, seconds: float, folder: Path, postmaster: int | None = None) -> Run:
    """Tidtam under the load, on a database that is filled for it; every report saved must be in it afterwards."""
    users = make_office(url, WARMING + PEOPLE)
    with line_stub(delay) as line, gunicorn("bot.app:create_app()", server_env(url, line, folder), workers) as bot:
        run, saves = _measure(bot, line, f"/line/{SLUG}/webhook", users, seconds, postmaster)
    found = _saved(url)
    if found == saves:
        return run
    return replace(run, wrong=(*run.wrong, f"{found} reports saved instead of {saves}"))


def server_env(url: str, line: Server, folder: Path) -> dict[str, str]:
    """The settings of a web process or a command on the database, with that stand-in for LINE."""
    return {
        "DATABASE_URL": url,
        "SECRET_KEY": KEYS.secrets[0],
        "LINE_API_HOST": f"http://127.0.0.1:{line.port}",
        "EVIDENCE_URL": (folder / "evidence").as_uri(),
        "TIDTAM_VAR": str(folder),
        "WEB_THREADS": str(THREADS),
        "LOG_LEVEL": "ERROR",
    }


def _measure(
    bot: Server, line: Server, path: str, users: list[str], seconds: float, postmaster: int | None = None
) -> tuple[Run, int]:
    """The run after a warming up, and how many reports both have saved."""
    warm = run_load(Load(bot.port, path, users[:WARMING], seconds / 2, "warm"))
    _wait_for_replies(line, warm.answered, warm.last + 30)
    before, cpu, database_cpu = line.replies(), bot.cpu_seconds(), _cpu(postmaster)
    loaded = run_load(Load(bot.port, path, users[WARMING:], seconds, "load"))
    _wait_for_replies(line, before.replies + loaded.answered, loaded.last + LATE_AFTER)
    after = line.replies()
    cpu, database_cpu = bot.cpu_seconds() - cpu, _cpu(postmaster) - database_cpu
    turns = max(1, loaded.answered)
    return Run(
        turns=loaded.answered,
        late=before.replies + loaded.answered - after.replies,
        turns_a_second=loaded.answered / (max(after.last, loaded.last) - loaded.first),
        p50_ms=loaded.p50_ms,
        p99_ms=loaded.p99_ms,
        cpu_us=cpu / turns * 1e6,
        database_cpu_us=database_cpu / turns * 1e6,
        client_load=loaded.client_cpu / (loaded.last - loaded.first),
        wrong=_wrong(loaded, after.again, after.others),
    ), warm.saves + loaded.saves


def _wrong(loaded: Loaded, again: int, others: int) -> tuple[str, ...]:
    counted = {"answers other than 200": loaded.refused, "replies sent twice": again, "calls not replies": others}
    return tuple(f"{name}: {number}" for name, number in counted.items() if number)


def _wait_for_replies(line: Server, expected: int, until: float) -> None:
    while line.replies().replies < expected and time.monotonic() < until:
        time.sleep(0.05)


def _cpu(pid: int | None) -> float:
    return tree_cpu_seconds(pid) if pid else 0.0


def _saved(url: str) -> int:
    database = open_database(url)
    try:
        return saved_updates(database)
    finally:
        database.close()
