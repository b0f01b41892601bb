"""A further text of a reply is declared once; these tests name each place that still lacks it."""

from dataclasses import fields

from domain.layout import REPLY_KEYS
from domain.task import NEEDED_TEXTS, REPLY_TEXTS, Update
from domain.writes import SaveUpdate
from handlers.questions import ASKED_FOR, QUESTIONS
from reports.compile import cells, entry
from store import tables
from tests.docs.flows import flows_page
from web.admin.answers import FIELDS

# Columns of a report that are no text of their own: days, the reason of what was not done, photos and files.
NO_TEXT = frozenset({"dates", "did_not", "evidence"})


def test_every_text_can_be_given_recorded_and_read() -> None:
    for declared in (Update, SaveUpdate):
        assert set(REPLY_TEXTS) <= {each.name for each in fields(declared)}, declared
    assert set(REPLY_TEXTS) <= set(tables.updates.c.keys())


def test_every_text_is_a_question_and_those_that_are_needed_cannot_be_skipped() -> None:
    assert set(REPLY_TEXTS) == set(QUESTIONS)
    assert {name for name, question in QUESTIONS.items() if not question.optional} == NEEDED_TEXTS
    assert all(f"| `{name}` |" in flows_page() for name in REPLY_TEXTS)


def test_every_reply_column_is_asked_for_and_printed() -> None:
    assert set(ASKED_FOR) | NO_TEXT == set(REPLY_KEYS)
    assert set(cells.FROM_REPLIES) == set(entry.STATUS_BEFORE) == set(REPLY_KEYS)


def test_the_page_of_a_task_shows_every_text() -> None:
    assert {*REPLY_TEXTS, "dates"} == {field for field, _, _ in FIELDS}
