"""How many taps and typed texts a report costs from its task's card on, in every built-in layout."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from domain.cards import build_card
from domain.expectation import Reply
from domain.task import Status, Task, Update
from handlers.questions import list_questions
from reports.layouts.load import layout_names, named_layout
from tests.handlers.chat import START, Chat, task
from thai.cadences import CadenceKind

MOST_TAPS, MOST_TEXTS = 4, 1
STEPS = ("Plan", "Tell", "Look")
RHYTHMS = [None, CadenceKind.MONTHLY, CadenceKind.QUARTERLY]


@dataclass
class Counted:
    """A chat that counts what its person does."""

    chat: Chat
    taps: int = 0
    texts: int = 0

    def tap(self, label: str, picked: str | None = None) -> None:
        self.taps += 1
        self.chat.tap_data(self.chat.button(label).data, **({"picked": picked} if picked else {}))

    def type(self, text: str) -> None:
        self.texts += 1
        self.chat.says(text)


def counted(layout: str, one: Task) -> Counted:
    chat = Chat(tasks=0)
    chat.facts.agency = replace(chat.facts.agency, layout=named_layout(layout))
    chat.facts.tasks = (one,)
    chat.says("งาน")
    return Counted(chat)


def finish(by: Counted) -> None:
    """Answers what is asked with the fewest taps, and saves."""
    chat = by.chat
    while not chat.saved:
        match chat.state.step:
            case "whole":
                by.tap("Only {period}")
            case "result":
                by.type("ติดป้ายครบ 3 จุด")
            case "date_1":
                by.tap("Choose a date", picked="2026-11-05")
            case "date_2":
                by.tap("The same day for every step")
            case "summary":
                by.tap("Save")
            case "own_progress":
                by.tap("{number}%")
            case "own_spent":
                by.type("15,000")
            case other:
                raise AssertionError(f"{other} is asked: {chat.heard}")


@pytest.mark.parametrize("rhythm", RHYTHMS, ids=str)
@pytest.mark.parametrize("status", ["Done", "In progress"])
@pytest.mark.parametrize("layout", layout_names())
def test_a_full_report_is_four_taps_and_one_text_at_most(layout: str, status: str, rhythm: CadenceKind | None) -> None:
    by = counted(layout, task(1, steps=STEPS, cadence=rhythm))
    by.tap(status)
    finish(by)
    (saved,) = by.chat.saved
    dated = layout == "dates"
    told = "result" in list_questions(named_layout(layout), None)
    more = sum(column.required for column in named_layout(layout).own_columns)  # each is asked for itself
    assert saved.status == (Status.DONE if status == "Done" else Status.IN_PROGRESS)
    assert saved.result == ("ติดป้ายครบ 3 จุด" if told else "")
    assert saved.dates == (tuple((step, date(2026, 11, 5)) for step in (1, 2, 3)) if dated else ())
    asks_whole = rhythm is not None and status == "Done"  # a month's part, or the measure for good: a record apart
    assert by.taps <= MOST_TAPS + (dated and asks_whole) + more  # where no text is asked at all
    assert by.taps + by.texts <= MOST_TAPS + MOST_TEXTS + more


@pytest.mark.parametrize("layout", layout_names())
def test_unchanged_is_one_tap(layout: str) -> None:
    given = (Reply(date(2026, 10, 20), Status.IN_PROGRESS, date(2026, 10, 1)),)
    by = counted(layout, task(1, steps=STEPS, cadence=CadenceKind.MONTHLY, replies=given, told=True))
    before = Update(9, 1, 7, START, Status.IN_PROGRESS, "ติดป้าย", period=date(2026, 10, 1))
    by.chat.facts.updates[1] = before
    by.tap("Same as before")
    assert [(one.repeats, one.period) for one in by.chat.saved] == [(9, date(2026, 11, 1))]
    assert (by.taps, by.texts) == (1, 0)


def test_a_card_shows_what_the_taps_are_counted_from() -> None:
    assert [choice.label.msgid for choice in build_card(task(1), START.date()).answers] == ["Done", "In progress"]
