"""An officer as people are: answers what the phone shows, says it again when nothing is heard, looks most things over.

What was meant by each answer is noted, and each text names its measure, its report and its question: an answer that
lands elsewhere is recognised.
"""

import hashlib
import io
import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PIL import Image
from urllib3.exceptions import HTTPError

from simulator import Refused, Simulator
from simulator.actions import quick_reply_buttons
from simulator.state import Json
from tests.e2e.officer import QUESTIONS
from tests.faults.agency import Enlisted
from tests.faults.audit import LABELS, SAVED, Meant, Pressed, read_summary

STATUSES = ("ดำเนินการแล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ไม่ดำเนินการ")
QUESTIONS_ASKED = {
    "draft": "ท่านเริ่มรายงานนี้ไว้แล้ว",
    **QUESTIONS,
    "outcome": "เกิดผลลัพธ์หรือความสำเร็จ",
    "reason": "ไม่ได้ดำเนินการเพราะเหตุใด",
}
MAY_BE_SKIPPED = ("outcome", "suggestion")
STOPPED = ("ยกเลิกรายงานนี้แล้ว", "ยกเลิกแล้ว", "ไม่มีรายการที่ต้องยกเลิก")
CALM = 0.3  # seconds in which one looks whether more is coming
BORING = 3.0  # seconds after which one answers a question that was answered already: it was asked anew
READS = 3.2  # seconds that reading a question and answering it in words takes at least, as people do
GIVES_UP = 25  # times of saying it again without hearing a word
CANCELS, GOES_BACK, GOES_ON, IS_CARELESS, TYPES = 0.06, 0.04, 0.5, 0.25, 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """A message of the bot, with what can be tapped on it."""

    seq: int
    words: str
    actions: tuple[tuple[str, Json], ...]


@dataclass
class Report:
    """What an officer means to report on a measure."""

    number: int
    measure: str
    status: str
    texts: dict[str, str]
    photos: tuple[bytes, ...]
    links: tuple[str, ...]
    answered: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    sent: int = 0


class Unheard(Exception):
    """Nothing came, however often it was said again."""


