"""Someone who answers what is asked, once, and looks a summary over before saving: no more careful than people are."""

import contextlib
import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from json import dumps

from simulator import Message, Person, Refused
from tests.e2e.words import HOW_FAR, HOW_FAR_IN_MONTH, WHAT_IS_DONE, WHOLE

PATIENCE = 240.0  # seconds of a busy machine without a word, after which a message is missing
BORING = 0.7  # seconds of the machine without a word, after which one looks away for a while
MOST_SAID = 400  # lines of the diary; a report takes some 40, so more is a conversation that turns in a circle
CALM = 0.1  # seconds of the machine in which one looks whether more is coming


@dataclass(frozen=True, slots=True)
class Told:
    """What a report is to say; `photos` are sent together."""

    measure: str
    status: str
    result: str
    suggestion: str
    photos: tuple[bytes, ...] = ()
    link: str = ""


# A question, known by its words; what was asked first stands last, as one message may hold several.
QUESTIONS: Mapping[str, str] = {
    "notice": "ท่านยอมรับหรือไม่",
    "code": "โปรดพิมพ์รหัส 8 ตัว",
    "change": "ต้องการแก้ไขข้อใด",
    "summary": "ถูกต้องหรือไม่",
    "more": "ได้รับหลักฐานแล้ว",
    "evidence": "มีหลักฐานประกอบหรือไม่",
    "suggestion": "มีข้อเสนอแนะหรือไม่",
    "result": "ดำเนินการอะไรไปแล้วบ้าง",
    "before": "ข้อความที่จะรายงานครั้งนี้ ให้เพิ่มจากเดิม",
    "whole": WHAT_IS_DONE,
    "month": HOW_FAR_IN_MONTH,
    "status": HOW_FAR,
    "task": "ต้องการรายงานรายการใด\n\n1. ",
    "menu": "ต้องการทำอะไรต่อ",
}
# Buttons of cards and of earlier questions; none of them is an answer to what is reported.
STALE = ("ดำเนินการแล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ยังไม่ได้ดำเนินการ", "ไม่ดำเนินการ", "รายงาน")
_PAGE_LINK = re.compile(r"https?://[^\"\s]+/r/[^\"\s]+")
ADD_EVIDENCE = "เพิ่มหลักฐาน"
LABELS = {"result": "ผลการดำเนินการ", "suggestion": "ข้อเสนอแนะ", "status": "สถานะ"}


