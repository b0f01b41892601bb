"""The file of all that is kept of a person: for that person, once, and nobody else's in it."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

from domain.secret_paths import without_token
from domain.task import Status
from domain.writes import OfferSignIn, RemovePerson, SaveUpdate
from store.books import Books
from store.signins import signin_token
from store.tasks import tasks_of_person
from tests.agency import KEYS, MORNING, small_agency, write
from tests.web.public.test_replies import enrol
from tests.web.site import STAFF, Site, press

OTHER = "มานี มีสุข"


def data_link(site: Site, name: str = STAFF, opens: Any = "data", slug: str = "demo") -> str:
    site.offered += 1
    person_id, event_id = site.person_id(1, name), f"event-{site.offered}"
    write(site.database, 1, OfferSignIn(person_id, event_id, site.now, site.now + timedelta(minutes=10), opens))
    return f"/mine/{slug}.{signin_token(KEYS, person_id, event_id, opens)}"


def saved_by(site: Site, name: str, text: str) -> None:
    person_id = site.person_id(1, name)
    task = site.database.read(lambda conn: tasks_of_person(Books(conn, 1), person_id))[0]
    write(site.database, 1, SaveUpdate(f"e-{name}", task.id, person_id, MORNING, Status.DONE, text))


def test_the_file_holds_what_is_kept_of_its_person_and_of_nobody_else(everywhere: Site) -> None:
    site = everywhere
    enrol(site, STAFF, "U-staff")
    enrol(site, OTHER, "U-other")
    saved_by(site, STAFF, "ติดป้ายครบ 3 จุด")
    saved_by(site, OTHER, "ความลับของมานี")
    address = data_link(site)
    browser = site.browser()
    assert "ดาวน์โหลดไฟล์" in browser.get(address).text
    assert browser.get(address).status_code == 200  # looking spends nothing
    answer = press(browser, address)
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        text = archive.read("data.json").decode()
    answer.close()
    data = json.loads(text)
    assert data["person"]["name"] == STAFF
    assert data["person"]["line_user"] == "U-staff"
    assert [one["result"] for one in data["replies"]] == ["ติดป้ายครบ 3 จุด"]
    assert data["replies"][0]["measure"]
    for secret in ("ความลับของมานี", "U-other", "token_hash"):
        assert secret not in text
    assert press(browser, address).status_code == 410  # once


def test_other_links_and_those_of_who_left_give_nothing(site: Site) -> None:
    enrol(site, STAFF, "U-staff")
    browser = site.browser()
    small_agency(site.database, "other")
    for address in (data_link(site, opens="replies"), data_link(site, opens="admin"), "/mine/demo.nonsense"):
        assert press(browser, address).status_code == 410
    assert press(browser, data_link(site, slug="other")).status_code == 410
    assert browser.get("/mine/nowhere.x").status_code == 410
    late = data_link(site)
    write(site.database, 1, RemovePerson(site.person_id(1, STAFF), MORNING))
    assert press(browser, late).status_code == 410
    old = data_link(site, OTHER)
    enrol(site, OTHER, "U-other")
    site.now += timedelta(minutes=11)
    assert press(browser, old).status_code == 410


def test_its_token_stands_in_no_log() -> None:
    assert without_token("GET /mine/demo.abc123 HTTP/1.1") == "GET /mine/demo.… HTTP/1.1"
