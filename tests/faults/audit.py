"""What people saw and sent, compared with what is stored: a pure function over values, so that it can be tested.

A fault is *fatal* where a record is wrong, or somebody is left without an answer. Doubled messages are only counted.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

LABELS: Mapping[str, str] = {
    "status": "สถานะ",
    "result": "ผลการดำเนินการ",
    "outcome": "ผลลัพธ์",
    "suggestion": "ข้อเสนอแนะ",
    "reason": "เหตุผล",
    "evidence": "หลักฐาน",
}
SUMMARY = re.compile("ข้อมูล(?:อื่น)?ถูกต้องหรือไม่")
ADDED = "มาถึงหลังจากบันทึกแล้ว"  # what is told of a photo that came after its report was saved
MISSING = "ยังมาไม่ถึง"  # in the line that says how many photos of a set have not come
SAVED = "บันทึกแล้ว: "
NOTHING = "ไม่มี"

FATAL = ("wrong", "unsaved", "lost", "lost file", "doubled record", "never delivered", "unanswered", "stuck")
COUNTED = (*FATAL, "doubled push", "doubled message")


@dataclass(frozen=True, slots=True)
class Meant:
    """What an officer typed, tapped or sent as the answer to the question they saw."""

    officer: str
    measure: str
    report: int  # counts the officer's reports; one that was cancelled is another than the one begun after it
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A summary as it was shown to the officer who chose “save” on it."""

    officer: str
    report: int
    measure: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Seen:
    """A message of the bot in an officer's phone; `message` is its JSON without what buttons hang below it."""

    officer: str
    seq: int
    via: str
    words: str
    message: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A stored reply. `evidence` names its pieces: links, and the SHA-256 of photos."""

    id: int
    event_id: str
    officer: str
    measure: str
    answers: Mapping[str, str]
    evidence: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sending:
    """A row of the outbox; `messages` as in `Seen`, `statements` what they say besides a question, if they ask one."""

    id: int
    event_id: str
    officer: str
    state: str
    via: str | None
    messages: tuple[str, ...]
    attempts: int = 1
    statements: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A row that waits or failed after everything had time to settle."""

    table: str
    key: str
    state: str
    error: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that went wrong, with what a developer needs to find the cause."""

    kind: str
    officer: str
    told: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is compared. `left` are officers who heard nothing any more, and what they had said."""

    meant: tuple[Meant, ...] = ()
    pressed: tuple[Pressed, ...] = ()
    seen: tuple[Seen, ...] = ()
    recorded: tuple[Recorded, ...] = ()
    sendings: tuple[Sending, ...] = ()
    unfinished: tuple[Unfinished, ...] = ()
    left: tuple[tuple[str, str], ...] = field(default=())


def audit(given: Evidence) -> list[Fault]:
    """Every fault found, the worst kinds first."""
    found = [
        *_wrong_records(given),
        *_wrong_summaries(given),
        *_unsaved(given),
        *_lost(given),
        *_doubled_records(given),
        *_never_delivered(given),
        *(Fault("unanswered", officer, told) for officer, told in given.left),
        *(Fault("stuck", "", f"{u.table} {u.key} is {u.state}: {u.error}") for u in given.unfinished),
        *_doubled_messages(given),
    ]
    return sorted(found, key=lambda fault: COUNTED.index(fault.kind))


def count_faults(faults: Iterable[Fault]) -> Mapping[str, int]:
    """How many there are of each kind, also of those with none."""
    counted = Counter(fault.kind for fault in faults)
    return {kind: counted[kind] for kind in COUNTED}


def read_summary(words: str, labels: Mapping[str, str] = LABELS) -> tuple[str, Mapping[str, str]] | None:
    """The measure and the answers that a look over shows; None where the message is none.

    What stands right below a heading is its answer, though it be worded like another heading.
    """
    asked = SUMMARY.search(words)
    if asked is None:
        return None
    title, *lines = words[: asked.start()].strip().splitlines()
    headings = {label: name for name, label in labels.items()}
    answers: dict[str, list[str]] = {}
    name = ""
    for line in lines:
        if line in headings and answers.get(name) != []:
            name = headings[line]
            answers[name] = []
        elif name:
            answers[name].append(line)
    return title, {name: "\n".join(value) for name, value in answers.items() if value != [NOTHING]}


def _wrong_records(given: Evidence) -> Iterator[Fault]:
    for record in given.recorded:
        where = f"update {record.id} of event {record.event_id} on {record.measure}"
        answers = [*record.answers.items(), *(("evidence", piece) for piece in sorted(record.evidence))]
        yield from _wrong_answers(given, record.officer, record.measure, answers, where)


def _wrong_summaries(given: Evidence) -> Iterator[Fault]:
    """What a look over shows of an answer that was meant for another question: the next one may not look."""
    told: set[tuple[str, str, str, str]] = set()
    for seen in given.seen:
        summary = read_summary(seen.words)
        if summary is None:
            continue
        measure, shown = summary
        for name, text in shown.items():
            key = (seen.officer, measure, name, text)
            if name != "evidence" and key not in told:
                told.add(key)
                yield from _wrong_answers(given, seen.officer, measure, [(name, text)], f"look over of {measure}")


