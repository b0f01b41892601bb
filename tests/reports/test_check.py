"""What the check finds, what it leaves alone, and what blocks."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from checks.kinds import OF_REPORTS as KINDS
from domain.evidence import Evidence
from domain.expectation import Reply
from domain.finding import Finding
from domain.parts import Part
from domain.plan import Score, Signatory, Timeframe
from domain.task import Status
from reports.check.report import check_report
from reports.compile.material import Material
from reports.compile.report import compile_report
from reports.layouts.load import layout_names, named_layout, texts_of
from tests.reports.sample import sample, with_evidence

pytestmark = pytest.mark.repeats

TODAY = date(2027, 4, 2)


def answered(layout: str = "results") -> Material:
    """The clean sample: every task answered, each in its own words."""
    material = sample(named_layout(layout))
    some = next(iter(material.updates.values()))
    updates = {
        task.id: material.updates.get(task.id) or replace(some, id=900 + task.id, task_id=task.id, result="ทบทวนคู่มือแล้ว")
        for task in material.tasks
    }
    given = (Reply(date(2027, 3, 25), Status.DONE),)
    return replace(material, updates=updates, tasks=tuple(replace(task, replies=given) for task in material.tasks))


def found(material: Material) -> tuple[Finding, ...]:
    return check_report(material, compile_report(material), TODAY)


def kinds(material: Material) -> list[str]:
    return [one.kind for one in found(material)]


@pytest.mark.parametrize("layout", layout_names())
def test_nothing_is_found_in_the_clean_sample(layout: str, tmp_path: Path) -> None:
    assert found(answered(layout)) == ()
    assert found(with_evidence(answered(layout), tmp_path)) == ()


def test_a_task_without_a_reply_blocks_and_stands_first() -> None:
    first = found(sample())[0]
    assert (first.kind, first.blocks) == ("unanswered", True)
    assert "ปรับปรุงคู่มือปฏิบัติงาน" in first.place


def test_a_finding_leads_to_the_task_that_it_is_about() -> None:
    material = answered()
    assert {one.task for one in found(sample()) if one.kind == "unanswered"} == {
        task.id for task in sample().tasks if task.id not in sample().updates
    }
    everyone = next(task.id for task in material.tasks if task.unit == "กองคลัง")
    told = replace(material.updates[everyone], result="ปรับปรุงจังหวัดอุดรราชธานีแล้ว")
    changed = replace(material, updates={**material.updates, everyone: told})
    assert {(one.kind, one.task) for one in found(changed)} == {("spelling", everyone)}


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("โทร ๐๘๑-๒๓๔-๕๖๗๘ ตลอดเวลา", True),
        ("โทร 0812345678", True),
        ("เลขบัตร 1-2345-67890-12-1", True),
        ("U0123456789abcdef0123456789abcdef", True),
        ("โทร. ๐ ๔๔๒๔ ๙๐๐๐", False),
        ("งบประมาณ 1,234,567,890,121 บาท", False),
        ("คำสั่งที่ 328/2564 ลงวันที่ 7 เมษายน 2565", False),
        ("https://example.go.th/0812345678901", False),
    ],
)
def test_a_private_number_is_told_of_before_it_is_published(text: str, private: bool) -> None:
    material = answered()
    told = replace(material.updates[1], result=text)
    changed = found(replace(material, updates={**material.updates, 1: told}))
    assert [(one.kind, one.task) for one in changed] == ([("personal", 1)] if private else [])


def test_evidence_that_is_still_to_come_is_told_of(tmp_path: Path) -> None:
    material = with_evidence(answered(), tmp_path)
    late = Evidence(99, 1, 1, "photo", "wanted", "สาย.jpg")
    (finding,) = found(replace(material, evidence=(*material.evidence, late)))
    assert (finding.kind, finding.task) == ("evidence-awaited", 1)


def test_the_agency_says_which_findings_block() -> None:
    layout = replace(named_layout("results"), blocks=("spelling",))
    assert not any(one.blocks for one in found(replace(sample(), layout=layout)))


def with_result(text: str) -> Material:
    material = answered()
    one = next(iter(material.updates.values()))
    return replace(material, updates={**material.updates, one.task_id: replace(one, result=text)})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ประกาศองค์การบริหารส่วนตำบลทุ่งตัวอย่าช เรื่องสินบน", "agency-name"),
        ("ประกาศ อบต.ทุ่งตัวอยาง เรื่องสินบน", "agency-name"),
        ("เผยแพร่mk'Facebook ของหน่วยงาน", "keyboard"),
        ("รongรับการให้บริการ", "keyboard"),
        ("นายจันทรசாล เข้าร่วม", "script"),
        ("ป้องกันกรทุจริตแล้ว", "spelling"),
        ("เสนอผู้บริหรทราบ", "spelling"),
        ("ณ จังหวัดอุดรราชธานี", "spelling"),
        ("ตามแผนปีงบประมาณ พ.ศ. ๒๕๖๖", "year"),
    ],
)
def test_a_slip_in_a_reply_is_named_with_its_place(text: str, kind: str) -> None:
    findings = found(with_result(text))
    assert [one.kind for one in findings] == [kind]
    assert findings[0].place.endswith("ผลการดำเนินการ")
    assert findings[0].words


@pytest.mark.parametrize(
    "text",
    [
        "เผยแพร่ทางFacebookและLineของหน่วยงาน",
        "ติดต่อ - สอบถามข้อมูล https://thungtuayang.example/a?b='c'",
        "ประกาศองค์การบริหารส่วนตำบลทุ่งตัวอย่าง และองค์การบริหารส่วนตำบลหนองบัว",
        "แผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ ๒๕๖๖ - ๒๕๗๐",
        "ประชุม ณ จังหวัดอุบลราชธานี และจังหวัดเชียงใหม่",
        "จัดซื้อ ก.ไก่ it's ok; ดู pdf ✓ 😀",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert found(with_result(text)) == ()


def test_days_that_cannot_be_and_days_out_of_the_round_are_told_apart() -> None:
    material = answered("dates")
    one = next(iter(material.updates.values()))
    days = ((1, date(2026, 9, 1)), (2, date(2027, 4, 1)), (3, date(2027, 5, 1)))
    changed = replace(material, updates={**material.updates, one.task_id: replace(one, dates=days)})
    told = {finding.kind: finding.blocks for finding in found(changed)}
    assert told == {"date-outside": False, "date-late": False, "date-future": True}


def test_evidence_that_is_missing_or_cannot_be_read_is_found(tmp_path: Path) -> None:
    layout = replace(named_layout("results"), requires_evidence=True)
    done = sum(update.status is Status.DONE for update in answered().updates.values())
    assert kinds(replace(answered(), layout=layout)).count("evidence-missing") == done
    broken = Evidence(1, 1, 1, "photo", "failed", "ภาพ.jpg")
    assert kinds(replace(answered(), evidence=(broken,))) == ["evidence-unreadable"]


def test_one_text_pasted_into_many_measures_is_found_once() -> None:
    material = answered()
    same = {id_: replace(update, result="ดำเนินการเรียบร้อยแล้วตามแผนงาน") for id_, update in material.updates.items()}
    assert kinds(replace(material, updates=same)) == ["text-pasted"]


def test_a_timeframe_of_another_year_and_a_title_said_twice_are_found() -> None:
    material = answered()
    topic = material.plan.topics[0]
    one, other, *rest = topic.measures
    old = replace(one.measure, timeframe=Timeframe("ม.ค. ๖๕", date(2022, 1, 1), date(2022, 1, 31)))
    same = replace(other.measure, title=one.measure.title)
    changed = replace(topic, measures=(replace(one, measure=old), replace(other, measure=same), *rest))
    plan = replace(material.plan, topics=(changed, *material.plan.topics[1:]))
    assert sorted(kinds(replace(material, plan=plan))) == ["timeframe-year", "title-twice", "title-twice"]


def test_scores_that_contradict_each_other_are_found() -> None:
    scores = [
        Score(str(n), value) for n, value in enumerate((100, 100, 100, 98.72, 99.74, 99.36, 99.43, 99.03, 72, 60), 1)
    ]
    material = answered()
    plan = replace(material.plan, scores=(*scores, Score("IIT", 89.68), Score("OIT", 66.0)))
    cover = Part("text", lines=("มีผลคะแนน 88.09 คะแนน อยู่ในระดับ ผ่าน",))
    layout = replace(material.layout, front=(cover,))
    told = [(one.words, one.meant) for one in found(replace(material, plan=plan, layout=layout))]
    assert told == [(("IIT", "89.68"), "99.69"), (("88.09",), "86.09")]


def test_a_signatory_is_checked_too() -> None:
    material = answered()
    who = Signatory("นาง ก", "ปลัด", "ปลัดองค์การบริหารส่วนตำบลทุ่งตัวอย่าช")
    assert kinds(replace(material, agency=replace(material.agency, signatories=(who,)))) == ["agency-name"]


def test_a_report_that_nobody_signs_says_so() -> None:
    material = answered()
    (finding,) = found(replace(material, agency=replace(material.agency, signatories=())))
    assert (finding.kind, finding.place, finding.task) == ("signatories-missing", "signatories", None)


@pytest.mark.parametrize("layout", layout_names())
def test_a_place_that_is_not_set_is_told_of_where_the_layout_names_it(layout: str) -> None:
    material = answered(layout)
    named = any("{place}" in text for text in texts_of(material.layout))
    without = found(replace(material, agency=replace(material.agency, place=" ")))
    assert [(one.kind, one.place) for one in without] == ([("place-missing", "place")] if named else [])


def test_every_finding_is_of_a_listed_kind() -> None:
    assert {one.kind for one in found(sample())} <= set(KINDS)


def test_a_reply_in_the_window_is_a_notice_only() -> None:
    material = answered("dates")
    opened = datetime(2026, 10, 1, tzinfo=UTC)
    one = next(iter(material.updates.values()))
    late = replace(one, dates=((1, date(2027, 4, 1)),))
    closed = replace(material.round, opened_at=opened, closed_at=datetime(2027, 4, 5, tzinfo=UTC))
    changed = replace(material, round=closed, updates={**material.updates, one.task_id: late})
    assert kinds(changed) == ["date-late"]
