"""The agency's officers in a year: they look at their phones when they like, report, put off, or never answer."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain.columns import KNOWN
from domain.layout import Layout
from tests.e2e.words import NO_TASKS, WHAT_IS_NOT_DONE, words_of
from tests.faults.agency import Enlisted
from tests.faults.audit import LABELS, Pressed, read_summary
from tests.faults.officer import MAY_BE_SKIPPED, QUESTIONS_ASKED, STATUSES, Line, Officer, Report, Unheard, a_photo
from tests.years.hub import Hub
from tests.years.line import Account
from tests.years.phones import Phones
from tests.years.promises import TOLD_APART

DAY = 86_400.0
NOTHING_WAITS = words_of("Nothing waits for a report just now. To add to one, please choose it.")
MORE_MAY_BE_SENT = "เพิ่มได้ตอนนี้"
ALONE, WHOLE = words_of("Only {period}"), words_of("The whole measure")
MORE_QUESTIONS = {
    "kept": words_of("{earlier} pieces of evidence stay from before, {count} are new. Send more, or choose “No more”."),
    "whole not done": WHAT_IS_NOT_DONE,
    "remark": words_of("Is there any remark? Please type it, or type “ข้าม” to skip."),
    "date": words_of("When was this carried out?\n{step}\n\nChoose a date, type it, or type “ข้าม” to skip."),
}
MORE_LABELS = {
    **LABELS,
    "remark": words_of("Remark"),
    "period": words_of("Report for"),
    "before": words_of("Text before"),
    "not in report": words_of("Not in the report"),
    **{status: status for status in STATUSES},  # heads what the status is meant of
}


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody is: how likely they report once reminded, how often unasked (days), how long they take (hours)."""

    name: str
    heeds: float
    every: float
    takes: float


HABITS = (
    Habits("prompt", 0.9, 20, 3),
    Habits("usual", 0.6, 40, 20),
    Habits("slow", 0.25, 80, 60),
    Habits("never", 0.0, 10_000, 60),
)


