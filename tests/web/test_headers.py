"""Headers, health, and what is let through without a form token."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from store.engine import Database, open_database
from tests.agency import small_agency
from tests.web.site import Site, form_token, site_on
from web import SIGNED_OTHERWISE


@pytest.mark.parametrize(
    "path", ["/admin/demo/", "/admin/demo/tasks/1", "/admin/nobody/", "/nowhere", "/healthz", "/assets/admin.css"]
)
def test_every_answer_carries_the_headers(admin: FlaskClient, path: str) -> None:
    headers = admin.get(path, buffered=True).headers
    policy = headers["Content-Security-Policy"]
    for part in (
        "default-src 'self'",
        "script-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'none'",
    ):
        assert part in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" not in headers
    if path.startswith("/admin"):
        assert headers["Cache-Control"] == "no-store"


def test_the_sign_in_page_is_kept_nowhere(site: Site) -> None:
    page = site.browser().get(site.link(1))
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_https_is_held_to_once_it_is_used(sqlite_database: Database, tmp_path: Path) -> None:
    small_agency(sqlite_database)
    site = site_on(sqlite_database, tmp_path, base_url="https://bot.example.go.th")
    assert "max-age=" in site.browser().get("/healthz").headers["Strict-Transport-Security"]


def test_errors_of_the_application_are_pages_in_thai(
    site: Site, admin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "ไม่พบหน้านี้" in admin.get("/nowhere").text
    monkeypatch.setattr("web.admin.now.load_tasks", lambda *_: 1 / 0)
    broken = admin.get("/admin/demo/")
    assert broken.status_code == 500
    assert "ระบบขัดข้อง" in broken.text and "โปรดแจ้งผู้ติดตั้งระบบ" in broken.text
    assert "ZeroDivision" not in broken.text
    assert broken.headers["Cache-Control"] == "no-store"


def test_only_a_form_that_has_grown_old_is_told_that_it_was_open_too_long(site: Site, admin: FlaskClient) -> None:
    path, old = "/admin/demo/reminders/holiday", "หน้านี้เปิดค้างไว้นานเกินไป"
    token = form_token(admin.get("/admin/demo/reminders"))
    fresh = site.signed_in(1)  # a browser whose form's session is over
    assert old in fresh.post(path, data={"csrf_token": token}).text
    assert old in admin.post(path, data={"csrf_token": token[:-2] + "xx"}).text
    for data in ({}, {"csrf_token": token, "day": "\0"}):
        answer = admin.post(path, data=data)
        assert answer.status_code == 400 and old not in answer.text and "ใช้ข้อมูลที่ส่งมาไม่ได้" in answer.text
    whole = admin.post(f"{path}/remove", data={"csrf_token": token})
    assert whole.status_code == 400 and "ส่งมาไม่ครบ" in whole.text


def test_only_lines_webhook_needs_no_form_token(site: Site) -> None:
    from bot.webhook import receive

    assert [f"{receive.__module__}.{receive.__name__}"] == list(SIGNED_OTHERWISE)
    free = Flask("free", static_folder=None)
    free.config["SECRET_KEY"] = "x"
    free.add_url_rule("/line/<slug>/webhook", "hook", receive, methods=["POST"])
    free.add_url_rule("/probe", "probe", lambda: "in", methods=["POST"])
    import web

    web.register(free, site.app.extensions["web"])
    assert free.test_client().post("/probe").status_code == 400
    # Past the form token's check it fails for want of what the bot brings.
    assert free.test_client().post("/line/demo/webhook").status_code == 500


def test_the_installation_says_how_it_is(everywhere: Site) -> None:
    assert everywhere.browser().get("/healthz").text == "ok\n"
    assert everywhere.browser().get("/readyz").status_code == 200


def test_it_is_not_ready_before_the_schema_is_current(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'empty.db'}")
    site = site_on(database, tmp_path)
    answer = site.browser().get("/readyz")
    assert answer.status_code == 503
    assert "tidtam migrate" in answer.text
    assert site.browser().get("/healthz").status_code == 200
    database.close()


def test_it_is_not_ready_while_the_database_does_not_answer(tmp_path: Path) -> None:
    database = open_database("postgresql+psycopg://nobody@127.0.0.1:9/none?connect_timeout=1")
    answer = site_on(database, tmp_path).browser().get("/readyz")
    assert answer.status_code == 503
    assert answer.text == "the database does not answer\n"
    database.close()
