"""What everyone may read names units: no reporter's name, id or time stands in any public file or page."""

import io
import json
import re
import zipfile
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from reports.to_json import report_hash
from tests.agency import YEAR
from tests.reports.reading import page_texts
from tests.web.site import ADMIN, STAFF, Site, any_token, certify_form, form_token

PAGE = f"/admin/demo/report/{YEAR}/first_half/certify"
PUBLIC = f"/p/demo/{YEAR}"
REPORTERS = (STAFF, "สมหญิง รักงาน", "มานี มีสุข")
FILES = (
    *("first_half.pdf", "first_half.docx", "first_half.xlsx", "first_half.json", "first_half.csv"),
    *("first_half/v1.json", "first_half/v1.csv", "first_half/data", "first_half/datapackage.json"),
)


def readable(data: bytes) -> Iterator[str]:
    """Everything that can be read in a file: pages, parts of a ZIP, plain text."""
    if data.startswith(b"%PDF"):
        yield from page_texts(data)
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            for name in container.namelist():
                yield name
                yield from readable(container.read(name))
    else:
        yield data.decode("utf-8", "ignore")


@pytest.fixture
def published(site: Site) -> FlaskClient:
    """The browser of the admin of an agency whose report is public; several persons have reported."""
    for task in site.tasks(1):
        site.reply(1, task, f"reply-{task.id}", result=f"ดำเนินการแล้ว เรื่องที่ {task.id} ในหน่วยงาน")
    browser = site.signed_in(1)
    assert browser.post(PAGE, data={**certify_form(browser.get(PAGE)), "typed_name": ADMIN}).status_code == 303
    form = {"csrf_token": any_token(browser), "version": 1}
    assert browser.post(PAGE.replace("/certify", "/publish"), data=form).status_code == 303
    return browser


def assert_names_nobody(where: str, data: bytes) -> None:
    text = "\n".join(readable(data))
    assert [name for name in REPORTERS if name in text] == [], where
    assert not re.search(r'"(?:person|at|approved_by|sources|update)":', text), where
    assert not re.search(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", text.split("docProps/core.xml")[0]), where


@pytest.mark.slow
def test_nothing_public_says_who_reported_or_when(site: Site, published: FlaskClient) -> None:
    anyone = site.browser()
    for path in ("", "measures", "first_half", *FILES):
        answer = anyone.get(f"{PUBLIC}/{path}")
        assert answer.status_code == 200
        assert_names_nobody(path, answer.data)
    code = published.get(PAGE).text.split("/verify/")[1].split('"')[0]
    assert_names_nobody("verify", anyone.get(f"/verify/{code}").data)
    assert_names_nobody("zip", published.get(PAGE.replace("/certify", ".zip")).data)


def test_the_full_json_is_the_agencys_alone(site: Site, published: FlaskClient) -> None:
    full = PAGE.replace("/certify", "/v1.full.json")
    told = json.loads(published.get(full).data)
    persons = {s["person"] for g in told["groups"] for row in g["rows"] for s in row["sources"]["result"]}
    assert len(persons) > 1
    assert site.browser().get(full).status_code == 401
    for path in ("first_half.full.json", "first_half/v1.full.json"):
        assert site.browser().get(f"{PUBLIC}/{path}").status_code == 404


def test_the_published_hash_is_over_what_the_public_gets(site: Site, published: FlaskClient) -> None:
    anyone = site.browser()
    told = json.loads(anyone.get(f"{PUBLIC}/first_half.json").data)
    assert told["sha256"] == report_hash(told)
    assert told["sha256"] != json.loads(published.get(PAGE.replace("/certify", "/v1.full.json")).data)["sha256"]
    verify = f"/verify/{told['code']}"
    token = form_token(anyone.get(verify))
    for suffix in ("json", "pdf", "docx", "xlsx"):
        data = anyone.get(f"{PUBLIC}/first_half.{suffix}").data
        for sent, same in ((data, "เป็นเอกสาร"), (data + b" ", "ไม่ใช่เอกสาร")):
            form = {"csrf_token": token, "file": (io.BytesIO(sent), f"x.{suffix}")}
            assert f"ไฟล์นี้{same}ฉบับที่รับรองแล้ว" in anyone.post(verify, data=form).text


def test_a_draft_zip_names_nobody_either(site: Site) -> None:
    site.reply(1, site.tasks(1)[0], "one", result="ดำเนินการแล้วในหน่วยงาน")
    assert_names_nobody("draft", site.signed_in(1).get(PAGE.replace("/certify", ".zip")).data)
