"""Every page that is ever shown: what each address answers, and what its forms answer in each of their states.

A template that none of them shows fails the test that asks for them: whoever adds a page adds here how one comes to it,
where its address alone does not lead there.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from flask import template_rendered
from jinja2 import Template
from werkzeug.test import TestResponse

import web
from tests.web.admin.plan_page import COLUMNS, HEAD
from tests.web.admin.test_layout_edit import form_of
from tests.web.admin.test_layout_edit import send as send_layout
from tests.web.admin.test_learn_layout import CSV as LEARNED
from tests.web.full_site import AWAY, FullSite
from tests.web.site import form_token

TEMPLATES = Path(web.__file__).parent / "templates"
# What a browser says of a form that was sent from a page of this site.
FROM_OUR_PAGE = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
WAYS_OUT = ("exit.sign_out", "replies.leave", "head.leave_head_page", "setup_exit.sign_out_of_setup")
SIGNED_BY_LINE = ("webhook.receive",)
# Further states of the pages: a query, another round, the page of what is not there.
MORE = (
    "/admin/demo/?year=2571",
    "/admin/demo/layout?start=outcomes",
    "/admin/demo/ita?year=2569",
    "/admin/demo/ita?year=2571",
    "/admin/demo/layout?of=2",
    "/admin/demo/plan?year=2571",
    "/admin/demo/report/2570/first_half?sources=1",
    "/admin/demo/report/2570/annual",
    "/admin/demo/rounds/2570/first_half/close",
    "/admin/demo/rounds/2570/annual/open",
    "/admin/demo/tasks?year=2570&round=first_half",
    "/admin/demo/reminders/log?page=2",
    "/admin/demo/reminders/log?day=2026-11-19",
    "/admin/demo/tasks?status=late",
    "/admin/demo/tasks?year=2570&round=first_half&view=list",
    "/admin/demo/tasks?year=2570&round=first_half&view=board",
    *(f"/admin/demo/tasks/{number}" for number in range(2, 6)),
    "/admin/demo/people/5/leave",
    "/admin/other/",
    "/p/demo/2570/annual",
    "/verify/AAAA-AAAA-AAAA",
)
_TEXT, _VALUE = re.compile(r">[^<>]*[^<>\s][^<>]*<"), re.compile(r'(?:value|href|action|src)="[^"]+"')


@dataclass(frozen=True)
class Shown:
    """A page as somebody saw it: how they came to it, and what stood there."""

    name: str
    path: str
    status: int
    html: str


def shown_pages(full: FullSite) -> Iterator[Shown]:
    """The pages; of those that differ in their words and links alone, the first."""
    seen = set[str]()
    for page in all_pages(full):
        if (alike := _VALUE.sub("", _TEXT.sub(">…<", page.html))) not in seen:
            seen.add(alike)
            yield page


def all_pages(full: FullSite) -> Iterator[Shown]:
    """Whatever is answered with a page, in the order in which it is asked for."""
    for name, answer in _answers(full):
        with answer:
            if answer.mimetype == "text/html" and not answer.location:
                yield Shown(name, answer.request.path, answer.status_code, answer.text)


def _answers(full: FullSite) -> Iterator[tuple[str, TestResponse]]:
    yield from (("a page earlier in the year", one) for one in full.earlier)
    addresses = list(full.addresses())
    for one in addresses:
        if one.method == "GET":
            yield str(one), full.visitor(one.rule).get(one.path)
            if "<slug>" in one.rule or one.rule.startswith("/setup/"):
                yield f"{one}, signed in nowhere", full.site.browser().get(one.path)
    for path in MORE:
        yield f"GET {path}", full.admin.get(path)
    yield from _filled_in(full)
    for one in addresses:
        if one.method == "POST" and one.endpoint not in (*WAYS_OUT, *SIGNED_BY_LINE):
            yield f"{one}, nothing filled in", _post(full, one.path)
    yield "a form that was open for too long", _post_old(full)
    yield "POST without a token", full.admin.post("/admin/demo/agency", data={"name": "ก"})
    for one in addresses:
        if one.endpoint in WAYS_OUT:
            yield str(one), _post(full, one.path)


def _post(full: FullSite, path: str, follow: bool = False, **typed: Any) -> TestResponse:
    """What the address answers to a form of whoever may send it; with `follow` the page that it leads to."""
    visitor, page = full.visitor_with_form(path)
    data = {"csrf_token": form_token(visitor.get(page)), **typed}
    return visitor.post(path, data=data, content_type="multipart/form-data", follow_redirects=follow)


def _post_old(full: FullSite) -> TestResponse:
    """What a form answers whose token is not this browser's: one with words, a secret and a file."""
    file = (io.BytesIO(b"x"), "x.txt")
    data = {"csrf_token": "old", "name": "เทศบาล", "secret": "hidden", "token": "hidden", "file": file}
    return full.admin.post("/admin/demo/agency", data=data, headers=FROM_OUR_PAGE)


