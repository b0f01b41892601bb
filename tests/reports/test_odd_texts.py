"""Odd but real texts, in every layout: what is copied out of the PDF is what was written."""

from dataclasses import replace

import pytest

from domain.report import Report, ReportGroup
from reports.compile.report import compile_report
from reports.layouts.load import layout_names, named_layout
from reports.pdf.report import report_pdf
from tests.reports.reading import page_texts, stands_in
from tests.reports.sample import sample
from thai.normalise import remove_spaces

pytestmark = pytest.mark.slow

ODD = (
    "น้ำ ย้ำ ค่ำ คล้ำ ซ้ำ ร่ำ ถ้ำ ป้ำ ฝ่ำ ฟ้ำ กำ ปำ ฝำ ฟำ ฬำ",  # SARA AM, with tones and over ascenders
    "ปี่ ป้า ป๊า ป๋า ฝี ฝั่ง ฟื้น ฟ้า ปั๊ม ป็น ฝ์ ฟ์ ฬ์ ปื้ ฝู่ ฟุ้ง ปู่",
    "ญี่ปุ่น ญู ฐาน ฐู กุฎุมพี ฎู ฏู ฤๅ ฦๅ ฤทธิ์ พินทุ์ ศุกร์ ศักดิ์สิทธิ์ พันธุ์ เก๊ะ โต๊ะ แป๊ะ ไม้ เเก้ว",
    "๐๑๒๓๔๕๖๗๘๙ ๑,๒๓๔,๕๖๗.๘๙ บาท ร้อยละ ๙๙.๙๙ ข้อ ๑.๑.๑ (ก) ๓/๒๕๗๐ ๑๐.๓๐ น.",
    "ITA e-GP No Gift Policy O27 https://thungtuayang.example/a_b-c?d=1&e=2#f AVATAR Wi-Fi 50% A/B",
    "ฯลฯ ฯพณฯ ต่าง ๆ นานาๆ “อ้าง” ‘เดี่ยว’ – — … • ฿ ๚ ๛ ½ ° ± × ÷ é ü ñ",
    "☐ ว่าง ☑ เลือก ✓ ถูก ○ วง ● จุด □ กล่อง",
    "ก" * 180,
    "เจ้าหน้าที่ปฏิบัติหน้าที่ตามขั้นตอน" * 6,
    "Donaudampfschifffahrtsgesellschaftskapitaen" * 3,
)  # fmt: skip
UNSEEN = ("ก่อน\u200bหลัง\u200d \ufeffจบ\u2060", "ดี\u00adมาก", "ยิ้ม😀👍🏽👨\u200d👩\u200d👧 แล้ว")


def with_lines(report: Report, lines: tuple[str, ...], every: bool = True) -> Report:
    """The report's first group with the lines in every cell of its first row, or in the last one only."""
    first = report.groups[0]
    keys = [column.key for column in report.layout.columns]
    cells = {**first.rows[0].cells, **dict.fromkeys(keys if every else keys[-1:], lines)}
    row = replace(first.rows[0], cells=cells)
    return replace(report, groups=(ReportGroup(first.title, (row, *first.rows[1:])), *report.groups[1:]))


@pytest.mark.parametrize("name", layout_names())
def test_odd_texts_read_back_from_every_column(name: str) -> None:
    report = with_lines(compile_report(sample(named_layout(name))), ODD)
    pages = [remove_spaces(text) for text in page_texts(report_pdf(report))]
    assert [line for line in ODD if not stands_in(line, pages) and not scattered(line, pages)] == []


def scattered(line: str, pages: list[str]) -> bool:
    """True where the line goes on over several pages, beside others: each of its words stands somewhere."""
    text = "".join(pages)
    return len(remove_spaces(line)) > 100 and all(remove_spaces(word)[:40] in text for word in line.split())


@pytest.mark.parametrize("name", layout_names())
def test_a_cell_longer_than_a_page_goes_on_under_the_header_in_order(name: str) -> None:
    lines = tuple(f"- ข้อ {number:03d}" for number in range(70))
    report = with_lines(compile_report(sample(named_layout(name))), lines, every=False)
    pages = [remove_spaces(text) for text in page_texts(report_pdf(report))]
    places = [[number for number, page in enumerate(pages) if remove_spaces(line) in page] for line in lines]
    assert all(len(found) == 1 for found in places)
    assert places == sorted(places) and places[-1] > places[0]
    label = remove_spaces(report.layout.columns[-1].label)[:4]
    assert all(label in pages[number] for (number,) in places)


def test_what_nobody_sees_is_not_in_the_text() -> None:
    material = sample()
    task, update = next(iter(material.updates.items()))
    told = replace(material, updates={**material.updates, task: replace(update, result="\n".join(UNSEEN))})
    text = "".join(page_texts(report_pdf(compile_report(told))))
    assert "ก่อนหลัง" in remove_spaces(text) and "ยิ้มแล้ว" in remove_spaces(text)
    assert not set(text) & set("\u200b\u200c\u200d\ufeff\u2060😀👍🏽👨")
