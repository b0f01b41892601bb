"""A site on which every address has something to show, and all its addresses, read from the URL map."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from domain.groups import GroupAtLine
from domain.messages import say
from domain.plan import Measure, Plan, Responsible, Signatory, Topic
from domain.plan_draft import PlanDraft
from domain.sending import ChannelCheck, Quota
from domain.writes import (
    AskCertificate,
    ImportPlan,
    KeepPlanDraft,
    KeepUnitName,
    OfferSignIn,
    OpenRound,
    Remind,
    ReturnCertificate,
    SetAway,
    SetHoliday,
    SetLayout,
)
from store.books import Books
from store.channels import Channel, set_channel
from store.engine import Database
from store.evidence import evidence_by_id
from store.plan_edit import load_ended
from store.signins import signin_token
from tests.agency import DUE, KEYS, MORNING, PLAN, YEAR, small_agency, write
from tests.heads import asking, make_head
from tests.web.admin.test_certify import PAGE as CERTIFY
from tests.web.admin.test_certify import answer_all, certify, code_of, publish
from tests.web.admin.test_groups import link as link_group
from tests.web.public.test_my_data import data_link
from tests.web.public.test_replies import enrol, opened, reply_link
from tests.web.site import ADMIN, STAFF, Site, any_token, certify_form, jpeg, press, site_on
from tests.web.things_to_do import leave_things_to_do
from thai.dates import day_in_bangkok
from thai.fiscal import RoundKind
from web.addresses import feed_secret
from web.admin.round_pages import CHANGE
from web.installation.entrance import make_installation_address
from web.public.draft import draft_address
from web.public.look import look_address
from web.public.overview import overview_address

# What the address says behind its question mark, where it leads nowhere without that.
QUERIES = {"plan_measures.merge": "?with=2"}
_PART = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")
AWAY, HEAD = "มานี มีสุข", "ปรีชา กองช่าง"


@dataclass(frozen=True)
class Address:
    """One thing that may be asked of the application: a method, and a rule of the URL map with its parts filled in."""

    rule: str
    endpoint: str
    method: str
    path: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"

    def with_text(self, name: str, text: str) -> str:
        """The path with this standing for one of its parts, whatever the rule allows there."""
        return _PART.sub(lambda part: quote(text if part[1] == name else str(self.values[part[1]])), self.rule)


@dataclass
class FullSite:
    """An agency in the midst of its year, another beside it, and who is signed in.

    `earlier` holds pages as they stood while less was there.
    """

    site: Site
    admin: FlaskClient
    values: Mapping[str, object]
    own: Mapping[str, Mapping[str, object]]
    earlier: Sequence[TestResponse]

    @cached_property
    def sign_in(self) -> str:
        """The path of a sign-in link: its page has a form, though nobody is signed in."""
        return self.site.link(1)

    @cached_property
    def reporter(self) -> FlaskClient:
        """A browser in which an officer's page of reports is open."""
        return opened(self.site)

    @cached_property
    def head(self) -> FlaskClient:
        """A browser in which the head's page is open."""
        browser = self.site.browser()
        assert press(browser, head_link(self.site)).status_code == 303
        return browser

    @cached_property
    def installer(self) -> FlaskClient:
        """A browser that is signed in to the installation."""
        browser = self.site.browser()
        assert press(browser, make_installation_address("", KEYS, self.site.now)).status_code == 303
        return browser

    @cached_property
    def anyone(self) -> FlaskClient:
        """A browser that is signed in nowhere."""
        return self.site.browser()

    def visitor(self, path: str) -> FlaskClient:
        """Who may open the address, or the addresses of the rule."""
        return self.visitor_with_form(path)[0]

    def visitor_with_form(self, path: str) -> tuple[FlaskClient, str]:
        """Who may open the address, and a page of theirs whose form has a token."""
        if path.startswith(("/admin/demo/", "/admin/<slug>/")):
            return self.admin, "/admin/demo/people/add"
        if path.startswith(("/r/demo/", "/r/<slug>/")):
            return self.reporter, "/r/demo/tasks"
        if path.startswith(("/head/demo/", "/head/<slug>/")):
            return self.head, "/head/demo/reports"
        if path.startswith("/setup/") and "/sign-in/" not in path:
            return self.installer, "/setup/agency"
        return self.anyone, self.sign_in

    def addresses(self) -> Iterator[Address]:
        """Every address with each of its methods."""
        for rule in sorted(self.site.app.url_map.iter_rules(), key=lambda one: one.rule):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                values = self._values(rule)
                built = rule.build(values)
                assert built, rule.rule
                path = built[1] + QUERIES.get(rule.endpoint, "")
                yield Address(rule.rule, rule.endpoint, method, path, values)

    def _values(self, rule: Rule) -> Mapping[str, object]:
        """What stands in the address for each of the rule's parts."""
        known = {**self.values, **self.own.get(rule.endpoint, {}), **(rule.defaults or {})}
        lacking = set(rule.arguments) - set(known)
        assert not lacking, f"tests/web/full_site.py does not say what stands for {lacking} in {rule.rule}"
        return {name: known[name] for name in rule.arguments}


