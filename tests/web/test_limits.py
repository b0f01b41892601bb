"""Who tries too often waits, by a page that says so; whoever has the right link or LINE's signature never does."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from store import tables
from store.attempts import Limit, Waiting, count_attempt, end_of, forget_attempts
from store.engine import Database
from tests.agency import KEYS, MORNING, small_agency
from tests.web.site import Site, form_token, site_on
from web.limits import LIMITED, UNSIGNED
from web.public.code_sign_in import CODE_LIVES

LINK = "/admin/sign-in/demo/{}"


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    small_agency(sqlite_database)
    return site_on(sqlite_database, tmp_path)


def press(browser: FlaskClient, path: str, address: str = "198.51.100.7") -> TestResponse:
    data = {"csrf_token": form_token(browser.get(path))}
    return browser.post(path, data=data, headers={"X-Forwarded-For": address})


def count_rows(site: Site) -> int:
    return int(site.database.read(lambda conn: conn.execute(select(func.sum(tables.attempts.c.tries))).scalar()) or 0)


def test_wrong_links_are_answered_so_often_and_the_right_one_always(site: Site) -> None:
    rule, browser = LIMITED["POST", "entrance.sign_in"], site.browser()
    for number in range(rule.limit.most):
        assert press(browser, LINK.format(f"wrong{number}")).status_code == 410
    refused = press(browser, LINK.format("wrong"))
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")
    assert "มีการส่งคำขอถี่เกินไป" in refused.text and "โปรดรอ" in refused.text
    assert "Content-Security-Policy" in refused.headers
    assert press(site.browser(), site.link(1)).status_code == 303  # from the same address
    assert press(browser, LINK.format("wrong"), "198.51.100.8").status_code == 410
    site.now += timedelta(minutes=10)
    assert press(browser, LINK.format("wrong")).status_code == 410


def test_one_network_of_ipv6_is_one_who_tries(site: Site) -> None:
    browser = site.browser()
    for number in range(LIMITED["POST", "entrance.sign_in"].limit.most):
        press(browser, LINK.format("wrong"), f"2001:db8:7:{number:x}::{number:x}")
    assert press(browser, LINK.format("wrong"), "2001:db8:7:ffff::1").status_code == 429
    assert press(browser, LINK.format("wrong"), "2001:db8:8::1").status_code == 410


def test_unknown_codes_of_reports_are_answered_so_often(site: Site) -> None:
    browser, most = site.browser(), LIMITED["GET", "public.show_version"].limit.most
    answers = [browser.get("/verify/AAAA-AAAA-AAAA").status_code for _ in range(most + 1)]
    assert answers == [404] * most + [429]
    assert browser.get("/verify/").status_code == 200


def test_going_on_over_the_limit_costs_the_database_nothing(site: Site) -> None:
    browser, most = site.browser(), LIMITED["GET", "public.show_version"].limit.most
    for _ in range(most + 50):
        browser.get("/verify/AAAA-AAAA-AAAA")
    assert count_rows(site) == most + 1


def test_no_address_is_kept(site: Site) -> None:
    press(site.browser(), LINK.format("wrong"))
    row = site.database.read(lambda conn: conn.execute(select(tables.attempts)).one())
    assert "198.51.100" not in str(row)
    assert row.key_hash == KEYS.sign("attempts", "wrong-link", "198.51.100.7")  # a bare hash of an address is guessed


def test_what_is_limited_is_there() -> None:
    """Each rule names an address of ours."""
    from tests.pages import pages

    known = {(method, rule.endpoint) for rule in pages(False).url_map.iter_rules() for method in rule.methods or ()}
    assert set(LIMITED) <= known
    assert LIMITED["POST", "code_entrance.make_code"].limit.within == CODE_LIVES
    names = [rule.limit.name for rule in dict.fromkeys(LIMITED.values())]
    assert len({*names, UNSIGNED.name}) == len(names) + 1


def test_tries_are_counted_by_all_processes_and_forgotten(database: Database) -> None:
    limit = Limit("x", 2, timedelta(minutes=5))
    for expected in (None, None, end_of(limit, MORNING)):
        assert database.run(lambda conn: count_attempt(conn, limit, "k", MORNING)) == expected
    assert database.run(lambda conn: count_attempt(conn, limit, "other", MORNING)) is None
    later = end_of(limit, MORNING)
    assert database.run(lambda conn: count_attempt(conn, limit, "k", later)) is None
    assert database.run(lambda conn: forget_attempts(conn, later + timedelta(seconds=1))) == 2


def test_a_process_remembers_no_more_than_so_many() -> None:
    waiting = Waiting()
    for number in range(10_500):
        waiting.keep(("x", str(number)), MORNING + timedelta(minutes=1), MORNING)
    assert waiting.find_end(("x", "9999"), MORNING) and not waiting.find_end(("x", "10499"), MORNING)
    later = MORNING + timedelta(minutes=2)
    waiting.keep(("x", "new"), later + timedelta(minutes=1), later)
    assert waiting.find_end(("x", "new"), later)
