import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.files import seed
from thai.cadences import CadenceKind, read_cadence

WORDINGS = {
    CadenceKind.MONTHLY: [
        "ทุกเดือน",
        "ทุก ๆ เดือน",
        "รายเดือน",
        "เดือนละ ๑ ครั้ง",
        "ทุกเดือนต่อ ๑ ครั้ง",
        "ทุกเดือนต่อหนึ่งครั้ง",
        "1 ครั้ง/เดือน",
        "ทุกวันที่ 5 ของเดือน",
        "ทุกสิ้นเดือน",
        "ในที่ประชุมประจำเดือน",
        "ให้เป็นปัจจุบันทุกเดือน",
        "ให้เป็น ปัจจุบัน ทุก เดือน",
        "เป็นประจำทุกเดือน",
        "ทุกเดือนมีคณะทำงานประชุม",
        "ทุกเดือน ต.ค. 69 - ก.ย. 70",
        "ทุกเดือน ตั้งแต่ ตุลาคม ถึง มีนาคม",
        "ภายในวันที่ 5 ของเดือนถัดไป",
        "ภายในวันทำการสุดท้ายของเดือน",
        "ทุกวันจันทร์แรกของเดือน",
    ],
    CadenceKind.QUARTERLY: [
        "ไตรมาสละ ๑ ครั้ง",
        "อย่างน้อยไตรมาสละ ๑ ครั้ง",
        "ทุกไตรมาส",
        "ทุกสามเดือน",
        "ทุกๆ ๓ เดือน",
        "ภายใน 15 วันหลังสิ้นไตรมาส",
        "ทุกสิ้นไตรมาส",
        "ปีละ 4 ครั้ง",
        "อย่างสม่ำเสมอ อย่างน้อยไตรมาสละ 1 ครั้ง",
    ],
    CadenceKind.HALF_YEARLY: [
        "ทุก ๖ เดือน ภายในเดือนเมษายน และเดือนตุลาคม ของทุกปี",
        "ทุก ๖ เดือนภายในเดือนเมษายน และเดือน ตุลาคม ของทุกปี",
        "ภายในเดือน เม.ย. และ ต.ค. ของทุกปี",
        "ทุกหกเดือน",
        "ปีละ ๒ ครั้ง",
        "6 เดือนละครั้ง",
        "1 ครั้งต่อ 6 เดือน",
        "ทุกครึ่งปี",
        "รายงานรอบ 6 เดือน และ 12 เดือน",
        "ภายในวันที่ 31 มีนาคม และวันที่ 30 กันยายน",
        "ภายในเดือนมีนาคม 2570 และเดือนกันยายน 2570",
        "ภายใน 6 เดือนแรก และ 6 เดือนหลัง",
        "ทุกเดือนมีนาคมและกันยายน",
        "เดือนตุลาคมและเมษายน ของทุกปี",
    ],
    CadenceKind.YEARLY: [
        "ปีละ ๑ ครั้ง",
        "ปีละครั้ง",
        "ทุกปี",
        "เป็นประจำทุกปี",
        "ภายในเดือนเมษายนของทุกปี",
        "ทุกเดือนเมษายน",
        "ปีงบประมาณละ 1 ครั้ง",
    ],
    CadenceKind.ONCE: [
        "ภายในเดือนเมษายน",
        "ให้เป็นปัจจุบัน ภายในเดือนเมษายน",
        "ภายในวันที่ 30 เมษายน 2570",
        "ภายในปีงบประมาณ ๒๕๗๐",
        "ครั้งเดียว",
        "รอบ 6 เดือนหลัง",
        "ไม่เกิน 1 ครั้ง",
        "๑ ครั้ง",
    ],
    CadenceKind.CONTINUOUS: [
        "เป็นปัจจุบัน",
        "อย่างต่อเนื่อง",
        "อย่างสม่ำเสมอ",
        "อย่างสมํ่าเสมอ",
        "อย่างสม ่ําเสมอ",
        "เป็นระยะ",
        "สม่ำเสมอเป็นปัจจุบัน",
        "ตลอดปี",
        "ตลอดทั้งปีงบประมาณ",
    ],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in WORDINGS.items() for text in texts])
