"""Who may open what: each address of the URL map, by each of its methods, for each role, held to one table."""

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from store.books import Books
from store.columns import metadata
from store.engine import Database
from store.signins import open_session
from tests.agency import KEYS
from tests.web.full_site import Address, FullSite, full_site
from tests.web.site import ADMIN, STAFF, Site, form_token
from web.public.head import COOKIE as HEADS_PAGE
from web.public.replies import COOKIE as REPLIES
from web.visit import COOKIE as PAGES

__all__ = ["full_site"]

pytestmark = pytest.mark.slow

OUT, STAFF_, HEAD, ADMINISTRATOR = "signed out", "staff", "supervisor", "admin"
OTHER, FORGER, INSTALLER = "another agency's admin", "the same under this agency's name", "installer"
ROLES = (OUT, STAFF_, HEAD, ADMINISTRATOR, OTHER, FORGER, INSTALLER)
SUPERVISOR = "ปรีชา กองช่าง"  # of a unit, in LINE

OK = "answered"
Cells = Mapping[str, int | str]

EVERYONE: Cells = dict.fromkeys(ROLES, OK)
ADMINS: Cells = {OUT: 401, STAFF_: 403, HEAD: 403, ADMINISTRATOR: OK, OTHER: 404, FORGER: 401, INSTALLER: 401}
REPORTERS: Cells = {**dict.fromkeys(ROLES, 401), STAFF_: OK, HEAD: OK}
# The supervisor here is the head of the agency, too; a session alone makes nobody one.
HEADS: Cells = {**dict.fromkeys(ROLES, 401), HEAD: OK}
INSTALLERS: Cells = {**dict.fromkeys(ROLES, 401), INSTALLER: OK}
# LINE alone, by its signature: whoever else sends something is refused, whatever they are signed in to.
LINE: Cells = dict.fromkeys(ROLES, 400)
# What the address must look like, and who may open it; where its key is the whole permission, everyone who has the key.
RULES: Mapping[str, Cells] = {
    r"/|/admin/|/healthz|/readyz|/assets/.*": EVERYONE,
    r"/demo/(set-up)?": EVERYONE,  # where a demo runs; elsewhere they are no addresses
    r"/p/<slug>/.*|/verify/(<code>)?": EVERYONE,
    r"/admin/sign-in/code(/.*)?": EVERYONE,
    r"/admin/sign-in/<slug>/<token>|/setup/sign-in/<token>|/(r|mine|head)/<slug>\.<token>": EVERYONE,
    r"/(look|overview|draft)/<slug>/.*<token>.*|/calendar/<slug>/<secret>\.ics": EVERYONE,
    r"/admin/<slug>/.*": ADMINS,
    r"/r/<slug>/tasks(/.*)?": REPORTERS,
    r"/head/<slug>/reports(/.*)?": HEADS,
    r"/setup/((?!sign-in/).*)?": INSTALLERS,
    r"/metrics": dict.fromkeys(ROLES, 401),  # whoever watches it has a token of its own
    r"/line/<slug>/webhook": LINE,
}
# What a form names, where its address does not say what it is about.
NAMED: Mapping[str, Mapping[str, str]] = {"plan.save_name": {"plan_id": "1", "name": "มาตรการ ITA"}}
_KEY = re.compile(r"<(?:token|secret)>")


def test_each_role_opens_what_the_rules_say_and_nothing_else(full_site: FullSite) -> None:
    addresses = sorted(full_site.addresses(), key=_refused_first)
    browsers = {role: _browser(full_site, role) for role in ROLES}
    tokens = {role: form_token(browser.get(full_site.sign_in)) for role, browser in browsers.items()}
    _answer_line(full_site.site)
    before, wrong = _rows(full_site.site.database), []
    for allowed in (False, True):
        for address in addresses:
            for role, expected in _rule(address).items():
                if (expected == OK) is not allowed:
                    continue
                found = _send(browsers[role], tokens[role], address)
                if not _is(found, expected):
                    wrong.append(f"{address} as {role}: {found}, not {expected}")
        if not allowed:
            assert _rows(full_site.site.database) == before, "what was refused has changed something"
    assert wrong == [], "\n".join(wrong)


