"""Every page that the admin's pages link to is there; no form and no address breaks, whatever is sent in it."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import combinations, count
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import encode_multipart

import web
from tests.web.full_site import FullSite, full_site
from tests.web.shown_pages import SIGNED_BY_LINE, WAYS_OUT, all_pages
from tests.web.site import form_token

__all__ = ["full_site"]

# What a form may hold that nobody meant: other kinds of value, other scripts, too much, markup, formulas.
ODD = ("", "-1", "9" * 40, "๑๒", "2027-02-30", "<b>'\"", "ก" * 5000, "\u202e\u200b")
ODD_PARTS = ("0", "-1", "9" * 18, "9" * 40, "๑๒", "2027-02-30", "<b>'\"", "ก" * 300, "\0", "..", "annual")
LONGEST = 300  # letters in an address, for each name of a query: gunicorn takes no more than 4094 bytes for all
# Signed by LINE, or sent above: signing out ends the visit that all others need.
NOT_FORMS = (*SIGNED_BY_LINE, *WAYS_OUT)
# What is sent in a form: an odd text in each field that is shown, or in the hidden ones too.
SENT = tuple((odd, False) for odd in ODD) + tuple((odd, True) for odd in ODD[1::3])
TURNS = 2
in_turn = pytest.mark.parametrize(
    "turns", [pytest.param(TURNS, id="in-turn"), pytest.param(1, id="all", marks=pytest.mark.thorough)]
)
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
        self._elsewhere: list[tuple[str, Sent]] = []
        self.feed(text)
        self.forms += [replace(form, action=action) for action, form in self._elsewhere]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form" and given.get("method") == "post":
            self.forms.append(Sent(given["action"]))
        elif tag in ("input", "textarea", "select", "button") and self.forms and given.get("name"):
            form, name, kind = self.forms[-1], given["name"], given.get("type", "")
            if kind == "file":
                form.files.add(name)
            else:
                form.values[name] = given.get("value", "")
            if kind == "hidden":
                form.hidden.add(name)
        if tag == "button" and self.forms and given.get("formaction"):
            self._elsewhere.append((given["formaction"], self.forms[-1]))


def pages(browser: FlaskClient, first: str, whole: bool) -> Iterator[tuple[str, Page]]:
    """Every page of this site that the first one leads to; each two values of a query together, or the whole query."""
    to_see, seen = [first], set[tuple[str, ...]]()
    while to_see:
        path = to_see.pop(0)
        address, _, query = path.partition("?")
        asked = (
            [(path,)] if whole else [(address, *two) for two in combinations(["", "", *sorted(query.split("&"))], 2)]
        )
        if seen.issuperset(asked):
            continue
        seen.update(asked)
        with browser.get(path, follow_redirects=True) as answer:
            assert answer.status_code == 200, (path, answer.status_code)
            found = Page(answer.text if answer.mimetype == "text/html" else "")
        yield path, found
        for link in found.links:
            parts = urlsplit(link)
            if not parts.netloc and parts.path.startswith("/") and not parts.path.endswith(NOT_PAGES):
                to_see.append(link.partition("#")[0])


@in_turn
@pytest.mark.slow
def test_every_link_leads_to_a_page(full_site: FullSite, turns: int) -> None:
    """In turn: of the filters of a list each two together. All: each with each."""
    seen = [path for path, _ in pages(full_site.admin, "/admin/demo/", whole=turns == 1)]
    for path in ("/admin/demo/people/3/leave", "/admin/demo/people/add", "/admin/demo/tasks/1", "/p/demo/2570/"):
        assert path in seen


@in_turn
@pytest.mark.slow
def test_no_form_breaks_whatever_is_sent_in_it(full_site: FullSite, turns: int) -> None:
    """Every form of every page, and with it every address that a form may be sent to.

    In turn: each form gets one half of what is odd, the next form the other. All: each gets everything.
    """
    forms = find_forms(full_site)
    changing = {one.endpoint for one in full_site.addresses() if one.method == "POST"}
    unseen = changing - {name for name, _ in forms} - set(NOT_FORMS)
    assert unseen == set(), "tests/web/shown_pages.py comes to no form for these"
    again = replace(full_site, admin=full_site.site.signed_in(1))  # all have signed out by now
    tokens: dict[str, str] = {}
    broken = [
        (form.action, odd[:20], also_hidden)
        for number, form in enumerate(forms.values())
        for odd, also_hidden in SENT[number % turns :: turns]
        if _send(again, form, odd, also_hidden, tokens) >= 500
    ]
    assert broken == []


@in_turn
@pytest.mark.slow
def test_no_page_breaks_whatever_stands_in_its_address(full_site: FullSite, turns: int) -> None:
    """In turn: each part of each address is one half of what is odd, the next part the other."""
    parts, pages_ = count(), count()
    asked = "&".join(f"{name}={{odd}}" for name in sorted(_query_names()))
    broken = []
    for one in full_site.addresses():
        visitor = full_site.visitor(one.rule)
        if one.method == "GET":
            paths = [one.with_text(name, odd) for name in one.values for odd in ODD_PARTS[next(parts) % turns :: turns]]
            queries = (asked.format(odd=quote(odd[:LONGEST])) for odd in ODD[next(pages_) % turns :: turns])
            for path in (*paths, *(f"{one.path.partition('?')[0]}?{query}" for query in queries)):
                with visitor.get(path) as answer:
                    if answer.status_code >= 500:
                        broken.append(f"{path[:200]}: {answer.status_code}")
    assert broken == []


def find_forms(full: FullSite) -> dict[tuple[str, frozenset[str]], Sent]:
    """Each form once, by its view and the names of its fields; what a script sends too, as the form of its page."""
    forms: dict[tuple[str, frozenset[str]], Sent] = {}
    map_ = full.site.app.url_map.bind("localhost")
    for page in all_pages(full):
        for form in Page(page.html).forms:
            endpoint, _ = map_.match(urlsplit(form.action).path, method="POST")
            if endpoint not in WAYS_OUT:
                forms.setdefault((endpoint, frozenset(form.values)), form)
            if endpoint == "replies.save_replies":
                draft = replace(form, action=f"{form.action}/1/draft")
                forms.setdefault(("replies.save_draft", frozenset(form.values)), draft)
    return forms


def _query_names() -> set[str]:
    """What the pages read of the part of an address behind its question mark."""
    read = re.compile(r'request\.args(?:\.get\(|\[)"(\w+)"|"(\w+)" in request\.args')
    sources = (path.read_text("utf-8") for path in Path(web.__file__).parent.rglob("*.py"))
    found = {name for source in sources for pair in read.findall(source) for name in pair if name}
    assert {"year", "sources"} <= found
    return found


def _send(full: FullSite, form: Sent, odd: str, also_hidden: bool, tokens: dict[str, str]) -> int:
    """The status for the form with the odd text in each of its fields; `tokens` keeps each visitor's token."""
    visitor, page = full.visitor_with_form(form.action)
    if page not in tokens:
        tokens[page] = form_token(visitor.get(page))
    kept = () if also_hidden else form.hidden
    data: dict[str, object] = {name: value if name in kept else odd for name, value in form.values.items()}
    data.update({name: (io.BytesIO(odd.encode()), "odd.xlsx") for name in form.files})
    data["csrf_token"] = tokens[page]
    boundary, body = encode_multipart(data)  # the test client would leave the file open in which it puts a long form
    with visitor.post(form.action, data=body, content_type=f"multipart/form-data; boundary={boundary}") as answer:
        return answer.status_code
