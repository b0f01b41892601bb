"""Units renamed and merged on the admin's pages: what it does is said first, then everything follows."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.plan import Responsible
from store.books import Books
from store.people import load_units
from store.plans import plan_on_file
from tests.agency import MONEY, SERVICE, YEAR
from tests.web.site import Site, form_token

PEOPLE = "/admin/demo/people"


def unit_id(site: Site, name: str) -> int:
    return next(one.id for one in site.database.read(lambda conn: load_units(Books(conn, 1))) if one.name == name)


def names(site: Site) -> list[str]:
    return [one.name for one in site.database.read(lambda conn: load_units(Books(conn, 1)))]


def money(site: Site) -> Responsible | None:
    found = site.database.read(lambda conn: plan_on_file(Books(conn, 1), YEAR))
    assert found is not None
    return found.measures[1].measure.responsible


def send(admin: FlaskClient, at: str, action: str = "", **typed: str) -> TestResponse:
    return admin.post(action or at, data={"csrf_token": form_token(admin.get(at)), **typed})


def confirm(admin: FlaskClient, path: str, page: TestResponse) -> TestResponse:
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    assert "sure" in found, page.text
    return admin.post(path, data={name: unescape(value) for name, value in found.items() if name != "again"})


def test_what_merging_does_is_said_before_it_is_done(site: Site, admin: FlaskClient) -> None:
    at = f"{PEOPLE}/units/{unit_id(site, 'กองคลัง')}"
    for task in site.tasks(1):
        if task.unit == "กองคลัง" and task.measure == MONEY.title:
            site.reply(1, task, "e1", result="เผยแพร่แล้ว")
    page = send(admin, at, f"{at}/merge", into=str(unit_id(site, "กองช่าง")), follow="on")
    said = unescape(page.text)
    for words in (
        "บุคลากร 1 คนย้ายไป กองช่าง: มานี มีสุข", "มาตรการ 1 รายการ ตั้งแต่ปีงบประมาณ พ.ศ. 2570 จะใช้ชื่อ กองช่าง แทน กองคลัง",
        "รอบที่ปิดแล้วคงใช้ชื่อเดิม", SERVICE.title,
    ):  # fmt: skip
        assert words in said
    assert "กองคลัง" in names(site)
    assert confirm(admin, f"{at}/merge", page).status_code == 303
    assert "กองคลัง" not in names(site)
    assert "กองคลัง" not in admin.get(PEOPLE).text
    told = {(task.measure, task.unit): task.status for task in site.tasks(1)}
    assert told[MONEY.title, "กองช่าง"] == "done"
    assert money(site) == Responsible("สำนักปลัด/ กองช่าง", units=("สำนักปลัด", "กองช่าง"))
    assert admin.get(at).status_code == 404


@pytest.mark.parametrize(
    ("unit", "into", "told"),
    [
        ("สำนักปลัด", "งานนิติการ", "งานของตนเอง"),
        ("สำนักปลัด", "สำนักปลัด", "โปรดเลือก"),
        ("กองคลัง", "", "โปรดกรอกช่องนี้"),
        ("กองคลัง", "999", "โปรดเลือกจากรายการ"),
    ],
)
def test_what_cannot_be_merged_is_said_at_its_field(
    site: Site, admin: FlaskClient, unit: str, into: str, told: str
) -> None:
    at = f"{PEOPLE}/units/{unit_id(site, unit)}"
    wanted = str(unit_id(site, into)) if into in names(site) else into
    page = send(admin, at, f"{at}/merge", into=wanted)
    assert page.status_code == 422
    assert told in unescape(page.text).split('id="merge-into-problem"')[1]
    assert unit in names(site)


def test_a_renamed_unit_is_called_so_in_the_plans_where_that_is_ticked(site: Site, admin: FlaskClient) -> None:
    at = f"{PEOPLE}/units/{unit_id(site, 'กองคลัง')}"
    page = send(admin, at, name="กองการเงิน", follow="on")
    assert "จะใช้ชื่อ กองการเงิน แทน กองคลัง" in unescape(page.text)
    back = admin.post(at, data={"csrf_token": form_token(page), "name": "กองการเงิน", "follow": "", "again": "1"})
    assert (
        back.status_code == 200
        and 'value="กองการเงิน"' in unescape(back.text)
        and 'on" checked' not in back.text.split("merge-form")[0]
    )
    assert confirm(admin, at, page).status_code == 303
    assert money(site) == Responsible("สำนักปลัด/ กองการเงิน", units=("สำนักปลัด", "กองการเงิน"))
    page = send(admin, at, name="กองคลัง", follow="")
    assert "ยังเขียนชื่อ “กองการเงิน” ตามเดิม" in unescape(page.text)
    assert confirm(admin, at, page).status_code == 303
    assert money(site) == Responsible("สำนักปลัด/ กองการเงิน", units=("สำนักปลัด", "กองการเงิน"))
    assert ("กองคลัง", MONEY.title) in [(task.unit, task.measure) for task in site.tasks(1)]


def test_the_units_stand_as_a_tree_each_section_under_its_division(site: Site, admin: FlaskClient) -> None:
    tree = admin.get(PEOPLE).text.partition('class="plain tree"')[2].partition("</section>")[0]
    listed = re.findall(r'units/\d+">([^<]+)</a>', tree)
    assert listed.index("งานนิติการ") == listed.index("สำนักปลัด") + 1
