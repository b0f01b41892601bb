"""Every page that the admin's pages link to is there, and every form on them survives whatever is sent in it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from tests.web.admin.test_certify import answer_all, certify, publish
from tests.web.site import Site

# What a form may hold that nobody meant: other kinds of value, other scripts, too much, markup, formulas.
ODD = ("", "-1", "9" * 40, "๑๒", "2027-02-30", "<b>'\"", "ก" * 5000, "\u202e\u200b")
NOT_PAGES = (".pdf", ".docx", ".xlsx", ".json", ".zip", ".ics", ".css", ".svg")


@dataclass
class Sent:
    """A form of a page: where it goes, what it holds, and which of its fields are files."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Sent] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form" and given.get("method") == "post":
            self.forms.append(Sent(given["action"]))
        elif tag in ("input", "textarea", "select") and self.forms and given.get("name"):
            form, name, kind = self.forms[-1], given["name"], given.get("type", "")
            if kind == "file":
                form.files.add(name)
            else:
                form.values[name] = given.get("value", "")
            if kind == "hidden":
                form.hidden.add(name)


def pages(browser: FlaskClient, first: str) -> Iterator[tuple[str, Page]]:
    """Every page of this site that the first one leads to."""
    to_see, seen = [first], set[str]()
    while to_see:
        path = to_see.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = browser.get(path, follow_redirects=True)
        assert answer.status_code == 200, (path, answer.status_code)
        found = Page(answer.text)
        yield path, found
        for link in found.links:
            parts = urlsplit(link)
            if not parts.netloc and parts.path.startswith("/") and not parts.path.endswith(NOT_PAGES):
                to_see.append(link.partition("#")[0])


@pytest.fixture
def browser(site: Site, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """An agency in the midst of its year: a certified, published report, the admin signed in."""
    monkeypatch.setattr("reports.pdf.process.pdf_bytes", lambda _report: b"%PDF-1.7 certified")
    answer_all(site, 1)
    browser = site.signed_in(1)
    certify(browser)
    publish(browser, 1)
    return browser


@pytest.mark.slow
def test_every_link_leads_to_a_page(browser: FlaskClient) -> None:
    seen = [path for path, _ in pages(browser, "/admin/demo/")]
    for path in ("/admin/demo/people/3/leave", "/admin/demo/people/add", "/admin/demo/tasks/1", "/p/demo/2570/"):
        assert path in seen


@pytest.mark.slow
def test_no_form_breaks_whatever_is_sent_in_it(browser: FlaskClient) -> None:
    forms: dict[tuple[str, frozenset[str]], Sent] = {}
    for _, page in pages(browser, "/admin/demo/"):
        for form in page.forms:
            if not form.action.endswith("/sign-out"):
                forms.setdefault((form.action, frozenset(form.values)), form)
    assert len({action for action, _ in forms}) > 15
    broken = [
        (form.action, odd[:20], also_hidden)
        for form in forms.values()
        for odd in ODD
        for also_hidden in (False, True)
        if _send(browser, form, odd, also_hidden) >= 500
    ]
    assert broken == []


def _send(browser: FlaskClient, form: Sent, odd: str, also_hidden: bool) -> int:
    kept = {"csrf_token"} if also_hidden else form.hidden
    data: dict[str, object] = {name: value if name in kept else odd for name, value in form.values.items()}
    data.update({name: (io.BytesIO(odd.encode()), "odd.xlsx") for name in form.files})
    return browser.post(form.action, data=data, content_type="multipart/form-data").status_code
