"""`/metrics`: who may read it, what stands in it, and what never does."""

import subprocess
import sys
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import event, insert

from domain.sending import Quota
from store import tables
from store.counts import ALL, EVENTS, MESSAGES, TURN_SECONDS, Counts, write_news
from store.engine import Database
from tests.agency import MORNING, small_agency
from tests.web.site import METRICS_TOKEN, STAFF, Site, site_on
from web.public.metrics import NAMED_AGENCIES

BEARER = {"Authorization": f"Bearer {METRICS_TOKEN}"}


@pytest.fixture
def site(sqlite_database: Database, tmp_path: object) -> Site:
    small_agency(sqlite_database)
    return site_on(sqlite_database, tmp_path)  # type: ignore[arg-type]


def numbers(site: Site) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every number by its name and labels, as Prometheus itself reads them."""
    answer = site.browser().get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


def test_it_is_there_for_the_token_alone(site: Site) -> None:
    wrong = ({}, {"Authorization": METRICS_TOKEN}, {"Authorization": f"Bearer {METRICS_TOKEN}x"})
    for headers in (*wrong, {"Authorization": "Bearer ติดตาม".encode().decode("latin-1")}):
        answer = site.browser().get("/metrics", headers=headers)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_without_a_token_there_is_no_such_page(sqlite_database: Database, tmp_path: object) -> None:
    site = Site(sqlite_database, site_on(sqlite_database, tmp_path).files, metrics_token="")  # type: ignore[arg-type]
    for headers in ({}, {"Authorization": "Bearer "}, BEARER):
        assert site.browser().get("/metrics", headers=headers).status_code == 404


def test_what_was_counted_and_what_waits_stands_there(site: Site) -> None:
    counts = Counts()
    for took in (0.02, 0.2):
        counts.add(EVENTS, "taken")
        counts.time(TURN_SECONDS, took)
    counts.add(MESSAGES, "replied")
    counts.note_job("remind", MORNING - timedelta(seconds=40))
    counts.note_quota(1, Quota(300, 280), MORNING)
    news = counts.take_news()
    site.database.run(lambda conn: write_news(conn, news))
    _wait_in_outbox(site.database, minutes=3)
    found = numbers(site)
    assert found["tidtam_events_total", (("outcome", "taken"),)] == 2
    assert found["tidtam_events_total", (("outcome", "failed"),)] == 0
    assert found["tidtam_messages_total", (("outcome", "replied"),)] == 1
    assert found["tidtam_turn_seconds_bucket", (("le", "0.025"),)] == 1
    assert found["tidtam_turn_seconds_bucket", (("le", "+Inf"),)] == found["tidtam_turn_seconds_count", ()] == 2
    assert found["tidtam_turn_seconds_sum", ()] == pytest.approx(0.22)
    assert (found["tidtam_outbox_waiting", ()], found["tidtam_outbox_age_seconds", ()]) == (1, 180)
    assert found["tidtam_outbox_overdue_seconds", ()] == 60
    assert found["tidtam_worker_job_age_seconds", (("job", "remind"),)] == 40
    assert found["tidtam_quota_left", (("agency", "demo"),)] == 20
    assert found["tidtam_quota_accounts", (("left", "to_a_tenth"),)] == 1


def test_its_length_and_its_statements_do_not_grow_with_the_agencies(site: Site) -> None:
    few, statements = len(numbers(site)), _count_statements(site)
    counts = Counts()
    for number in range(2, 1002):
        counts.note_quota(number, Quota(300, number % 301), MORNING)
    news = counts.take_news()
    of_first = {"name": "ก", "place": "", "layout": {}, "signatories": [], "created_at": MORNING, "revision": 0}
    more = [{**of_first, "slug": f"agency-{number}", "id": number} for number in range(2, 1002)]
    site.database.run(lambda conn: conn.execute(insert(tables.agencies), more))
    site.database.run(lambda conn: write_news(conn, news))
    assert len(numbers(site)) <= few + NAMED_AGENCIES + 6
    assert _count_statements(site) == statements


def test_nobody_and_nothing_that_was_said_stands_there(site: Site) -> None:
    _wait_in_outbox(site.database, minutes=3)
    told = site.browser().get("/metrics", headers=BEARER).text
    for never in (STAFF, "U-secret", "ข้อความลับ", "ทุ่งตัวอย่าง", METRICS_TOKEN):
        assert never not in told
    assert told.count("# HELP") == len(ALL) + 10


def _wait_in_outbox(database: Database, minutes: int) -> None:
    """A message written so long ago, due two minutes later."""
    created = MORNING - timedelta(minutes=minutes)
    row = {"agency_id": 1, "line_user": "U-secret", "dedup_key": "x", "retry_key": "k", "state": "waiting"}
    times = {"created_at": created, "next_at": created + timedelta(minutes=2)}
    rest = {"messages": ["ข้อความลับ"], "expendable": False, "leased": False, "attempts": 0, "outcome_unknown": False}
    database.run(lambda conn: conn.execute(insert(tables.outbox), {**row, **times, **rest}))


def _count_statements(site: Site) -> int:
    seen: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(site.database.reader, "before_cursor_execute", note)
    try:
        numbers(site)
    finally:
        event.remove(site.database.reader, "before_cursor_execute", note)
    return len(seen)


def test_the_library_is_loaded_by_nobody_who_does_not_ask() -> None:
    """The first page waits for nothing: it is 0.07 s of CPU."""
    code = "import sys, bot.app; print('prometheus_client' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "False"
