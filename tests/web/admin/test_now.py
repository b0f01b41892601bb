"""The first page: what to do now, in the order of the year, computed from what is stored."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from domain.plan import Measure, Plan, Responsible, Signatory, Topic
from domain.writes import CloseRound, ImportPlan, RemovePerson, SetLayout
from store import tables
from store.agencies import add_agency, load_agency
from store.books import Books
from store.channels import Channel, set_channel
from store.engine import Database
from store.inbox import store_event
from store.reminder_rules import reminder_rules
from store.rounds import load_rounds
from tests.agency import KEYS, LAYOUT, MORNING, PEOPLE, PLAN, YEAR, write
from tests.web.admin.test_certify import answer_all, certify, publish
from tests.web.site import Site, site_on
from thai.fiscal import RoundKind
from web.admin.now import load_year_facts
from web.admin.steps import State, Step
from web.admin.year_steps import step_to_do, year_steps

AFTER_THE_ROUND = date(2027, 4, 5)


def steps_on(site: Site, today: date, asked: str = "") -> dict[str, Step]:
    def load(conn: object) -> tuple[Step, ...]:
        books = Books(conn, 1)  # type: ignore[arg-type]
        return year_steps(load_year_facts(books, load_agency(books), load_rounds(books), reminder_rules(books), today))

    with site.app.test_request_context(f"/{asked}"):
        return {step.key: step for step in site.database.read(load)}


def states(site: Site, today: date, asked: str = "") -> dict[str, str]:
    return {key: str(step.state) for key, step in steps_on(site, today, asked).items()}


def connect(site: Site, *, heard: bool = True) -> None:
    def change(conn: object) -> None:
        books = Books(conn, 1)  # type: ignore[arg-type]
        set_channel(books, Channel("1234567890", "secret"), KEYS)
        if heard:
            store_event(books, event_id="first", type="follow", at=MORNING, received_at=MORNING)

    site.database.run(change)


def enrol_all(site: Site) -> None:
    p = tables.people

    def change(conn: object) -> None:
        books = Books(conn, 1)  # type: ignore[arg-type]
        for number in range(1, len(PEOPLE) + 1):
            books.update(p, (p.c.id == number,), {"line_user": f"U{number}"})

    site.database.run(change)


def test_an_agency_begins_with_its_plan_and_its_people(sqlite_database: Database, tmp_path: object) -> None:
    sqlite_database.run(lambda conn: add_agency(conn, "demo", "อบต.ใหม่", LAYOUT, MORNING))
    site = site_on(sqlite_database, tmp_path)  # type: ignore[arg-type]
    found = states(site, MORNING.date())
    assert found == {
        "set-up": "now", "plan": "now", "round": "later", "follow": "later",
        "check": "later", "certify": "later", "publish": "later", "next": "later",
    }  # fmt: skip
    write(sqlite_database, 1, ImportPlan(PLAN, YEAR, MORNING))
    assert states(site, MORNING.date())["plan"] == "done"
    opening = steps_on(site, MORNING.date())["round"]
    assert opening.state is State.NOW and opening.button
    assert opening.button.values == {"year": YEAR, "kind": RoundKind.FIRST_HALF, "plan": None, "what": "open"}


def missing(site: Site) -> list[str]:
    """What the parts of the set-up that are not done say."""
    return [part.told.msgid for part in steps_on(site, MORNING.date())["set-up"].parts if not part.done and part.told]


def test_set_up_turns_green_by_itself(site: Site) -> None:
    today = MORNING.date()
    assert states(site, today)["set-up"] == "now"
    connect(site, heard=False)
    enrol_all(site)
    assert "Nothing has come from LINE yet" in " ".join(missing(site))
    connect(site)
    going = steps_on(site, today)["set-up"]
    assert going.state is State.GOING and going.button and going.button.endpoint == "agency.show_agency"
    write(site.database, 1, SetLayout(LAYOUT, None, (Signatory("นายวิชัย ดูแล", "ปลัด"),)))
    assert states(site, today)["set-up"] == "done"


def test_a_round_is_followed_until_everything_is_reported_and_then_closed(site: Site) -> None:
    assert states(site, MORNING.date())["follow"] == "going"
    late = steps_on(site, AFTER_THE_ROUND)["follow"]
    assert late.state is State.NOW and late.button and late.button.values["status"] == "late"
    site.now = datetime(2027, 3, 25, 2, 0, tzinfo=UTC)
    answer_all(site, 1)
    closing = steps_on(site, date(2027, 3, 25))["follow"]
    assert closing.button and closing.button.endpoint == "rounds.show_change"
    write(site.database, 1, CloseRound(YEAR, RoundKind.FIRST_HALF, site.now))
    assert states(site, date(2027, 3, 25))["follow"] == "done"
    assert states(site, date(2027, 3, 25))["certify"] == "now"


def test_who_has_left_leaves_tasks_without_anybody_to_be_seen_to(site: Site) -> None:
    write(site.database, 1, RemovePerson(3, MORNING))
    step = steps_on(site, MORNING.date())["follow"]
    assert step.state is State.NOW and step.button and step.button.values["status"] == "nobody"


def test_certifying_publishing_and_what_comes_next_follow_each_other(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.pdf.process.pdf_bytes", lambda _report: b"%PDF-1.7 certified")
    site.now = datetime(2027, 4, 5, 2, 0, tzinfo=UTC)
    admin = site.signed_in(1)
    answer_all(site, 1)
    assert states(site, AFTER_THE_ROUND)["certify"] == "now"
    certify(admin)
    found = states(site, AFTER_THE_ROUND)
    assert (found["certify"], found["publish"], found["next"]) == ("done", "now", "now")
    publish(admin, 1)
    found = states(site, AFTER_THE_ROUND)
    assert (found["publish"], found["next"]) == ("done", "now")
    coming = steps_on(site, AFTER_THE_ROUND)["next"]
    assert coming.button and coming.button.values["kind"] is RoundKind.SECOND_HALF
    assert f"http://127.0.0.1:8000/p/demo/{YEAR}/first_half" in admin.get("/admin/demo/").text


def test_the_half_year_that_has_begun_is_opened_though_the_one_before_is_not_certified(site: Site) -> None:
    assert states(site, date(2027, 3, 31))["next"] == "later"
    begun = steps_on(site, date(2027, 5, 20))
    assert begun["next"].state is State.NOW and begun["next"].button
    assert begun["next"].button.values["kind"] is RoundKind.SECOND_HALF
    assert begun["publish"].lines[0].msgid == "It was to be on the web by {day}"
    assert steps_on(site, date(2027, 4, 20))["publish"].lines[0].msgid == "To be on the web by {day}"


def test_a_year_that_is_over_gives_way_to_the_next_plan(site: Site) -> None:
    write(site.database, 1, CloseRound(YEAR, RoundKind.FIRST_HALF, MORNING))
    coming = Plan(agency=PLAN.agency, year=YEAR + 1, topics=PLAN.topics)
    write(site.database, 1, ImportPlan(coming, YEAR + 1, MORNING))
    assert states(site, AFTER_THE_ROUND)["round"] == "done"
    over = date(2027, 6, 1)
    assert states(site, over)["round"] == "now"
    assert states(site, over, f"?year={YEAR}&round=first_half")["round"] == "done"


def test_the_page_says_first_what_is_to_be_done(site: Site, admin: FlaskClient) -> None:
    connect(site)
    enrol_all(site)
    write(site.database, 1, RemovePerson(3, MORNING))
    page = admin.get("/admin/demo/").text
    assert "สิ่งที่ต้องทำตอนนี้" in page and "ไม่มีผู้รายงาน 1 รายการ" in page
    assert page.index("ไม่มีผู้รายงาน 1 รายการ") < page.index("เตรียมระบบ")
    assert 'href="/admin/demo/tasks?year=2570&amp;round=first_half&amp;status=nobody"' in page


def test_nothing_is_asked_for_while_all_goes_its_way(site: Site, admin: FlaskClient) -> None:
    connect(site)
    enrol_all(site)
    assert step_to_do(tuple(steps_on(site, MORNING.date()).values())) is None
    assert "ขณะนี้ไม่มีสิ่งที่ต้องทำ" in admin.get("/admin/demo/").text


def test_its_queries_do_not_grow_with_the_plan(site: Site, admin: FlaskClient) -> None:
    asked: list[str] = []
    event.listen(site.database.reader, "before_cursor_execute", lambda *query: asked.append(query[2]))
    admin.get("/admin/demo/")
    few = len(asked)
    many = tuple(Measure(f"มาตรการที่ {n}", responsible=Responsible("ทุกส่วนราชการ", everyone=True)) for n in range(60))
    write(site.database, 1, ImportPlan(replace(PLAN, topics=(Topic("หัวข้อ", many),)), YEAR, MORNING))
    asked.clear()
    assert "มาตรการ 60 รายการ" in admin.get("/admin/demo/").text
    assert few == len(asked)
