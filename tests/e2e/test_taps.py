"""What a report costs in taps and texts, counted over the stand-in for LINE, in every built-in layout."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from domain.agency import Person
from domain.status_words import STATUS_WORDS
from domain.task import Status, Update
from domain.writes import SetLayout
from handlers.questions import list_questions
from reports.layouts.load import layout_names, named_layout
from simulator import Person as Phone
from store import people, updates
from store import tasks as stored_tasks
from tests.agency import LAW, PEOPLE, write
from tests.databases import watched
from tests.e2e.demo import answers
from tests.e2e.office import CODE, Office, running_office
from tests.e2e.words import words_of
from tests.patience import PATIENCE
from thai.catalogue import translator

pytestmark = pytest.mark.slow

MOST_TAPS, MOST_TEXTS = 4, 1
LAWYER = PEOPLE[1].name
RESULT = "เผยแพร่ประมวลจริยธรรมบนเว็บไซต์แล้ว"
SAME, SAVE, WHOLE = words_of("Same as before"), words_of("Save"), words_of("The whole measure")
SAVED, GOES_ON = words_of("Saved: {measure} – {status}"), "เหมือนเดิม"
DONE, IN_PROGRESS = (translator("th")(STATUS_WORDS[one]) for one in (Status.DONE, Status.IN_PROGRESS))
MONTH = 31 * 86_400


@dataclass
class Counted:
    """A phone whose owner's taps and texts are counted from the list of tasks on."""

    phone: Phone
    taps: int = 0
    texts: int = 0

    def tap(self, words: str, value: str | None = None) -> None:
        self.taps += 1
        self.phone.taps(words, value)

    def type(self, text: str) -> None:
        self.texts += 1
        answers(self.phone, text)


@contextmanager
def working(layout: str, url: str, folder: Path) -> Iterator[tuple[Office, Counted]]:
    """An agency with the layout, one of its people enrolled, who has the list of tasks before them."""
    with watched(url) as database, running_office(database, url, folder, 1) as (office, line):
        write(database, office.agency_id, SetLayout(named_layout(layout), "อำเภอตัวอย่าง"))
        office.invite(LAWYER)
        phone = line.add_person(LAWYER)
        phone.types(CODE)
        phone.sees("ยอมรับหรือไม่", timeout=PATIENCE)
        phone.taps("ยอมรับ")
        phone.sees("ลงทะเบียนเรียบร้อยแล้ว", timeout=PATIENCE)
        lists(phone)
        yield office, Counted(phone)


def lists(phone: Phone) -> None:
    phone.types("งาน")
    phone.sees("ต้องการรายงานรายการใด", timeout=PATIENCE)
    phone.reads(timeout=0)


def me(office: Office) -> Person:
    (found,) = office.read(lambda books: people.people_named(books, LAWYER))
    return found  # type: ignore[no-any-return]


def records(office: Office) -> list[Update]:
    """The replies on the monthly measure, whose card stands first."""
    task = next(one for one in office.read(stored_tasks.load_tasks) if one.measure == LAW.title)
    return sorted(office.read(lambda books: updates.updates_of_task(books, task.id)), key=lambda one: one.id)


def report(by: Counted, status: str) -> None:
    """The report that the first card's status begins, with the fewest taps to its end."""
    by.tap(status)
    while True:
        seen = by.phone.reads(timeout=PATIENCE)
        assert seen
        words = "\n".join(one.words for one in seen)
        if SAVED in words:
            return
        if SAVE in [button.partition(". ")[2] for one in seen for button in one.buttons]:
            by.tap(SAVE)
        elif "ขั้นตอนก่อนหน้า" in words or "วันเดียวกัน" in words:
            by.tap(words_of("The same day for every step"))
        elif "เลือกวันที่" in words:
            by.tap(words_of("Choose a date"), "2026-11-05")
        elif WHOLE in words and status == DONE:
            by.tap(WHOLE)
        elif "ร้อยละเท่าใด" in words:
            by.tap("50%")
        elif "กี่บาท" in words:
            by.type("15,000")
        else:
            assert "ดำเนินการอะไรไปแล้วบ้าง" in words, words
            by.type(RESULT)


def own_questions(layout: str) -> int:
    """How many of the layout's own columns must be filled in: each is asked for itself."""
    return sum(column.required for column in named_layout(layout).own_columns)


def result_of(layout: str) -> str:
    """What is told where the layout has a column for results."""
    return RESULT if "result" in list_questions(named_layout(layout), None) else ""


def goes_on_as(first: Update, found: list[Update]) -> None:
    """Both replies say the same, each of its month."""
    assert [(one.status, one.result, one.dates) for one in found] == 2 * [(first.status, first.result, first.dates)]
    assert [one.period for one in found] == [date(2026, 11, 1), date(2026, 12, 1)]


@pytest.mark.parametrize("layout", layout_names())
def test_a_report_and_that_nothing_changed_cost_few_taps(layout: str, sqlite_url: str, tmp_path: Path) -> None:
    with working(layout, sqlite_url, tmp_path) as (office, by):
        report(by, IN_PROGRESS)
        (first,) = records(office)
        assert (first.status, first.person_id) == (Status.IN_PROGRESS, me(office).id)
        assert first.result == result_of(layout)
        assert first.dates == (((1, date(2026, 11, 5)), (2, date(2026, 11, 5))) if layout == "dates" else ())
        more = own_questions(layout)
        told = bool(result_of(layout)) + (layout == "anticorruption")  # baht are typed, a share is tapped
        assert (by.taps <= MOST_TAPS + more, by.texts) == (True, told), (by.taps, by.texts)

        office.pass_time(MONTH)
        lists(by.phone)
        by.taps, by.texts = 0, 0
        by.tap(SAME)
        by.phone.sees(GOES_ON, timeout=PATIENCE)
        assert (by.taps, by.texts) == (1, 0)
        office.settle()
        goes_on_as(first, records(office))
        assert office.failures == []


@pytest.mark.parametrize("layout", layout_names())
def test_what_is_done_for_good_costs_few_taps(layout: str, sqlite_url: str, tmp_path: Path) -> None:
    with working(layout, sqlite_url, tmp_path) as (office, by):
        report(by, DONE)
        (saved,) = records(office)
        assert (saved.status, saved.result) == (Status.DONE, result_of(layout))
        # A layout of dates asks for no text; of a month's measure it is asked whether the whole is meant.
        assert by.taps + by.texts <= MOST_TAPS + MOST_TEXTS + own_questions(layout), (by.taps, by.texts)


@pytest.mark.parametrize("way", ["list", "typed"])
def test_unchanged_is_one_act_typed_too(way: str, sqlite_url: str, tmp_path: Path) -> None:
    with working("results", sqlite_url, tmp_path) as (office, by):
        report(by, IN_PROGRESS)
        (first,) = records(office)
        office.pass_time(MONTH)
        by.taps, by.texts = 0, 0
        if way == "list":
            lists(by.phone)
            by.tap(SAME)
        else:
            lists(by.phone)
            answers(by.phone, "1")
            by.phone.sees("ผลการดำเนินการ", timeout=PATIENCE)
            by.type("เหมือนเดิม")
        by.phone.sees(GOES_ON, timeout=PATIENCE)
        office.settle()
        assert by.taps + by.texts == 1
        goes_on_as(first, records(office))
