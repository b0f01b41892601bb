"""A layout that is being changed waits to be saved; of two who change it, the second is told. What its columns hold."""

from dataclasses import replace

import pytest

from domain.layout_draft import OF_AGENCY, LayoutDraft, mark_layout
from domain.task import Status, Task
from domain.writes import ForgetLayoutDraft, ImportPlan, KeepLayoutDraft, SaveUpdate
from store.books import Books
from store.column_answers import load_answers_on_file
from store.engine import Conflict, Database
from store.layout_drafts import load_layout_draft
from store.plan_refs import load_plans
from tests.agency import LAW, LAYOUT, MORNING, PLAN, YEAR, after, write

DRAFT = LayoutDraft(OF_AGENCY, {"title": "ก"}, mark_layout(LAYOUT), 1, MORNING)
LATER = replace(DRAFT, typed={"title": "ข"}, at=after(1))


def kept(database: Database, agency_id: int, plan_id: int = OF_AGENCY) -> LayoutDraft | None:
    return database.read(lambda conn: load_layout_draft(Books(conn, agency_id), plan_id))


def test_a_draft_is_read_back_and_goes_on_from_what_was_seen(database: Database, agency_id: int) -> None:
    assert kept(database, agency_id) is None
    write(database, agency_id, KeepLayoutDraft(DRAFT))
    write(database, agency_id, KeepLayoutDraft(replace(DRAFT, plan_id=7)))
    assert kept(database, agency_id) == DRAFT
    write(database, agency_id, KeepLayoutDraft(LATER, DRAFT.mark))
    assert (kept(database, agency_id), kept(database, agency_id, 7)) == (LATER, replace(DRAFT, plan_id=7))


def test_the_second_of_two_is_told_and_sending_the_same_twice_is_no_second(database: Database, agency_id: int) -> None:
    write(database, agency_id, KeepLayoutDraft(DRAFT), KeepLayoutDraft(DRAFT))
    write(database, agency_id, KeepLayoutDraft(LATER, DRAFT.mark), KeepLayoutDraft(LATER, DRAFT.mark))
    for seen in ("", DRAFT.mark):
        with pytest.raises(Conflict):
            write(database, agency_id, KeepLayoutDraft(replace(DRAFT, typed={"title": "ค"}), seen))
    assert kept(database, agency_id) == LATER


def test_only_the_draft_that_was_seen_is_forgotten(database: Database, agency_id: int) -> None:
    write(database, agency_id, KeepLayoutDraft(DRAFT), ForgetLayoutDraft(OF_AGENCY, LATER.mark))
    assert kept(database, agency_id) == DRAFT
    write(database, agency_id, ForgetLayoutDraft(OF_AGENCY, DRAFT.mark))
    assert kept(database, agency_id) is None
    write(database, agency_id, KeepLayoutDraft(LATER, DRAFT.mark))
    assert kept(database, agency_id) == LATER, "what was thrown away in another window may be kept again"


def test_what_forbids_certifying_is_no_other_layout() -> None:
    assert mark_layout(replace(LAYOUT, blocks=("year",))) == mark_layout(LAYOUT)
    assert mark_layout(replace(LAYOUT, note="ก")) != mark_layout(LAYOUT)


def test_the_answers_to_a_plans_columns_are_counted(database: Database, agency_id: int, task: Task) -> None:
    priced = replace(LAW, own={"budget": 5_000})
    with_price = replace(PLAN, topics=(replace(PLAN.topics[0], measures=(priced, *PLAN.topics[0].measures[1:])),))
    write(
        database,
        agency_id,
        ImportPlan(with_price, YEAR, MORNING),
        ImportPlan(PLAN, YEAR, MORNING, number=2),
        SaveUpdate("e1", task.id, 1, after(1), Status.DONE, "จัดทำแล้ว", own={"spent": 20, "held": ("ต.ค.",)}),
        SaveUpdate("e2", task.id, 1, after(2), Status.DONE, "เผยแพร่แล้ว", remark="ก", own={"spent": 30}),
    )
    second, first = sorted(database.read(lambda conn: load_plans(Books(conn, agency_id))), key=lambda one: -one.number)
    found = database.read(lambda conn: load_answers_on_file(Books(conn, agency_id), [first.id]))
    assert (found.answers["result"], found.answers["remark"], found.answers["outcome"]) == (2, 1, 0)
    assert found.values("spent", "reply") == [20, 30]
    assert found.values("held", "reply") == [("ต.ค.",)]
    assert found.values("budget", "plan") == [5_000]
    assert (found.values("budget", "reply"), found.values("other", "plan")) == ((), ())
    none = database.read(lambda conn: load_answers_on_file(Books(conn, agency_id), [second.id]))
    assert (none.answers["result"], none.values("spent", "reply")) == (0, ())