def _wrong_answers(
    given: Evidence, officer: str, measure: str, answers: Iterable[tuple[str, str]], where: str
) -> Iterator[Fault]:
    """Answers that were not given to this question of this measure, or not in the same report as the others."""
    reports: list[set[int]] = []
    for name, text in answers:
        if not text:
            continue
        fitting = {
            m.report
            for m in given.meant
            if (m.officer, m.measure, m.question, m.text) == (officer, measure, name, text)
        }
        if not fitting:
            own = [m for m in given.meant if (m.officer, m.text) == (officer, text)]
            meant = ", ".join(sorted({f"{m.question} of {m.measure}" for m in own})[:5]) or "nothing of theirs"
            yield Fault("wrong", officer, f"{where}: {name} is {text!r}, which was meant for {meant}")
        else:
            reports.append(fitting)
    if reports and not set.intersection(*reports):
        yield Fault("wrong", officer, f"{where}: the answers are of different reports: {reports}")


def _unsaved(given: Evidence) -> Iterator[Fault]:
    """Replies whose officer chose “save” on no summary that shows just this."""
    for record in given.recorded:
        mine = [p for p in given.pressed if (p.officer, p.measure) == (record.officer, record.measure)]
        heard = [s.words for s in given.seen if s.officer == record.officer and ADDED in s.words]
        later = sum(f"“{record.measure}”" in words for words in heard)
        if not any(_same(pressed.answers, record, later) for pressed in mine):
            shown = [dict(pressed.answers) for pressed in mine]
            told = f"update {record.id} of event {record.event_id} on {record.measure}: {dict(record.answers)} with "
            yield Fault("unsaved", record.officer, f"{told}{sorted(record.evidence)}; saved were {shown}")


def _same(shown: Mapping[str, str], record: Recorded, later: int) -> bool:
    """True where the summary shows what is recorded; photos are only counted in it.

    Those that it calls missing may come, and as many more as the officer was told of when they came after saving.
    """
    if any(shown.get(name, "") != record.answers.get(name, "") for name in LABELS if name != "evidence"):
        return False
    lines = shown.get("evidence", "").splitlines()
    links = {line for line in lines if line.startswith("http")}
    photos = _count([line for line in lines if line not in links and MISSING not in line])
    missing = _count([line for line in lines if MISSING in line])
    recorded_links = {piece for piece in record.evidence if piece.startswith("http")}
    return links == recorded_links and photos <= len(record.evidence) - len(recorded_links) <= photos + missing + later


def _count(lines: Iterable[str]) -> int:
    return sum(int(number) for line in lines for number in re.findall(r"\d+", line))


def _lost(given: Evidence) -> Iterator[Fault]:
    kept = {(record.officer, record.measure) for record in given.recorded}
    told: set[tuple[str, str]] = set()
    for seen in given.seen:
        for line in seen.words.splitlines():
            measure = line.removeprefix(SAVED).rpartition(" – ")[0] if line.startswith(SAVED) else ""
            if measure and (seen.officer, measure) not in kept | told:
                told.add((seen.officer, measure))
                yield Fault("lost", seen.officer, f"was told {line!r} and nothing is stored")


def _doubled_records(given: Evidence) -> Iterator[Fault]:
    """More replies on a measure than reports of it in which “save” was chosen."""
    recorded = Counter((record.officer, record.measure) for record in given.recorded)
    for (officer, measure), times in recorded.items():
        reports = {p.report for p in given.pressed if (p.officer, p.measure) == (officer, measure)}
        if times > max(1, len(reports)):
            yield Fault("doubled record", officer, f"{times} replies on {measure}, of {len(reports)} reports saved")


def _never_delivered(given: Evidence) -> Iterator[Fault]:
    seen = _counted_seen(given)
    for row in given.sendings:
        if row.state == "sent":
            brought = _brought(row, seen)
            missing = [text for text in brought if seen[(row.officer, text)] <= 0]
            seen.subtract((row.officer, text) for text in brought)
            if missing:
                told = f"outbox {row.id} of event {row.event_id}, sent by {row.via}: {missing}"
                yield Fault("never delivered", row.officer, told)
        elif row.state != "dropped":
            yield Fault("never delivered", row.officer, f"outbox {row.id} of event {row.event_id} is {row.state}")


def _brought(row: Sending, seen: Mapping[tuple[str, str], int]) -> tuple[str, ...]:
    """What the row is to have brought: its messages, or what they say besides a question that was left behind."""
    if row.statements is None or all(seen.get((row.officer, text), 0) > 0 for text in row.messages):
        return row.messages
    return row.statements


def _doubled_messages(given: Evidence) -> Iterator[Fault]:
    """What came more often than it was to be sent. A row marked as replied may have been pushed before.

    What was dropped in the end may have come once, by an attempt whose outcome nobody heard of.
    """
    seen = _counted_seen(given)
    tried = [row for row in given.sendings if row.state in ("sent", "dropped")]
    brought = [(row, text) for row in tried for text in (_brought(row, seen) if row.state == "sent" else row.messages)]
    sent = Counter((row.officer, text) for row, text in brought)
    # Of a question left behind the reply may have brought all, and the push what it says besides.
    may_be_pushed = [row for row in tried if row.via != "reply" or row.attempts > 1]
    pushed = Counter((row.officer, text) for row in may_be_pushed for text in {*row.messages, *(row.statements or ())})
    seen_pushed = Counter((one.officer, one.message) for one in given.seen if one.via == "push")
    for (officer, text), times in (seen - sent).items():
        yield from [Fault("doubled message", officer, text)] * times
    for (officer, text), times in (seen_pushed - pushed).items():
        yield from [Fault("doubled push", officer, text)] * times


def _counted_seen(given: Evidence) -> Counter[tuple[str, str]]:
    return Counter((one.officer, one.message) for one in given.seen)
