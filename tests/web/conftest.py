"""Sites for the tests of the pages."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from store.engine import Database
from tests.agency import small_agency
from tests.web.admin.test_certify import answer_all, certify, publish
from tests.web.site import Site, site_on


@pytest.fixture
def everywhere(database: Database, tmp_path: Path) -> Site:
    """A site with the agency `demo` (its id is 1), on each kind of database in turn."""
    small_agency(database)
    return site_on(database, tmp_path)


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    """The same on SQLite alone."""
    small_agency(sqlite_database)
    return site_on(sqlite_database, tmp_path)


@pytest.fixture
def admin(site: Site) -> FlaskClient:
    """A browser in which the admin of `demo` is signed in."""
    return site.signed_in(1)


@pytest.fixture
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFs of a few bytes: the typesetter is tried elsewhere."""
    monkeypatch.setattr("reports.pdf.process.pdf_bytes", lambda report: b"%PDF-quick")


@pytest.fixture
def published(quick_pdf: None, site: Site) -> FlaskClient:
    """The browser of the admin of an agency whose report is public."""
    answer_all(site, 1)
    browser = site.signed_in(1)
    certify(browser)
    publish(browser, 1)
    return browser
