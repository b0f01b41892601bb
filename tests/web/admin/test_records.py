"""The record of who did what: what stands there, in which words, what the filters leave, what a file holds."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import g
from python_calamine import CalamineWorkbook

from domain.audit import Act, AuditEntry, Noted
from domain.audited_writes import describe_write
from domain.writes import CertifyReport, CloseRound, OpenRound, SetReview
from store.audit import append_entries, find_chain_fault, load_entries
from store.audit_names import Named
from store.books import Books
from store.engine import Database
from tests.agency import DUE, MORNING, YEAR, small_agency
from tests.web.site import ADMIN, STAFF, Site, any_token, site_on
from thai.fiscal import RoundKind
from web.audited_pages import AUDITED
from web.record_words import KINDS, SENTENCES, describe_entry
from web.said import said

PAGE = "/admin/demo/records"


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    small_agency(sqlite_database)
    small_agency(sqlite_database, "other")
    return site_on(sqlite_database, tmp_path)


def kept(site: Site, agency_id: int = 1) -> list[str]:
    """The record, oldest first: kind, subject, number."""
    found = site.database.read(lambda conn: load_entries(Books(conn, agency_id)))
    told = [(one.noted.kind, one.noted.about, one.noted.about_id) for one in reversed(found)]
    return [" ".join(str(part) for part in parts if part is not None) for parts in told]


def test_what_is_looked_at_taken_and_changed_stands_in_the_record(site: Site) -> None:
    admin, staff = site.signed_in(1), site.person_id(1, STAFF)
    for path in ("people", f"people/{staff}", "tasks/1", "report/2570/first_half", "report/2570/first_half.xlsx"):
        assert admin.get(f"/admin/demo/{path}").status_code == 200
    assert admin.get("/admin/demo/agency").status_code == 200  # nobody's data
    form = {"csrf_token": any_token(admin), "name": "ใหม่", "place": "อำเภอใหม่"}
    assert admin.post("/admin/demo/agency", data=form).status_code == 303
    assert admin.post("/admin/demo/sign-out", data=form).status_code == 200
    assert kept(site) == [
        "signed_in sessions",
        "viewed people",
        f"viewed person {staff}",
        "viewed task 1",
        "viewed report",
        "downloaded report",
        "changed agency",
        "signed_out sessions",
    ]
    assert kept(site, 2) == []
    assert site.database.read(lambda conn: find_chain_fault(Books(conn, 1))) is None


def test_a_page_looked_at_again_within_the_hour_is_recorded_once(site: Site) -> None:
    admin = site.signed_in(1)
    for minutes, times in ((1, 1), (40, 1), (62, 2)):
        site.now = MORNING + timedelta(minutes=minutes)
        admin.get("/admin/demo/people")
        assert kept(site).count("viewed people") == times
    for _ in range(2):
        admin.get("/admin/demo/report/2570/first_half.xlsx")
    assert kept(site).count("downloaded report") == 2


def test_who_may_not_see_a_page_leaves_no_view(site: Site) -> None:
    admin = site.signed_in(1)
    assert site.browser().get("/admin/demo/people").status_code == 401
    assert admin.get("/admin/demo/people/99").status_code == 404
    assert kept(site) == ["signed_in sessions"]


def test_the_page_tells_it_in_thai_and_by_person_kind_and_days(site: Site) -> None:
    admin, staff = site.signed_in(1), site.person_id(1, STAFF)
    admin.get(f"/admin/demo/people/{staff}")
    page = admin.get(PAGE).text
    assert "เข้าสู่หน้าผู้ดูแล" in page
    assert f"เปิดดูข้อมูลของ {STAFF}" in page

    def rows(query: str) -> int:
        return admin.get(f"{PAGE}?{query}").text.count('data-label="ผู้ทำ"')

    me = site.person_id(1, ADMIN)
    assert rows(f"person={me}") == 3  # signing in, the person, this page
    assert rows(f"person={staff}") == 0
    assert rows("kind=viewed") == 2
    assert rows("kind=viewed&from=2026-11-20&to=2026-11-20") == 2
    assert rows("to=2026-11-19") == rows("from=2026-11-21") == 0
    assert rows("kind=nothing&person=x&from=never&to=9999-12-31") == 3
    assert "ไม่พบรายการ" in admin.get(f"{PAGE}?from=2027-01-01").text


def test_many_entries_are_pages(site: Site) -> None:
    by, noted = Act("chat", site.person_id(1, STAFF), MORNING), Noted("changed", "person", 1, None, {"what": "absence"})
    site.database.run(lambda conn: append_entries(Books(conn, 1), by, [noted] * 60))
    admin = site.signed_in(1)
    first = admin.get(PAGE).text
    assert first.count('data-label="ผู้ทำ"') == 50
    assert f'{PAGE}?before=12"' in first
    last = admin.get(f"{PAGE}?before=12").text
    assert last.count('data-label="ผู้ทำ"') == 11
    assert "รายการก่อนหน้า" in first
    assert "รายการก่อนหน้า" not in last


def test_the_files_hold_the_same_and_are_recorded_themselves(site: Site) -> None:
    admin = site.signed_in(1)
    admin.get("/admin/demo/people")
    rows = list(csv.reader(io.StringIO(admin.get(f"{PAGE}.csv?kind=viewed").data.decode("utf-8-sig"))))
    assert [row[2:6] for row in rows[1:]] == [[ADMIN, "หน้าเว็บ", "เปิดดู", "เปิดดูรายชื่อบุคลากร"]]
    told = json.loads(admin.get(f"{PAGE}.json").data)["records"]
    assert [one["kind"] for one in told] == ["downloaded", "viewed", "signed_in"]
    assert len({one["hash"] for one in told}) == 3
    book = CalamineWorkbook.from_filelike(io.BytesIO(admin.get(f"{PAGE}.xlsx").data))
    assert len(book.get_sheet_by_index(0).to_python()) == 1 + 4
    assert kept(site)[-3:] == ["downloaded records"] * 3


def test_every_kind_of_entry_has_its_sentence(site: Site) -> None:
    certify = CertifyReport(YEAR, RoundKind.ANNUAL, 2, "code", "t", 1, "n", "p", "", "", MORNING, ())
    writes = (
        OpenRound(YEAR, RoundKind.FIRST_HALF, DUE, MORNING), CloseRound(YEAR, RoundKind.FIRST_HALF, MORNING),
        SetReview(None), SetReview(MORNING), certify,
    )  # fmt: skip
    noted = [one for write in writes for one in describe_write(write)]
    named = Named(people={1: "สมชาย"})
    with site.app.test_request_context():
        g.plans_of, g.visit = {1: ()}, SimpleNamespace(agency=SimpleNamespace(id=1))
        told = [said(describe_entry(AuditEntry(1, Act("page", 1, MORNING), one), named)) for one in noted]
    assert told[0].startswith("กำหนดรอบ")
    assert "31 มี.ค. 70" in told[0]
    assert told[1].startswith("ปิดรอบ")
    assert told[2:4] == ["ปิดการตรวจของหัวหน้า", "เปิดใช้การตรวจของหัวหน้า"]
    assert "ฉบับที่ 2" in told[4]
    assert {kind for kind, _ in SENTENCES} == set(KINDS)


def test_each_page_that_is_recorded_is_there(site: Site) -> None:
    assert set(AUDITED) <= {rule.endpoint for rule in site.app.url_map.iter_rules()}
