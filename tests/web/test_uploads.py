"""What is sent is read only of somebody who may send it, and only up to its size; all forms of the URL map."""

import io
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.site import Site
from thai.fiscal import RoundKind
from web.admin.round_pages import CHANGE

_VALUES = {
    "item": "measures",
    "slug": "demo",
    "year": 2570,
    "kind": RoundKind.FIRST_HALF,
    "task_id": 1,
    "person_id": 1,
    "unit_id": 1,
    "group_id": 1,
    "what": CHANGE,
}


class Unread(io.RawIOBase):
    """A body that remembers how many of its bytes were read."""

    def __init__(self, size: int) -> None:
        self.left, self.taken = size, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        count = min(len(view), self.left)
        view[:count] = b"x" * count
        self.left, self.taken = self.left - count, self.taken + count
        return count


def admin_forms(app: Flask) -> Iterator[str]:
    """The path of everything that an admin's form may be sent to."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/admin/<slug>") and "POST" in (rule.methods or ()):
            path = rule.build({name: _VALUES.get(name, 1) for name in rule.arguments})
            assert path, rule
            yield path[1]


def send(browser: FlaskClient, path: str, size: int) -> tuple[int, int]:
    """The status for a multipart body of that size, and how much of it was read."""
    body = Unread(size)
    sent = {"wsgi.input": io.BufferedReader(body, 1), "CONTENT_LENGTH": str(size)}
    answer = browser.post(path, content_type="multipart/form-data; boundary=cut", environ_overrides=sent)
    return answer.status_code, body.taken


@pytest.fixture
def paths(site: Site) -> tuple[str, ...]:
    found = tuple(admin_forms(site.app))
    assert {"/admin/demo/plan/read", "/admin/demo/layout/word", "/admin/demo/layout"} <= set(found)
    return found


def test_nothing_is_read_of_what_a_stranger_sends(site: Site, paths: tuple[str, ...]) -> None:
    for path in paths:
        assert send(site.browser(), path, 21 * 1024 * 1024) == (401, 0), path


def test_nothing_is_read_of_what_a_stranger_sends_to_the_page_of_reports(site: Site) -> None:
    for path in ("/r/demo/tasks", "/r/demo/tasks/leave", "/r/nobody/tasks"):
        assert send(site.browser(), path, 21 * 1024 * 1024) == (401, 0), path


def test_nothing_is_read_of_what_somebody_without_the_role_sends(site: Site, paths: tuple[str, ...]) -> None:
    browser = site.signed_in(1)
    site.take_role_away(1)
    for path in paths:
        assert send(browser, path, 21 * 1024 * 1024) == (403, 0), path


def test_nothing_is_read_of_what_is_too_large(site: Site, admin: FlaskClient, paths: tuple[str, ...]) -> None:
    site.app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
    for path in paths:
        assert send(admin, path, 65 * 1024 * 1024) == (413, 0), path


def test_a_public_form_has_a_bound_too(site: Site) -> None:
    site.app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
    assert send(site.browser(), "/verify/AAAA-BBBB-CCCC", 65 * 1024 * 1024) == (413, 0)