class Officer:
    """One phone's owner, working in a thread of their own until told to stop."""

    questions: Mapping[str, str] = QUESTIONS_ASKED
    cancels, goes_back = CANCELS, GOES_BACK

    def __init__(self, simulator: Simulator, phone: str, who: Enlisted, seed: int, stop: threading.Event) -> None:
        self.who, self.phone = who, phone
        self.meant: list[Meant] = []
        self.pressed: list[Pressed] = []
        self.did: list[str] = []
        self.saved: set[str] = set()
        self.cancelled = self.said_again = self.corrected = 0
        self.left: str | None = None
        self._simulator, self._stop, self._rng = simulator, stop, random.Random(f"{seed}:{who.name}")
        self._read_to = self._reports = 0
        self._report: Report | None = None
        self._drafts: dict[str, Report] = {}
        self._last: tuple[str, Any] = ("text", "สวัสดี")
        self._unread: list[Line] = []
        self._sleep: Callable[[float], None] = time.sleep
        self._clock: Callable[[], str] = _clock

    def work(self) -> None:
        """Enrol, then report on one measure after the other; notes in `left` where nobody answers any more."""
        try:
            self._says(self.who.code)
            self._goes_on(until="ลงทะเบียนเรียบร้อยแล้ว")
            while not self._stop.is_set() and len(self.saved) < len(self.who.measures):
                self._report = None
                self._says("งาน")
                self._goes_on(until=SAVED)
        except Unheard:
            self.left = "\n".join(self.did[-40:])
        except HTTPError:
            if not self._stop.is_set():  # the phones go off only once the run is over
                raise

    # -- reading ----------------------------------------------------------------------------------

    def _goes_on(self, until: str) -> None:
        """Answer what is asked until what one waits for has come, or the report is given up."""
        while True:
            news = self._reads()
            if until == SAVED and self._is_saved(news):
                return
            if until != SAVED and any(until in line.words for line in news):
                return
            asked = self._question(news)
            if asked is not None and self._answers(*asked):
                return

    def _is_saved(self, news: list[Line]) -> bool:
        """True where the report at hand is said to be saved; others that are told of late are noted, too."""
        told = {m for m in self.who.measures for line in news if f"{SAVED}{m}" in line.words}
        self.saved |= told
        return self._report is not None and self._report.measure in told

    def _reads(self) -> list[Line]:
        """What has come since the last look, once no more seems to follow; says the last thing again while nothing."""
        news, self._unread = self._unread, []
        for _ in range(GIVES_UP):
            news = news or self._look(self._rng.uniform(5, 14))
            while news and (more := self._look(CALM)):
                news += more
            if news:
                self._sleep(self._rng.uniform(0.1, 0.9))
                while more := self._look(0):  # whoever types sees what comes meanwhile
                    news += more
                return news
            self.said_again += 1
            self.did.append("   (nothing; says it again)")
            self._repeat()
        raise Unheard

    def _look(self, wait: float) -> list[Line]:
        path = f"people/{self.phone}/messages"
        got = self._simulator.call("GET", path, since=self._read_to, wait=wait)
        self._read_to = max([self._read_to, *(line["seq"] for line in got["messages"])])
        news = [_line(line) for line in got["messages"] if line["from"] == "bot"]
        self.did += [f"{self._clock()} < {line.words}" for line in news]
        return news

    def _question(self, news: list[Line]) -> tuple[str, Line] | None:
        """The last question that is not yet answered; the last at all where no more comes, for it was asked anew."""
        asked = [(name, line) for line in reversed(news) if (name := self._name_of(line)) and self._is_mine(name, line)]
        open_ = [one for one in asked if self._report is None or one[0] not in self._report.answered]
        if open_ or not asked:
            return open_[0] if open_ else None
        more = self._look(BORING)
        self._unread = [asked[0][1], *more] if more else []  # what comes meanwhile need not ask anything
        return None if more else asked[0]

    def _name_of(self, line: Line) -> str | None:
        """Which question a message asks; None where it asks none."""
        return name_of(line.words, self.questions)

    def _is_mine(self, name: str, line: Line) -> bool:
        """False for the look over of what is saved already, and for the menu below news of another report."""
        if name == "menu":
            return SAVED not in line.words
        summary = read_summary(line.words) if name == "summary" else None
        return summary is None or summary[0] not in self.saved

    # -- answering --------------------------------------------------------------------------------

    def _answers(self, name: str, line: Line) -> bool:
        """Answer; True where the report is given up."""
        if name == "notice":
            self._chooses(line, "ยอมรับ")
        elif name == "code":
            self._says(self.who.code)
        elif name == "menu":  # whatever was begun is no more
            self._report = None
            self._says("งาน")
        elif name == "task":
            self._picks_task(line)
        elif self._report is None:
            self._says("ยกเลิก")
        elif self._rng.random() < self.cancels:
            return self._cancels()
        elif self._rng.random() < self.goes_back:
            self._says("ย้อนกลับ")
        else:
            self._answers_report(self._report, name, line)
        return False

    def _answers_report(self, report: Report, name: str, line: Line) -> None:
        report.answered.add(name)
        if name == "draft":
            self._answers_draft(report, line)
        elif name == "status":
            self._answers_status(report, line)
        elif name in report.texts:
            self._gives(report, name, report.texts[name])
        elif name in ("result", "reason", *MAY_BE_SKIPPED):
            self._skips(report, name, line)
        elif name in ("evidence", "more"):
            self._shows(report, line)
        elif name == "summary":
            self._looks_over(report, line)
        elif name == "change":
            label = LABELS[report.wrong[0] if report.wrong else "status"]
            report.answered -= {"summary", *report.wrong[:1]}
            self._chooses(line, label)

    def _answers_draft(self, report: Report, line: Line) -> None:
        """Go on with the report that was stopped, where it is remembered, or begin anew."""
        draft = self._drafts.pop(report.measure, None)
        if report.measure not in line.words:
            self._says("ยกเลิก")
        elif draft is not None and self._rng.random() < GOES_ON:
            self._report = draft
            draft.answered = {"task", "draft"}
            self.did.append(f"--- goes on with report {draft.number}")
            self._chooses(line, "ทำต่อ")
        else:
            self._chooses(line, "เริ่มใหม่")

    def _answers_status(self, report: Report, line: Line) -> None:
        if report.measure not in line.words:  # another task was opened than the one meant
            self.did.append("   (that is another task)")
            report.answered.clear()
            return self._says("ยกเลิก")
        self._means(report, "status", report.status)
        self._chooses(line, report.status)
        return None

    def _skips(self, report: Report, name: str, line: Line) -> None:
        """A question that one has no words for: skipped, or answered shortly where it cannot be."""
        if name in MAY_BE_SKIPPED:
            self._chooses(line, "ข้าม")
        else:
            report.texts[name] = text_for(name, report.measure, report.number)
            self._gives(report, name, report.texts[name])

    def _gives(self, report: Report, name: str, text: str) -> None:
        if name in MAY_BE_SKIPPED:  # what comes sooner after the text before is a line of that one
            self._sleep(READS)
        self._means(report, name, text)
        self._says(text)

    def _picks_task(self, line: Line) -> None:
        listed = {title: number for number, title in re.findall(r"(?m)^(\d+)\. (\S+ \d\d-\d\d\d)", line.words)}
        mine = [title for title in listed if title in self.who.measures and title not in self.saved]
        if not mine:
            return self._says("งาน")
        if self._report is None or self._report.measure not in mine:
            self._report = self._new_report(self._rng.choice(mine))
        self._report.answered.add("task")
        self._says(listed[self._report.measure])
        return None

    def _new_report(self, measure: str) -> Report:
        self._reports += 1
        rng, number = self._rng, self._reports
        status = rng.choices(STATUSES, (5, 4, 1))[0]
        more = [name for name in MAY_BE_SKIPPED if rng.random() < 0.7]
        names = ["reason"] if status == "ไม่ดำเนินการ" else ["result", *more]
        texts = {name: text_for(name, measure, number) for name in names}
        digits = re.sub(r"\D", "", measure)
        photos = tuple(a_photo(rng) for _ in range(rng.choice((0, 0, 1, 2))))
        links = (f"https://example.go.th/{digits}/{number}",) if rng.random() < 0.5 else ()
        self.did.append(f"--- report {number} on {measure}")
        return Report(number, measure, status, texts, photos, links)

    def _shows(self, report: Report, line: Line) -> None:
        """The photos, then the link, then no more; nothing twice."""
        report.answered -= {"more", "evidence"}
        report.sent += 1
        if report.sent == 1 and report.photos:
            for photo in report.photos:
                self._means(report, "evidence", hashlib.sha256(photo).hexdigest())
            self.did.append(f"{self._clock()} > {len(report.photos)} photos")
            fields = [("files", ("photo.png", photo, "image/png")) for photo in report.photos]
            self._simulator.call("POST", f"people/{self.phone}/files", fields=fields)
            self._last = ("text", "ช่วยเหลือ")
        elif report.sent <= 2 and report.links:
            report.sent = 2
            self._gives(report, "evidence", report.links[0])
        else:
            self._chooses(line, "ครบแล้ว" if any("ครบแล้ว" in words for words, _ in line.actions) else "ไม่มีหลักฐาน")

    def _looks_over(self, report: Report, line: Line) -> None:
        summary = read_summary(line.words)
        assert summary is not None
        measure, shown = summary
        if measure != report.measure:
            self.did.append("   (that is another report)")
            return self._says("ยกเลิก")
        wanted = {"status": report.status, **report.texts}
        named = ("status", "result", *MAY_BE_SKIPPED, "reason")
        report.wrong = [n for n in named if shown.get(n, "") != wanted.get(n, "")]
        if report.wrong and self._rng.random() >= IS_CARELESS:
            self.corrected += 1
            report.answered -= {"change"}
            return self._chooses(line, "แก้ไขบางข้อ")
        self.pressed.append(Pressed(self.who.name, report.number, measure, shown))
        return self._chooses(line, "บันทึก")

    def _cancels(self) -> bool:
        """Give the report up; True once that was heard. What is asked meanwhile is not answered."""
        self.cancelled += 1
        if self._report is not None:
            self._drafts[self._report.measure] = self._report
        self._says("ยกเลิก")
        while True:
            news = self._reads()
            if self._is_saved(news) or any(words in line.words for words in STOPPED for line in news):
                return True
            self._says("ยกเลิก")

    # -- saying -----------------------------------------------------------------------------------

    def _means(self, report: Report, question: str, text: str) -> None:
        self.meant.append(Meant(self.who.name, report.measure, report.number, question, text))

    def _chooses(self, line: Line, words: str) -> None:
        """Tap the choice, type its number, or type its words: some sit at an office PC."""
        action = next((a for label, a in line.actions if label.strip() == words), None)
        number = re.search(rf"(?m)^(\d+)\. {re.escape(words)}$", line.words)
        if action is not None and self._rng.random() >= TYPES:
            self._taps(words, action)
        else:
            self._says(number[1] if number and self._rng.random() < 0.7 else words)

    def _says(self, text: str) -> None:
        self._last = ("text", text)
        self.did.append(f"{self._clock()} > {text}")
        self._simulator.call("POST", f"people/{self.phone}/text", {"text": text})

    def _taps(self, words: str, action: Json) -> None:
        self._last = ("tap", (words, action))
        self.did.append(f"{self._clock()} > [{words}]")
        try:
            self._simulator.call("POST", f"people/{self.phone}/tap", {"action": action})
        except Refused:
            self._says(words)

    def _repeat(self) -> None:
        kind, what = self._last
        self._says(what) if kind == "text" else self._taps(*what)


