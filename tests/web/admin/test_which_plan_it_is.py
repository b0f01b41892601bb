"""Which of a year's plans a document is, is asked of the year that it is for, and never guessed from another year."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.plan import Plan
from domain.plan_ref import PlanRef
from domain.writes import ImportPlan, NamePlan
from store.agencies import load_agency
from store.books import Books
from store.plan_refs import load_plans
from store.plans import plan_on_file
from tests.agency import MORNING, NAME, PLAN, write
from tests.two_plans import ACTION, ACTION_LAYOUT, ACTION_PLAN, TRAINING
from tests.web.admin.plan_page import HEAD, address, look_again, send
from tests.web.admin.test_further_plan import OTHER, choose, read
from tests.web.site import Site, any_token

pytestmark = pytest.mark.repeats


def plans_of(site: Site) -> list[tuple[int, int, str]]:
    found = site.database.read(lambda conn: load_plans(Books(conn, 1)))
    return sorted((plan.year, plan.number, plan.name) for plan in found)


def import_plan(site: Site, plan: Plan, year: int, number: int = 1, name: str = "") -> PlanRef:
    layout = ACTION_LAYOUT if plan is ACTION_PLAN else None
    write(site.database, 1, ImportPlan(Plan(NAME, year, plan.topics), year, MORNING, number, name, layout))
    plans = site.database.read(lambda conn: load_plans(Books(conn, 1)))
    return next(one for one in plans if (one.year, one.number) == (year, number))


def copy(admin: FlaskClient, plan: PlanRef, year: int) -> TestResponse:
    data = {"csrf_token": any_token(admin), "plan": str(plan.id), "year": str(year)}
    return admin.post("/admin/demo/plan/copy", data=data, follow_redirects=True)


def asked(page: TestResponse) -> list[str]:
    return re.findall(r'name="which" value="(\w+)"', page.text)


def test_a_documents_status_is_asked_in_the_words_of_the_plan_that_it_is(site: Site, admin: FlaskClient) -> None:
    import_plan(site, ACTION_PLAN, 2570, 2, ACTION)
    for plan, named in (("2", "เสร็จสิ้น"), ("1", "ดำเนินการแล้วเสร็จ")):
        again = read(admin, HEAD + "มาตรการ\tผู้รับผิดชอบ\tผลการดำเนินการ\nอบรมคุณธรรม\tกองคลัง\tอบรมหนึ่งรุ่น\n")
        looked = choose(admin, again, which=plan)
        choices = looked.text.partition('name="status-1"')[2].partition("</select>")[0]
        assert re.findall(r'value="done"[^>]*>([^<(]*)', choices)[0].strip() == named


def test_a_document_whose_year_is_changed_is_asked_about_beside_that_years_plan(site: Site, admin: FlaskClient) -> None:
    import_plan(site, PLAN, 2571)
    page = look_again(admin, read(admin, OTHER.replace("2570", "2572")), "as-is")
    page = look_again(admin, page, "check")
    moved = look_again(admin, page, "year", year="2571")
    assert asked(moved) == ["further", "1"]
    assert send(admin, moved).status_code == 422
    kept = site.database.read(lambda conn: plan_on_file(Books(conn, 1), 2571))
    assert kept and [one.measure.title for one in kept.measures] == [one.title for one in PLAN.measures]


def test_the_first_plan_of_a_year_has_number_1_also_where_another_year_was_meant_first(
    site: Site, admin: FlaskClient
) -> None:
    page = choose(admin, read(admin, OTHER), which="further", name=ACTION, layout="outcomes")
    moved = look_again(admin, page, "year", year="2573")
    assert not asked(moved) and "แผนที่เพิ่ม" not in moved.text
    assert send(admin, moved).status_code == 303
    assert plans_of(site) == [(2570, 1, ""), (2573, 1, "")]


def test_a_plan_that_came_meanwhile_is_asked_about_though_the_year_had_none(site: Site, admin: FlaskClient) -> None:
    page = look_again(admin, choose(admin, read(admin, OTHER), which="1"), "year", year="2573")
    import_plan(site, PLAN, 2573)
    assert asked(admin.get(address(page))) == ["further", "1"]
    assert send(admin, page).status_code == 422


def test_of_two_further_plans_at_once_the_second_keeps_its_draft_and_is_asked_again(
    site: Site, admin: FlaskClient
) -> None:
    page = choose(admin, read(admin, OTHER), which="further", name="แผนความเสี่ยง", layout="outcomes")
    corrected = look_again(admin, page, "check", **{"title-1": "อบรมคุณธรรมทั้งปี"})
    import_plan(site, ACTION_PLAN, 2570, 2, ACTION)
    again = send(admin, corrected)
    assert again.status_code == 409
    assert "ร่างของท่านและส่วนที่แก้ไขยังอยู่ครบ" in again.text and 'value="แผนความเสี่ยง"' in unescape(again.text)
    looked = choose(admin, again, which="further", name="แผนความเสี่ยง", layout="outcomes")
    assert "อบรมคุณธรรมทั้งปี" in looked.text
    assert send(admin, looked).status_code == 303
    assert [one for one in plans_of(site) if one[0] == 2570][2:] == [(2570, 3, "แผนความเสี่ยง")]


def test_a_copied_plan_that_is_like_a_plan_of_another_name_is_asked_about_and_can_be_imported(
    site: Site, admin: FlaskClient
) -> None:
    import_plan(site, ACTION_PLAN, 2571)
    page = copy(admin, import_plan(site, ACTION_PLAN, 2570, 2, ACTION), 2571)
    assert asked(page) == ["further", "1"]
    shown = unescape(page.text)
    assert f'value="{ACTION}"' in shown
    layout = re.search(r'<option value="([^"]+)" selected', shown)
    assert layout and layout[1].startswith("plan-")
    looked = choose(admin, page, which="further", name=ACTION, layout=layout[1])
    assert f"แผนที่เพิ่มของปีนี้: {ACTION}" in looked.text
    assert send(admin, looked).status_code == 303
    assert [one for one in plans_of(site) if one[0] == 2571] == [(2571, 1, ""), (2571, 2, ACTION)]
    plans = site.database.read(lambda conn: load_plans(Books(conn, 1)))
    agency = site.database.read(lambda conn: load_agency(Books(conn, 1)))
    assert agency.layout_of(next(one for one in plans if one.number == 2 and one.year == 2571)) == ACTION_LAYOUT


def test_a_copied_plan_is_first_said_to_be_the_plan_of_its_name(site: Site, admin: FlaskClient) -> None:
    import_plan(site, PLAN, 2571)
    import_plan(site, ACTION_PLAN, 2571, 2, ACTION)
    page = copy(admin, import_plan(site, ACTION_PLAN, 2570, 2, ACTION), 2571)
    assert asked(page) == ["2", "1", "further"]
    assert send(admin, choose(admin, page, which="2")).status_code == 303
    assert [one for one in plans_of(site) if one[0] == 2571] == [(2571, 1, ""), (2571, 2, ACTION)]


def test_a_copied_plan_without_a_name_is_a_new_version_of_a_named_one(site: Site, admin: FlaskClient) -> None:
    first = import_plan(site, ACTION_PLAN, 2571)
    write(site.database, 1, NamePlan(import_plan(site, ACTION_PLAN, 2572).id, ACTION))
    page = copy(admin, first, 2572)
    assert not asked(page)
    assert send(admin, page).status_code == 303
    assert (2572, 1, ACTION) in plans_of(site)


def test_a_copy_is_a_years_first_plan_with_its_name_and_layout(site: Site, admin: FlaskClient) -> None:
    page = copy(admin, import_plan(site, ACTION_PLAN, 2570, 2, ACTION), 2574)
    page = look_again(admin, page, "year", year="2575")
    assert not asked(page) and TRAINING.title in page.text and "แผนที่เพิ่ม" not in page.text
    assert send(admin, page).status_code == 303
    assert (2575, 1, ACTION) in plans_of(site)
