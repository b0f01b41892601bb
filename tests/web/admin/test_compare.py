"""The comparison with last year, the sources under the preview's cells, what the agency lets forbid certifying."""

from dataclasses import replace
from datetime import date

from flask.testing import FlaskClient

from domain.task import Status
from domain.writes import ImportPlan, OpenRound, SetLayout
from store.agencies import load_agency
from store.books import Books
from tests.agency import MORNING, PLAN, YEAR, write
from tests.own_layout import own_layout
from tests.web.site import STAFF, Site, form_token
from thai.fiscal import RoundKind

REPORT = f"/admin/demo/report/{YEAR}/first_half"


def test_it_says_where_there_is_no_last_year(admin: FlaskClient) -> None:
    assert "ในระบบไม่มีรอบเดียวกันของปีงบประมาณ 2569" in admin.get(f"{REPORT}/compare").text
    assert admin.get(f"/admin/demo/report/{YEAR}/second_half/compare").status_code == 404


def test_measures_of_both_years_stand_side_by_side(site: Site, admin: FlaskClient) -> None:
    first, second = PLAN.topics
    old = replace(first, measures=(first.measures[0], replace(first.measures[1], title="จัดตั้งศูนย์รับเรื่อง", number="9")))
    write(site.database, 1, ImportPlan(replace(PLAN, year=YEAR - 1, topics=(old, second)), YEAR - 1, MORNING))
    write(site.database, 1, OpenRound(YEAR - 1, RoundKind.FIRST_HALF, date(2026, 3, 31), MORNING))
    for task in site.tasks(1):
        if task.due.year == 2026:
            site.reply(1, task, f"old-{task.id}", status=Status.DONE, result="ทำแล้ว")
    page = admin.get(f"{REPORT}/compare").text
    assert "มาตรการต่อเนื่อง 2 มาตรการใหม่ 1 ไม่มีในแผนปีนี้ 1" in page
    assert page.count("จัดตั้งศูนย์รับเรื่อง") == 1
    assert page.index("การปฏิบัติหน้าที่") < page.index("คุณภาพการให้บริการ")
    assert "ผลประเมินปี" in page


def test_own_columns_that_differ_and_their_numbers_stand_beside_both_years(site: Site, admin: FlaskClient) -> None:
    first, second = PLAN.topics
    write(site.database, 1, SetLayout(own_layout()))
    for year, budget in ((YEAR - 1, 20000), (YEAR, 35500.5)):
        measures = (replace(first.measures[0], own={"budget": budget}), replace(first.measures[1], own={"budget": 100}))
        plan = replace(PLAN, year=year, topics=(replace(first, measures=measures), second))
        write(site.database, 1, ImportPlan(plan, year, MORNING))
    write(site.database, 1, OpenRound(YEAR - 1, RoundKind.FIRST_HALF, date(2026, 3, 31), MORNING))
    task = next(one for one in site.tasks(1) if one.due.year == 2027 and one.measure == first.measures[1].title)
    site.reply(1, task, "new", own={"spent": 70, "progress": 40})
    page = admin.get(f"{REPORT}/compare").text
    assert "งบประมาณ ตามแผน (บาท): ๒๐,๐๐๐ → ๓๕,๕๐๐.๕๐" in page
    assert "งบประมาณ เบิกจ่าย (บาท): – → ๗๐" in page
    assert page.count("งบประมาณ ตามแผน (บาท):") == 1
    assert all(number in page for number in ("20,100", "35,600.50", "+15,500.50"))


def test_the_preview_names_who_reported_only_when_asked(site: Site, admin: FlaskClient) -> None:
    task = site.tasks(1)[1]
    site.reply(1, task, "e1", result="<b>เปิดเผยแล้ว</b>", person_id=site.person_id(1, STAFF))
    said = f"{STAFF} · 20 พ.ย. 69 เวลา 09.00 น. · รายงานเลขที่ 1"
    assert said in admin.get(f"{REPORT}?sources=1").text
    assert STAFF not in admin.get(REPORT).text
    assert STAFF not in admin.get(f"{REPORT}.json").text


def test_the_agency_ticks_what_forbids_certifying(site: Site, admin: FlaskClient) -> None:
    form = {"csrf_token": form_token(admin.get("/admin/demo/layout")), "blocks": ["spelling", "score", "nonsense"]}
    assert admin.post("/admin/demo/layout/blocks", data=form).status_code == 303
    kept = site.database.read(lambda conn: load_agency(Books(conn, 1)))
    assert kept.layout.blocks == ("spelling", "score")
    assert kept.place
    assert "ต้องแก้ก่อนรับรอง" not in admin.get(f"{REPORT}/certify").text.split("<ul")[1].split("</ul>")[0]