def text_for(name: str, measure: str, number: int) -> str:
    """What is typed at this question in this report, and nowhere else."""
    about = measure.removeprefix("จัดทำประกาศ")
    words = {
        "result": f"จัดทำประกาศ{about} และติดที่หน้าสำนักงานแล้ว ร่างที่ {number}",
        "outcome": f"ประชาชนทราบ{about} มากขึ้น ร่างที่ {number}",
        "suggestion": f"ควรทำแผ่นพับของ{about} เพิ่ม ร่างที่ {number}",
        "reason": f"ยังไม่ได้รับงบประมาณสำหรับ{about} ร่างที่ {number}",
    }
    return words[name]


def a_photo(rng: random.Random) -> bytes:
    """A small picture that no other has the bytes of."""
    made = io.BytesIO()
    Image.frombytes("RGB", (16, 16), rng.randbytes(16 * 16 * 3)).save(made, "PNG")
    return made.getvalue()


def name_of(words: str, questions: Mapping[str, str] = QUESTIONS_ASKED) -> str | None:
    """Which question a message asks; None where it asks none. The overview of one's tasks offers what the menu does."""
    asked = next((name for name, asked in questions.items() if asked in words), None)
    return asked or ("menu" if "1. รายการของฉัน" in words else None)


def _line(line: Json) -> Line:
    buttons = [(button["words"], button["action"]) for button in line["buttons"]]
    return Line(line["seq"], line["words"], (*buttons, *quick_reply_buttons(line["quick_replies"])))


def _clock() -> str:
    return time.strftime("%H:%M:%S")
