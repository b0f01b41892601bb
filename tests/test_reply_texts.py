"""A further text of a reply is declared once; these tests name each place that still lacks it."""

from dataclasses import fields

from domain.answer_words import ANSWER_WORDS
from domain.columns import COLUMN_KEYS, KNOWN, PLAN_KEYS, REPLY_KEYS
from domain.task import NEEDED_TEXTS, REPLY_TEXTS, Update
from domain.writes import SaveUpdate
from handlers.questions import QUESTIONS
from reports.compile import cells, plan_cells
from store import tables
from tests.docs.flows import flows_page

# What a reply holds besides its texts.
NO_TEXT = frozenset({"status", "dates", "evidence"})


def test_every_text_can_be_given_recorded_and_read() -> None:
    for declared in (Update, SaveUpdate):
        assert set(REPLY_TEXTS) <= {each.name for each in fields(declared)}, declared
    assert set(REPLY_TEXTS) <= set(tables.updates.c.keys())


def test_every_text_is_a_question_and_those_that_are_needed_cannot_be_skipped() -> None:
    assert set(REPLY_TEXTS) == set(QUESTIONS)
    assert {name for name, question in QUESTIONS.items() if not question.optional} == NEEDED_TEXTS
    assert all(f"| `{name}` |" in flows_page() for name in REPLY_TEXTS)


def test_every_reply_column_is_asked_for_and_printed() -> None:
    assert {KNOWN[key].answer for key in REPLY_KEYS} == {*REPLY_TEXTS, *NO_TEXT}
    assert len({KNOWN[key].opens for key in REPLY_KEYS}) == len(REPLY_KEYS)
    assert set(cells.FROM_REPLIES) == set(REPLY_KEYS)
    assert set(plan_cells.FROM_PLAN) == set(PLAN_KEYS) == set(COLUMN_KEYS) - set(REPLY_KEYS)


def test_the_page_of_a_task_shows_every_text() -> None:
    assert {*REPLY_TEXTS, "dates"} == set(ANSWER_WORDS)