def test_no_key_but_the_right_one_opens_anything(full_site: FullSite) -> None:
    """Looking at a page with one button tells nothing of its link: it is the button that is refused."""
    wrong = []
    for address in full_site.addresses():
        if _KEY.search(address.rule) is None:
            continue
        key = next(value for name, value in address.values.items() if name in ("token", "secret"))
        path = address.path.replace(str(key), f"A{str(key)[1:]}" if str(key)[0] != "A" else f"B{str(key)[1:]}")
        browser = full_site.site.browser()
        data = {"csrf_token": form_token(browser.get(full_site.sign_in))} if address.method == "POST" else None
        with browser.open(path, method=address.method, data=data) as answer:
            shows_a_button = answer.status_code == 200 and answer.text.count("<button") == 1
        if answer.status_code not in (404, 410) and not shows_a_button:
            wrong.append(f"{address}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize(
    "rule", ["/admin/<slug>x", "/new", "/setup/sign-in/<token>/more", "/r/<slug>", "/look/<slug>/all"]
)
def test_an_address_without_a_rule_is_found(rule: str) -> None:
    with pytest.raises(AssertionError, match="no rule"):
        _rule(Address(rule, "new", "GET", "/new", {}))


def _rule(address: Address) -> Cells:
    """The cells of the address's line in the table."""
    found = [cells for pattern, cells in RULES.items() if re.fullmatch(pattern, address.rule)]
    assert found, f"no rule in tests/web/test_permissions.py says who may open {address}"
    return found[0]


def _refused_first(address: Address) -> tuple[bool, bool, str]:
    """Looking before changing, and signing out after everything else."""
    way_out = address.path.endswith(("/sign-out", "/tasks/leave", "/reports/leave"))
    return way_out, address.method != "GET", address.path


def _is(found: int, expected: int | str) -> bool:
    return found not in (401, 403, 404, 405) and found < 500 if expected == OK else found == expected


def _send(browser: FlaskClient, token: str, address: Address) -> int:
    """The status; a form goes with a token that is good in this browser, so that only the role can forbid it."""
    data = {"csrf_token": token, **NAMED.get(address.endpoint, {})} if address.method == "POST" else None
    with browser.open(address.path, method=address.method, data=data) as answer:
        return answer.status_code


def _browser(full: FullSite, role: str) -> FlaskClient:
    """A browser with every session that the role can have."""
    site = full.site
    match role:
        case "admin":
            return full.admin
        case "installer":
            return full.installer
    browser = site.browser()
    if role in (STAFF_, HEAD):
        for cookie, path, purpose in (
            (PAGES, "/admin/demo/", "admin"),
            (REPLIES, "/r/demo/", "replies"),
            (HEADS_PAGE, "/head/demo/", "certify"),
        ):
            token = _session(site, 1, STAFF if role == STAFF_ else SUPERVISOR, purpose)
            browser.set_cookie(cookie, f"demo.{token}" if cookie == PAGES else token, path=path)
    if role in (OTHER, FORGER):
        token = _session(site, 2, ADMIN)
        browser.set_cookie(PAGES, f"{'other' if role == OTHER else 'demo'}.{token}", path="/admin/demo/")
        browser.set_cookie(REPLIES, _session(site, 2, STAFF, "replies"), path="/r/demo/")
        browser.set_cookie(HEADS_PAGE, _session(site, 2, SUPERVISOR, "certify"), path="/head/demo/")
    return browser


def _answer_line(site: Site) -> None:
    """As much of the installation as LINE's calls ask for: an account whose secret nobody here knows."""
    account = SimpleNamespace(agency_id=1, channel=SimpleNamespace(secret="known to LINE"))
    clock = SimpleNamespace(machine=lambda: site.now)
    site.app.extensions["shell"] = SimpleNamespace(clock=clock, channel_of_slug=lambda _slug: account)
    site.app.extensions["sender"] = None


def _session(site: Site, agency_id: int, name: str, purpose: str = "admin") -> str:
    """The token of a session of the person."""
    token, person_id, now = secrets.token_urlsafe(32), site.person_id(agency_id, name), site.now
    hashed, until = KEYS.hash_token(token), now + timedelta(hours=12)
    site.database.run(lambda conn: open_session(Books(conn, agency_id), person_id, hashed, now, until, purpose))  # type: ignore[arg-type]
    return token


def _rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    tables = [one for one in metadata.sorted_tables if one.name != "attempts"]  # which counts what was refused
    every = {"every_agency": True}
    return database.read(
        lambda conn: {
            one.name: [tuple(row) for row in conn.execute(select(one), execution_options=every)] for one in tables
        }
    )
