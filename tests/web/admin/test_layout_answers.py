"""What is told or refused where a layout is changed whose columns have answers on file."""

import re
from dataclasses import replace

from flask.testing import FlaskClient

from domain.columns import Column, ColumnChoice
from domain.writes import SetLayout
from reports.layouts.load import layout_text
from store.books import Books
from tests.agency import LAYOUT, write
from tests.web.admin.test_layout_edit import AT, EDIT, answer, change, draft_of, form_token_of, kept
from tests.web.site import Site

OWN = replace(LAYOUT, name="own", columns=(*LAYOUT.columns, Column("spent", "เบิกจ่าย", "reply", kind="money")))


def test_a_column_with_answers_is_taken_away_only_after_that_was_said(site: Site, admin: FlaskClient) -> None:
    write(site.database, 1, SetLayout(OWN))
    answer(site, "e1", spent=5_000)
    change(admin, "remove-columns-7")
    change(admin, "remove-columns-5")
    asked = change(admin, "save")
    assert asked.status_code == 200
    assert "“เบิกจ่าย”: คำตอบที่มีอยู่แล้ว 1 รายการยังเก็บไว้ แต่จะไม่พิมพ์ในรายงานอีก" in asked.text
    assert "“ผลการดำเนินการ”: คำตอบที่มีอยู่แล้ว 1 รายการ" in asked.text
    assert kept(site).layout == OWN
    yes, no = (dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form)) for form in asked.text.split("<form")[2:4])
    assert admin.post(EDIT, data=no).status_code == 303
    assert kept(site).layout == OWN and draft_of(site) is not None
    assert admin.post(EDIT, data=yes).status_code == 303
    assert [column.key for column in kept(site).layout.columns] == [
        "topic", "measure", "responsible", "timeframe", "suggestion",
    ]  # fmt: skip
    found = site.database.read(
        lambda conn: Books(conn, 1).conn.exec_driver_sql("select own, result from updates").all()
    )
    assert [tuple(row) for row in found] == [('{"spent": 5000}', "จัดทำแล้ว")]


def test_an_answered_column_keeps_its_kind_by_form_and_as_text(site: Site, admin: FlaskClient) -> None:
    write(site.database, 1, SetLayout(OWN))
    assert change(admin, "save", **{"columns-7-kind": "text"}).status_code == 303, "without answers it may change"
    write(site.database, 1, SetLayout(OWN))
    answer(site, "e1", spent=5_000)
    refused = change(admin, "save", **{"columns-7-kind": "date"})
    assert refused.status_code == 422
    assert 'id="edit-columns-7-kind-problem"' in refused.text and "มีคำตอบอยู่แล้ว 1 รายการ" in refused.text
    text = layout_text(replace(OWN, columns=(*OWN.columns[:-1], replace(OWN.columns[-1], kind="date"))))
    by_text = admin.post(AT, data={**form_token_of(admin), "text": text})
    assert by_text.status_code == 422 and "เบิกจ่าย: มีคำตอบอยู่แล้ว 1 รายการ" in by_text.text
    assert kept(site).layout == OWN


def test_answers_do_not_come_back_as_something_else(site: Site, admin: FlaskClient) -> None:
    """A name that was used before: fitting answers are spoken of, others refused."""
    write(site.database, 1, SetLayout(OWN))
    answer(site, "e1", spent=5_000)
    write(site.database, 1, SetLayout(LAYOUT))
    for kind, status in (("date", 422), ("number", 200)):
        column = replace(OWN.columns[-1], kind=kind, label="ชื่ออื่น")
        text = layout_text(replace(LAYOUT, columns=(*LAYOUT.columns, column)))
        answered = admin.post(AT, data={**form_token_of(admin), "text": text})
        assert answered.status_code == status
    assert "“ชื่ออื่น”: คำตอบเดิมภายใต้ชื่อนี้ 1 รายการจะกลับมาพิมพ์ในรายงาน" in answered.text
    assert kept(site).layout == LAYOUT


def test_months_that_are_renamed_say_what_is_no_longer_printed(site: Site, admin: FlaskClient) -> None:
    months = tuple(map(ColumnChoice, ("ต.ค.", "พ.ย.")))
    column = Column("when", "เดือนที่ทำ", "reply", kind="period", choices=months, mark="✓")
    write(site.database, 1, SetLayout(replace(LAYOUT, name="own", columns=(*LAYOUT.columns, column))))
    answer(site, "e1", when=("ต.ค.", "พ.ย."))
    asked = change(admin, "save", **{"columns-7-choices": "ตุลาคม\nพ.ย."})
    assert asked.status_code == 200
    assert "“เดือนที่ทำ”: มี 1 รายการเลือก ต.ค. ไว้ ซึ่งคอลัมน์นี้จะไม่มีอีก" in asked.text
    assert change(admin, "save", **{"columns-7-choices": "ต.ค.\nพ.ย.\nธ.ค."}).status_code == 303, "nothing is lost"
