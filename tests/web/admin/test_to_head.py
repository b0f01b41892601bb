"""A report is sent to the head, certified by them or sent back; nothing is certified that they have not seen."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from domain.agency import Role
from domain.certificates import CertificateRequest
from domain.certified import CertifiedReport
from domain.sending import Quota
from domain.writes import OfferSignIn, SetReachable
from store import tables
from store.books import Books
from store.certificates import newest_request
from store.certified import certified_of_round
from store.signins import signin_token
from tests.agency import KEYS, YEAR, after, write
from tests.heads import HEAD, SUCCESSOR, make_head, person_id, replace_head
from tests.web.admin.test_certify import PAGE, answer_all, certify
from tests.web.site import ADMIN, Site, any_token, certify_form, press
from thai.fiscal import RoundKind
from web.public.draft import draft_address

pytestmark = pytest.mark.slow

SEND = PAGE.replace("/certify", "/head")
HEADS = "/head/demo/reports"


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The typesetter is tried elsewhere; what it is given to say is kept in the bytes."""
    monkeypatch.setattr(
        "reports.pdf.process.pdf_bytes", lambda report: f"%PDF {report.pending} {report.certified_by}".encode()
    )
    yield


@pytest.fixture
def admin(site: Site) -> FlaskClient:
    """The administrator's browser; every task is answered, and the head is in LINE."""
    answer_all(site, 1)
    make_head(site.database, 1)
    return site.signed_in(1)


def send(admin: FlaskClient, site: Site, name: str = HEAD, **fields: str) -> TestResponse:
    head = str(person_id(site.database, 1, name))
    return admin.post(SEND, data={**certify_form(admin.get(PAGE)), "head": head, "acting_for": "", **fields})


def request(site: Site) -> CertificateRequest:
    found = site.database.read(lambda conn: newest_request(Books(conn, 1), YEAR, RoundKind.FIRST_HALF))
    assert found
    return found


def versions(site: Site) -> tuple[CertifiedReport, ...]:
    return site.database.read(lambda conn: certified_of_round(Books(conn, 1), YEAR, RoundKind.FIRST_HALF))


def messages(site: Site, line_user: str) -> list[str]:
    """What waits to be sent to the person."""
    o = tables.outbox
    rows = site.database.read(lambda conn: Books(conn, 1).fetch_all(select(o.c.line_user, o.c.messages)))
    return [str(row.messages) for row in rows if row.line_user == line_user]


def at_head(site: Site, name: str = HEAD) -> FlaskClient:
    """The browser in which the head has opened their page by the link of the chat."""
    site.offered += 1
    who, event = person_id(site.database, 1, name), f"head-{site.offered}"
    write(site.database, 1, OfferSignIn(who, event, site.now, after(9), "certify"))
    browser = site.browser()
    assert press(browser, f"/head/demo.{signin_token(KEYS, who, event, 'certify')}").status_code == 303
    return browser


def sign(browser: FlaskClient, site: Site, mark: str | None = None) -> TestResponse:
    """What comes of the head's second look confirmed."""
    address = f"{HEADS}/{request(site).id}/certify"
    token = any_token_of(browser)
    looked = browser.post(address, data={"csrf_token": token})
    assert "sure" in looked.text
    sure = re.search(r'name="sure" value="([^"]+)"', looked.text)
    assert sure
    return browser.post(address, data={"csrf_token": token, "sure": mark or sure[1]})


def any_token_of(browser: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(HEADS).text)
    assert found
    return found[1]


def test_no_cache_keeps_the_heads_page(site: Site, admin: FlaskClient) -> None:
    assert at_head(site).get(HEADS).headers["Cache-Control"] == "no-store"


def test_a_head_who_has_blocked_the_account_was_told_nothing_and_the_administrator_reads_so(
    site: Site, admin: FlaskClient
) -> None:
    write(site.database, 1, SetReachable("U-head", False, site.now))
    assert send(admin, site).status_code == 303
    assert messages(site, "U-head") == []
    page = admin.get(PAGE).text
    assert "บล็อกบัญชีไว้ จึงยังไม่ได้แจ้ง" in page
    assert f"ส่งรายงานให้ {HEAD} ใน LINE แล้ว" not in page


def test_the_head_is_told_once_and_every_page_says_for_whom_it_waits(site: Site, admin: FlaskClient) -> None:
    site.quota = Quota(300, 180)
    assert "เดือนนี้เหลือ 120 จาก 300" in admin.get(PAGE).text
    assert send(admin, site, acting_for="นายกองค์การบริหารส่วนตำบล").status_code == 303
    (told,) = messages(site, "U-head")
    for words in (
        ADMIN,
        "รอบ 6 เดือนแรก",
        "3 มาตรการ รายงานแล้ว 3",
        "รักษาราชการแทน นายกองค์การบริหารส่วนตำบล",
        "/draft/demo/",
    ):
        assert words in told, words
    for page in (PAGE, PAGE.removesuffix("/certify"), "/admin/demo/"):
        shown = admin.get(page).text
        assert HEAD in shown, page
        assert "รับรอง" in shown
    assert versions(site) == ()
    assert send(admin, site).status_code == 409
    assert len(messages(site, "U-head")) == 1


