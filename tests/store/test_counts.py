"""What processes count is one sum in the database, whichever of them wrote it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from bot.counting import save_counts
from domain.sending import Quota
from store.counts import COUNTS, EVENTS, REPORT_SECONDS, TURN_SECONDS, Counts, load_counts, load_job_runs, write_news
from store.engine import Database
from store.operations import find_least_quotas, load_quota_bands
from tests.agency import MORNING, small_agency


def write(database: Database, counts: Counts) -> None:
    news = counts.take_news()
    database.run(lambda conn: write_news(conn, news))


def test_two_processes_add_to_the_same_numbers(database: Database) -> None:
    for took in (0.004, 0.2, 99.0):
        process = Counts()
        process.add(EVENTS, "taken")
        process.time(TURN_SECONDS, took)
        write(database, process)
    found = database.read(load_counts)
    assert found["events", "taken", ""] == 3
    assert {bound: value for (name, _, bound), value in found.items() if name == "turn_seconds"} == {
        "0.005": 1,
        "0.25": 1,
        "+Inf": 1,
        "sum": pytest.approx(99.204),
    }


def test_many_processes_at_once_lose_nothing(database: Database) -> None:
    def one_process(_number: int) -> None:
        counts = Counts()
        for label in EVENTS.labels:
            counts.add(EVENTS, label)
        write(database, counts)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one_process, range(40)))
    found = database.read(load_counts)
    assert {found["events", label, ""] for label in EVENTS.labels} == {40}


def test_a_label_that_is_not_listed_makes_no_new_number() -> None:
    counts = Counts()
    counts.time(REPORT_SECONDS, 1, "สมชาย")
    counts.add(EVENTS, "U0123")
    assert set(counts.take_news().counts) == {("events", EVENTS.labels[-1], "")}


def test_what_the_database_does_not_take_is_kept_for_the_next_time(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    COUNTS.take_news()
    COUNTS.add(EVENTS, "taken")

    def fail(_work: Any) -> None:
        COUNTS.add(EVENTS, "taken")  # meanwhile
        raise DBAPIError("", {}, Exception())

    with monkeypatch.context() as patched:
        patched.setattr(sqlite_database, "run", fail)
        with pytest.raises(DBAPIError):
            save_counts(sqlite_database)
    save_counts(sqlite_database)
    assert sqlite_database.read(load_counts)["events", "taken", ""] == 2


def test_an_error_of_the_database_is_counted(sqlite_database: Database) -> None:
    COUNTS.take_news()
    with pytest.raises(DBAPIError):
        sqlite_database.run(lambda conn: conn.exec_driver_sql("SELECT nothing FROM nowhere"))
    assert COUNTS.take_news().counts == {("database_errors", "OperationalError", ""): 1}


def test_the_newest_news_of_an_account_and_of_a_job_count(database: Database) -> None:
    small_agency(database)
    small_agency(database, "other")
    first, second = Counts(), Counts()
    first.note_job("send", MORNING)
    first.note_quota(1, Quota(300, 290), MORNING)
    first.note_quota(2, Quota(None, 9), MORNING)
    write(database, first)
    second.note_job("send", MORNING + timedelta(minutes=1))
    second.note_quota(1, Quota(300, 300), MORNING)
    second.note_webhook(1, MORNING)
    write(database, second)
    assert database.read(load_job_runs) == {"send": MORNING + timedelta(minutes=1)}
    assert database.read(lambda conn: load_quota_bands(conn, MORNING)) == {"none": 1, "unlimited": 1}
    (least,) = database.read(lambda conn: find_least_quotas(conn, MORNING, 5))
    assert (least.slug, least.limit, least.left) == ("demo", 300, 0)
    assert database.read(lambda conn: find_least_quotas(conn, MORNING + timedelta(days=1), 5)) == ()
