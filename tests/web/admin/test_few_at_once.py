"""Pages that read or make whole documents leave most threads to LINE: beyond few, they say so at once."""

import pytest
from flask.testing import FlaskClient

from reports.turns import Turns
from tests.web.site import Site, form_token
from web.admin import few_at_once

REPORT = "/admin/demo/report/2570/first_half"


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Turns:
    """The turns, of which none can be had while one is taken."""
    turns = Turns(makers=1, waiting=0, longest=0)
    monkeypatch.setattr(few_at_once, "_TURNS", turns)
    return turns


@pytest.mark.parametrize("page", [f"{REPORT}.xlsx", f"{REPORT}.docx", f"{REPORT}.zip"])
def test_a_document_beyond_few_is_not_begun_and_the_page_says_so(
    site: Site, admin: FlaskClient, busy: Turns, page: str
) -> None:
    site.reply(1, site.tasks(1)[0], result="เผยแพร่แล้ว")
    with busy.turn():
        answer = admin.get(page)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "20")
    assert "ขณะนี้มีผู้ใช้งานจำนวนมาก" in answer.text


@pytest.mark.parametrize(
    "page",
    [
        "plan/read",
        "plan/copy",
        "plan/draft/x",
        "people/add",
        "layout/learn",
        "layout/learn/again",
        "layout/learn/save",
    ],
)
def test_reading_beyond_few_is_not_begun(admin: FlaskClient, busy: Turns, page: str) -> None:
    address, sent = f"/admin/demo/{page}", {"csrf_token": form_token(admin.get("/admin/demo/plan")), "year": "2570"}
    with busy.turn():
        assert admin.post(address, data=sent).status_code == 503
    assert admin.post(address, data=sent).status_code < 500


def test_a_page_that_only_shows_is_never_kept_waiting(admin: FlaskClient, busy: Turns) -> None:
    with busy.turn():
        assert admin.get("/admin/demo/plan").status_code == 200
