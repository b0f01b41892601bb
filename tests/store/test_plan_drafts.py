"""A plan that was read waits with its corrections, and is gone once it was imported or nobody wants it."""

from dataclasses import replace
from datetime import timedelta

from domain.plan import Plan
from domain.plan_draft import PlanDraft, renumber_typed
from domain.writes import ForgetPlanDraft, KeepPlanDraft
from store.books import Books
from store.engine import Database
from store.plan_drafts import KEPT_FOR, list_drafts, load_draft
from tests.agency import LAW, MONEY, MORNING, PLAN, YEAR, write

DRAFT = PlanDraft("k1", PLAN, YEAR, MORNING, {"title-1": "ก", "unit-กอง-1": "="}, "ZmlsZQ==", ".docx")


def waiting(database: Database, agency_id: int) -> list[str]:
    return [one.key for one in database.read(lambda conn: list_drafts(Books(conn, agency_id)))]


def test_a_draft_is_read_back_as_it_was_kept_and_is_replaced_under_its_key(database: Database, agency_id: int) -> None:
    write(database, agency_id, KeepPlanDraft(DRAFT))
    assert database.read(lambda conn: load_draft(Books(conn, agency_id), "k1")) == DRAFT
    write(database, agency_id, KeepPlanDraft(replace(DRAFT, typed={})))
    found = database.read(lambda conn: load_draft(Books(conn, agency_id), "k1"))
    assert found is not None
    assert found.typed == {}
    assert [place for one in found.plan.measures for place in one.places] == [
        place for one in PLAN.measures for place in one.places
    ]


def test_what_nobody_touched_for_long_goes_when_another_is_kept(database: Database, agency_id: int) -> None:
    later = replace(DRAFT, key="k2", at=MORNING + KEPT_FOR)
    write(database, agency_id, KeepPlanDraft(DRAFT), KeepPlanDraft(later))
    assert waiting(database, agency_id) == ["k2", "k1"]
    write(database, agency_id, KeepPlanDraft(replace(later, key="k3", at=later.at + timedelta(seconds=1))))
    assert waiting(database, agency_id) == ["k3", "k2"]
    write(database, agency_id, ForgetPlanDraft("k2"))
    assert waiting(database, agency_id) == ["k3"]


def test_corrections_follow_their_measure_into_another_reading() -> None:
    first, second = PLAN.topics
    new = Plan(None, YEAR, (second, replace(first, measures=(MONEY, replace(LAW, title=f"{LAW.title}ใหม่")))))
    typed = {
        "title-1": "ก", "own_months.1-2": "on", "who-3": "ข", "topic_title-1": "ค", "who_all-2": "ง", "score-1": "9",
        "unit-กอง-1": "=", "title-9": "หาย", "replies": "q1",
    }  # fmt: skip
    assert renumber_typed(typed, PLAN, new) == {
        "title-3": "ก", "own_months.1-2": "on", "who-1": "ข", "topic_title-2": "ค", "who_all-1": "ง", "score-1": "9",
        "unit-กอง-1": "=", "replies": "q1",
    }  # fmt: skip
