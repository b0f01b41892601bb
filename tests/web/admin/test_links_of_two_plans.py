"""Each link of a page leads to the round and the layout of the plan that the page shows, whatever its address names."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection

from domain.writes import CertifyReport, CloseRound, ImportPlan, OpenRound
from store.agencies import load_agency
from store.books import Books
from store.plan_refs import load_plans
from store.plans import plan_on_file
from tests.agency import DUE, MORNING, YEAR, write
from tests.two_plans import ACTION, ACTION_LAYOUT, ACTION_PLAN
from tests.web.site import Site, any_token
from thai.fiscal import RoundKind
from web.admin.plan_effects import find_plan_effect
from web.plans import address_of

FIRST = RoundKind.FIRST_HALF
TASKS = "/admin/demo/tasks"


def add_plan(site: Site, *, is_open: bool = True) -> None:
    """A second plan of the year with a round of the first plan's kind, due on the same day."""
    write(
        site.database,
        1,
        ImportPlan(ACTION_PLAN, YEAR, MORNING, 2, ACTION, ACTION_LAYOUT),
        OpenRound(YEAR, FIRST, DUE, MORNING, plan=2),
    )
    if not is_open:
        write(site.database, 1, CloseRound(YEAR, FIRST, MORNING, plan=2))


def plans_linked(admin: FlaskClient, address: str) -> tuple[str, set[str]]:
    """What the page is headed with, and which plans its links to a round's report name."""
    page = unescape(admin.get(address).text)
    heading = re.search(r"<h1>(.*?)</h1>", page)
    links = re.findall(r'href="/admin/demo/report/2570/[^"?]*(\?[^"]*)?"', page)
    assert heading and len(links) >= 5
    return heading[1], set(links)


@pytest.mark.parametrize("asked", ["", "?unit=", "?plan=1", f"?year={YEAR}&round=q2", f"?year={YEAR}&round=q2&plan=1"])
def test_the_files_below_a_further_plans_tasks_are_its_own(site: Site, admin: FlaskClient, asked: str) -> None:
    add_plan(site)
    heading, links = plans_linked(admin, TASKS + asked)
    assert ACTION in heading and links == {"?plan=2"}


@pytest.mark.parametrize("asked", ["?plan=2", f"?year={YEAR}&round=q2&plan=2"])
def test_an_address_that_falls_back_to_the_first_plans_round_links_to_its_files(
    site: Site, admin: FlaskClient, asked: str
) -> None:
    add_plan(site, is_open=False)
    heading, links = plans_linked(admin, TASKS + asked)
    assert ACTION not in heading and links == {""}


def test_each_button_of_the_first_page_leads_to_the_plan_that_it_names(site: Site) -> None:
    with site.app.test_request_context(f"/admin/demo/?year={YEAR}&round=first_half&plan=2"):
        for plan, query in ((1, ""), (2, "?plan=2")):
            one = address_of((YEAR, plan, FIRST))
            for endpoint, more in (("rounds.show_change", {"what": "close"}), ("certify.show_certifying", {})):
                address = site.app.url_for(endpoint, slug="demo", **one, **more, _external=False)
                assert address.partition("first_half")[2].endswith(query) and ("?" in address) == bool(query)


def test_what_forbids_certifying_is_kept_of_a_plan_that_followed_the_agencys_layout(
    site: Site, admin: FlaskClient
) -> None:
    write(site.database, 1, ImportPlan(ACTION_PLAN, YEAR, MORNING, 2, ACTION))
    before = site.database.read(lambda conn: load_agency(Books(conn, 1))).layout
    second = site.database.read(lambda conn: load_plans(Books(conn, 1)))[1]
    assert not second.own_layout
    at, token = f"/admin/demo/layout/blocks?of={second.id}", any_token(admin)
    warned = "เมื่อบันทึก แผนนี้จะมีรูปแบบรายงานของตนเอง"
    assert warned in admin.get(f"/admin/demo/layout?of={second.id}").text
    same = admin.post(at, data={"csrf_token": token, "blocks": ["", *before.blocks]}, follow_redirects=True)
    assert "ไม่มีการเปลี่ยนแปลง" in same.text
    assert not site.database.read(lambda conn: load_plans(Books(conn, 1)))[1].own_layout
    saved = admin.post(at, data={"csrf_token": token, "blocks": ["", before.blocks[0]]}, follow_redirects=True)
    assert "มีรูปแบบรายงานของตนเองตั้งแต่บัดนี้" in saved.text and warned not in saved.text
    agency = site.database.read(lambda conn: load_agency(Books(conn, 1)))
    second = site.database.read(lambda conn: load_plans(Books(conn, 1)))[1]
    assert agency.layout_of(second).blocks == before.blocks[:1] and agency.layout == before


def test_only_the_plans_own_certified_reports_are_counted_where_it_is_edited(site: Site) -> None:
    write(site.database, 1, ImportPlan(ACTION_PLAN, YEAR, MORNING, 2, ACTION))
    for plan, number in ((1, 1), (2, 1), (2, 2)):
        code = f"code-{plan}-{number}"
        write(
            site.database,
            1,
            CertifyReport(YEAR, FIRST, number, code, "", 1, "", "", "", "", MORNING, (), plan),
        )

    def count(conn: Connection) -> list[int]:
        books = Books(conn, 1)
        plans = [plan_on_file(books, YEAR, number) for number in (1, 2)]
        return [find_plan_effect(books, one, one).certified for one in plans if one]

    assert site.database.read(count) == [1, 2]