@pytest.fixture
def full_site(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FullSite:
    """The site; its PDFs, which other tests typeset, are a few bytes."""
    monkeypatch.setattr("reports.pdf.process.pdf_bytes", lambda _report: b"%PDF-1.7 certified")
    monkeypatch.setattr("reports.pdf.process.page_pictures", lambda _report, _most: (b"a picture",))
    site = site_on(sqlite_database, tmp_path)
    earlier = [site.browser().get("/")]
    for slug in ("demo", "other"):
        small_agency(sqlite_database, slug)
    earlier.append(site.browser().get("/demo/"))
    return fill(site, earlier)


def fill(site: Site, earlier: list[TestResponse]) -> FullSite:
    """The site with its agency `demo` filled with everything that a page may show."""
    for number, name in enumerate((STAFF, ADMIN, HEAD), 1):
        enrol(site, name, f"U{number}")
    _set_up(site)
    ended = _plan(site)
    make_head(site.database, 1, HEAD, line_user=None)
    admin = site.signed_in(1)
    site.signed_in(1)  # on another device
    earlier.append(admin.get("/admin/demo/nudge"))
    asked = tuple(task.id for task in site.tasks(1) if site.person_id(1, STAFF) in task.assignee_ids)
    write(site.database, 1, Remind(site.person_id(1, STAFF), "begun:1", date(2026, 11, 23), asked, "", MORNING))
    earlier.append(admin.get("/admin/demo/reminders/log/1/again"))
    answer_all(site, 1)
    update, evidence = _report_with_evidence(site)
    for number, reason in enumerate(("", "แก้ไขคำผิด"), 1):
        site.reply(1, site.tasks(1)[-1], f"of-version-{number}", result=f"จัดทำคู่มือแล้ว {number} เล่ม")
        earlier.append(admin.get(CERTIFY))
        assert certify(admin, **({"reason": reason} if reason else {})).status_code == 303
        earlier.append(admin.get(CERTIFY))
        assert publish(admin, number).status_code == 303
    earlier += _withdraw_first(site, admin)
    _publish_second_plan(admin)
    earlier.append(_send_back_from_head(site, admin))
    write(site.database, 1, _ask_head(site))
    group = link_group(site, 1)
    leave_things_to_do(site)
    for key in ("waiting", "unwanted"):
        write(site.database, 1, KeepPlanDraft(PlanDraft(key, PLAN, YEAR, site.now, {"title-1": "ก"}, number=1)))
    known = {"update_id": update, "evidence_id": evidence, "group_id": group, "code": code_of(admin)}
    return FullSite(site, admin, {**_values(site, update), **known}, _own_values(site, ended), earlier)


def _values(site: Site, update: int) -> dict[str, object]:
    """What stands in the addresses for parts of that name."""
    look = look_address(KEYS, "", "demo", update, day_in_bangkok(site.now)).split("/")
    with site.app.app_context():
        secret = feed_secret("demo")
    numbers = {"request_id": 2, "task_id": 1, "unit_id": 1, "number": 1, "reminder_id": 1, "session_id": 2}
    of_plan = {"plan_id": 1, "topic_id": 1, "measure_id": 1, "plan": 2, "item": "measures", "key": "waiting"}
    round_ = {"slug": "demo", "year": YEAR, "kind": RoundKind.FIRST_HALF, "what": CHANGE, "suffix": "xlsx"}
    pieces = {"day": look[-2], "token": look[-1], "secret": secret, "filename": "admin.css"}
    return {**numbers, **of_plan, **round_, **pieces, "person_id": site.person_id(1, AWAY)}


def _own_values(site: Site, ended: int) -> dict[str, dict[str, object]]:
    """What stands there otherwise, by the endpoint that it is for."""
    draft = draft_address(KEYS, "", "demo", 2, day_in_bangkok(site.now)).split("/")
    overview = overview_address(KEYS, "", "demo", site.person_id(1, ADMIN), day_in_bangkok(site.now)).split("/")
    return {
        "plan_look.remove_draft": {"key": "unwanted"},
        "withdraw.show_withdrawing": {"number": 2},
        "withdraw.withdraw_version": {"number": 2},
        "plan_measures.show_ended": {"measure_id": ended},
        "plan_measures.bring_back": {"measure_id": ended},
        "entrance.show_sign_in": {"token": site.link(1).rpartition("/")[2]},
        "entrance.sign_in": {"token": site.link(1).rpartition("/")[2]},
        "setup_entrance.show_setup_sign_in": {"token": _setup_token(site)},
        "setup_entrance.sign_in_to_setup": {"token": _setup_token(site)},
        "setup.continue_set_up": {"slug": "other"},  # whose administrator is not in LINE yet
        "my_data.show_data_link": {"token": data_link(site).partition(".")[2]},
        "my_data.send_data": {"token": data_link(site).partition(".")[2]},
        "replies_link.show_link": {"token": reply_link(site).partition(".")[2]},
        "head_link.show_head_link": {"token": head_link(site).partition(".")[2]},
        "head_link.open_head_page": {"token": head_link(site).partition(".")[2]},
        "draft.show_draft": {"day": draft[-2], "token": draft[-1]},
        "replies_link.open_page": {"token": reply_link(site).partition(".")[2]},
        "overview_picture.send_overview": {
            "person_id": overview[-3], "day": overview[-2], "token": overview[-1].removesuffix(".png"),
        },
    }  # fmt: skip


def _withdraw_first(site: Site, admin: FlaskClient) -> Iterator[TestResponse]:
    """The version that was superseded is withdrawn: the pages before and after."""
    page, anyone = CERTIFY.replace("/certify", "/v1/withdraw"), site.browser()
    code = re.findall(r"/verify/([^\"]+)", admin.get(CERTIFY).text)[-1]
    form = {"csrf_token": any_token(admin), "reason": "แนบเอกสารผิดฉบับ"}
    yield admin.get(page)
    yield (asked := admin.post(page, data=form))
    sure = re.search(r'name="sure" value="(\w+)"', asked.text)
    assert sure and admin.post(page, data={**form, "sure": sure[1]}).status_code == 303
    for browser, path in ((admin, page), (anyone, f"/p/demo/{YEAR}/first_half/v1.pdf"), (anyone, f"/verify/{code}")):
        yield browser.get(path)


def _send_back_from_head(site: Site, admin: FlaskClient) -> TestResponse:
    """The page once the head has sent a third version back."""
    back = ReturnCertificate(1, site.person_id(1, HEAD), "ยอดในข้อ ๒ ไม่ตรงกับเอกสาร", site.now)
    write(site.database, 1, _ask_head(site), back)
    return admin.get(CERTIFY)


def _ask_head(site: Site) -> AskCertificate:
    """The third version, sent to the head; what it says has changed since."""
    draft = site.files.save([b"%PDF-1.7 waits"])[0]
    return replace(asking(site.database, 1, site.person_id(1, HEAD), 3), draft=draft, reason="แก้ไขยอด")


def head_link(site: Site) -> str:
    """The path of a fresh link to the head's page."""
    site.offered += 1
    who, event_id = site.person_id(1, HEAD), f"event-{site.offered}"
    write(site.database, 1, OfferSignIn(who, event_id, site.now, site.now + timedelta(hours=1), "certify"))
    return f"/head/demo.{signin_token(KEYS, who, event_id, 'certify')}"


def _publish_second_plan(admin: FlaskClient) -> None:
    """The report of the year's second plan is public too."""
    of_second = f"{CERTIFY}?plan=2"
    form = {**certify_form(admin.get(of_second)), "typed_name": ADMIN}
    assert admin.post(of_second, data=form).status_code == 303
    number = {"csrf_token": any_token(admin), "version": 3}
    assert admin.post(of_second.replace("/certify", "/publish"), data=number).status_code == 303


def _setup_token(site: Site) -> str:
    return make_installation_address("", KEYS, site.now).rpartition("/")[2]


def _set_up(site: Site) -> None:
    """Who signs, a measure under no heading, days off, somebody away, what LINE says of the account."""
    site.at_line, site.quota = GroupAtLine("กองคลังคุยงาน", 23), Quota(300, 180)
    site.channels.found = ChannelCheck((say("the webhook is {address}", address="x"),), (say("unlimited"),), True)
    channel = Channel("1234567890", "0123456789abcdef0123456789abcdef")
    site.database.run(lambda conn: set_channel(Books(conn, 1), channel, KEYS))
    head = Signatory("วิชัย ดูแล", "ปลัดองค์การบริหารส่วนตำบล", "นายกองค์การบริหารส่วนตำบล", "ผู้รับรองข้อมูล")
    away = site.person_id(1, AWAY)
    emblem = site.files.save([_picture()])[0]
    write(
        site.database,
        1,
        SetLayout(signatories=(head,), emblem=emblem),
        KeepUnitName("กองการเงิน", "กองคลัง"),
        SetHoliday(date(2026, 12, 14), "วันหยุดของหน่วยงาน"),
        SetAway(away, (date(2026, 12, 1), date(2026, 12, 11))),
    )


def _plan(site: Site) -> int:
    """A measure under no heading, one that was ended after a reply, a second plan with a round; the ended one's id."""
    office = Responsible("สำนักปลัด", units=("สำนักปลัด",))
    kept, ended = (Measure(title, responsible=office) for title in ("จัดประชุมชี้แจงบุคลากร", "จัดทำแผ่นพับ"))

    def with_topic(*measures: Measure) -> Plan:
        return replace(PLAN, topics=(*PLAN.topics, Topic("", measures)))

    write(site.database, 1, ImportPlan(with_topic(kept, ended), YEAR, MORNING))
    task = next(one for one in site.tasks(1) if one.measure == ended.title)
    site.reply(1, task, "before-the-end", result="พิมพ์แล้ว 200 แผ่น")
    against = replace(PLAN, topics=(Topic("การป้องกันการทุจริต", (kept,)),))
    write(
        site.database,
        1,
        ImportPlan(with_topic(kept), YEAR, MORNING),
        ImportPlan(against, YEAR, MORNING, number=2, name="แผนปฏิบัติการป้องกันการทุจริต"),
        OpenRound(YEAR, RoundKind.FIRST_HALF, DUE, MORNING, plan=2),
    )
    return site.database.read(lambda conn: load_ended(Books(conn, 1), 1))[0].id


def _report_with_evidence(site: Site) -> tuple[int, int]:
    """A reply with a photo, another with a file; the update's id and the photo's."""
    task, other = site.tasks(1)[:2]
    photo = site.evidence(1, task, jpeg(), "photo", "ป้าย.jpg", shown=jpeg())
    site.evidence(1, other, b"a,b\n1,2\n", "file", "ตาราง.csv")
    piece = site.database.read(lambda conn: evidence_by_id(Books(conn, 1), photo))
    assert piece and piece.update_id
    return piece.update_id, photo


def _picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (200, 200), (120, 90, 20)).save(made, "PNG")
    return made.getvalue()