@dataclass
class Officer:
    """A phone's owner with reports to make; `did` is a diary, to be read when something went wrong."""

    phone: Person
    rng: random.Random
    code: str
    bored: Callable[[], None]
    told: Told | None = None
    slips: float = (
        0.0  # how often something else is done before an answer: a stale button, a number where a text is asked
    )
    page: Callable[[str, Told], bool] | None = None  # reports on the one page behind this link; False where it is spent
    answered: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    did: list[str] = field(default_factory=list)
    unread: list[Message] = field(default_factory=list)
    read: list[Message] = field(default_factory=list)
    sent: int = 0
    corrections: int = 0

    def enrols(self) -> None:
        """Type the code; enrolled once the welcome has come."""
        self._types(self.code)
        self._goes_on(until="ลงทะเบียนเรียบร้อยแล้ว")

    def reports(self, told: Told) -> None:
        """From `งาน` to `บันทึกแล้ว` of this measure."""
        self.told, self.answered, self.wrong, self.sent = told, set(), [], 0
        self._types("งาน")
        self._goes_on(until=f"บันทึกแล้ว: {told.measure}")

    def reports_by_card(self, told: Told, status: str) -> None:
        """The same, begun by the status on the card of the next task, where that has come."""
        self.told, self.answered, self.wrong, self.sent = told, set(), [], 0
        cards = [one for one in self.read if status in one.buttons]
        if cards and told.measure in cards[-1].words and "รายการถัดไป" in cards[-1].words:
            self._taps(status, "งาน")
        else:
            self._types("งาน")
        self._goes_on(until=f"บันทึกแล้ว: {told.measure}")

    def reports_on_page(self, told: Told) -> None:
        """Ask for the link to the page of all reports, and report there."""
        assert self.page
        done = False
        while not done:
            self._types("เว็บ")
            links: list[str] = []
            while not links:
                links = [found[0] for one in self._reads() if (found := _PAGE_LINK.search(dumps(one.raw)))]
            done = self.page(links[-1], told)
            self.did.append("> reported on the page" if done else "> the link was spent")

    def _goes_on(self, until: str) -> None:
        while True:
            news = self._reads()
            if any(until in message.words for message in news):
                return
            question = self._question(news)
            if question is not None:
                self._answers(*question)

    def _reads(self) -> list[Message]:
        """What has come since the last look, once no more seems to follow."""
        assert len(self.did) < MOST_SAID, f"the conversation turns in a circle:\n{self.diary}"
        began = time.monotonic()
        news, self.unread = self.unread, []
        while not news or (more := self.phone.reads(timeout=CALM)):
            news += more if news else self.phone.reads(timeout=BORING)
            if not news:
                self.bored()
            assert time.monotonic() - began < PATIENCE, f"nothing came; so far:\n{self.diary}"
        self.read += news
        self.did += [f"    < ({message.via}) {message.words}" for message in news]
        return news

    def _question(self, news: list[Message]) -> tuple[str, Message] | None:
        """The last question that is not yet answered; the last at all where no more comes, for it was asked anew."""
        asked = [(name, message) for message in reversed(news) if (name := name_of(message)) and name != "menu"]
        open_ = [one for one in asked if one[0] not in self.answered]
        if open_ or not asked:
            return open_[0] if open_ else None
        more = self.phone.reads(timeout=BORING)
        self.unread = [asked[0][1], *more] if more else []  # what comes meanwhile need not ask anything
        return None if more else asked[0]

    def _answers(self, name: str, message: Message) -> None:
        self.answered.add(name)
        told = self.told
        if name == "notice":
            return self._taps("ยอมรับ", "1")
        if name == "code":
            return self._types(self.code)
        assert told, message.words
        if name in ("result", "suggestion", "evidence", "summary") and self.rng.random() < self.slips:
            self._slips(name)
        match name:
            case "task":
                (number,) = re.findall(rf"(?m)^(\d+)\. {re.escape(told.measure)}", message.words)
                self._types(number)
            case "whole":
                self._taps(WHOLE, WHOLE)
            case "before":
                self._leaves()  # nothing is reported twice: a stale button came late and began it anew
            case "status" | "month" if told.measure not in message.words:
                self._leaves()  # a stale button of another task came late and began its report
            case "status" | "month":
                self._taps(told.status, told.status)
            case "result":
                self._types(told.result)
            case "suggestion":
                self._types(told.suggestion) if told.suggestion else self._taps("ข้าม", "ข้าม")
            case "evidence" | "more":
                self._shows(told)
            case "summary":
                self._looks_over(told, message)
            case "change":
                label = LABELS[self.wrong[0]]
                self.answered -= {"summary", self.wrong[0]}
                self._taps(label, label)
        return None

    def _leaves(self) -> None:
        """Give up the report that was not meant, and choose again from the list."""
        self.answered.clear()
        self.sent = 0
        self._types("ยกเลิก")
        self._reads()
        self._types("งาน")

    def _slips(self, name: str) -> None:
        """A number where a text is asked for, or a button that belongs to an earlier question."""
        if name in ("result", "suggestion") and self.rng.random() < 0.6:
            return self._types(self.rng.choice(["1", "2", "๓", "4", "ok", "ครับ"]))
        stale = self.rng.choice(STALE if name == "summary" else (*STALE, "บันทึก"))
        self.did.append(f"> stale [{stale}]")
        with contextlib.suppress(Refused):
            self.phone.taps(stale)
        return None

    def _shows(self, told: Told) -> None:
        """The photos, then the link, then no more; nothing twice."""
        self.answered -= {"more"}
        self.sent += 1
        if self.sent == 1 and told.photos:
            self.did.append("> photos")
            self.phone.sends_photo(*told.photos)
        elif self.sent <= 2 and told.link:
            self.sent = 2
            self._types(told.link)
        elif told.photos or told.link:
            self._taps("ครบแล้ว", "1")
        else:
            self._taps("ไม่มีหลักฐาน", "1")

    def _looks_over(self, told: Told, message: Message) -> None:
        shown = {"status": told.status, "result": told.result, "suggestion": told.suggestion or "ไม่มี"}
        if not told.suggestion and offers(message, LABELS["suggestion"]):
            del shown["suggestion"]  # it was not asked, and may still be added
        self.wrong = [name for name, words in shown.items() if words not in message.words]
        if self.wrong:
            self.corrections += 1
            self.answered -= {"change"}
            self._taps("แก้ไขบางข้อ", "2")
        elif (told.photos or told.link) and self.sent == 0 and offers(message, ADD_EVIDENCE):
            self.answered -= {"summary", "evidence"}  # the quick way, begun by a stale button, had not asked for it
            self._taps(ADD_EVIDENCE, ADD_EVIDENCE)
        elif told.link and self.sent >= 2 and told.link not in message.words:
            self.answered -= {"summary"}  # it came late and was told to be unused, or is still on its way
            self._types(told.link)
        else:
            self._taps("บันทึก", "1")

    def _types(self, words: str) -> None:
        self.did.append(f"> {words}")
        self.phone.types(words)

    def _taps(self, words: str, typed: str) -> None:
        """Tap the button, or type what stands for it: some sit at an office PC."""
        if self.rng.random() < 0.5:
            return self._types(typed)
        self.did.append(f"> [{words}]")
        try:
            self.phone.taps(words)
        except Refused:
            self._types(typed)
        return None

    @property
    def diary(self) -> str:
        """All that was said on both sides."""
        return "\n".join(self.did)


def offers(message: Message, words: str) -> bool:
    """True where a button of the message has these words, whatever number stands before them."""
    return any(words in button for button in (*message.buttons, *message.quick_replies))


def name_of(message: Message) -> str | None:
    """Which question a message asks; None where it asks none."""
    return next((name for name, words in QUESTIONS.items() if words in message.words), None)
