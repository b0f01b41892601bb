"""The agency's LINE account: stored encrypted, never shown, checked with LINE, connected once something came."""

import logging

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.messages import say
from domain.sending import ChannelCheck, SendError
from store import tables
from store.books import Books
from store.channels import Channel, load_channel, set_bot, set_channel
from store.inbox import store_event
from tests.agency import KEYS, MORNING, small_agency
from tests.web.site import Site, form_token

pytestmark = pytest.mark.repeats

AT = "/admin/demo/channel"
SECRET = "0123456789abcdef0123456789abcdef"
TOKEN = "token-of-172-letters"


def save(browser: FlaskClient, path: str = AT, **typed: str) -> TestResponse:
    return browser.post(path, data={"csrf_token": form_token(browser.get(AT)), **typed})


def stored(site: Site, agency_id: int = 1) -> Channel | None:
    return site.database.read(lambda conn: load_channel(Books(conn, agency_id), KEYS))


def keep(site: Site, agency_id: int = 1, channel_id: str = "1111") -> None:
    site.database.run(lambda conn: set_channel(Books(conn, agency_id), Channel(channel_id, SECRET, TOKEN), KEYS))
    site.database.run(lambda conn: set_bot(Books(conn, agency_id), "U-bot", "@demo"))


def enrol_one(site: Site) -> None:
    p = tables.people
    site.database.run(lambda conn: Books(conn, 1).update(p, (p.c.id == 1,), {"line_user": "U1"}))


def test_the_channel_is_stored_and_checked_and_its_secrets_are_never_shown(
    site: Site, admin: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assert "ยังไม่ได้เชื่อมต่อ" in admin.get(AT).text
    site.channels.found = ChannelCheck((say("the webhook is {address}", address="x"),), (say("unlimited"),), True)
    page = save(admin, channel_id=" 1234567890 ", secret=f" {SECRET}\n", token=TOKEN)
    assert page.status_code == 200
    assert stored(site) == Channel("1234567890", SECRET, TOKEN)
    assert "Webhook URL ถูกต้อง: x" in page.text and "ไม่จำกัด" in page.text
    assert "http://127.0.0.1:8000/line/demo/webhook" in page.text
    for shown in (page.text, admin.get(AT).text, save(admin, f"{AT}/check").text):
        assert SECRET not in shown and TOKEN not in shown and 'value="1234567890"' in shown
    told = "\n".join(record.getMessage() for record in caplog.records)
    assert "agency demo: channel 1234567890 was set by p5" in told and SECRET not in told and TOKEN not in told
    with site.database.reader.connect() as conn:
        row = conn.execute(tables.channels.select(), execution_options={"every_agency": True}).one()
    assert SECRET not in str(row) and TOKEN not in str(row)


def test_what_is_left_empty_stays_as_it_is_for_the_same_account(site: Site, admin: FlaskClient) -> None:
    keep(site)
    assert save(admin, channel_id="1111", secret="", token="").status_code == 200
    assert stored(site) == Channel("1111", SECRET, TOKEN, "U-bot", "@demo")
    save(admin, channel_id="1111", secret="another", token="")
    assert stored(site) == Channel("1111", "another", TOKEN, "U-bot", "@demo")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"channel_id": "", "secret": SECRET}, "channel_id"),
        ({"channel_id": "U12ab", "secret": SECRET}, "channel_id"),
        ({"channel_id": "๑๒๓", "secret": SECRET}, "channel_id"),
        ({"channel_id": "1234", "secret": ""}, "secret"),
        ({"channel_id": "1234", "secret": "Channel secret"}, "secret"),
        ({"channel_id": "1234", "secret": "รหัส"}, "secret"),
        ({"channel_id": "1234", "secret": SECRET, "token": "a b"}, "token"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_stored(
    site: Site, admin: FlaskClient, typed: dict[str, str], field: str
) -> None:
    refused = save(admin, **typed)
    assert refused.status_code == 422 and f'id="channel-{field}-problem"' in refused.text
    assert refused.headers["Cache-Control"] == "no-store", "what was typed and not stored stands in the form"
    assert stored(site) is None


def test_another_account_is_asked_about_where_people_have_enrolled(site: Site, admin: FlaskClient) -> None:
    keep(site)
    assert save(admin, channel_id="2222", secret="").status_code == 422, "its secret is another too"
    enrol_one(site)
    asked = save(admin, channel_id="2222", secret="another")
    assert asked.status_code == 422 and "มีผู้ลงทะเบียนกับบัญชีเดิมแล้ว 1 คน" in asked.text
    assert stored(site) == Channel("1111", SECRET, TOKEN, "U-bot", "@demo")
    assert save(admin, channel_id="2222", secret="another", sure="on").status_code == 200
    assert stored(site) == Channel("2222", "another")


def test_a_channel_of_another_agency_is_not_taken(site: Site, admin: FlaskClient) -> None:
    other = small_agency(site.database, "other")
    keep(site, other)
    refused = save(admin, channel_id="1111", secret="mine")
    assert refused.status_code == 422 and "หน่วยงานอื่นในระบบนี้ใช้ channel นี้อยู่" in refused.text
    assert stored(site) is None
    assert stored(site, other) == Channel("1111", SECRET, TOKEN, "U-bot", "@demo")


def test_the_address_is_set_in_line_where_line_lets_us(site: Site, admin: FlaskClient) -> None:
    keep(site)
    site.channels.found = ChannelCheck(elsewhere=True)
    assert f"{AT}/webhook" in save(admin, f"{AT}/check").text
    assert save(admin, f"{AT}/webhook").location == f"{AT}#state"
    assert site.channels.pointed == [1]
    site.channels.refuses = SendError("webhook: 400", permanent=True, status=400)
    refused = save(admin, f"{AT}/webhook")
    assert "LINE ไม่รับที่อยู่นี้ (webhook: 400)" in refused.text


def test_it_is_connected_once_something_came_from_line(site: Site, admin: FlaskClient) -> None:
    keep(site)
    assert "ยังไม่ได้รับข้อความจาก LINE" in admin.get(AT).text
    assert 'aria-label="คิวอาร์โค้ดของบัญชี @demo"' in admin.get(AT).text
    site.database.run(
        lambda conn: store_event(Books(conn, 1), event_id="e", type="follow", at=MORNING, received_at=MORNING)
    )
    assert "เชื่อมต่อแล้ว" in admin.get(AT).text
