"""Each plan's report is certified and published by itself, at an address of its own that stays."""

from html import unescape

import pytest
from flask.testing import FlaskClient

from domain.writes import ImportPlan, OpenRound, SetBlocks
from store.books import Books
from store.certified import certified_of_round
from store.plan_refs import load_plans
from tests.agency import DUE, MORNING, PLAN, YEAR, write
from tests.two_plans import ACTION, ACTION_LAYOUT, ACTION_PLAN, TRAINING
from tests.web.site import ADMIN, Site, any_token, certify_form
from thai.fiscal import RoundKind

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_pdf")]

FIRST = RoundKind.FIRST_HALF
PAGE = f"/admin/demo/report/{YEAR}/first_half/certify"


def add_action_plan(site: Site) -> None:
    """A second plan with the same kind of round as the first; nothing forbids certifying either report."""
    write(
        site.database,
        1,
        ImportPlan(ACTION_PLAN, YEAR, MORNING, 2, ACTION, ACTION_LAYOUT),
        OpenRound(YEAR, FIRST, DUE, MORNING, plan=2),
        SetBlocks(()),
    )
    second = site.database.read(lambda conn: load_plans(Books(conn, 1)))[1]
    write(site.database, 1, SetBlocks((), second.id))


def certify_and_publish(site: Site, admin: FlaskClient, plan: int) -> None:
    page = PAGE if plan == 1 else f"{PAGE}?plan={plan}"
    assert admin.post(page, data={**certify_form(admin.get(page)), "typed_name": ADMIN}).status_code == 303
    (version,) = site.database.read(lambda conn: certified_of_round(Books(conn, 1), YEAR, FIRST, plan))
    data = {"csrf_token": any_token(admin), "version": version.id}
    assert admin.post(page.replace("/certify", "/publish"), data=data).status_code == 303


def test_both_reports_have_addresses_of_their_own(site: Site, admin: FlaskClient) -> None:
    add_action_plan(site)
    certify_and_publish(site, admin, 2)
    visitor = site.app.test_client()
    assert visitor.get(f"/p/demo/{YEAR}/first_half").status_code == 404  # the first plan's is not public by it
    assert visitor.get(f"/p/demo/{YEAR}/measures").status_code == 404
    certify_and_publish(site, admin, 1)
    report = unescape(visitor.get(f"/p/demo/{YEAR}/2/first_half").text)
    assert TRAINING.title in report and PLAN.measures[0].title not in report and ACTION in report
    assert TRAINING.title not in unescape(visitor.get(f"/p/demo/{YEAR}/first_half").text)
    sent = visitor.get(f"/p/demo/{YEAR}/2/first_half.pdf")
    assert sent.status_code == 200 and f"report-{YEAR}-plan2-first_half-v1.pdf" in sent.headers["Content-Disposition"]
    year = unescape(visitor.get(f"/p/demo/{YEAR}/").text)
    for address in ("first_half", "2/first_half", "first_half.pdf", "2/first_half.pdf", "measures", "2/measures"):
        assert f'"/p/demo/{YEAR}/{address}"' in year
    assert TRAINING.title in visitor.get(f"/p/demo/{YEAR}/2/measures").text
    shown = unescape(admin.get(f"{PAGE}?plan=2").text)
    assert f"/p/demo/{YEAR}/2/first_half" in shown