def _filled_in(full: FullSite) -> Iterator[tuple[str, TestResponse]]:
    """The pages that only a form's answer shows."""
    at = "/admin/demo"
    yield "a code to sign in by is shown", _post(full, "/admin/sign-in/code", True)
    plan = HEAD + COLUMNS + "จัดทำคู่มือ\tคณะทำงาน\tเมื่อพร้อม\tทุกเดือน\n"
    odd = HEAD + "มาตรการ\tผู้รับผิดชอบ\tเรื่องน่ารู้\nเผยแพร่งบประมาณ\tกองคลัง\tปิดประกาศแล้ว\n"
    for name, text in (("", plan), (" of another year", plan.replace("2570", "2569")), (" with an odd column", odd)):
        file = (io.BytesIO(text.encode()), "plan.txt")
        read = _post(full, f"{at}/plan/read", True, year="2570", file=file)
        yield f"a plan{name} is read", read
        draft = re.search(r'action="(/admin/demo/plan/draft/[^"/]+)"', read.text)
        assert draft, read.text
        for chosen in ({"do": "shift"}, {"do": "which", "which": "1"}):
            yield f"a plan{name} after {chosen['do']}", _post(full, draft[1], True, **chosen)
    for name, typed in (("corrected", {"from-1": "2026-10-01"}), ("of no year", {"do": "year"})):
        waiting = f"{at}/plan/draft/waiting"
        visitor, _ = full.visitor_with_form(waiting)
        marks = dict(re.findall(r'name="(beside|read)" value="([^"]+)"', visitor.get(waiting).text))
        yield f"a plan that waits is {name}", _post(full, waiting, **{"do": "import", "year": "x", **marks, **typed})
    file = (io.BytesIO(LEARNED.encode()), "plan.csv")
    yield "a layout is learned", _post(full, f"{at}/layout/learn", file=file)
    yield "rules of its own", _post(full, f"{at}/reminders/rules", True, month_days="7", at="25")
    yield "own rules saved", _post(full, f"{at}/reminders/rules", True, month_days="7")
    yield "a preset over own rules", _post(full, f"{at}/reminders/preset", preset="light")
    yield from _layout_forms(full)
    yield "codes", _post(full, f"{at}/people/codes")
    yield "the head looks twice", _post(full, "/head/demo/reports/2/certify")
    for name in ("ประยงค์ ใหม่มา", AWAY.replace("มีสุข", "ใจงาม")):
        row = f"{name}\tนักวิชาการเงินและบัญชี\tกองคลัง\tเจ้าหน้าที่"
        yield f"{name} is added", _post(full, f"{at}/people/add", text=row)
    moved = {"unit-1": "on", **{f"unit-{unit}": "" for unit in range(2, 5)}}
    yield "a person is moved", _post(full, f"{at}/people/3", **moved)
    yield "a group's code", _post(full, f"{at}/groups/code", unit="1")
    yield "a round's days", _post(full, f"{at}/rounds/2570/first_half/change", due="30 เม.ย. 70")
    yield "a round is closed", _post(full, f"{at}/rounds/2570/second_half/close")
    yield "the channel is checked", _post(full, f"{at}/channel/check")
    shown = full.reporter.get("/r/demo/tasks").text
    typed = {name: unescape(value) for name, value in re.findall(r'hidden" name="(t[^"]+)" value="([^"]*)"', shown)}
    yield "a report with nothing in it", _post(full, "/r/demo/tasks", **typed, save="all")
    one = re.search(r'name="save" value="(\d+)"', shown)
    assert one, "the officer's page has no task to report on"
    answers = {f"t{one[1]}-status": "done", f"t{one[1]}-result": "ok", "save": one[1]}
    yield "a doubtful report", _post(full, "/r/demo/tasks", **typed, **answers)
    answers[f"t{one[1]}-result"] = "จัดทำแล้วเสร็จ เผยแพร่บนเว็บไซต์"
    yield "a report saved", _post(full, "/r/demo/tasks", **typed, **answers)
    code = full.values["code"]
    file = (io.BytesIO(b"another"), "report.pdf")
    yield "another file is compared", _post(full, f"/verify/{code}", file=file)


def _layout_forms(full: FullSite) -> Iterator[tuple[str, TestResponse]]:
    """A layout with mistakes, changed by two at once, that takes answers away, and whose draft waits."""
    sent = form_of(full.admin)
    yield "a layout with mistakes", send_layout(full.admin, sent, "save", note="{x}", **{"columns-1-width": "x"})
    yield "a layout changed in another window", send_layout(full.admin, sent, "save", title="x")
    assert send_layout(full.admin, form_of(full.admin), "remove-columns-5").status_code == 303
    mended = {"note": "", "columns-1-width": "9"}
    yield "a layout that takes answers away", send_layout(full.admin, form_of(full.admin), "save", **mended)
    yield "a new column without its heading", send_layout(full.admin, form_of(full.admin), "add-columns")
    yield "a layout with a draft", full.admin.get("/admin/demo/layout?open=columns-1")
    yield "a draft is thrown away", send_layout(full.admin, form_of(full.admin), "discard")


@contextmanager
def watch_templates() -> Iterator[set[str]]:
    """The names of the templates that were shown until the block ends."""
    names = set[str]()

    def note(_sender: object, template: Template, **_: object) -> None:
        if template.name:
            names.add(template.name)

    with template_rendered.connected_to(note):
        yield names


def page_templates() -> set[str]:
    """The names of all templates that are pages, not parts of one."""
    found = {path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")}
    return {name for name, text in found.items() if "{% extends" in text}
