"""A round of the invented agency: twelve measures in four topics, replies long and short, one missing."""

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from domain.agency import Agency
from domain.column_values import Value
from domain.columns import FilledBy
from domain.evidence import Evidence
from domain.expectation import Reply
from domain.layout import Layout
from domain.plan import (
    Cadence,
    Measure,
    MeasureOnFile,
    PlanOnFile,
    Question,
    Responsible,
    Signatory,
    Timeframe,
    Topic,
    TopicOnFile,
)
from domain.task import Round, Status, Task, Update
from reports.compile.material import Material
from reports.layouts.load import named_layout
from thai.fiscal import RoundKind

AGENCY = "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง"
UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง")
OPENED = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)

_DATA = tomllib.loads((Path(__file__).parent / "sample.toml").read_text(encoding="utf-8"))
TOPICS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = tuple(
    (topic["title"], tuple((row["text"], row["who"], row["done"]) for row in topic["measures"]))
    for topic in _DATA["topics"]
)


def sample(layout: Layout | None = None, times: int = 1) -> Material:
    """The round; `times` repeats its topics to make a long report."""
    layout = layout or named_layout("results")
    agency = Agency(
        1,
        "demo",
        AGENCY,
        layout,
        "อำเภอเมืองตัวอย่าง จังหวัดตัวอย่าง",
        (Signatory("นางสาวมาลี ใจสะอาด", "รองปลัดองค์การบริหารส่วนตำบล", "ปลัดองค์การบริหารส่วนตำบลทุ่งตัวอย่าง"),),
    )
    topics, tasks, updates = [], [], {}
    number = 0
    for place in range(len(TOPICS) * times):
        title, rows = TOPICS[place % len(TOPICS)]
        measures = []
        for order, (text, who, done) in enumerate(rows, 1):
            number += 1
            measures.append(
                MeasureOnFile(number, replace(_measure(order, text, who), own=_own(layout, "plan", number)))
            )
            for unit in UNITS if who == "ทุกส่วนราชการ" else UNITS[:1]:
                task = Task(len(tasks) + 1, number, 1, 1, title, text, (), unit, date(2027, 3, 31))
                tasks.append(replace(task, replies=(Reply(date(2027, 3, 25), Status.DONE),) if done else ()))
                if done:
                    update = _update(task, done)
                    updates[task.id] = replace(update, own=_own(layout, "reply", number, update.status))
        topic = Topic(
            title,
            number=str(place + 1),
            kind="indicator",
            questions=(Question("i1", "เจ้าหน้าที่ปฏิบัติหน้าที่ตามขั้นตอนมากน้อยเพียงใด"),),
            findings=("ผู้รับบริการบางส่วนยังไม่ทราบขั้นตอนการให้บริการ",),
        )
        topics.append(TopicOnFile(topic, tuple(measures)))
    return Material(
        agency=agency,
        plan=PlanOnFile(1, 2570, tuple(topics)),
        round=Round(1, 2570, RoundKind.FIRST_HALF, date(2027, 3, 31), OPENED),
        layout=layout,
        tasks=tuple(tasks),
        updates=updates,
        signed_on=date(2027, 3, 31),
    )


def _own(layout: Layout, filled_by: FilledBy, number: int, status: Status | None = None) -> dict[str, Value]:
    """What stands in the layout's own columns, a little other in each measure; a percent beside a status goes with it.

    What is not carried out has no percent.
    """
    values: dict[str, Value] = {
        "text": f"รายการที่ {number}" if filled_by == "plan" else f"ประสานทุกกองให้ร่วมดำเนินการ ครั้งที่ {number}",
        "number": number,
        "money": 5000 * number + 0.5 * (number % 2),
        "percent": min(100, 10 * number),
        "date": f"2027-01-{number % 28 + 1:02}",
        "links": (f"https://example.go.th/{number}",),
    }
    columns = [column for column in layout.own_columns if column.filled_by == filled_by]
    chosen = {c.key: tuple(choice.label for choice in c.choices[:1]) for c in columns if c.choices}
    own = {column.key: chosen.get(column.key) or values[column.kind] for column in columns}
    told = {column.key for column in columns if column.tells_status and column.kind == "percent"}
    if status is Status.NOT_DONE:
        return {key: value for key, value in own.items() if key not in told}
    return own | dict.fromkeys(told, 100 if status is Status.DONE else min(90, 10 * number))


def _measure(order: int, text: str, who: str) -> Measure:
    return Measure(
        text,
        str(order),
        steps=("แต่งตั้งผู้รับผิดชอบ", "ดำเนินการตามแผน", "รายงานผู้บริหารและเผยแพร่บนเว็บไซต์"),
        responsible=Responsible(who, everyone=who == "ทุกส่วนราชการ"),
        timeframe=Timeframe("ต.ค. ๖๙ - มี.ค. ๗๐"),
        cadence=Cadence("เจ้าหน้าที่รายงานผู้บริหารทุกเดือน", "monthly"),
    )


def _update(task: Task, done: str) -> Update:
    update = Update(
        task.id, task.id, 1, OPENED, Status.DONE, outcome="ประชาชนได้รับบริการที่สะดวกและรวดเร็วขึ้น", suggestion="",
        dates=((1, date(2027, 1, 7)), (3, date(2027, 3, 30))),
    )  # fmt: skip
    if done.startswith("*not_done*"):
        return replace(update, status=Status.NOT_DONE, reason=done.removeprefix("*not_done*"), dates=(), outcome="")
    if done.startswith("*in_progress*"):
        return replace(update, status=Status.IN_PROGRESS, result=done.removeprefix("*in_progress*"))
    return replace(update, result=done, suggestion="ควรประชาสัมพันธ์ให้ทั่วถึงยิ่งขึ้น" if task.id % 4 == 0 else "")


def with_evidence(material: Material, folder: Path, photos: int = 3) -> Material:
    """The round with photos of its own making, a file and a link."""
    from PIL import Image

    pieces = []
    for number in range(1, photos + 1):
        path = folder / f"photo{number}.jpg"
        Image.new("RGB", (1600, 1200 if number % 2 else 2400), (40 * number % 255, 120, 160)).save(path)
        pieces.append(Evidence(number, number, 1, "photo", "saved", path.name, "image/jpeg", 1, "a" * 64))
    pieces.append(Evidence(90, 1, 1, "file", "saved", "ประกาศ 2569.pdf", "application/pdf", 1, "b" * 64))
    pieces.append(Evidence(91, 4, 1, "link", "saved", "", link="https://thungtuayang.example/ita/2570?a=1&b=<2>"))
    return replace(material, evidence=tuple(pieces), evidence_path=lambda piece: str(folder / piece.name))