class YearOfficer(Officer):
    """An officer of `tests.faults` who has a year's time and habits."""

    questions: Mapping[str, str] = {**QUESTIONS_ASKED, **MORE_QUESTIONS}
    cancels = goes_back = 0.015

    def __init__(
        self,
        hub: Hub,
        phones: Phones,
        account: Account,
        who: Enlisted,
        seed: int,
        number: int,
        note: Callable[[str, str], None],
        layout: Layout,
    ) -> None:
        super().__init__(phones, account.user, who, seed, _Never())  # type: ignore[arg-type]
        own = [column for column in layout.columns if column.filled_by == "reply" and column.key not in KNOWN]
        self.questions = {**self.questions, **{f"own {one.kind}": one.ask for one in own}}
        self.labels = {**MORE_LABELS, **{f"own {one.key}": one.asked_as for one in own}}
        self.hub, self.account, self.note = hub, account, note
        self.habits = self._rng.choices(HABITS, (5, 4, 3, 1))[0]
        self.has_left = False
        self.is_enrolled = False
        self.is_at_it = False
        self._reports = number * 1000
        self._sleep = hub.sleep
        self._clock = lambda: f"{hub.now() + timedelta(hours=7):%d %b %H:%M:%S}"
        self.did = _Diary(lambda line: note(who.name, line))

    def live(self) -> None:
        """Enrol, then the year, a look at the phone now and then."""
        while not self._enrols():
            self.hub.sleep(self._rng.uniform(1, 5) * DAY)
        while not self.has_left:
            self._rests()
            if not self.has_left:
                self._works()

    def answers_for_sure(self) -> bool:
        """Whether the account answers at all, asked in calm: nothing else is done."""
        self.left = None
        try:
            self._says("งาน")
            self._reads()
        except Unheard:
            self.left = "\n".join(self.did[-40:])
        return self.left is None

    # -- the year ---------------------------------------------------------------------------------

    def _enrols(self) -> bool:
        try:
            self._says(self.who.code)
            self._goes_on(until="ลงทะเบียนเรียบร้อยแล้ว")
        except Unheard:
            return False
        self.is_enrolled = True
        return True

    def _goes_on(self, until: str) -> None:
        for _ in range(60):
            news = self._reads()
            if any(until in line.words for line in news):
                return
            asked = self._question(news)
            if asked is not None:
                self._answers(*asked)
        raise Unheard

    def _rests(self) -> None:
        """Until something comes that is heeded, or one thinks of it unasked."""
        until = self.hub.at + self._rng.expovariate(1 / self.habits.every) * DAY
        while self.hub.at < until and not self.has_left:
            read = self._read_to
            self.account.reader = self.hub.present
            self.hub.sleep(until - self.hub.at)
            self.account.reader = None
            if len(self.account.messages) > read:
                self._look(0)
                if self._rng.random() < self.habits.heeds:
                    self.hub.sleep(self._rng.expovariate(1 / self.habits.takes) * 3_600)
                    return

    def _works(self) -> None:
        """Some reports, one after the other; interrupted by a day off, a block, or no answer."""
        if self.account.blocked:
            return
        self.is_at_it = True
        try:
            for _ in range(self._rng.choice((1, 1, 2, 6))):
                if not self._reports_once():
                    break
        except Unheard:
            self.did.append("   (gives up: nothing is heard)")
        self.is_at_it = False

    def _reports_once(self) -> bool:
        """True once a report is saved; False where nothing waits, or it was given up."""
        self._report, self.saved = None, set()
        self._says("งาน")
        for _ in range(60):
            news = self._reads()
            if self._is_saved(news):
                return True
            if self._report is None and any(words in one.words for words in (NO_TASKS, NOTHING_WAITS) for one in news):
                return False
            asked = self._question(news)
            if asked is not None and self._answers(*asked):
                return False
            if asked is None and self._rng.random() < 0.3:
                self._says("งาน" if self._report is None else "ยกเลิก")
        self.did.append("   (gives up: it goes on and on)")
        self._says("ยกเลิก")
        return False

    # -- answering what the faults' officers are not asked ------------------------------------------

    def _picks_task(self, line: Line) -> None:
        """Mostly one of those that wait; what is listed first waits."""
        listed = re.findall(r"(?m)^(\d+)\. (\S+ \d\d-\d\d\d)", line.words)
        mine = [(number, title) for number, title in listed if title in self.who.measures]
        if not mine:
            return self._says("ยกเลิก")
        number, title = mine[0] if self._rng.random() < 0.6 else self._rng.choice(mine)
        if self._report is None or self._report.measure != title or self._report.answered:
            self._report = self._new_report(title)
            self.saved.discard(title)  # what was saved of it before is another report
        self._report.answered.add("task")
        self._says(number)
        return None

    def _new_report(self, measure: str) -> Report:
        report = super()._new_report(measure)
        if self._rng.random() < 0.8:
            report.photos = ()
        if report.photos:
            report.photos = tuple(a_photo(self._rng) for _ in report.photos)
        return report

    def _answers_report(self, report: Report, name: str, line: Line) -> None:
        report.answered.add(name)
        if name == "month":
            self._answers_status(report, line)
        elif name == "kept":
            self._shows(report, line)
        elif name in ("whole", "whole not done"):
            whole = self._rng.random() < 0.15
            wanted = next((label for label, _ in line.actions if (WHOLE in label) == whole), WHOLE)
            self._chooses(line, wanted.strip())
        elif name == "before":
            self._chooses(line, self._rng.choice((words_of("Add to it"), words_of("Replace it"))))
        elif name in ("date", "remark", "own text"):
            self._says("ข้าม")
        elif name == "own percent":
            self._says(str(self._rng.choice((10, 40, 75, 100))))
        else:
            super()._answers_report(report, name, line)

    def _looks_over(self, report: Report, line: Line) -> None:
        """As it is shown with months and what was told before; what is pressed is what was seen."""
        summary = read_summary(line.words, self.labels)
        assert summary is not None
        measure = TOLD_APART.sub("", summary[0])
        shown = {name: "\n".join(_without_offers(told)) for name, told in summary[1].items()}
        if measure != report.measure:
            self.did.append("   (that is another report)")
            return self._says("ยกเลิก")
        wanted: Mapping[str, str] = {"status": report.status, **report.texts}
        asked = [n for n in ("status", "result", *MAY_BE_SKIPPED, "reason") if n in shown or n in report.answered]
        report.wrong = [n for n in asked if shown.get(n, "") != wanted.get(n, "")]
        if report.wrong:
            self.corrected += 1
            report.answered -= {"change"}
            return self._chooses(line, "แก้ไขบางข้อ")
        for name in shown.keys() & set(asked):  # of one sent back what stood there is meant again
            self._means(report, name, shown[name])
        self.pressed.append(Pressed(self.who.name, report.number, measure, shown))
        return self._chooses(line, "บันทึก")


def _without_offers(told: str) -> list[str]:
    """The lines of an answer; below the last one stands what may still be sent."""
    return [line for line in told.splitlines() if MORE_MAY_BE_SENT not in line]


class _Never:
    """Nobody stops the officers: they end with the year."""

    def is_set(self) -> bool:
        return False


class _Diary(list[str]):
    """Lines that also go into the year's diary."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__()
        self._tell = tell

    def append(self, line: str) -> None:
        super().append(line)
        self._tell(line)

    def __iadd__(self, lines: Any) -> "_Diary":
        for line in lines:
            self.append(line)
        return self