def test_a_wording_means_its_rhythm(kind: CadenceKind, text: str) -> None:
    assert read_cadence(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ตามความเหมาะสม",
        "แผนปฏิบัติการประจำปี",
        "รายงานประจำเดือนเมษายน",
        "รายงานไตรมาสที่ ๑-๔",
        "ข้อมูลไม่เป็นปัจจุบัน",
        "ภายในหน่วยงาน",
        "อย่างน้อย ๑ ครั้ง",
        "อย่างน้อย ๑ คู่มือ",
        "ทุกสัปดาห์",
        "ทุกวันจันทร์",
        "ทุก 2 เดือน",
        "ทุก 0 เดือน",
        "ปีละ ๓ ครั้ง",
        "เดือนละ 1-2 ครั้ง",
        "ให้เป็นปัจจุบันทุกสัปดาห์",
        "เผยแพร่ให้เป็นปัจจุบันภายใน 7 วัน",
        "ทุกเดือนและทุกไตรมาส",
        "ภายในเดือนมกราคม เมษายน และกรกฎาคม",
        "ภายในเดือนเมษายน - ตุลาคม",
        "ภายในไตรมาสที่ 1-4",
        "คนละ 1 ครั้ง",
        "รอบละ 1 ครั้ง",
        "ครั้งละ 1 เดือน",
        "มากกว่า 1 ครั้ง",
        "1 ครั้งขึ้นไป",
        "1 ครั้ง/ภาคการศึกษา",
        "3-6 เดือนครั้ง",
        "ภายในวันที่ 10 ของเดือนแรกของไตรมาส",
        "ภายในวันที่ 10 ของเดือนถัดจากสิ้นไตรมาส",
        "ทุกวันที่ 10 และ 20 ของทุกเดือน",
        "ทุกวันจันทร์ของเดือน",
        # One of two, more than it, all but some, none at all.
        "ทุก 6 เดือน หรือ 1 ปี",
        "เดือนละครั้งหรือสองครั้ง",
        "ภายในเดือนมกราคม หรือเดือนกรกฎาคม",
        "รายเดือน/ไตรมาส",
        "ทุกเดือน/ไตรมาส/ปี",
        "มากกว่าเดือนละ 1 ครั้ง",
        "ทุกเดือน ยกเว้นเดือนตุลาคม",
        "ทุกเดือน เฉพาะเดือนที่มีการจัดซื้อ",
        "ทุกเดือนที่มีการเบิกจ่าย",
        "ทุกเดือนในไตรมาสที่ 1",
        "ทุกเดือนคู่",
        "ทุกเดือนคี่",
        "ไม่ต้องรายงานทุกเดือน",
        "ไม่เป็นประจำทุกเดือน",
        "ไม่มีการรายงานทุกเดือน",
        "งดรายงานทุกเดือน",
        # So many of something else, or so many times.
        "ปีละ 2 ฉบับ",
        "เดือนละ 5,000 บาท",
        "ปีละ 1 ถึง 2 ครั้ง",
        "ทุกเดือน 2 ครั้ง",
        # Not each of them.
        "ทุกไตรมาสที่ 2",
        "ทุกไตรมาสแรก",
        "ทุก 6 เดือนแรก",
        "ทุกเดือนที่สาม",
        "ทุกเดือนสุดท้ายของไตรมาส",
    ],
)
def test_what_is_not_understood_is_not_guessed(text: str) -> None:
    assert read_cadence(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("๑.เจ้าหน้าที่รายงานทุกเดือน ๒.ผู้บริหารกำกับติดตามทุกไตรมาส", CadenceKind.MONTHLY),
        ("๑.ผู้บริหารกำกับติดตามทุกเดือน ๒.เจ้าหน้าที่รายงานไตรมาสละ ๑ ครั้ง", CadenceKind.QUARTERLY),
        ("(๑) เจ้าหน้าที่ดูแลให้เป็นปัจจุบัน\n(๒) หัวหน้างานติดตามทุกสามเดือน", CadenceKind.CONTINUOUS),
        ("- เจ้าหน้าที่รายงานทุกเดือน\n- ผู้บริหารติดตามทุก ๖ เดือน", CadenceKind.MONTHLY),
        ("เจ้าหน้าที่รายงานทุกเดือน ผู้บริหารติดตามทุกไตรมาส", CadenceKind.MONTHLY),
        ("1. จัดประชุมประจำเดือน 2. รายงานผู้บริหารทุกสามเดือน", CadenceKind.QUARTERLY),
        ("1. เจ้าหน้าที่ดูแลให้เป็นปัจจุบัน 2. รายงานผู้บริหารทุกเดือน", CadenceKind.MONTHLY),
        ("๑.เจ้าหน้าที่ดูแลอย่างสม่ำเสมอ ๒.ผู้บริหารติดตามทุกเดือน และให้เจ้าหน้าที่รายงานทุก ๖ เดือน", CadenceKind.HALF_YEARLY),
        ("๑.เจ้าหน้าที่จัดทำคู่มือ ๒.ผู้บริหารกำกับติดตามทุกเดือน", None),
        ("ผู้บริหารกำกับติดตามทุกเดือน", CadenceKind.MONTHLY),
    ],
)
def test_the_officer_who_reports_decides(text: str, kind: CadenceKind | None) -> None:
    assert read_cadence(text) is kind


@given(st.sampled_from([(kind, text) for kind, texts in WORDINGS.items() for text in texts]), st.data())
def test_spaces_may_stand_anywhere(wording: tuple[CadenceKind, str], data: st.DataObject) -> None:
    kind, text = wording
    place = data.draw(st.integers(0, len(text)))
    assert read_cadence(f"{text[:place]} {text[place:]}") is kind


@given(st.text(st.sampled_from("ทุกเดือน่ปีละไตรมาส๑๒36ครั้ง.() \nภยใเมษผู้บริห็จปุัต")))
def test_any_text_is_understood_or_not(text: str) -> None:
    assert read_cadence(text) in (None, *CadenceKind)


@pytest.mark.parametrize("document", ["dates", "004"])
def test_the_follow_ups_of_a_report_are_understood(document: str) -> None:
    text = seed(document).read_text(encoding="utf-8")
    rows = [re.sub("<[^>]*>", "\n", line).split("\t") for line in text.splitlines()]
    cells = [row[3] for row in rows if len(row) == 5 and "กำหนดเวลาแล้วเสร็จ" not in row[3]]
    assert [read_cadence(cell) for cell in cells] == [
        *[CadenceKind.ONCE] * 6,
        CadenceKind.QUARTERLY,
        CadenceKind.CONTINUOUS,
        CadenceKind.HALF_YEARLY,
        CadenceKind.HALF_YEARLY,
        CadenceKind.MONTHLY,
    ]