def test_nothing_is_sent_while_something_forbids_it_or_unseen(site: Site) -> None:
    make_head(site.database, 1)
    admin = site.signed_in(1)
    assert send(admin, site).status_code == 409  # no reply yet
    answer_all(site, 1)
    form = {**certify_form(admin.get(PAGE)), "head": str(person_id(site.database, 1, HEAD))}
    site.reply(1, site.tasks(1)[0], "meanwhile", result="มาทีหลัง")
    assert "รายงานเปลี่ยนไปหลังจากเปิดหน้านี้" in admin.post(SEND, data=form).text
    for wrong in ("", "x", "99999", str(person_id(site.database, 1, ADMIN))):
        assert send(admin, site, head=wrong).status_code == 409
    assert messages(site, "U-head") == []


def test_the_head_certifies_on_the_page_what_they_have_seen(site: Site, admin: FlaskClient) -> None:
    send(admin, site, acting_for="นายก")
    browser = at_head(site)
    assert request(site).mark[:4].upper() in browser.get(HEADS).text
    pdf = browser.get(f"{HEADS}/{request(site).id}.pdf")
    assert "ยังไม่ได้รับรอง" in pdf.text
    assert sign(browser, site, "0" * 64).status_code == 200  # another contents' mark: the second look again
    assert versions(site) == ()
    assert sign(browser, site).status_code == 303
    (version,) = versions(site)
    assert (version.typed_name, version.acting_for, version.way) == (HEAD, "นายก", "page")
    assert version.prepared_by == person_id(site.database, 1, ADMIN)
    shown = admin.get(PAGE).text
    for words in (HEAD, "รับรองบนหน้าเว็บ", f"จัดเตรียมโดย {ADMIN}"):
        assert words in shown, words
    verified = site.browser().get(f"/verify/{version.code}").text
    assert HEAD in verified
    assert "รับรองบนหน้าเว็บ" in verified
    assert HEAD in admin.get(PAGE.replace("/certify", "/v1.pdf")).text
    again = browser.post(f"{HEADS}/1/certify", data={"csrf_token": any_token_of(browser), "sure": request(site).mark})
    assert again.status_code == 409
    assert len(versions(site)) == 1


def test_of_many_presses_at_once_one_certifies(everywhere: Site) -> None:
    answer_all(everywhere, 1)
    make_head(everywhere.database, 1)
    send(everywhere.signed_in(1), everywhere)
    browsers = [at_head(everywhere) for _ in range(4)]
    mark, tokens = request(everywhere).mark, [any_token_of(browser) for browser in browsers]
    address = f"{HEADS}/{request(everywhere).id}/certify"

    def press_it(browser: FlaskClient, token: str) -> int:
        return browser.post(address, data={"csrf_token": token, "sure": mark}).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(press_it, browsers, tokens)) == [303, 409, 409, 409]
    assert len(versions(everywhere)) == 1


def test_what_has_changed_since_is_certified_by_nobody(site: Site, admin: FlaskClient) -> None:
    send(admin, site)
    browser = at_head(site)
    site.reply(1, site.tasks(1)[0], "meanwhile", result="มาทีหลัง")
    assert "รายงานเปลี่ยนไปหลังจากเสนอ" in admin.get(PAGE).text
    answer = sign(browser, site)
    assert answer.status_code == 409
    assert "รายงานเปลี่ยนไปหลังจากเสนอท่าน" in answer.text
    assert versions(site) == ()
    assert request(site).state == "changed"
    assert "โปรดตรวจแล้วเสนอใหม่" in admin.get(PAGE).text
    assert send(admin, site).status_code == 303
    assert sign(browser, site).status_code == 303


def test_another_day_changes_nothing_of_what_was_seen(site: Site, admin: FlaskClient) -> None:
    send(admin, site)
    site.now = after(60 * 24 * 3)
    site_head = site.browser()
    who = person_id(site.database, 1, HEAD)
    write(site.database, 1, OfferSignIn(who, "later", site.now, after(60 * 24 * 4), "certify"))
    assert press(site_head, f"/head/demo.{signin_token(KEYS, who, 'later', 'certify')}").status_code == 303
    assert sign(site_head, site).status_code == 303
    assert versions(site)[0].at == site.now


def test_it_is_sent_back_with_a_reason_that_the_administrator_reads(site: Site, admin: FlaskClient) -> None:
    site.database.run(
        lambda conn: Books(conn, 1).update(tables.people, (tables.people.c.name == ADMIN,), {"line_user": "U-admin"})
    )
    send(admin, site)
    browser = at_head(site)
    address = f"{HEADS}/{request(site).id}/return"
    assert browser.post(address, data={"csrf_token": any_token_of(browser), "why": " "}).status_code == 422
    answer = browser.post(address, data={"csrf_token": any_token_of(browser), "why": "ยอดข้อ ๓ ไม่ตรง"})
    assert answer.status_code == 303
    assert "ยอดข้อ ๓ ไม่ตรง" in admin.get(PAGE).text
    assert "ยอดข้อ ๓ ไม่ตรง" in admin.get("/admin/demo/").text
    assert "ยอดข้อ ๓ ไม่ตรง" in messages(site, "U-admin")[0]
    assert versions(site) == ()


def test_it_is_taken_back_and_the_head_certifies_it_no_more(site: Site, admin: FlaskClient) -> None:
    send(admin, site)
    browser = at_head(site)
    token, number = any_token_of(browser), request(site).id
    taken = f"{SEND}/{number}/take-back"
    assert admin.post(taken, data={"csrf_token": any_token(admin)}).status_code == 303
    assert admin.post(taken, data={"csrf_token": any_token(admin)}).status_code == 409
    for what, fields in (("certify", {"sure": request(site).mark}), ("return", {"why": "x"})):
        assert browser.post(f"{HEADS}/{number}/{what}", data={"csrf_token": token, **fields}).status_code == 409
    assert admin.get(f"{SEND}/{number}.pdf").status_code == 404
    assert browser.get(f"{HEADS}/{number}.pdf").status_code == 404


def test_on_paper_is_stated_by_whom_and_never_past_the_head(site: Site, admin: FlaskClient) -> None:
    send(admin, site)
    assert certify(admin).status_code == 409
    assert versions(site) == ()
    admin.post(f"{SEND}/{request(site).id}/take-back", data={"csrf_token": any_token(admin)})
    assert certify(admin, signed_by=" ").status_code == 409
    assert certify(admin, signed_by="นายมั่น คงดี นายก อบต.").status_code == 303
    (version,) = versions(site)
    assert (version.typed_name, version.signed_by, version.way) == (ADMIN, "นายมั่น คงดี นายก อบต.", "paper")
    verified = site.browser().get(f"/verify/{version.code}").text
    assert "ลงนามบนกระดาษโดย นายมั่น คงดี นายก อบต." in verified
    pdf = admin.get(PAGE.replace("/certify", "/v1.pdf")).text
    assert f"ลงนามบนกระดาษโดย นายมั่น คงดี นายก อบต. บันทึกโดย {ADMIN}" in pdf


def test_nobody_else_opens_the_heads_page(site: Site, admin: FlaskClient) -> None:
    send(admin, site)
    other = make_head(site.database, 1, SUCCESSOR, "U-two")
    assert other
    number = request(site).id
    browser = at_head(site, SUCCESSOR)
    assert HEAD not in browser.get(HEADS).text
    token = any_token_of(browser)
    sent = browser.post(f"{HEADS}/{number}/certify", data={"csrf_token": token, "sure": request(site).mark})
    assert sent.status_code == 409
    assert browser.get(f"{HEADS}/{number}.pdf").status_code == 404
    first = at_head(site)
    replace_head(site.database, 1, HEAD)
    assert first.get(HEADS).status_code == 401
    assert site.browser().get(HEADS).status_code == 401
    assert admin.get(HEADS).status_code == 401
    assert versions(site) == ()


def test_the_pdf_of_the_chat_shows_the_same_bytes_while_it_waits(site: Site, admin: FlaskClient) -> None:
    send(admin, site)
    path = draft_address(KEYS, "", "demo", request(site).id, site.now.date())
    before = site.browser().get(path)
    site.reply(1, site.tasks(1)[0], "meanwhile", result="มาทีหลัง")
    assert site.browser().get(path).data == before.data
    assert before.headers["Cache-Control"] == "no-store"
    assert site.browser().get(path[:-1] + ("0" if path[-1] != "0" else "1")).status_code == 410
    admin.post(f"{SEND}/{request(site).id}/take-back", data={"csrf_token": any_token(admin)})
    assert site.browser().get(path).status_code == 410


def test_each_step_stands_in_the_record(site: Site, admin: FlaskClient) -> None:
    send(admin, site)
    browser = at_head(site)
    browser.post(f"{HEADS}/{request(site).id}/return", data={"csrf_token": any_token_of(browser), "why": "แก้ยอด"})
    send(admin, site)
    sign(browser, site)
    shown = admin.get("/admin/demo/records").text
    for words in (f"ให้ {HEAD} รับรอง", "กลับให้แก้ไข ไม่ได้รับรอง", f"บนหน้าเว็บ (จัดเตรียมโดย {ADMIN})"):
        assert words in shown, words


def test_who_is_no_head_or_not_in_line_is_not_offered(site: Site) -> None:
    answer_all(site, 1)
    admin = site.signed_in(1)
    assert "ยังไม่มีผู้มีบทบาท" in admin.get(PAGE).text
    make_head(site.database, 1, line_user=None)
    shown = admin.get(PAGE).text
    assert f"ยังไม่ได้เชื่อม LINE: {HEAD}" in shown
    assert 'name="head"' not in shown
    assert Role.HEAD == "head"
